# SPDX-License-Identifier: EUPL-1.2
"""What is looked at on every page: accessibility, overflow, and the page itself."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from weakref import WeakSet

from playwright.sync_api import BrowserContext, Page, ViewportSize

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "screenshots"
# WCAG 2.2 AA, and axe's own best practices.
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_NO_AXE = "() => typeof axe === 'undefined'"
_OPTIONS = {
    "runOnly": RULES,
    "resultTypes": ["violations"],
    # Sound and film, which a rule asks; no rule that we ask reads the style sheets axe would fetch again.
    "preload": {"assets": ["media"]},
}
# Only what is wrong comes back: the rest of what axe tells is fifty kilobytes a page, and nobody reads it.
_RUN = "async options => (await axe.run(document, options)).violations"
_WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
_WIDEST = """() => {
  const limit = document.documentElement.clientWidth;
  const edge = node => Math.round(node.getBoundingClientRect().right);
  return [...document.querySelectorAll('body *')]
    .filter(node => edge(node) > limit && getComputedStyle(node).position !== 'fixed')
    .slice(0, 5)
    .map(node => `${node.tagName.toLowerCase()}.${node.className} to ${edge(node)}`);
}"""


# A word that stands broken: to fewer letters a line than `least`, or though this part of the screen holds it.
_BROKEN = r"""([least, part]) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  // An address of mail or web has no place where it breaks well.
  const words = /(?<![^\s(‘-])[\p{L}\p{N}]{4,}(?![@/]|[.\p{L}\p{N}]*[@/]|\.\S)/gu;
  const clipped = node => node && (getComputedStyle(node).clipPath !== 'none' || clipped(node.parentElement));
  const found = new Set(), skipped = '.utrecht-skip-link, script, textarea, select';
  while (walker.nextNode()) {
    const node = walker.currentNode, holder = node.parentElement;
    if (!node.data.trim() || holder.closest(skipped)) continue;
    if (!holder.checkVisibility({ visibilityProperty: true }) || clipped(holder)) continue;
    for (const word of node.data.matchAll(words)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0);
      const lines = new Set(boxes.map(box => Math.round(box.top))).size;
      const whole = boxes.reduce((sum, box) => sum + box.width, 0);
      if (lines > 1 && (word[0].length / lines < least || whole < innerWidth * part))
        found.add(`${word[0]} over ${lines} lines in ${holder.tagName.toLowerCase()}.${holder.className}`);
    }
  }
  return [...found].slice(0, 5);
}"""
# On a telephone each cell of a table says its own heading: beside its value, not against it.
_GLUED = """() => [...document.querySelectorAll('.sl-table--cards td[data-label]')]
  .filter(cell => !cell.matches('.utrecht-table__cell--first'))
  .filter(cell => !['flex', 'none'].includes(getComputedStyle(cell).display))
  .slice(0, 3)
  .map(cell => cell.dataset.label + cell.innerText)"""
# What of the page itself stays in sight, however far one scrolls, in parts of the screen's height.
# A notice that lies over the page for a moment may be larger.
_STAYS = """() => {
  const before = scrollY;
  scrollTo(0, document.body.scrollHeight);
  const bars = [...document.querySelectorAll('body *')]
    .filter(node => getComputedStyle(node).position === 'sticky' && node.checkVisibility())
    .map(node => node.getBoundingClientRect())
    .map(box => Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)));
  const scrolled = scrollY > 0;
  scrollTo(0, before);
  return scrolled ? Math.max(0, ...bars) / innerHeight : 0;
}"""
MOST_THAT_STAYS = 0.2
# Letters a line, and the part of the screen; large letters on the smallest screen break many a long word.
_USUAL, _CRAMPED = (4, 0.5), (3, 0.0)

# As somebody sets it in the browser itself; through the debugger's door, for no page's policy allows a style.
LARGE_LETTERS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('html { font-size: 200% }');
  document.adoptedStyleSheets = [sheet];
}"""
_OWN_LETTERS = "() => { document.adoptedStyleSheets = []; }"
PHONE, SMALLEST = 390, 320
# Of whom each page is looked at on a telephone too.
narrow_too: WeakSet[BrowserContext] = WeakSet()


@cache
def _axe() -> str:
    # Plain ASCII takes half the way to the browser; seventeen letters of it are not.
    return AXE.read_text().encode("ascii", "backslashreplace").decode()


