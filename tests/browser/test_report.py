# SPDX-License-Identifier: EUPL-1.2
"""Journey 2: from the route to a report, a code, and an answer to a question."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code, show_code
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Dossier
from sluitend.privacy.models import Draft
from sluitend.signals.models import Signal
from sluitend.signals.services import dialogue, triage
from sluitend.signals.tests.making import recorded
from tests.browser import flows
from tests.browser.conftest import NARROW, NewPage
from tests.browser.visiting import Keys, Visitor

pytestmark = pytest.mark.usefixtures("lisse", "officer")
QUESTION, ANSWER = "Op welke dagen ziet u de mannen?", "Elke avond, ook in het weekend."


def take_on_and_ask(officer: Person) -> None:
    """Do what the officer does meanwhile."""
    by = actor_for(officer)
    triage.take_on(dossier=Dossier.objects.get(), by=by)
    dialogue.ask_reporter(dossier=Dossier.objects.get(), text=QUESTION, submission=new_id(), by=by)


def _tells_who_looks_when_and_whom_to_call(visitor: Visitor) -> None:
    text = visitor.main()
    assert "aandachtsfunctionaris mensenhandel of een vervanger werkt vandaag" in text
    assert "We beloven geen termijn" in text
    expect(visitor.page.locator("main a[href='tel:112']")).to_be_visible()


def report_and_answer(visitor: Visitor, officer: Person, see: flows.See) -> None:
    code = flows.report(visitor, see)
    assert len(code.replace("-", "")) == 21
    _tells_who_looks_when_and_whom_to_call(visitor)
    visitor.tap("main form[action='/route/wissen/'] button")
    take_on_and_ask(officer)

    flows.come_back(visitor, code, see)
    text = see("receipt-asked") or visitor.main()
    assert "Uw signaal is opgepakt." in text
    assert QUESTION in text
    visitor.fill(text=ANSWER)
    visitor.tap("main form:has(textarea) button")
    assert ANSWER in (see("receipt-answered") or visitor.main())


def test_from_the_route_to_a_code_and_back_to_a_question(page: Page, officer: Person) -> None:
    visitor = Visitor(page)
    report_and_answer(visitor, officer, visitor.look)
    expect(page.locator("main [data-focus]")).to_be_focused()
    visitor.tap("main form[action='/terug/sluiten/'] button")
    visitor.go("/terug/melding/")
    expect(page.locator("input[name=code]")).to_be_visible()


@pytest.mark.one_walk
def test_leaving_quickly_closes_what_the_code_opened(page: Page, settings: Any, site: str) -> None:
    settings.EXIT_URL = f"{site}/weer/"
    visitor, code = Visitor(page), new_code()
    recorded(code=code)
    flows.come_back(visitor, code)
    assert page.url.endswith("/terug/melding/")

    page.get_by_role("link", name="Verlaat deze site snel").click()

    page.wait_for_url("**/weer/")
    visitor.go("/terug/melding/")
    expect(page.locator("input[name=code]")).to_be_visible()


@pytest.mark.one_walk
def test_with_the_keyboard_only(page: Page, officer: Person) -> None:
    report_and_answer(Keys(page), officer, flows.unseen)


def test_without_scripts(new_page: NewPage, officer: Person) -> None:
    visitor = Visitor(new_page(width=NARROW, javascript=False))
    report_and_answer(visitor, officer, flows.unseen)


@pytest.mark.one_walk
def test_what_the_route_knows_is_not_asked_again_and_can_be_changed(page: Page) -> None:
    visitor = Visitor(page)
    flows.walk(visitor)
    visitor.go("/melden/wie/?controle=1")
    expect(page.locator("input[name=reporter]:checked")).to_have_value("boa")
    visitor.look("report-who")
    visitor.choose("reporter", "bouwinspecteur")
    visitor.send()
    expect(page.locator("input[name=capacity]")).to_have_count(0)


@pytest.mark.one_walk
def test_what_a_boa_investigates_is_not_stored(page: Page) -> None:
    visitor = Visitor(page)
    flows.begin(visitor)
    visitor.choose("capacity", "investigation")
    visitor.send()

    assert "Wet politiegegevens" in visitor.look("report-not-stored")
    assert not Signal.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.one_walk
def test_a_label_is_pointed_at_and_the_text_stays(page: Page) -> None:
    visitor = Visitor(page)
    flows.begin(visitor)
    visitor.choose("capacity", "supervision")
    visitor.send()
    visitor.fill(facts="Twee Roemeense mannen slapen in de loods.")
    visitor.send()

    assert "Roemeense" in visitor.look("report-hint")
    expect(page.locator("[name=facts]")).to_have_value("Twee Roemeense mannen slapen in de loods.")
    visitor.send()
    expect(page.locator("[name=source_kind]").first).to_be_visible()


ERRORS = [
    ("wat", {}, "Dit veld is verplicht."),
    ("bron", {"source_note": "een buurvrouw"}, "Dit veld is verplicht."),
    ("herkennen", {"address": "ergens in Lisse"}, "Schrijf postcode en huisnummer"),
    ("herkennen", {"phone": "bel maar"}, "Dit is geen telefoonnummer."),
    ("herkennen", {"plate": "een busje"}, "Een kenteken heeft 4 tot 10 letters en cijfers"),
    ("herkennen", {"kvk": "1234"}, "Een KvK-nummer heeft 8 cijfers."),
]


def test_what_is_wrong_is_said_in_a_sentence_and_nothing_typed_is_lost(new_page: NewPage) -> None:
    visitor = Visitor(new_page(width=NARROW))
    flows.begin(visitor, who="burgerzaken")
    for number, (screen, typed, sentence) in enumerate(ERRORS):
        visitor.go(f"/melden/{screen}/")
        visitor.fill(**typed)
        visitor.send()
        visitor.look(f"report-error-{number}")
        assert [text for text in visitor.errors() if text.startswith(sentence)], (screen, visitor.errors())
        for name, text in typed.items():
            expect(visitor.page.locator(f"main [name='{name}']")).to_have_value(text)


def test_unknown_and_mistyped_and_expired_codes_get_the_same_answer(
    new_page: NewPage, clock: FrozenClock, officer: Person
) -> None:
    visitor, given = Visitor(new_page(width=NARROW)), new_code()
    recorded(code=given)
    code = show_code(given)
    mistyped = ("A" if code[0] != "A" else "B") + code[1:]
    triage.close(dossier=Dossier.objects.get(), outcome="no-action", reason="Getest.", by=actor_for(officer))
    clock.advance(days=2000)
    said = set()
    for wrong in ("AAAA", mistyped, show_code(new_code()), code):
        visitor.go("/terug/")
        visitor.fill(code=wrong)
        visitor.send()
        said.add(tuple(visitor.errors()))
        expect(visitor.page.locator("[name=code]")).to_have_value(wrong)
    assert visitor.look("receipt-wrong-code")
    assert len(said) == 1


def test_the_report_speaks_english(new_page: NewPage, officer: Person) -> None:
    page = new_page(width=NARROW)
    page.goto("/taal/en/?next=/")
    visitor = Visitor(page, language="en")
    code = flows.report(visitor, visitor.look)
    take_on_and_ask(officer)
    flows.come_back(visitor, code, visitor.look)
    assert "Your signal has been taken on." in visitor.look("receipt-asked")
