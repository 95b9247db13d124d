# SPDX-License-Identifier: EUPL-1.2
"""Handing a signal over by the pages: partner, packet, way, and what came back."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.handover import services as handovers
from sluitend.handover.models import Handover
from sluitend.policy import selectors as policy
from sluitend.signals import selectors
from sluitend.signals.models import Signal
from sluitend.signals.packets import SEALED, opens_apart, packet, unsealed
from sluitend.signals.services import triage
from sluitend.signals.tests.making import acts, again, looks, prepared, recorded, signed_in, text_of
from sluitend.signals.tests.test_rights import without

pytestmark = pytest.mark.django_db
CALL = {
    "submission": "00000000-0000-4000-8000-000000000001",
    "number": "0800-5151",
    "spoken_to": "Ina Inspecteur",
    "accepted": "yes",
    "their_reference": "N-1",
}


@pytest.fixture
def signal(officer: Person) -> Signal:
    found = recorded(
        route={"map": "persoon", "answers": {"p1": "no"}, "context": {"reporter": "boa"}},
        reporter_name="Bo Boa",
        safe_contact="Via de buurvrouw",
    )
    triage.take_on(dossier=again(found), by=actor_for(officer))
    return found


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def at(signal: Signal, rest: str = "") -> str:
    return f"/werk/signaal/{signal.pk}/doorzetten/{rest}"


def of(handover: Handover, act: str = "") -> str:
    return f"/werk/signaal/{handover.dossier_id}/overdracht/{handover.pk}/{act}"


def confirmed(client: Client, address: str, **changed: Any) -> Any:
    """Open the page of a partner, answer, look at the packet, tick what comes first, and confirm."""
    given = {
        "submission": str(new_id()),
        "way": "phone",
        "urgency": "normal",
        "consent": "not-asked",
        "informed": "yes",
        "purpose": "investigation",
        **changed,
    }
    looked = text_of(client.post(address, given))
    seen = re.findall(r'name="seen" value="([^"]*)"', looked)
    steps = re.findall(r'name="steps" value="([^"]*)"', looked)
    return client.post(address, {"confirm": "1", "seen": seen[0], "steps": steps, **given})


@pytest.mark.parametrize("part", ["facts", "circumstances", "interpretation", "source_note"])
def test_a_report_of_three_dots_can_be_handed_over_and_goes_as_it_was_written(
    desk: Client, officer: Person, part: str
) -> None:
    said: dict[str, Any] = {part: SEALED}
    signal = recorded(**said)
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    offered = packet(
        selectors.content(actor_for(officer), again(signal), purpose="test"),
        again(signal),
        policy.current().pack,
    )
    assert desk.get(at(signal, "shop/")).status_code == 200
    assert not opens_apart(offered, frozenset(offered.ids))
    kept = unsealed(offered, frozenset(offered.ids), actor_for(officer), again(signal), reason="Proef")
    assert SEALED in [field.value for field in kept.fields]


def test_partners_to_choose_from_are_those_of_the_pack(signal: Signal, desk: Client) -> None:
    page = text_of(desk.get(at(signal)))
    assert at(signal, "nla/") in page
    assert at(signal, "mma/") not in page
    assert looks(signal) == [("hand-over", "content")]


def test_each_partner_says_what_it_is_for_and_those_for_this_form_come_first(
    signal: Signal, desk: Client
) -> None:
    page = text_of(desk.get(at(signal)))
    assert "Onderzoekt arbeidsuitbuiting en ernstige benadeling op het werk." in page
    fitting, _heading, others = page.partition(">Andere partners<")
    assert ">Voor deze vorm van uitbuiting<" in fitting
    assert at(signal, "nla/") in fitting
    assert at(signal, "nla/") not in others
    assert at(signal, "avim/") in others


def test_advice_is_asked_only_of_who_gives_it(signal: Signal, desk: Client) -> None:
    page = text_of(desk.get(at(signal)))
    assert at(signal, "112/") in page
    assert at(signal, "112/?soort=advice") not in page
    assert at(signal, "nla/?soort=advice") in page


def test_the_packet_is_shown_before_it_goes_and_what_is_sealed_stays_sealed(
    signal: Signal, desk: Client
) -> None:
    page = text_of(desk.get(at(signal, "nla/")))
    assert "Vier mannen slapen in een schuur." in page
    assert "Bo Boa" not in page
    assert "Via de buurvrouw" not in page
    assert {vault for _purpose, vault in looks(signal)} == {"content"}


def test_a_confirmed_packet_waits_to_be_told_and_then_moves_the_signal(signal: Signal, desk: Client) -> None:
    response = confirmed(desk, at(signal, "nla/"))
    handover = Handover.objects.get()
    assert response.headers["Location"] == of(handover)
    assert again(signal).state == "intake"
    page = text_of(desk.get(of(handover)))
    assert "0800-5151" in page
    assert desk.post(of(handover, "gebeld/"), CALL).headers["Location"] == of(handover)
    assert (again(signal).state, Handover.objects.get().state) == ("handed-over", "acknowledged")


def test_a_confirmation_that_arrives_twice_makes_one_handover(signal: Signal, desk: Client) -> None:
    submission = str(new_id())
    addresses = {
        confirmed(desk, at(signal, "nla/"), submission=submission).headers["Location"] for _i in "ab"
    }
    assert len(addresses) == 1
    assert Handover.objects.count() == 1


def test_one_click_on_danger_is_not_enough(signal: Signal, desk: Client) -> None:
    response = confirmed(desk, at(signal, "nla/"), urgency="acute", informed="no")
    assert response.status_code == 422
    assert "Schrijf in één regel op wat het gevaar is." in text_of(response)
    assert not Handover.objects.exists()


def test_what_the_danger_is_stands_in_the_packet_and_in_the_script(signal: Signal, desk: Client) -> None:
    confirmed(desk, at(signal, "nla/"), urgency="acute", danger="Zij zit opgesloten.")
    page = text_of(desk.get(of(Handover.objects.get())))
    assert "Direct gevaar: Ja" in page
    assert "Wat het gevaar is: Zij zit opgesloten." in page


def test_advice_takes_no_words_on_the_danger_along(signal: Signal, desk: Client) -> None:
    given = {"urgency": "acute", "danger": "Vera zit opgesloten.", "question": "Wat nu?"}
    confirmed(desk, at(signal, "nla/?soort=advice"), **given)
    assert "Vera" not in text_of(desk.get(of(Handover.objects.get())))


def test_what_was_typed_on_the_page_itself_was_seen(signal: Signal, desk: Client) -> None:
    given = {"submission": str(new_id()), "way": "phone", "urgency": "normal", "consent": "not-asked"}
    given |= {"informed": "yes", "purpose": "investigation"}
    looked = text_of(desk.post(at(signal, "nla/"), given))
    seen = re.findall(r'name="seen" value="([^"]*)"', looked)
    steps = re.findall(r'name="steps" value="([^"]*)"', looked)
    asked = {**given, "confirm": "1", "seen": seen[0], "steps": steps, "question": "Komt u langs?"}
    assert desk.post(at(signal, "nla/"), asked).status_code == 302


def test_of_a_child_in_danger_nobody_is_told_to_warn_the_parents_first(desk: Client, officer: Person) -> None:
    child = recorded(minor="yes", acute="yes", forms=("seksueel",))
    triage.take_on(dossier=again(child), by=actor_for(officer))
    page = text_of(desk.get(at(child, "veilig-thuis/")))
    before, _heading, after = page.partition(">Achteraf<")
    assert "Vertel en vraag ouders of verzorgers vooraf niets" in before
    assert "Spreek achteraf met deze partner en Veilig Thuis af" in after
    assert "Vertel de betrokkene vooraf" not in page
    assert "vooraf" not in after


def test_of_a_child_the_question_who_knows_comes_with_a_warning(desk: Client) -> None:
    child = recorded(minor="yes", acute="no", forms=("seksueel",))
    page = text_of(desk.get(at(child, "veilig-thuis/")))
    assert "Licht ouders of verzorgers niet vooraf in" in page
    assert "Vertel de betrokkene vooraf" not in page


def test_what_stays_stands_above_the_question_with_the_reason(signal: Signal, desk: Client) -> None:
    page = text_of(desk.get(at(signal, "nla/")))
    box = page.partition('name="question"')[0].rpartition('id="blijft-hier"')[2]
    assert "Naam van de melder" in box
    assert "Wie de melder is, blijft hier." in box
    assert "Bo Boa" not in page


def test_what_stays_stands_above_the_answer_to_a_partner(
    signal: Signal, desk: Client, officer: Person
) -> None:
    handover = prepared(signal, officer)
    desk.post(of(handover, "gebeld/"), CALL)
    handovers.ask(
        handover=handover,
        question="Wie meldde dit?",
        submission=new_id(),
        by=Actor(ActorKind.PARTNER, "nla"),
    )
    page = text_of(desk.get(of(handover)))
    answering = page.partition('/antwoord/"')[2].partition("</form>")[0]
    assert "Naam van de melder" in answering.partition("<textarea")[0]


def test_what_was_not_looked_at_is_not_confirmed(signal: Signal, desk: Client) -> None:
    response = confirmed(desk, at(signal, "nla/"), seen="verzonnen")
    assert response.status_code == 409
    assert not Handover.objects.exists()


def test_a_step_that_is_missing_is_said_and_what_was_typed_stays(signal: Signal, desk: Client) -> None:
    response = confirmed(
        desk, at(signal, "nla/"), informed="postponed", inform_reason="", question="Kunt u kijken?"
    )
    assert response.status_code == 422
    assert "Kunt u kijken?" in text_of(response)
    assert not Handover.objects.exists()


def test_handing_over_what_lies_apart_asks_for_the_second_factor_again(
    signal: Signal, desk: Client, officer: Person, clock: Any
) -> None:
    address = at(signal, "nla/")
    clock.advance(minutes=6)
    assert confirmed(desk, address, question="Kunt u kijken?").status_code == 302
    assert Handover.objects.count() == 1, "without the reporter in it nothing is asked"
    asked = confirmed(desk, address, reporter_agrees="on", question="Mag u bellen?")
    assert asked["Location"].startswith("/inloggen/bevestigen/")
    assert Handover.objects.count() == 1
    assert "reporter" not in {vault for _purpose, vault in looks(signal)}
    desk.post("/inloggen/bevestigen/", {"code": fresh_code(officer), "next": address})
    assert "Mag u bellen?" in text_of(desk.get(address))
    handed = confirmed(desk, address, reporter_agrees="on")["Location"]
    assert "Bo Boa" in text_of(desk.get(handed))
    clock.advance(minutes=6)
    page = text_of(desk.get(handed))
    assert "Bo Boa" not in page
    assert "Laat zien dat u het bent om ze te zien" in page


def test_the_name_of_the_reporter_goes_only_when_they_agree(signal: Signal, desk: Client) -> None:
    confirmed(desk, at(signal, "nla/"))
    assert "reporter" not in {vault for _purpose, vault in looks(signal)}
    assert "Bo Boa" not in text_of(desk.get(of(Handover.objects.get())))


def test_who_may_not_open_the_name_hands_over_without_it_and_reads_who_may(
    signal: Signal, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def less(person: Person) -> Actor:
        return without(person, "reporter.read", "safe-contact.read")

    monkeypatch.setattr("sluitend.accounts.selectors.actor_for", less)
    page = text_of(desk.get(at(signal, "nla/")))
    assert 'name="reporter_agrees"' not in page
    assert "Naam en bereikbaarheid van de melder gaan niet mee" in page
    assert "Het veilige contact gaat niet mee" in page
    assert "Aandachtsfunctionaris mensenhandel" in page
    # Who forces the tick gets no further, and no page without a way out.
    response = confirmed(desk, at(signal, "nla/"), reporter_agrees="on")
    handover = Handover.objects.get()
    assert response.headers["Location"] == of(handover)
    assert {vault for _purpose, vault in looks(signal)} == {"content"}
    assert "Bo Boa" not in text_of(desk.get(of(handover)))


def test_who_may_open_the_name_sends_it_along(signal: Signal, desk: Client) -> None:
    assert 'name="reporter_agrees"' in text_of(desk.get(at(signal, "nla/")))
    confirmed(desk, at(signal, "nla/"), reporter_agrees="on")
    assert "Bo Boa" in text_of(desk.get(of(Handover.objects.get())))


def test_a_purpose_that_the_rule_does_not_know_is_not_taken(signal: Signal, desk: Client) -> None:
    assert confirmed(desk, at(signal, "nla/"), purpose="verzonnen-doel").status_code == 422
    assert not Handover.objects.exists()


@pytest.mark.parametrize("partner", ["verzonnen", "aandachtsfunctionaris"])
def test_a_partner_that_the_pack_cannot_reach_gets_nothing(
    signal: Signal, desk: Client, partner: str
) -> None:
    assert confirmed_status(desk, at(signal, f"{partner}/")) in (400, 404, 422)
    assert not Handover.objects.exists()


def confirmed_status(client: Client, address: str) -> int:
    given = {"confirm": "1", "way": "phone", "submission": str(new_id())}
    return int(client.post(address, given).status_code)


def test_advice_is_asked_without_names_and_leaves_the_signal_where_it_is(
    signal: Signal, desk: Client
) -> None:
    address = at(signal, "nla/?soort=advice")
    assert "Via de buurvrouw" not in text_of(desk.get(address))
    confirmed(desk, address, question="Wat kunnen wij doen?")
    handover = Handover.objects.get()
    assert handover.kind == "advice"
    heard = {**CALL, "advice": "Wacht met een bezoek"}
    desk.post(of(handover, "gebeld/"), heard)
    assert "Wacht met een bezoek" in text_of(desk.get(of(handover)))
    assert again(signal).state == "intake"


def test_bad_input_is_said_at_the_form_and_keeps_what_was_typed(
    signal: Signal, desk: Client, officer: Person
) -> None:
    handover = prepared(signal, officer)
    response = desk.post(of(handover, "gebeld/"), CALL | {"number": "06-00000000"})
    assert response.status_code == 422
    assert "Ina Inspecteur" in text_of(response)
    assert (again(signal).state, Handover.objects.get().state) == ("intake", "prepared")


def test_when_the_partner_was_first_what_was_typed_stays(
    signal: Signal, desk: Client, officer: Person
) -> None:
    handover = prepared(signal, officer)
    desk.post(of(handover, "gebeld/"), CALL | {"accepted": "no"})
    partner = Actor(ActorKind.PARTNER, "nla")
    handovers.refuse(handover=handover, reason="Buiten regio", submission=new_id(), by=partner)
    given = {"heard_from": "Ina Inspecteur", "outcome": "partner-took-up", "text": "Een lang verhaal"}
    response = desk.post(of(handover, "terugkoppeling/"), given | {"submission": str(new_id())})
    assert response.status_code == 409
    assert "Een lang verhaal" in text_of(response)


def test_what_came_by_phone_is_recorded(signal: Signal, desk: Client, officer: Person) -> None:
    handover = prepared(signal, officer)
    desk.post(of(handover, "gebeld/"), CALL | {"accepted": "no"})
    heard = {"heard_from": "Ina Inspecteur", "submission": str(new_id())}
    assert desk.post(of(handover, "bevestigd/"), heard).status_code == 302
    given = heard | {"outcome": "partner-took-up", "text": "Er is een inspectie geweest"}
    assert desk.post(of(handover, "terugkoppeling/"), given).status_code == 302
    assert again(signal).state == "fed-back"
    for page in (of(handover), f"/werk/signaal/{signal.pk}/"):
        assert "Er is een inspectie geweest" in text_of(desk.get(page))


def test_a_question_of_the_partner_is_answered(signal: Signal, desk: Client, officer: Person) -> None:
    handover = prepared(signal, officer)
    desk.post(of(handover, "gebeld/"), CALL)
    partner = Actor(ActorKind.PARTNER, "nla")
    handovers.ask(handover=handover, question="Welk adres?", submission=new_id(), by=partner)
    for page in (of(handover), f"/werk/signaal/{signal.pk}/"):
        assert "Welk adres?" in text_of(desk.get(page))
    given = {"text": "De schuur", "submission": str(new_id())}
    assert desk.post(of(handover, "antwoord/"), given).status_code == 302
    # On the page of the signal stands what still asks for something.
    assert "Welk adres?" not in text_of(desk.get(f"/werk/signaal/{signal.pk}/"))
    assert again(signal).next_step == "await-feedback"


def test_a_handover_can_be_taken_back_with_a_reason(signal: Signal, desk: Client, officer: Person) -> None:
    handover = prepared(signal, officer)
    assert desk.post(of(handover, "intrekken/"), {"reason": " "}).status_code == 422
    given = {"reason": "Verkeerde partner", "submission": str(new_id())}
    assert desk.post(of(handover, "intrekken/"), given).status_code == 302
    assert Handover.objects.get().state == "withdrawn"


def test_a_handover_of_another_signal_is_not_found_here(
    signal: Signal, desk: Client, officer: Person
) -> None:
    handover, other = prepared(signal, officer), recorded()
    assert desk.get(f"/werk/signaal/{other.pk}/overdracht/{handover.pk}/").status_code == 404
    assert desk.post(of(handover, "verzonnen/")).status_code == 404


def test_who_works_on_a_signal_without_that_right_hands_nothing_over(
    signal: Signal, officer: Person, handler: Person, client: Client
) -> None:
    handover = prepared(signal, officer)
    dossiers.assign(dossier=again(signal), to=handler, by=actor_for(officer))
    signed_in(client, handler)
    assert client.get(at(signal)).status_code == 403
    assert client.get(at(signal, "nla/")).status_code == 403
    assert client.post(of(handover, "gebeld/"), CALL).status_code == 403
    assert "gebeld" not in text_of(client.get(of(handover)))


def test_a_call_that_nobody_answered_tells_nothing_and_plans_another(
    signal: Signal, desk: Client, officer: Person
) -> None:
    handover = prepared(signal, officer)
    given = {"number": CALL["number"], "accepted": "no-answer", "submission": str(new_id())}
    response = desk.post(of(handover, "gebeld/"), {**given, "call_back_on": "2026-06-03"})
    assert response.status_code == 302
    assert Handover.objects.get().state == "prepared"
    assert (again(signal).next_step, again(signal).due) == ("call-partner-back", date(2026, 6, 3))
    assert "handover.no-answer" in acts(signal)
    assert "Partner gebeld: geen gehoor" in text_of(desk.get(f"/werk/signaal/{signal.pk}/"))
    again_called = desk.post(of(handover, "gebeld/"), {**CALL, "submission": str(new_id())})
    assert again_called.status_code == 302
    assert Handover.objects.get().state == "acknowledged"
    late = desk.post(of(handover, "gebeld/"), given)
    assert late.status_code == 409


def test_a_partner_that_refuses_on_the_phone_says_why(signal: Signal, desk: Client, officer: Person) -> None:
    handover = prepared(signal, officer)
    given = {**CALL, "accepted": "refused", "submission": str(new_id())}
    missing = desk.post(of(handover, "gebeld/"), given)
    assert missing.status_code == 422
    assert "Schrijf op waarom het niet wordt opgepakt." in text_of(missing)
    assert Handover.objects.get().state == "prepared"
    desk.post(of(handover, "gebeld/"), {**given, "refusal": "Geen arbeidsrelatie."})
    assert Handover.objects.get().state == "refused"
    assert again(signal).next_step == "partner-refused"
    assert "Geen arbeidsrelatie." in text_of(desk.get(of(handover)))


def test_what_a_partner_refuses_later_is_recorded_as_a_refusal(
    signal: Signal, desk: Client, officer: Person
) -> None:
    handover = prepared(signal, officer)
    desk.post(of(handover, "gebeld/"), CALL | {"submission": str(new_id())})
    page = text_of(desk.get(of(handover)))
    assert "partner-did-not-take-up" not in page
    heard = {"heard_from": "Ina", "reason": "Toch niet van ons.", "submission": str(new_id())}
    desk.post(of(handover, "geweigerd/"), heard)
    assert Handover.objects.get().state == "refused"
