# SPDX-License-Identifier: EUPL-1.2
"""Where one is signed in, and a page that stands open until the session ends, in a real browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from sluitend.accounts.models import Person, Session
from sluitend.accounts.sessions import MOST
from sluitend.accounts.tests import clients
from sluitend.accounts.tests.cast import PASSWORD
from tests.browser.conftest import WIDE, NewPage
from tests.browser.looking import assert_good
from tests.browser.visiting import sign_in

pytestmark = pytest.mark.one_walk

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
)
TEXT = "Vier mannen slapen in de schuur achter het bedrijf."


def elsewhere(person: Person, user_agent: str = "") -> None:
    clients.sign_in(Client(headers={"User-Agent": user_agent}), person)


def wait(page: Page, clock: Any, *, minutes: float) -> None:
    """Let time pass for the server and for the page."""
    clock.advance(minutes=minutes)
    page.clock.run_for(int(minutes * 60_000))


def test_one_sees_where_one_is_signed_in_and_ends_it(
    page: Page, officer: Person, site: str, clock: Any
) -> None:
    elsewhere(officer, IPHONE)
    elsewhere(officer)
    clock.advance(minutes=4)
    sign_in(page, officer, site)
    page.goto("/werk/")
    page.locator(".sl-person summary").click()
    assert_good(page, "person-menu")
    with page.expect_navigation():
        page.get_by_role("link", name="Waar ben ik ingelogd?").click()
    assert_good(page, "sessions")
    phone = page.locator(".sl-panel", has_text="Safari op iPhone")
    phone.get_by_role("button", name="Daar uitloggen").click()
    expect(page.get_by_role("status").first).to_contain_text("U bent daar nu uitgelogd.")
    expect(phone).to_have_count(0)
    elsewhere(officer)
    page.reload()
    page.get_by_role("button", name="Op al deze plekken uitloggen").click()
    expect(page.get_by_text("U bent nergens anders ingelogd.")).to_be_visible()
    assert_good(page, "sessions-ended")
    assert Session.objects.filter(person=officer).count() == 1


def test_a_page_that_stands_open_says_that_the_session_ends_and_loses_nothing(
    page: Page, officer: Person, site: str, clock: Any
) -> None:
    # Who has no app yet would be led to setting one up.
    clients.fresh_code(officer)
    sign_in(page, officer, site)
    page.clock.install()
    page.goto("/werk/nieuw/")
    page.locator("textarea[name=facts]").fill(TEXT)
    soon = page.get_by_text("Over een minuut wordt u uitgelogd, omdat u een tijdje niets deed.")
    over = page.get_by_text("U bent uitgelogd. Wat u typte staat hier nog.")
    wait(page, clock, minutes=13.9)
    expect(soon).to_be_hidden()
    wait(page, clock, minutes=0.2)
    expect(soon).to_be_visible()
    assert_good(page, "session-soon")
    page.get_by_role("button", name="Ik ben nog bezig").click()
    expect(soon).to_be_hidden()
    wait(page, clock, minutes=14.5)
    expect(soon).to_be_visible()
    wait(page, clock, minutes=1)
    expect(over).to_be_visible()
    assert_good(page, "session-over")
    # A script that asks now gets nothing to put over the form.
    page.locator("input[name=phone]").fill("06-00000000")
    page.wait_for_load_state("networkidle")
    expect(page.locator("textarea[name=facts]")).to_have_value(TEXT)
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("Wat u typte is bewaard")).to_be_visible()
    page.get_by_label("E-mailadres").fill(officer.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.locator("input[name=code]").fill(clients.fresh_code(officer))
    page.locator("main form:has(input[name=code]) button").first.click()
    expect(page.locator("textarea[name=facts]")).to_have_value(TEXT)


def test_going_on_in_one_window_counts_in_the_other_and_eight_hours_are_the_end(
    new_page: NewPage, officer: Person, site: str, clock: Any
) -> None:
    page = new_page(width=WIDE)
    sign_in(page, officer, site)
    page.clock.install()
    page.goto("/beschikbaarheid/")
    other = page.context.new_page()
    soon = page.get_by_text("Over een minuut wordt u uitgelogd, omdat u een tijdje niets deed.")
    last = page.get_by_text("Over een minuut wordt u uitgelogd: u bent 8 uur geleden ingelogd.")
    wait(page, clock, minutes=14.5)
    expect(soon).to_be_visible()
    other.goto("/beschikbaarheid/")
    expect(soon).to_be_hidden()
    Session.objects.update(begun_at=clock.now() + timedelta(minutes=10) - MOST)
    page.reload()
    wait(page, clock, minutes=9.5)
    expect(last).to_be_visible()
    expect(soon).to_be_hidden()
    assert_good(page, "session-last")
