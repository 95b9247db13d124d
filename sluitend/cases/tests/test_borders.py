# SPDX-License-Identifier: EUPL-1.2
"""Ways around what somebody may see or change at a table: each of them is closed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases.models import CalendarFeed, Invitation, Meeting, Participant
from sluitend.cases.services import agenda, doors, meetings, minutes, tasks, working
from sluitend.cases.services.minutes import Seen, mark_of
from sluitend.cases.tests.making import case_of, colleague, guest, item_of, meeting_of, shared
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers import services as dossiers
from sluitend.handover.services.sending import IN_PERSON
from sluitend.signals.services import triage
from sluitend.signals.tests.making import again, recorded, signed_in, text_of

DAY = date(2026, 6, 20)


def send_link(row: Participant, person: Person) -> doors.SentInvitation:
    return doors.send_invitation(
        participant=row,
        address="iemand@example.invalid",
        code_by=IN_PERSON,
        submission=new_id(),
        by=actor_for(person),
    )


def give(giver: Person, about: Any, item: Any = None, **owner: Any) -> Any:
    return tasks.give_task(
        dossier=again(about),
        item=item,
        what="Kijken",
        due=DAY,
        submission=new_id(),
        by=actor_for(giver),
        **(owner or {"partner_id": "politie"}),
    )


@pytest.fixture
def meeting(officer: Person) -> Meeting:
    return meeting_of(officer, days=0)


def test_nobody_mails_themselves_what_a_guest_may_see(
    meeting: Meeting, officer: Person, handler: Person
) -> None:
    row = guest(meeting, officer)
    shared(item_of(meeting, officer), officer, row)
    dossiers.assign(dossier=again(meeting), to=handler, by=actor_for(officer))
    with pytest.raises((NotFound, Refused)):
        send_link(row, handler)
    assert not Invitation.objects.exists()


def test_a_link_made_by_who_may_not_read_closes_when_more_is_shared(
    meeting: Meeting, officer: Person, handler: Person
) -> None:
    row = guest(meeting, officer)
    dossiers.assign(dossier=again(meeting), to=handler, by=actor_for(officer))
    sent = send_link(row, handler)
    shared(item_of(meeting, officer), officer, row)
    assert Invitation.objects.get(pk=sent.invitation.pk).revoked_at is not None
    kept = send_link(row, officer)
    shared(item_of(meeting, officer, recorded()), officer, row)
    assert Invitation.objects.get(pk=kept.invitation.pk).revoked_at is None


def test_a_task_of_a_meeting_lets_nobody_change_the_meeting(
    meeting: Meeting, officer: Person, boa: Person
) -> None:
    item = agenda.add_item(
        meeting=meeting, about=None, question="Thema", submission=new_id(), by=actor_for(officer)
    )
    give(officer, meeting, item, person=boa)
    assert not access.may(actor_for(boa), access.READ, again(meeting))
    with pytest.raises(NotFound):
        meetings.cancel_meeting(meeting=meeting, reason="Toch niet", by=actor_for(boa))


def decide(person: Person, about: Any, item: Any) -> None:
    working.decide(
        dossier=again(about),
        outcome="decided-wait",
        reason="",
        submission=new_id(),
        item=item,
        by=actor_for(person),
    )


def test_nothing_comes_into_minutes_that_are_fixed(meeting: Meeting, officer: Person, clock: Any) -> None:
    signal = recorded()
    item = item_of(meeting, officer, signal)
    clock.advance(hours=5)
    meetings.finish_meeting(meeting=meeting, by=actor_for(officer))
    for act in (decide, give):
        with pytest.raises(Conflict, match="ligt vast"):
            act(officer, signal, item)


def test_nothing_is_written_at_an_item_that_is_off_the_agenda(meeting: Meeting, officer: Person) -> None:
    signal = recorded()
    item = item_of(meeting, officer, signal)
    agenda.withdraw_item(item=item, by=actor_for(officer))
    for act in (decide, give):
        with pytest.raises(Conflict, match="niet meer op de agenda"):
            act(officer, signal, item)
    with pytest.raises(Conflict, match="niet meer op de agenda"):
        minutes.note(item=item, text="Nog iets", seen=Seen(1, mark_of("")), by=actor_for(officer))


def test_what_belongs_to_another_dossier_is_not_written_at_an_item(meeting: Meeting, officer: Person) -> None:
    item, other = item_of(meeting, officer), recorded()
    for act in (decide, give):
        with pytest.raises(Conflict, match="iets anders"):
            act(officer, other, item)


def test_tasks_of_a_closed_signal_stay_as_they_are(officer: Person) -> None:
    signal, by = recorded(), actor_for(officer)
    task = give(officer, signal)
    triage.take_on(dossier=again(signal), by=by)
    triage.close(dossier=again(signal), outcome="no-action", reason="Klaar", by=by)
    with pytest.raises(Conflict):
        tasks.finish_task(task=task, result="Gedaan", by=by)
    with pytest.raises(Conflict):
        tasks.put_off_task(task=task, due=DAY, why="Druk", by=by)


def test_what_was_decided_is_told_at_no_door(meeting: Meeting, officer: Person, boa: Person) -> None:
    signal, row = recorded(), colleague(meeting, boa, officer)
    item = item_of(meeting, officer, signal)
    shared(item, officer, row)
    decide(officer, signal, item)
    inside = signed_in(StaffClient(), boa)
    assert "Wachten vanwege opsporing" not in text_of(inside.get(reverse("cases:meeting", args=[meeting.pk])))


@pytest.mark.parametrize("rhythm", ["weeks-2", "month", "half-year"])
def test_a_series_at_the_end_of_time_gets_a_sentence(officer: Person, rhythm: str) -> None:
    with pytest.raises(BadInput, match="binnen een jaar"):
        meeting_of(officer, first=date(9999, 12, 31), rhythm=meetings.Rhythm(rhythm), number=12)


@pytest.mark.parametrize(
    ("where", "moment"),
    [
        ("cases:cases", "2026-06-01T10:00:00+00:00"),
        ("cases:cases", "gisteren"),
        ("cases:meetings", "9999-12-31T23:59:59-12:00"),
        ("cases:meetings", "0001-01-01T00:00:00+14:00"),
        ("cases:meetings", "2026-06-01T10:00:00"),
        ("cases:meetings", "2026-06-01"),
    ],
)
def test_a_page_that_nobody_made_gets_a_sentence(officer: Person, where: str, moment: str) -> None:
    inside = signed_in(StaffClient(), officer)
    answer = inside.get(reverse(where), {"na": f"{moment}_{new_id().hex}"})
    assert answer.status_code == 400
    assert "bestaat niet" in text_of(answer)


def test_somebody_employed_elsewhere_has_a_calendar(lisse: Any, client: Client) -> None:
    person = add("Ella Elders", municipality="GM0534")
    by = system("test")
    accounts.grant_role(person=person, role="aandachtsfunctionaris", municipality=LISSE, by=by)
    signed_in(client, person)
    page = text_of(client.post(reverse("cases:feed-make")))
    assert "/agenda/" in page
    where = page[page.index("/agenda/") :].split(".ics")[0] + ".ics"
    assert client.get(where).status_code == 200
    assert CalendarFeed.objects.get().municipality == LISSE
    assert case_of(person).municipality == LISSE
