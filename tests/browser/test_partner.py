# SPDX-License-Identifier: EUPL-1.2
"""A partner at the door, in a real browser: code, packet, acknowledgement, feedback, a fresh link."""

import re

import pytest
from playwright.sync_api import Page, expect

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.dossiers import services as dossiers
from sluitend.handover import doors
from sluitend.handover.services import SentLink
from sluitend.handover.tests.making import again, linked
from tests.browser.conftest import NewPage
from tests.browser.looking import assert_good


@pytest.fixture
def sent(officer: Person) -> SentLink:
    """A packet for which a link was sent."""
    made = linked(officer)
    dossiers.move(dossier=again(made.handover).dossier, to="handed-over", by=actor_for(officer))
    return made


def address(sent: SentLink) -> str:
    return f"/p/{doors.token_of(sent.link.pk)}/"


def come_in(page: Page, sent: SentLink) -> None:
    page.goto(address(sent))
    page.get_by_label("Uw code").fill(sent.code)
    page.get_by_role("button", name="Bericht openen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overdracht van een signaal")


def test_the_whole_visit(page: Page, sent: SentLink) -> None:
    page.goto(address(sent))
    expect(page.get_by_text("Vera Voorbeeld")).to_have_count(0)
    assert_good(page, "partner-code")
    page.get_by_label("Uw code").fill("ABCD-EFGH")
    page.get_by_role("button", name="Bericht openen").click()
    expect(page.get_by_role("alert")).to_contain_text("openen niets")
    assert_good(page, "partner-wrong-code")
    come_in(page, sent)
    expect(page.get_by_text("Vera Voorbeeld")).to_be_visible()
    assert_good(page, "partner-packet")
    page.get_by_role("button", name="Ik heb dit ontvangen").click()
    expect(page.get_by_role("status").first).to_contain_text("We weten nu dat u het hebt")
    page.get_by_role("button", name="Terugkoppeling versturen").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies wat ervan is geworden.")
    assert_good(page, "partner-error")
    page.get_by_label("Opgepakt", exact=False).first.check()
    page.get_by_label("Wat kunt u ons vertellen?").fill("We zijn ermee bezig.")
    page.get_by_role("button", name="Terugkoppeling versturen").click()
    expect(page.get_by_text("We zijn ermee bezig.")).to_be_visible()
    assert again(sent.handover).state == "fed-back"
    assert_good(page, "partner-fed-back")
    page.get_by_role("button", name="Bericht sluiten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel")
    assert_good(page, "partner-done")


def test_by_keyboard_alone(page: Page, sent: SentLink) -> None:
    page.goto(address(sent))
    page.get_by_label("Uw code").focus()
    page.keyboard.type(sent.code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overdracht van een signaal")
    page.get_by_role("button", name="Ik heb dit ontvangen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_be_visible()
    question = page.get_by_text("Stel ons een vraag")
    question.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Uw vraag").focus()
    page.keyboard.type("Welke taal spreekt zij?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Welke taal spreekt zij?")).to_be_visible()


def test_without_scripts_and_in_english(new_page: NewPage, sent: SentLink) -> None:
    page = new_page(width=390, javascript=False, language="en-GB")
    page.goto(address(sent))
    page.get_by_label("Your code").fill(sent.code)
    page.get_by_role("button", name="Open the message").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handover of a signal")
    assert_good(page, "partner-packet-en")
    page.get_by_text("We do not take this up", exact=True).click()
    page.get_by_label("Why do you not take this up?").fill("Outside our region")
    page.get_by_role("button", name="Send: we do not take this up").click()
    expect(page).to_have_url(re.compile("/klaar/$"))
    assert again(sent.handover).state == "refused"


def test_what_was_typed_waits_behind_a_door_that_closed(page: Page, sent: SentLink) -> None:
    come_in(page, sent)
    page.get_by_label("Wat kunt u ons vertellen?").fill("Een lang verhaal.")
    page.get_by_label("Opgepakt", exact=False).first.check()
    page.context.clear_cookies(name="overdracht")
    page.get_by_role("button", name="Terugkoppeling versturen").click()
    expect(page.get_by_role("status").first).to_contain_text("Wat u typte, is bewaard")
    assert_good(page, "partner-kept")
    come_in(page, sent)
    expect(page.get_by_label("Wat kunt u ons vertellen?")).to_have_value("Een lang verhaal.")
    assert_good(page, "partner-given-back")


def test_a_fresh_link_is_asked(page: Page, sent: SentLink) -> None:
    page.goto(address(sent))
    page.get_by_role("button", name="Nieuwe link vragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U vroeg een nieuwe link")
    assert_good(page, "partner-fresh-link")
