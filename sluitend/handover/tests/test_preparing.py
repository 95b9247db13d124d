# SPDX-License-Identifier: EUPL-1.2
"""Preparing: the guard decides, and what it holds back leaves no trace but its name."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.tests.making import opened
from sluitend.handover import selectors
from sluitend.handover.guard import Confirmation
from sluitend.handover.models import Handover
from sluitend.handover.packet import Field, Packet
from sluitend.handover.services import preparing
from sluitend.handover.tests.making import (
    AGREED,
    IN_DANGER,
    KNOWN,
    PACKET,
    acts,
    partner,
    prepared,
    received,
    to_shop,
)
from sluitend.sharing import Consent, Informed, Minor, Secrecy, StepId

pytestmark = pytest.mark.django_db


def opened_content(handover: Handover, officer: Person) -> selectors.Opened:
    return selectors.open_content(actor_for(officer), handover, purpose="handover-page")


def values_of(handover: Handover, officer: Person) -> dict[str, str]:
    return {entry.id: entry.value for entry in opened_content(handover, officer).packet.entries}


def test_only_what_the_guard_allows_is_frozen(officer: Person) -> None:
    told = values_of(prepared(officer), officer)
    assert set(told) == {"reference", "forms", "facts", "address", "question"}
    assert told["address"] == "Voorbeeldstraat 1"


def test_what_stays_behind_is_kept_by_name_and_reason_only(officer: Person) -> None:
    handover = prepared(officer)
    opened_up = opened_content(handover, officer)
    withheld = {item["field"]: item["reason"] for item in opened_up.decision["withheld"]}
    assert withheld == {
        "victim": "only-agrees-or-acute",
        "care-need": "not-needed",
        "safe-contact": "only-victim-agrees",
        "reporter-name": "only-reporter-agrees",
    }
    assert "Vera" not in str(opened_up.decision)


def test_the_packet_names_sender_and_reference(officer: Person) -> None:
    handover = prepared(officer)
    packet = opened_content(handover, officer).packet
    assert packet.sender == "Lisse"
    assert packet.reference == handover.dossier.reference
    assert packet.made_on == "2026-06-02"


def test_nothing_of_the_packet_lies_open_in_the_row(officer: Person) -> None:
    row = Handover.objects.filter(pk=prepared(officer).pk).values()[0]
    everything = repr(row).encode() + bytes(row["packet"] or b"") + bytes(row["decision"] or b"")
    for word in (b"Voorbeeldstraat", b"Vera", b"schuur", b"investigation-of"):
        assert word not in everything


def test_a_retried_submit_makes_one_handover(officer: Person) -> None:
    dossier, submission = received(officer), new_id()
    first = prepared(officer, dossier=dossier, submission=submission)
    second = prepared(officer, dossier=dossier, submission=submission)
    assert first.pk == second.pk
    assert Handover.objects.count() == 1
    assert acts(first) == ["handover.prepare"]


def test_the_person_must_be_informed_or_the_reason_given(officer: Person) -> None:
    unknown = replace(KNOWN, informed=Informed.NO)
    with pytest.raises(BadInput) as caught:
        prepared(officer, circumstances=unknown)
    assert caught.value.field == "informed"
    postponed = replace(KNOWN, informed=Informed.POSTPONED)
    with pytest.raises(BadInput) as caught:
        prepared(officer, circumstances=postponed)
    assert caught.value.field == "inform_reason"
    handover = prepared(
        officer, circumstances=postponed, confirmation=Confirmation(inform_reason="De pleger leest mee")
    )
    assert (handover.informed, handover.recheck_on) == ("postponed", date(2026, 6, 30))


def test_a_day_to_look_again_lies_ahead_and_within_three_months(officer: Person) -> None:
    postponed = replace(KNOWN, informed=Informed.POSTPONED)
    for day in (date(2026, 6, 2), date(2026, 9, 3)):
        with pytest.raises(BadInput) as caught:
            prepared(
                officer,
                circumstances=postponed,
                confirmation=Confirmation(inform_reason="Nog niet", recheck_on=day),
            )
        assert caught.value.field == "recheck_on"


def test_in_acute_danger_nothing_comes_first_and_informing_gets_a_day(officer: Person) -> None:
    acute = replace(IN_DANGER, informed=Informed.NO, minor=Minor.UNKNOWN)
    handover = prepared(officer, circumstances=acute)
    assert handover.recheck_on == date(2026, 6, 30)
    assert "victim" in values_of(handover, officer)


@pytest.mark.parametrize("danger", ["", "   "])
def test_danger_that_is_not_explained_opens_nothing(officer: Person, danger: str) -> None:
    with pytest.raises(BadInput) as caught:
        prepared(officer, circumstances=replace(IN_DANGER, danger=danger))
    assert caught.value.field == "danger"
    assert not Handover.objects.exists()


def test_what_the_danger_is_stays_on_record(officer: Person) -> None:
    handover = prepared(officer, circumstances=IN_DANGER)
    assert opened_content(handover, officer).circumstances["danger"] == "Zij zit opgesloten."


def test_the_emergency_line_is_not_held_up_by_a_question(officer: Person) -> None:
    prepared(officer, partner_id="112", circumstances=replace(IN_DANGER, danger=""))


def test_a_possible_minor_asks_for_a_confirmed_thought(officer: Person) -> None:
    maybe = replace(KNOWN, minor=Minor.UNKNOWN)
    with pytest.raises(BadInput) as caught:
        prepared(officer, circumstances=maybe)
    assert caught.value.field == "step-minor"
    prepared(officer, circumstances=maybe, confirmation=Confirmation(frozenset({StepId.MINOR})))


def test_a_refusal_is_weighed_in_writing(officer: Person) -> None:
    refused = replace(KNOWN, consent=Consent.REFUSED)
    with pytest.raises(BadInput) as caught:
        prepared(officer, circumstances=refused)
    assert caught.value.field == "weighing"
    handover = prepared(officer, circumstances=refused, confirmation=Confirmation(weighing="Ernstig gevaar"))
    assert opened_content(handover, officer).circumstances["weighing"] == "Ernstig gevaar"


def test_advice_names_nobody_and_is_read_over_first(officer: Person) -> None:
    with pytest.raises(BadInput) as caught:
        prepared(officer, kind="advice")
    assert caught.value.field == "step-read-for-names"
    handover = prepared(officer, kind="advice", confirmation=Confirmation(frozenset({StepId.READ_FOR_NAMES})))
    assert set(values_of(handover, officer)) == {"reference", "forms", "question"}


def test_who_read_along_is_a_colleague_and_not_oneself(officer: Person, deputy: Person) -> None:
    # No pack that is shipped asks for a second reader; the rule of a partner may.
    by, unknown = actor_for(officer), str(new_id())
    for named in (unknown, str(officer.pk)):
        with pytest.raises(BadInput):
            preparing._require_second_reader(Confirmation(second_reader=named), by)
    preparing._require_second_reader(Confirmation(second_reader=str(deputy.pk)), by)


def test_nothing_to_tell_makes_no_handover(officer: Person) -> None:
    with pytest.raises(BadInput) as caught:
        prepared(officer, packet=Packet((Field("reporter-name", "Bo Boa"),)))
    assert caught.value.field == "packet"
    assert not Handover.objects.exists()


def test_a_way_without_a_channel_is_refused(officer: Person) -> None:
    for way in ("link", "mail", "paper"):
        with pytest.raises(BadInput) as caught:
            prepared(officer, way=way)
        assert caught.value.field == "way"


def test_an_unknown_partner_is_refused(officer: Person) -> None:
    with pytest.raises(BadInput) as caught:
        prepared(officer, partner_id="verzonnen")
    assert caught.value.field == "partner"


def test_care_hears_who_it_is_only_after_consent(officer: Person) -> None:
    assert {"victim", "care-need", "safe-contact"} <= set(values_of(to_shop(officer), officer))
    unasked = replace(AGREED, consent=Consent.NOT_ASKED)
    told = values_of(to_shop(officer, circumstances=unasked), officer)
    assert not {"victim", "care-need", "safe-contact"} & set(told)


def test_material_under_professional_secrecy_stays_without_consent(officer: Person) -> None:
    secret = replace(KNOWN, secrecy=Secrecy.PROFESSIONAL)
    assert set(values_of(prepared(officer, circumstances=secret), officer)) == {
        "reference",
        "forms",
        "question",
    }


def test_a_bibob_dossier_carries_its_wall_whatever_is_answered(officer: Person, lisse: Any) -> None:
    from sluitend.handover import guard

    dossier = opened(compartment="bibob")
    asked = guard.ask(dossier=dossier, partner_id="nla", kind="report", packet=PACKET, circumstances=KNOWN)
    assert {item.reason for item in asked.decision.withheld} == {"wall-bibob"}
    assert not asked.decision.allowed


def test_only_who_may_hand_over_does(officer: Person, handler: Person, outsider: Person) -> None:
    dossier = received(officer)
    for person in (handler, outsider):
        with pytest.raises(NotFound):
            prepared(officer, dossier=dossier, by=actor_for(person))
    with pytest.raises((NotFound, Refused)):
        prepared(officer, dossier=dossier, by=partner("nla"))
    dossiers.assign(dossier=dossier, to=handler, by=actor_for(officer))
    with pytest.raises(Refused):
        prepared(officer, dossier=dossier, by=actor_for(handler))


def test_a_closed_dossier_is_reopened_before_anything_goes(officer: Person) -> None:
    dossier = received(officer)
    dossiers.close(dossier=dossier, outcome="no-action", reason="Te weinig", by=actor_for(officer))
    with pytest.raises(Conflict):
        prepared(officer, dossier=dossier)


def test_a_submit_that_names_one_of_another_dossier_is_its_own(officer: Person) -> None:
    same = new_id()
    first, second = prepared(officer, submission=same), prepared(officer, submission=same)
    assert first.pk != second.pk
    assert first.dossier_id != second.dossier_id
