# SPDX-License-Identifier: EUPL-1.2
"""Journey 3: a call comes in, is registered, weighed and handed over."""

import re

import pytest
from playwright.sync_api import Page, expect

from sluitend.accounts.models import Person
from sluitend.handover.models import Handover
from sluitend.signals.models import Signal
from tests.browser import flows
from tests.browser.conftest import NARROW, NewPage
from tests.browser.visiting import Visitor, sign_in

MOST_SECONDS = 60
HEARD = "Een buurvrouw hoort 's nachts geschreeuw in de loods."
CARD = "main a[href*='/werk/signaal/']"


@pytest.fixture
def desk(page: Page, site: str, officer: Person) -> Visitor:
    """The aandachtsfunctionaris at work, at each width."""
    sign_in(page, officer, site)
    return Visitor(page)


@pytest.fixture
def phone(new_page: NewPage, site: str, officer: Person) -> Visitor:
    """The aandachtsfunctionaris at work on a telephone."""
    page = new_page(width=NARROW)
    sign_in(page, officer, site)
    return Visitor(page)


def test_a_call_is_registered_within_a_minute(desk: Visitor) -> None:
    desk.go("/werk/")
    text = desk.look("desk-worklist-empty")
    assert "Dat betekent niet dat er niets gebeurt" in text

    desk.tap("main a[href='/werk/nieuw/']")
    desk.look("desk-register")
    desk.pick("reporter_group", "burgerzaken")
    desk.fill(facts=HEARD, address="2161 XX 1")
    desk.choose("forms", "arbeid")
    desk.send()

    desk.look("desk-registered")
    assert desk.seconds < MOST_SECONDS
    assert len(flows.shown_code(desk)) == 26
    assert Signal.objects.get().channel == "phone"


def test_from_the_worklist_to_a_call_with_a_script(desk: Visitor) -> None:
    page = desk.page
    flows.register(desk, facts=HEARD, address="2161 XX 1")
    flows.register(desk, facts="Weer geschreeuw.", address="2161 XX 1")
    desk.go("/werk/")
    desk.look("desk-worklist")
    desk.tap(page.locator("main table a").first)
    assert "Eerder gezien" in desk.look("desk-signal")
    flows.weigh(desk, desk.look)

    desk.look("desk-choose-partner")
    desk.tap(page.locator("main a[href$='/doorzetten/nla/']").first)
    desk.look("desk-prepare")
    desk.choose("informed", "yes")
    flows.confirm_packet(desk)
    script = desk.look("desk-call-script")
    assert "Het is een vermoeden, geen vaststaand feit." in script
    assert "2161 XX 1" in script
    expect(page.locator(".sl-script a[href='tel:08005151']")).to_be_visible()

    desk.fill(spoken_to="Nora Nummer", their_reference="NLA-000")
    desk.choose("accepted", "yes")
    desk.tap("main form[action$='/gebeld/'] button")
    desk.look("desk-called")
    desk.tap(".sl-back")
    assert "Doorgezet" in desk.look("desk-handed-over")
    assert Handover.objects.get().state == "acknowledged"


@pytest.mark.one_walk
def test_while_typing_one_sees_what_was_seen_before(desk: Visitor) -> None:
    page = desk.page
    flows.register(desk, facts=HEARD, address="2161 XX 1", plate="XX-000-X")
    desk.go("/werk/nieuw/")
    page.locator("[name=plate]").press_sequentially("xx 000 x")
    expect(page.locator("#eerder-gezien a")).to_be_visible()
    desk.look("desk-seen-while-typing")

    page.locator("[name=plate]").fill("YY-000-Y")
    expect(page.locator("#eerder-gezien a")).to_have_count(0)


@pytest.mark.one_walk
def test_the_packet_follows_the_answers_and_only_what_was_seen_is_confirmed(desk: Visitor) -> None:
    page = desk.page
    desk.go("/werk/nieuw/")
    page.locator("main summary", has_text="Meer vastleggen").click()
    desk.look("desk-register-more")
    desk.fill(safe_contact="Op maandag, via de buurvrouw.")
    flows.register_here(desk, facts=HEARD)
    desk.tap(CARD)
    flows.weigh(desk)
    desk.tap(page.locator("main a[href$='/doorzetten/shop/']").first)
    goes, stays = page.locator(".sl-packet__side--goes"), page.locator(".sl-packet__side--stays")
    expect(stays).to_contain_text("Veilig contact")
    seen = page.locator("[name=seen]").get_attribute("value")

    desk.choose("consent", "given")
    expect(goes).to_contain_text("Veilig contact")
    desk.look("desk-prepare-consent")

    page.locator("[name=seen]").evaluate("(node, value) => { node.value = value; }", seen)
    desk.tap("main button[name=confirm]")
    desk.look("desk-prepare-changed")
    assert not Handover.objects.exists()


def test_without_scripts_the_packet_is_looked_at_again(new_page: NewPage, site: str, officer: Person) -> None:
    page = new_page(width=NARROW, javascript=False)
    sign_in(page, officer, site)
    desk = Visitor(page)
    flows.register(desk, facts=HEARD, address="2161 XX 1")
    desk.tap(CARD)
    flows.weigh(desk)
    desk.tap(page.locator("main a[href$='/doorzetten/nla/']").first)
    desk.choose("informed", "postponed")
    desk.fill(inform_reason="Dat brengt iemand in gevaar.")
    desk.tap("main noscript button")
    expect(page.locator("[name=inform_reason]")).to_have_value("Dat brengt iemand in gevaar.")
    flows.confirm_packet(desk)
    assert Handover.objects.get().informed == "postponed"