@contextmanager
def _where_axe_runs(page: Page) -> Iterator[Page]:
    """Yield the page; for a visitor without scripts, a twin of it in which only axe's own script runs."""
    browser = page.context.browser
    if browser is None or page.evaluate("() => matchMedia('(scripting: enabled)').matches"):
        yield page
        return
    with browser.new_context(viewport=page.viewport_size, locale="nl-NL") as context:
        twin, content = context.new_page(), page.content()
        twin.route("**/*.js", lambda route: route.abort())
        if page.url.startswith("http"):
            twin.route(page.url, lambda route: route.fulfill(body=content, content_type="text/html"))
            twin.goto(page.url)
        else:
            twin.set_content(content)
        yield twin


def faults_of_access(page: Page) -> list[str]:
    """Return what axe finds, one line per rule with the first elements that break it."""
    with _where_axe_runs(page) as looked_at:
        # The debugger's door: a page's Content-Security-Policy stays as strict as in use.
        if looked_at.evaluate(_NO_AXE):
            looked_at.evaluate(_axe())
        found = looked_at.evaluate(_RUN, _OPTIONS)
    return [
        f"{fault['id']}: {fault['help']} at {[node['target'] for node in fault['nodes'][:3]]} "
        f"{[node['failureSummary'] for node in fault['nodes'][:1]]}"
        for fault in found
    ]


def faults_of_width(page: Page) -> list[str]:
    """Return what makes the page wider than its window; empty when nobody has to scroll sideways."""
    width, window = page.evaluate(_WIDTHS)
    if width <= window:
        return []
    return [f"the page is {width} wide in a window of {window}: {json.dumps(page.evaluate(_WIDEST))}"]


def faults_of_letters(page: Page, *, cramped: bool = False) -> list[str]:
    """Return which words stand broken, and a bar that takes too much of the screen while one reads."""
    bounds = _CRAMPED if cramped else _USUAL
    faults = [f"a word is broken: {word}" for word in page.evaluate(_BROKEN, bounds)]
    stays = page.evaluate(_STAYS)
    return [*faults, *([f"{stays:.0%} of the screen never scrolls away"] if stays > MOST_THAT_STAYS else [])]


def faults_of_reflow(page: Page) -> list[str]:
    """Return what does not fit on the smallest telephone, and on both with letters twice as large."""
    size = page.viewport_size
    if size is None or size["width"] != PHONE:
        return []
    small: ViewportSize = {"width": SMALLEST, "height": size["height"]}
    faults = [f"a heading is glued to its value: {text}" for text in page.evaluate(_GLUED)]
    # In the order that changes the window least: laying the page out again is what costs.
    for letters, screen in (("", small), ("large letters, ", small), ("large letters, ", size)):
        if page.viewport_size != screen:
            page.set_viewport_size(screen)
        if letters and screen is small:
            page.evaluate(LARGE_LETTERS)
        cramped = bool(letters) and screen is small
        found = [*faults_of_width(page), *faults_of_letters(page, cramped=cramped)]
        faults += [f"at {screen['width']} with {letters or 'own letters, '}{fault}" for fault in found]
    page.evaluate(_OWN_LETTERS)
    return faults


def assert_good(page: Page, name: str = "", *, accessible: bool = True) -> None:
    """Assert that the page as it stands now is accessible and fits; keep a picture when asked.

    On a telephone it must also fit a smaller one, and larger letters. A page that is looked at narrow
    too is asked there whether it is accessible, and here whether it fits. `accessible=False`
    only asks whether it fits.
    `name` is the name of the picture; SCREENSHOTS=1 writes pictures to screenshots/.
    """
    # A page that only began to come has no body yet.
    page.wait_for_load_state()
    size = page.viewport_size
    narrow_after = page.context in narrow_too and size is not None
    _assert_good_here(page, name, accessible=accessible and not narrow_after)
    if narrow_after and size is not None:
        page.set_viewport_size({"width": PHONE, "height": size["height"]})
        _assert_good_here(page, name, accessible=accessible)
        page.set_viewport_size(size)


def _assert_good_here(page: Page, name: str, *, accessible: bool = True) -> None:
    if name and os.environ.get("SCREENSHOTS"):
        width = (page.viewport_size or {"width": 0})["width"]
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    faults = faults_of_width(page) + faults_of_reflow(page) + (faults_of_access(page) if accessible else [])
    assert not faults, f"{page.url}\n" + "\n".join(faults)
