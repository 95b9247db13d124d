# SPDX-License-Identifier: EUPL-1.2
"""Somebody who visits: what they tap, what they type, and what must be right on every page they see."""

import re
from typing import Any

from django.conf import settings
from playwright.sync_api import Locator, Page

from sluitend.accounts.tests.clients import StaffClient
from tests.browser.looking import assert_good

_OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=^[po]/)[^/]+|(?<=^begin/)[^/]+")
_FAULT = re.compile(r"^(Fout|Error):\s*")
# Who has many windows open finds the right one by its title: one title, one door.
_doors_by_title: dict[str, str] = {}
# Seconds by the keystroke-level model (Card, Moran and Newell): think, point, press a key.
_THINK, _POINT, _KEY = 1.35, 1.3, 0.2
_MOST_STOPS = 150


class Visitor:
    """One person with one browser window."""

    def __init__(self, page: Page, *, language: str = "nl") -> None:
        self.page = page
        self.language = language
        self.taps = 0
        self._keys = 0
        self._pauses = 0

    @property
    def seconds(self) -> float:
        """Return how long a skilled person would be busy with all this, reading not counted."""
        return self._pauses * _THINK + self.taps * _POINT + self._keys * _KEY

    def go(self, address: str) -> None:
        """Open an address by hand."""
        self.page.goto(address)

    def tap(self, what: Locator | str) -> None:
        """Tap something, count it, and wait for the page that follows."""
        target = self.page.locator(what) if isinstance(what, str) else what
        # A key press returns before the browser has left the page: what is read next is the old page.
        with self.page.expect_navigation():
            self._press(target)

    def answer(self, value: str) -> None:
        """Tap one answer of the question on the screen."""
        self.tap(f"main button[name=answer][value='{value}']")

    def fill(self, **fields: str) -> None:
        """Type texts into the fields with these names."""
        for name, text in fields.items():
            self._count(keys=len(text))
            self._type(self.page.locator(f"main [name='{name}']:visible"), text)

    def choose(self, name: str, *values: str) -> None:
        """Choose options of a group."""
        for value in values:
            self._count()
            self._tick(name, value)

    def pick(self, name: str, value: str) -> None:
        """Pick one option of a drop-down list."""
        self._count()
        self.page.locator(f"main select[name='{name}']").select_option(value)

    def send(self) -> None:
        """Send the one form of the page."""
        self.tap("main button.utrecht-button--submit")

    def main(self) -> str:
        """Return the text of the page itself, without its frame."""
        return self.page.locator("main").inner_text()

    def look(self, name: str = "", *, accessible: bool = True) -> str:
        """Check all that must hold on every page; keep a picture when asked. Returns the page's text.

        `accessible=False` leaves out what another page made of the same parts was asked.
        """
        page, dutch = self.page, self.language == "nl"
        # Other words may not fit; what makes a page accessible is the same in each language.
        accessible = accessible and dutch
        assert_good(page, name and (name if dutch else f"{name}-{self.language}"), accessible=accessible)
        assert page.locator("html").get_attribute("lang") == self.language, page.url
        assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} h1"
        _assert_own_title(page)
        return self.main()

    def errors(self) -> list[str]:
        """Return what stands beside the fields, after checking that it is a sentence and in the title."""
        found: list[str] = self.page.locator(".utrecht-form-field-error-message").all_inner_texts()
        texts = [re.sub(r"\s+", " ", _FAULT.sub("", text.strip())) for text in found]
        for text in texts:
            assert text.endswith((".", "!", "?")), f"not a sentence: {text!r}"
        assert _FAULT.match(self.page.title()), f"the title hides the error: {self.page.title()!r}"
        return texts

    def _press(self, target: Locator) -> None:
        self._count()
        target.click()

    def _type(self, field: Locator, text: str) -> None:
        field.fill(text)

    def _tick(self, name: str, value: str) -> None:
        self.page.locator(f"main label:has(input[name='{name}'][value='{value}'])").click()

    def _count(self, keys: int = 0) -> None:
        self._pauses += 1
        self.taps += 1
        self._keys += keys


class Keys(Visitor):
    """Somebody who uses the keyboard only."""

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus; it must be seen to have it."""
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            if target.evaluate("node => node === document.activeElement"):
                break
        else:
            message = f"the keyboard does not come to {target} on {self.page.url}"
            raise AssertionError(message)
        seen = target.evaluate(
            """node => { const ring = node.closest('.sl-choice, .sl-card') || node;
              return [node, ring].some(one => getComputedStyle(one).outlineStyle !== 'none'); }"""
        )
        assert seen, f"nobody sees that {target} has the focus on {self.page.url}"

    def _press(self, target: Locator) -> None:
        self._count()
        self.reach(target)
        self.page.keyboard.press("Enter")

    def _type(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.insert_text(text)

    def _tick(self, name: str, value: str) -> None:
        """Radio buttons are one stop: the arrows choose. Each tick box is a stop of its own."""
        wanted = self.page.locator(f"main input[name='{name}'][value='{value}']")
        if wanted.get_attribute("type") == "checkbox":
            self.reach(wanted)
            self.page.keyboard.press("Space")
            return
        group = self.page.locator(f"main input[name='{name}']")
        chosen = self.page.locator(f"main input[name='{name}']:checked")
        self.reach(chosen if chosen.count() else group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        assert wanted.is_checked()


def sign_in(page: Page, person: Any, site: str) -> None:
    """Give the visitor the session of a person, as signing in does."""
    client = StaffClient()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def _assert_own_title(page: Page) -> None:
    title = _FAULT.sub("", page.title())
    door = _OWN.sub("*", page.url.split("?")[0].split("#")[0].split("/", 3)[3])
    assert title.split(" – ")[0].strip(), f"{page.url} has no title"
    if _FAULT.match(page.title()):
        # A form that is refused shows its page again, at the address of the form.
        return
    known = _doors_by_title.setdefault(title, door)
    # The answer to a form stands below the page that it belongs to.
    same = door.startswith(known) or known.startswith(door)
    assert same, f"{title!r} is the title of {known} and of {door}"
