# SPDX-License-Identifier: EUPL-1.2
"""Journey 4: a partner opens the link, acknowledges, asks, and says what became of it."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.dossiers.models import Dossier
from sluitend.handover import jobs, outbox
from sluitend.handover.models import Handover
from sluitend.handover.tests import making
from tests.browser import flows
from tests.browser.conftest import NARROW, NewPage
from tests.browser.visiting import Visitor, sign_in

QUESTION, ANSWER, RESULT = "Om hoeveel mensen gaat het?", "Om drie mannen.", "Er is contact gelegd."
LINK = re.compile(r"https?://\S+")


def deliver() -> str:
    """Do what the worker does; return the path in the mail that left last."""
    for row_id in outbox.due().values_list("pk", flat=True):
        assert outbox.deliver(row_id)
    body = str(mail.outbox[-1].body)
    assert flows.FACTS not in body
    link: str = LINK.findall(body)[0]
    return urlsplit(link).path


def send_link(desk: Visitor, see: flows.See) -> str:
    """Hand the signal on the page over by link; return the code that is said by phone."""
    flows.weigh(desk)
    desk.tap(desk.page.locator("main a[href$='/doorzetten/shop/']").first)
    desk.choose("way", "link")
    desk.choose("consent", "given")
    desk.choose("informed", "yes")
    flows.confirm_packet(desk)
    see("partner-send-link")
    desk.choose("code_by", making.SHOP_PHONE)
    desk.tap("main form[action$='/link/'] button")
    see("partner-link-made")
    return flows.shown_code(desk)


def open_packet(partner: Visitor, path: str, code: str) -> None:
    partner.go(path)
    partner.fill(code=code)
    partner.send()


def test_from_a_report_to_a_closed_loop(new_page: NewPage, width: int, site: str, officer: Person) -> None:
    reporter = Visitor(new_page(width=width))
    receipt = flows.report(reporter)
    desk_page, partner = new_page(width=width), Visitor(new_page(width=width))
    sign_in(desk_page, officer, site)
    desk = Visitor(desk_page)
    desk.go("/werk/")
    desk.tap(desk_page.locator("main table a").first)
    code, path = send_link(desk, desk.look), deliver()

    partner.go(path)
    partner.look("partner-code")
    partner.fill(code=code.lower())
    partner.send()
    partner.look("partner-packet")
    partner.tap("main form[action$='/bevestigen/'] button")
    partner.look("partner-acknowledged")
    assert Handover.objects.get().state == "acknowledged"

    partner.page.locator("#vraag summary").click()
    partner.page.locator("#vraag textarea").fill(QUESTION)
    partner.tap("#vraag button")
    partner.look("partner-asked")
    desk.go("/werk/overdrachten/")
    desk.look("desk-handovers")
    desk.tap("main table a >> nth=0")
    assert QUESTION in desk.look("desk-partner-asked")
    desk_page.locator("form[action$='/antwoord/'] textarea").fill(ANSWER)
    desk.tap("form[action$='/antwoord/'] button")

    partner.go(deliver())
    assert ANSWER in partner.main()
    partner.choose("outcome", "partner-took-up")
    partner.page.locator("#terugkoppeling textarea").fill(RESULT)
    partner.tap("#terugkoppeling button.utrecht-button--submit")
    partner.look("partner-fed-back")
    partner.tap("main form[action$='/verlaten/'] button")
    partner.look("partner-done")

    flows.come_back(reporter, receipt)
    told = reporter.look("receipt-fed-back")
    assert RESULT not in told
    assert "SHOP" not in told
    close(desk)
    flows.come_back(reporter, receipt)
    assert RESULT not in reporter.look("receipt-closed")
    assert not Dossier.objects.get().is_open


def close(desk: Visitor) -> None:
    desk.go("/werk/")
    desk.tap(desk.page.locator("main table a").first)
    desk.look("desk-fed-back")
    desk.tap("main a[href$='/sluiten/']")
    desk.choose("outcome", "taken-over")
    desk.fill(reason="De partner helpt verder.")
    desk.send()
    desk.look("desk-closed")


@pytest.mark.one_walk
def test_what_is_too_late_stands_out(page: Page, site: str, officer: Person, clock: FrozenClock) -> None:
    making.linked(officer)
    clock.advance(days=30)
    sign_in(page, officer, site)
    desk = Visitor(page)
    for door in ("/werk/", "/werk/overdrachten/"):
        desk.go(door)
        expect(page.locator("main h2").first).to_contain_text("Te laat")
        expect(page.locator("main .sl-due--late")).to_be_visible()
        desk.look(f"desk-too-late{door.replace('/', '-')}")

    jobs.take_up_overdue()
    desk.go("/werk/")
    assert "nog geen reactie" in desk.look("desk-escalated")


@pytest.fixture
def door(new_page: NewPage, officer: Person) -> tuple[Visitor, str, str]:
    """A partner before the door on a telephone, with the address and the code."""
    sent = making.linked(officer)
    return Visitor(new_page(width=NARROW)), deliver(), sent.code


def test_each_wrong_way_in_and_each_gap_is_said_in_a_sentence(door: tuple[Visitor, str, str]) -> None:
    partner, path, code = door
    partner.go(path)
    partner.fill(code="AAAA-BBBB")
    partner.send()
    partner.look("partner-wrong-code")
    assert len(partner.errors()) == 1
    expect(partner.page.locator("[name=code]")).to_have_value("AAAA-BBBB")

    open_packet(partner, path, code)
    partner.page.locator("#terugkoppeling > summary").click()
    partner.page.locator("#terugkoppeling textarea").fill(RESULT)
    partner.tap("#terugkoppeling button.utrecht-button--submit")
    partner.look("partner-no-outcome")
    assert len(partner.errors()) == 1
    expect(partner.page.locator("#terugkoppeling textarea")).to_have_value(RESULT)

    partner.go(path)
    partner.page.locator("#weigeren summary").click()
    partner.tap("#weigeren button")
    partner.look("partner-no-reason")
    assert len(partner.errors()) == 1


def test_what_a_partner_typed_outlives_the_door(door: tuple[Visitor, str, str]) -> None:
    partner, path, code = door
    open_packet(partner, path, code)
    partner.page.locator("#terugkoppeling > summary").click()
    partner.page.locator("#terugkoppeling textarea").fill(RESULT)
    partner.page.context.clear_cookies(name="overdracht")
    partner.tap("#terugkoppeling button.utrecht-button--submit")
    assert "bewaard" in partner.look("partner-door-closed")

    partner.fill(code=code)
    partner.send()
    partner.look("partner-typed-again")
    expect(partner.page.locator("#terugkoppeling textarea")).to_have_value(RESULT)


def test_a_partner_asks_for_a_fresh_link(door: tuple[Visitor, str, str]) -> None:
    partner, path, _code = door
    partner.go(path)
    partner.tap("main form[action$='/nieuwe-link/'] button")
    partner.look("partner-fresh-link")


def test_the_door_speaks_english_and_needs_no_scripts(new_page: NewPage, officer: Person) -> None:
    sent = making.linked(officer)
    path = deliver()
    partner = Visitor(new_page(width=NARROW, javascript=False), language="en")
    partner.go(f"/taal/en/?next={path}")
    partner.look("partner-code")
    partner.fill(code=sent.code)
    partner.send()
    partner.tap("main form[action$='/bevestigen/'] button")
    partner.look("partner-acknowledged")
    assert Handover.objects.get().state == "acknowledged"
