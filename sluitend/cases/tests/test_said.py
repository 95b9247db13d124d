# SPDX-License-Identifier: EUPL-1.2
"""What a partner said back stands where one shares and decides: for who may see the signal only."""

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases.models import AgendaItem, Meeting
from sluitend.cases.tests.making import case_of, colleague, guest, item_of, meeting_of, shared
from sluitend.cases.tests.test_who_sees_what import door_of
from sluitend.core import clock
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.handover import services as handovers
from sluitend.handover.models import Handover
from sluitend.handover.tests.making import PHONE
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import again, prepared, recorded, signed_in, text_of

SAID = "Ga er niet langs zonder ons."


@pytest.fixture
def meeting(officer: Person) -> Meeting:
    return meeting_of(officer, days=0)


def answered(officer: Person) -> Signal:
    """A signal of which the Labour Authority said something back by phone."""
    signal, by = recorded(), actor_for(officer)
    handover: Handover = handovers.record_phone_call(
        handover=prepared(signal, officer), number=PHONE, spoken_to="Ina", called_at=clock.now(), by=by
    )
    handovers.give_feedback(
        handover=handover,
        outcome="partner-investigates",
        text=SAID,
        submission=new_id(),
        by=by,
        heard_from="Ina",
    )
    return signal


def pages_of(item: AgendaItem) -> list[str]:
    return [
        reverse("cases:meeting", args=[item.meeting_id]),
        reverse("cases:minutes", args=[item.meeting_id]),
        reverse("cases:item-share", args=[item.meeting_id, item.pk]),
    ]


def test_it_stands_on_the_agenda_in_the_minutes_and_where_one_shares(
    client: Client, meeting: Meeting, officer: Person
) -> None:
    item = item_of(meeting, officer, answered(officer))
    signed_in(client, officer)
    for page in pages_of(item):
        assert SAID in text_of(client.get(page)), page


def test_of_a_case_it_is_what_was_said_of_its_signals(
    client: Client, meeting: Meeting, officer: Person
) -> None:
    item = item_of(meeting, officer, case_of(officer, signals=(answered(officer),)))
    signed_in(client, officer)
    for page in pages_of(item):
        assert SAID in text_of(client.get(page)), page


def test_who_sees_the_case_and_not_the_signal_reads_nothing_of_it(
    meeting: Meeting, officer: Person, boa: Person
) -> None:
    case = case_of(officer, signals=(answered(officer),))
    item_of(meeting, officer, case)
    colleague(meeting, boa, officer)
    dossiers.involve(dossier=again(case), person=boa, why="supervision", by=actor_for(officer))
    page = text_of(signed_in(StaffClient(), boa).get(reverse("cases:meeting", args=[meeting.pk])))
    assert again(case).reference in page
    assert SAID not in page


def test_nobody_at_the_table_is_told_it(
    client: Client, meeting: Meeting, officer: Person, boa: Person
) -> None:
    item = item_of(meeting, officer, answered(officer))
    police, row = guest(meeting, officer), colleague(meeting, boa, officer)
    shared(item, officer, police, row)
    there = reverse("cases:meeting", args=[meeting.pk])
    reference = item.dossier.reference
    for page in (signed_in(StaffClient(), boa).get(there), client.get(door_of(police, officer, client))):
        assert reference in text_of(page)
        assert SAID not in text_of(page)
