# SPDX-License-Identifier: EUPL-1.2
"""What a partner says at its door, and that nothing typed there is lost."""

import pytest
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.ids import new_id
from sluitend.handover import doors, services
from sluitend.handover.models import Handover, Line
from sluitend.handover.services import SentLink
from sluitend.handover.tests.door import at, feedback, shown, text
from sluitend.handover.tests.making import SHOP_MAIL, SHOP_PHONE, again, linked, step_of

pytestmark = pytest.mark.django_db


def test_acknowledging_is_one_click(inside: Client, sent: SentLink, token: str) -> None:
    answer = inside.post(at("act", token, "bevestigen"))
    assert answer.status_code == 302
    assert again(sent.handover).state == "acknowledged"
    assert "bevestigen" not in shown(inside, token)


def test_feedback_reaches_the_municipality(inside: Client, sent: SentLink, token: str) -> None:
    assert "Wat wij van u vragen" in shown(inside, token)
    assert inside.post(at("act", token, "terugkoppeling"), feedback()).status_code == 302
    assert again(sent.handover).state == "fed-back"
    assert step_of(sent.handover) == "tell-reporter"
    page = shown(inside, token)
    assert "Het loopt." in page
    # Nothing is asked any more of who told what became of it.
    assert "Wat wij van u vragen" not in page


def test_a_form_that_is_not_whole_keeps_what_was_typed(inside: Client, token: str) -> None:
    answer = inside.post(at("act", token, "terugkoppeling"), feedback(outcome="", text="Bijna klaar"))
    assert answer.status_code == 422
    assert "Bijna klaar" in text(answer)
    assert not Line.objects.exists()


def test_a_question_is_asked_and_its_answer_read(
    inside: Client, sent: SentLink, token: str, officer: Person
) -> None:
    inside.post(at("act", token, "vraag"), {"submission": str(new_id()), "question": "Welke taal?"})
    services.answer(handover=sent.handover, text="Engels", submission=new_id(), by=actor_for(officer))
    page = shown(inside, token)
    assert "Welke taal?" in page
    assert "Engels" in page


def test_refusing_says_why_and_closes_the_door(inside: Client, sent: SentLink, token: str) -> None:
    empty = inside.post(at("act", token, "weigeren"), {"submission": str(new_id()), "reason": ""})
    assert empty.status_code == 422
    given = {"submission": str(new_id()), "reason": "Buiten onze regio"}
    answer = inside.post(at("act", token, "weigeren"), given)
    assert answer.headers["Location"] == at("done", token)
    assert again(sent.handover).state == "refused"
    assert "Vera" not in shown(inside, token)


def test_an_act_that_came_too_late_says_so(inside: Client, token: str) -> None:
    inside.post(at("act", token, "terugkoppeling"), feedback())
    answer = inside.post(at("act", token, "bevestigen"), follow=True)
    assert 'role="alert"' in text(answer)


def test_what_was_typed_survives_a_closed_door(client: Client, sent: SentLink, token: str) -> None:
    answer = client.post(at("act", token, "terugkoppeling"), feedback(text="Lang verhaal"))
    assert answer.status_code == 200
    assert "Lang verhaal" not in text(answer)
    assert again(sent.handover).state == "sent"
    client.post(at("door", token), {"code": sent.code})
    page = shown(client, token)
    assert "Lang verhaal" in page
    assert "Lang verhaal" not in shown(client, token), "it is given back once"


def test_what_was_typed_survives_an_expired_link(
    client: Client, sent: SentLink, token: str, officer: Person, clock: FrozenClock
) -> None:
    clock.advance(hours=73)
    client.post(at("act", token, "terugkoppeling"), feedback(text="Lang verhaal"))
    fresh = services.renew_link(
        handover=sent.handover,
        address=SHOP_MAIL,
        code_by=SHOP_PHONE,
        by=actor_for(officer),
        submission=new_id(),
    )
    new = doors.token_of(fresh.link.pk)
    client.post(at("door", new), {"code": fresh.code})
    assert "Lang verhaal" in shown(client, new)


def test_what_was_typed_comes_back_for_its_own_handover_only(
    client: Client, sent: SentLink, token: str, officer: Person
) -> None:
    client.post(at("act", token, "terugkoppeling"), feedback(text="Lang verhaal"))
    other = linked(officer)
    address = doors.token_of(other.link.pk)
    client.post(at("door", address), {"code": other.code})
    assert "Lang verhaal" not in shown(client, address)


def test_a_request_for_advice_is_answered_with_advice(client: Client, officer: Person) -> None:
    from sluitend.handover.guard import Confirmation
    from sluitend.sharing import StepId

    asked = linked(officer, kind="advice", confirmation=Confirmation(frozenset({StepId.READ_FOR_NAMES})))
    token = doors.token_of(asked.link.pk)
    client.post(at("door", token), {"code": asked.code})
    page = shown(client, token)
    assert "Wat kunnen wij het beste doen?" in page
    assert "Vera" not in page
    given = {"submission": str(new_id()), "text": "Wacht nog even."}
    client.post(at("act", token, "advies"), given)
    handover = Handover.objects.get()
    assert handover.state == "fed-back"
    assert step_of(handover) == "use-advice"


def test_the_packet_says_who_hands_over_and_that_more_is_known(inside: Client, token: str) -> None:
    page = shown(inside, token)
    assert "Aandachtsfunctionaris mensenhandel, gemeente Lisse" in page
    assert "De gemeente heeft hier geen nummer of adres opgegeven." in page
    assert "Wij weten meer dan hier staat." in page


def test_the_ground_speaks_to_the_partner_and_names_its_sources(inside: Client, token: str) -> None:
    page = shown(inside, token)
    assert "De betrokkene kiest zelf of hij uw hulp aanneemt." in page
    assert "daarom vraagt u het eerst" not in page
    assert "Wet maatschappelijke ondersteuning 2015, art. 1.2.1" in page
    assert "informatie-delen" not in page


def test_a_number_that_the_pack_does_not_have_is_not_offered(client: Client, token: str) -> None:
    assert "Kan het niet wachten?" not in text(client.post(at("fresh-link", token)))


def test_there_is_one_way_not_to_take_it_up(inside: Client, token: str) -> None:
    assert "partner-did-not-take-up" not in shown(inside, token)
    inside.post(at("act", token, "bevestigen"))
    assert "partner-did-not-take-up" not in shown(inside, token)
    inside.post(at("act", token, "terugkoppeling"), feedback())
    page = shown(inside, token)
    assert "partner-did-not-take-up" in page
    assert at("act", token, "weigeren") not in page


def test_feedback_stands_folded_until_it_was_acknowledged(inside: Client, token: str) -> None:
    assert '<details class="sl-hint" id="terugkoppeling">' in shown(inside, token)
    inside.post(at("act", token, "bevestigen"))
    assert '<section class="sl-panel" id="terugkoppeling">' in shown(inside, token)
