# SPDX-License-Identifier: EUPL-1.2
"""Hundreds of hostile texts in every place where somebody writes: nothing of it runs in a real browser.

The browser's own second wall, the Content-Security-Policy, is switched off here: the pages alone must hold.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import system
from sluitend.signals.services import triage
from sluitend.signals.tests.making import again, recorded
from tests.browser.looking import ROOT
from tests.browser.visiting import sign_in
from tests.filling import fill, fill_in
from tests.payloads import Payload, chunks, payloads

ALL = payloads()
TELL = """
window.hit = number => { (top.hits ||= new Set()).add(number); return number; };
"""
# What surrounds a text that nobody escapes.
AROUND = {
    "text": "<div>%s</div>",
    "value": '<input value="%s">',
    "single": "<input value='%s'>",
    "bare": "<input value=%s>",
    "textarea": "<textarea>%s</textarea>",
    "title": "<title>%s</title>",
    "comment": "<!-- %s -->",
    "style": "<style>*{color:red;%s}</style>",
    "link": '<a href="%s">x</a>',
    "script": '<script>var x = "%s";</script>',
    "htmx": "<script>%s</script>",
}
AGAIN = {
    "twice": "b.innerHTML = a.textContent",
    "address": "b.innerHTML = decodeURIComponent(a.textContent)",
    "json": "b.innerHTML = JSON.parse('\"' + a.textContent + '\"')",
    "mutated": "a.innerHTML = a.textContent; b.innerHTML = a.innerHTML; a.innerHTML = b.innerHTML",
}
PROD = """() => {
  const all = [document, ...[...document.querySelectorAll('iframe')].map(one => one.contentDocument)];
  for (const inside of all) for (const node of inside?.querySelectorAll('*') || []) {
    for (const {name} of [...node.attributes])
      if (/^on/i.test(name)) node.dispatchEvent(new Event(name.slice(2).toLowerCase()));
    if (node.closest('a,button,area,[type=submit]') === node || node.matches('[hx-on\\\\:click]'))
      node.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture
def tells(chromium: Browser, site: str) -> Iterator[tuple[BrowserContext, set[int]]]:
    """A browser without a policy, and what has told that it ran."""
    context = chromium.new_context(base_url=site, bypass_csp=True, locale="nl-NL")
    context.add_init_script(TELL)
    told: set[int] = set()

    def asked(request: Request) -> None:
        told.update(int(number) for number in re.findall(r"/hit/(\d+)", request.url)[:1])

    # Listened to, not intercepted: a context that intercepts has no cache.
    context.on("request", asked)
    yield context, told
    context.close()


def unescaped(payload: Payload, htmx: str) -> str:
    """Return a page that shows a text as nobody should."""
    if payload.place == "htmx":
        return f"<!doctype html><script>{htmx}</script><body>{payload.text}"
    if payload.place in AGAIN:
        shown = payload.text if payload.place == "twice" else html.escape(payload.text)
        script = f"<script>{AGAIN[payload.place]}</script>"
        return f"<!doctype html><body><div id=a>{shown}</div><div id=b></div>{script}"
    return "<!doctype html><body>" + AROUND[payload.place] % payload.text


def test_each_of_them_runs_where_nobody_escapes(tells: tuple[BrowserContext, set[int]], site: str) -> None:
    context, told = tells
    htmx = (ROOT / "sluitend/shell/static/shell/dist/htmx.min.js").read_text()
    frames = [f'<iframe srcdoc="{html.escape(unescaped(one, htmx))}"></iframe>' for one in ALL]
    body = "<!doctype html><script>window.hits = new Set()</script>" + "".join(frames)
    context.route("**/hit/**", lambda route: route.fulfill(status=204))
    context.route(
        "**/control", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
    )
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto("/control")
    ran: set[int] = set()
    for _ in range(10):
        page.evaluate(PROD)
        page.wait_for_timeout(100)
        ran = told | set(page.evaluate("() => [...window.hits]"))
        if len(ran) == len(ALL):
            break
    silent = [one for one in ALL if one.number not in ran]
    assert not silent, "\n".join(f"{one.place}: {one.text}" for one in silent)
    assert len({one.text for one in ALL}) >= 200


CAREFUL = """() => {
  const faults = [...(window.hits || [])].map(number => `ran: ${number}`);
  const own = location.origin + '/static/';
  for (const node of document.querySelectorAll('*')) {
    if (node.matches('iframe, object, embed, base, meta[http-equiv], style, math, marquee, svg script'))
      faults.push(node.outerHTML.slice(0, 80));
    if (node.matches('script') && !(node.src || '').startsWith(own)) faults.push(node.outerHTML.slice(0, 80));
    for (const {name, value} of [...node.attributes]) {
      const leads = /^(href|src|action|formaction|xlink:href)$/i.test(name);
      const runs = leads && /^[\\s\\x00-\\x20]*(javascript|data):/i.test(value);
      const acts = /^(on|style$|srcdoc$|hx-on|data-hx-)/i.test(name);
      if (runs || acts) faults.push(`${name}=${value}`.slice(0, 80));
    }
  }
  return faults;
}"""
SHOWN = """() => [document.body.textContent,
  ...[...document.querySelectorAll('input,textarea')].map(one => one.value)].join(' ')"""


def plain(text: str) -> str:
    """Return a text as far as no browser changes it: without white space and control signs."""
    return re.sub(r"[\s\x00-\x1f\ufeff]+", "", text)


class Reader:
    """Somebody who looks at pages, and at whether any of them ran something."""

    def __init__(self, context: BrowserContext, told: set[int]) -> None:
        self.page: Page = context.new_page()
        self.seen, self.faults, self._told = "", list[str](), told
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"asked: {dialog.message}")
        dialog.dismiss()

    def look(self, path: str = "") -> None:
        """Look at the page that stands open, or at another."""
        if path:
            answer = self.page.goto(path)
            assert answer is not None
            assert answer.status < 400, (path, answer.status)
        self.seen += plain(self.page.evaluate(SHOWN))
        found = [*self.page.evaluate(CAREFUL), *(f"asked for: {number}" for number in self._told)]
        self.faults += [f"{self.page.url}: {fault}" for fault in found]

    def send(self, form: str = "", **field: str) -> None:
        """Fill in the form that has this field and send it."""
        # What ran may have broken the page too.
        self.has_seen([])
        ((name, value),) = field.items()
        wanted = self.page.locator(f"main form{form}:has([name={name}])").first
        self.page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
        wanted.locator(f"[name={name}]").fill(value)
        with self.page.expect_navigation():
            wanted.locator("button").last.click()
        self.look()

    def has_seen(self, texts: list[str]) -> None:
        """Assert that all of these stood on some page, and that nothing ran."""
        assert not self.faults, "\n".join(self.faults[:20])
        missing = [text for text in texts if plain(text) not in self.seen]
        assert not missing, missing[:5]


def test_nothing_of_it_runs_on_any_page_that_shows_it(
    tells: tuple[BrowserContext, set[int]], site: str, officer: Person
) -> None:
    context, told = tells
    for text in chunks(ALL, 4_500):
        filled = fill(officer, text)
        staff = Reader(context, told)
        sign_in(staff.page, officer, site)
        for path in ("/werk/", "/werk/overdrachten/", *filled.pages):
            staff.look(path)
        for what in ("melder", "veilig-contact"):
            staff.look(filled.pages[0])
            staff.send(f"[action*='/inzien/{what}/']", reason=text.replace("\n", " ")[:250])
        staff.look(f"/werk/signaal/{filled.signal.pk}/sluiten/")
        staff.send(reason=text)
        outside = Reader(context, told)
        for door in (filled.receipt, filled.partner, filled.agenda):
            outside.look(door.path)
            outside.send(code=door.code)
        # A page for an error gives back what was typed.
        context.clear_cookies(name="csrftoken")
        outside.page.goto("/terug/melding/")
        context.clear_cookies(name="csrftoken")
        outside.send(text=text)
        for reader in (staff, outside):
            reader.has_seen(text.splitlines())


def test_nothing_of_it_runs_in_a_report_that_is_being_written(
    tells: tuple[BrowserContext, set[int]], site: str, lisse: Any
) -> None:
    context, told = tells
    for text in chunks(ALL, 4_500):
        visitor = Client()
        fill_in(visitor, text)
        value = visitor.cookies["concept"].value
        context.add_cookies([{"name": "concept", "value": value, "url": site}])
        reader = Reader(context, told)
        for screen in ("wat", "omstandigheden", "gedachte", "bron", "herkennen", "controleren"):
            reader.look(f"/melden/{screen}/")
        reader.has_seen(text.splitlines())


def test_nothing_runs_that_is_the_name_of_a_colleague(
    tells: tuple[BrowserContext, set[int]], site: str, officer: Person
) -> None:
    context, told = tells
    for number, name in enumerate(chunks(ALL, 110)):
        by = system("test")
        email = f"x{number}@example.invalid"
        person = accounts.add_person(name=name, email=email, municipality=LISSE, password=None, by=by)
        accounts.grant_role(person=person, role="behandelaar", municipality=LISSE, by=by)
    accounts.set_deputy(person=officer, deputy=person, by=by)
    signal = recorded()
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    reader = Reader(context, told)
    sign_in(reader.page, officer, site)
    reader.look(f"/werk/signaal/{signal.pk}/toewijzen/")
    reader.has_seen([one.text for one in ALL])
    reader.look("/beschikbaarheid/")
    sign_in(reader.page, person, site)
    reader.look("/account/sessies/")
    reader.has_seen([name])