UNCLEAR = {"address": "ergens in Lisse", "phone": "bel maar", "plate": "een busje", "kvk": "1234"}


def test_what_is_wrong_in_a_registration_is_said_and_nothing_typed_is_lost(phone: Visitor) -> None:
    page = phone.page
    phone.go("/werk/nieuw/")
    phone.pick("reporter_group", "boa")
    phone.fill(**UNCLEAR)
    phone.send()

    phone.look("desk-register-errors")
    assert len(phone.errors()) == 2  # the facts, and in which capacity
    for name, text in UNCLEAR.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)
    phone.choose("capacity", "investigation")
    phone.fill(facts=HEARD)
    phone.send()
    assert [text for text in phone.errors() if "Wet politiegegevens" in text]
    assert not Signal.objects.exists()


def test_each_act_on_a_signal_says_what_is_missing(phone: Visitor) -> None:
    flows.register(phone, facts=HEARD)
    phone.tap(CARD)
    address = re.sub(r"^https?://[^/]+", "", phone.page.url)
    for act, missing in (("wegen/", 2), ("sluiten/", 2), ("aanvullen/", 1)):
        phone.go(address + act)
        phone.send()
        phone.look(f"desk-error-{act[:-1]}")
        assert len(phone.errors()) == missing
    for act in ("volgende-stap/", "toewijzen/"):
        phone.go(address + act)
        phone.look(f"desk-{act[:-1]}")

    phone.go(address)
    phone.page.locator("#melder > summary").click()
    phone.tap("#melder button")
    phone.look("desk-error-look")
    assert len(phone.errors()) == 1
    phone.fill(reason="Terugbellen")
    phone.tap("#melder button")
    phone.look("desk-reporter-seen")
    expect(phone.page.locator("#melder p")).to_be_visible()

    phone.go(address)
    phone.tap("main form[action$='/vraag/'] button")
    phone.look("desk-error-question")
    assert len(phone.errors()) == 1

    phone.go(address + "sluiten/")
    phone.choose("outcome", "no-action")
    phone.fill(reason="Te weinig")
    phone.send()
    phone.tap("main a[href$='/heropenen/']")
    phone.send()
    phone.look("desk-error-heropenen")
    assert len(phone.errors()) == 1


@pytest.mark.one_walk
def test_danger_that_turns_up_later_says_whom_to_call(desk: Visitor) -> None:
    flows.register(desk, facts=HEARD)
    desk.tap(CARD)
    desk.tap(desk.page.locator("main a[href$='/aanvullen/']").first)
    desk.choose("acute", "yes")
    desk.choose("minor", "yes")
    desk.fill(note="Zij is zestien en kan de deur niet uit.")
    desk.send()
    text = desk.look("desk-danger")
    assert "Er is nu iemand in gevaar" in text
    expect(desk.page.locator("main a[href='tel:112']")).to_be_visible()
    desk.tap("main a[href$='/doorzetten/']")
    desk.look("desk-choose-in-danger")
    desk.tap(desk.page.locator("main a[href$='/doorzetten/veilig-thuis/']").first)
    flows.settle(desk)
    desk.tap("main button[name=confirm]")
    desk.look("desk-prepare-danger")
    assert [error for error in desk.errors() if "wat het gevaar is" in error]


def test_a_packet_without_what_comes_first_does_not_go(phone: Visitor) -> None:
    flows.register(phone, facts=HEARD)
    phone.tap(CARD)
    flows.weigh(phone)
    phone.tap(phone.page.locator("main a[href$='/doorzetten/nla/']").first)
    phone.choose("informed", "postponed")
    flows.settle(phone)
    phone.tap("main button[name=confirm]")

    phone.look("desk-prepare-error")
    assert phone.errors()
    assert not Handover.objects.exists()
    flows.confirm_packet(phone)
    assert len(phone.errors()) == 1
    phone.fill(inform_reason="Dat brengt iemand in gevaar.")
    phone.tap("main button[name=confirm]")
    phone.tap("main form[action$='/gebeld/'] button")
    phone.look("desk-call-error")
    assert len(phone.errors()) == 2


def test_the_desk_speaks_english(phone: Visitor) -> None:
    phone.page.goto("/taal/en/?next=/werk/")
    phone.language = "en"
    phone.look("desk-worklist-empty")
    phone.go("/werk/nieuw/")
    phone.look("desk-register")
    flows.register(phone, facts=HEARD, address="2161 XX 1")
    phone.look("desk-registered")
    phone.tap(CARD)
    phone.look("desk-signal")
    flows.weigh(phone, phone.look)
    phone.look("desk-choose-partner")
    phone.tap(phone.page.locator("main a[href$='/doorzetten/nla/']").first)
    phone.look("desk-prepare")
    phone.choose("informed", "yes")
    flows.confirm_packet(phone)
    phone.look("desk-call-script")
