# SPDX-License-Identifier: EUPL-1.2
"""Meetings: a series with days that are worked, who sits there, and how one ends."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.cases import jobs, selectors
from sluitend.cases.models import Meeting, Participant, Share
from sluitend.cases.services import agenda, doors, meetings
from sluitend.cases.services.meetings import Guest, Rhythm
from sluitend.cases.tests.making import case_of, colleague, guest, item_of, meeting_of, shared
from sluitend.core import clock as clock_
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover.services.sending import IN_PERSON
from sluitend.signals.tests.making import acts, again, recorded, signed_in, text_of


def days_of(person: Person, first: date, rhythm: Rhythm, number: int) -> list[date]:
    made = meetings.plan_meetings(
        municipality=LISSE,
        consultation="lokaal-signalenoverleg",
        first=first,
        at=time(9, 30),
        rhythm=rhythm,
        number=number,
        submission=new_id(),
        by=actor_for(person),
    )
    return [localtime(one.starts_at).date() for one in made]


def test_a_meeting_is_a_dossier_with_a_step_by_its_day(officer: Person) -> None:
    meeting = meeting_of(officer)
    dossier = again(meeting)
    assert (dossier.kind, dossier.next_step) == ("meeting", "prepare-agenda")
    assert dossier.due == localtime(meeting.starts_at).date() == date(2026, 6, 9)
    assert localtime(meeting.starts_at).time() == time(10, 0)


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm.ONCE, [date(2026, 6, 9)]),
        (Rhythm.WEEKS_2, [date(2026, 6, 9), date(2026, 6, 23), date(2026, 7, 7)]),
        (Rhythm.WEEKS_4, [date(2026, 6, 9), date(2026, 7, 7), date(2026, 8, 4)]),
        (Rhythm.MONTH, [date(2026, 6, 9), date(2026, 7, 14), date(2026, 8, 11)]),
        (Rhythm.HALF_YEAR, [date(2026, 6, 9), date(2026, 12, 8)]),
    ],
)
def test_a_series_keeps_its_weekday(officer: Person, rhythm: Rhythm, expected: list[date]) -> None:
    assert days_of(officer, date(2026, 6, 9), rhythm, len(expected)) == expected


def test_the_fifth_weekday_of_a_month_becomes_the_last_one(officer: Person) -> None:
    # 30 June 2026 is the fifth Tuesday; July has four.
    assert days_of(officer, date(2026, 6, 30), Rhythm.MONTH, 3) == [
        date(2026, 6, 30),
        date(2026, 7, 28),
        date(2026, 8, 25),
    ]


def test_a_day_off_moves_to_the_next_working_day(officer: Person) -> None:
    # Christmas Day of 2026 is a Friday, and Boxing Day a Saturday.
    assert days_of(officer, date(2026, 12, 25), Rhythm.ONCE, 1) == [date(2026, 12, 28)]


def test_a_submit_that_comes_again_plans_no_more(officer: Person) -> None:
    submission = new_id()
    made = [meeting_of(officer, submission=submission, rhythm=Rhythm.MONTH, number=3) for _again in range(2)]
    assert made[0].pk == made[1].pk
    assert Meeting.objects.count() == 3


def test_the_submit_of_somebody_else_leads_nobody_to_their_meeting(officer: Person, handler: Person) -> None:
    submission = new_id()
    meeting_of(officer, submission=submission)
    with pytest.raises(NotFound):
        meeting_of(handler, submission=submission)
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": date(2026, 6, 1)},
        {"first": date(2028, 6, 1)},
        {"number": 0, "rhythm": Rhythm.MONTH},
        {"number": 13, "rhythm": Rhythm.MONTH},
        {"consultation": "task-force"},
        {"consultation": "niets"},
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_stored(officer: Person, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        meeting_of(officer, **wrong)
    assert not Dossier.objects.filter(kind="meeting").exists()


def test_who_may_not_register_here_plans_nothing(boa: Person) -> None:
    with pytest.raises(Refused):
        meeting_of(boa)


def test_a_colleague_who_is_invited_sees_the_meeting_until_they_are_not(officer: Person, boa: Person) -> None:
    meeting = meeting_of(officer)
    with pytest.raises(NotFound):
        selectors.meeting(actor_for(boa), meeting.pk)
    row = colleague(meeting, boa, officer)
    assert selectors.meeting(actor_for(boa), meeting.pk).pk == meeting.pk
    assert [one.pk for one in selectors.meetings(actor_for(boa)).rows] == [meeting.pk]
    meetings.remove_participant(participant=row, by=actor_for(officer))
    with pytest.raises(NotFound):
        selectors.meeting(actor_for(boa), meeting.pk)
    assert selectors.meetings(actor_for(boa)).rows == ()
    meetings.remove_participant(participant=row, by=actor_for(officer))
    assert acts(meeting)[-2:] == ["meeting.uninvite", "dossier.end-involvement"]


def test_a_colleague_is_invited_once_and_can_come_back(officer: Person, boa: Person) -> None:
    meeting = meeting_of(officer)
    first = colleague(meeting, boa, officer)
    assert colleague(meeting, boa, officer).pk == first.pk
    meetings.remove_participant(participant=first, by=actor_for(officer))
    assert colleague(meeting, boa, officer).pk != first.pk


def test_who_could_see_no_meeting_is_not_invited_by_account(officer: Person) -> None:
    meeting = meeting_of(officer)
    with pytest.raises(BadInput):
        colleague(meeting, add("Cor Communicatie", "communicatie"), officer)


@pytest.mark.parametrize("guest_", [Guest("niemand", "X"), Guest("politie", " "), Guest("toezicht", "Bo")])
def test_a_guest_is_of_a_partner_and_has_a_name(officer: Person, guest_: Guest) -> None:
    with pytest.raises(BadInput):
        meetings.invite_guest(
            meeting=meeting_of(officer), guest=guest_, submission=new_id(), by=actor_for(officer)
        )


def test_the_name_of_a_guest_is_sealed(officer: Person) -> None:
    row = guest(meeting_of(officer), officer, name="Piet Politie")
    assert b"Piet" not in bytes(row.name or b"")


def test_the_same_people_come_again_as_far_as_they_can(officer: Person, boa: Person, handler: Person) -> None:
    meeting = meeting_of(officer, days=14)
    people = [boa, handler, add("Cor Communicatie", "communicatie")]
    guests = {new_id(): Guest("politie", "Piet Politie"), new_id(): Guest("niemand", "Wie")}
    by = actor_for(officer)
    assert meetings.invite_again(meeting=meeting, colleagues=people, guests=guests, by=by) == 3
    # Asked twice, nobody comes twice.
    assert meetings.invite_again(meeting=meeting, colleagues=people, guests=guests, by=by) == 0
    assert Participant.objects.filter(dossier=meeting.pk).count() == 3


def test_a_meeting_moves_with_its_day(officer: Person) -> None:
    meeting = meeting_of(officer)
    meetings.change_meeting(
        meeting=meeting, day=date(2026, 6, 16), at=time(14, 0), place="Kantine", by=actor_for(officer)
    )
    assert again(meeting).due == date(2026, 6, 16)
    with pytest.raises(BadInput):
        meetings.change_meeting(meeting=meeting, day=date(2026, 6, 1), at=time(14, 0), by=actor_for(officer))


def test_minutes_are_fixed_after_the_meeting_began_and_then_stay(officer: Person, clock: Any) -> None:
    meeting, by = meeting_of(officer), actor_for(officer)
    item = item_of(meeting, officer)
    with pytest.raises(BadInput, match="nog niet begonnen"):
        meetings.finish_meeting(meeting=meeting, by=by)
    clock.advance(days=8)
    meetings.finish_meeting(meeting=meeting, by=by)
    assert again(meeting).outcome == "meeting-held"
    acts_ = (
        lambda: agenda.withdraw_item(item=item, by=by),
        lambda: item_of(meeting, officer),
        lambda: guest(meeting, officer),
        lambda: meetings.cancel_meeting(meeting=meeting, reason="Toch niet", by=by),
        lambda: meetings.finish_meeting(meeting=meeting, by=by),
    )
    for act in acts_:
        with pytest.raises(Conflict):
            act()


def test_a_meeting_is_called_off_with_a_reason(officer: Person) -> None:
    meeting = meeting_of(officer)
    with pytest.raises(BadInput):
        meetings.cancel_meeting(meeting=meeting, reason=" ", by=actor_for(officer))
    meetings.cancel_meeting(meeting=meeting, reason="Ziek", by=actor_for(officer))
    assert again(meeting).outcome == "meeting-cancelled"
    assert selectors.meetings(actor_for(officer)).rows == ()
    assert [one.pk for one in selectors.meetings(actor_for(officer), past=True).rows] == [meeting.pk]


def test_a_dossier_stands_on_an_agenda_once_and_can_come_back(officer: Person) -> None:
    meeting, signal = meeting_of(officer), recorded()
    item = item_of(meeting, officer, signal)
    with pytest.raises(BadInput, match="al op de agenda"):
        item_of(meeting, officer, signal)
    agenda.withdraw_item(item=item, by=actor_for(officer))
    agenda.withdraw_item(item=item, by=actor_for(officer))
    assert item_of(meeting, officer, signal).position == 2


def test_a_table_discusses_only_what_lies_beside_it(officer: Person, lisse: Any) -> None:
    from sluitend.accounts import services as accounts
    from sluitend.core.actor import system

    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    with pytest.raises(BadInput, match="apart bewaard"):
        item_of(meeting_of(officer), officer, case_of(officer, sort="riec"))
    with pytest.raises(BadInput, match="geen signalen"):
        item_of(meeting_of(officer, consultation="platform-mensenhandel"), officer)
    with pytest.raises(BadInput):
        item_of(meeting_of(officer), officer, meeting_of(officer))


def test_only_who_makes_the_agenda_and_works_on_the_dossier_puts_it_on(officer: Person, boa: Person) -> None:
    meeting = meeting_of(officer)
    colleague(meeting, boa, officer)
    with pytest.raises(Refused):
        item_of(meeting, boa)


def test_who_may_not_see_a_meeting_does_not_learn_that_it_is_over(officer: Person, boa: Person) -> None:
    meeting = meeting_of(officer)
    meetings.cancel_meeting(meeting=meeting, reason="Ziek", by=actor_for(officer))
    with pytest.raises(NotFound):
        meetings.cancel_meeting(meeting=meeting, reason="Ziek", by=actor_for(boa))


def test_uninviting_ends_every_share(officer: Person) -> None:
    meeting = meeting_of(officer)
    row = guest(meeting, officer)
    shared(item_of(meeting, officer), officer, row)
    meetings.remove_participant(participant=row, by=actor_for(officer))
    assert not Share.objects.filter(ended_at__isnull=True).exists()


def test_what_was_asked_last_time_is_followed_up(officer: Person, clock: Any) -> None:
    from sluitend.cases.services import tasks

    meeting = meeting_of(officer, days=1)
    item = item_of(meeting, officer)
    task = tasks.give_task(
        dossier=item.dossier,
        item=item,
        what="Kijken",
        due=date(2026, 6, 20),
        person=officer,
        submission=new_id(),
        by=actor_for(officer),
    )
    clock.advance(days=3)
    later = meeting_of(officer, days=30)
    assert selectors.follow_up(actor_for(officer), later) == [task]
    assert selectors.follow_up(actor_for(officer), meeting) == []
    tasks.finish_task(task=task, result="Gedaan", by=actor_for(officer))
    assert selectors.follow_up(actor_for(officer), later) == [task]
    assert selectors.follow_up(actor_for(officer), meeting_of(officer, days=60)) == []


def test_the_list_is_in_order_and_knows_no_made_up_page(officer: Person) -> None:
    made = [meeting_of(officer, days=1 + index) for index in range(3)]
    page = selectors.meetings(actor_for(officer))
    assert [one.pk for one in page.rows] == [one.pk for one in made]
    assert page.next == ""
    with pytest.raises(BadInput):
        selectors.meetings(actor_for(officer), after="onzin")


@pytest.mark.parametrize(("days", "until"), [(0, (2026, 6, 5)), (7, (2026, 6, 11)), (60, (2026, 6, 16))])
def test_a_link_lives_until_the_day_after_the_meeting(
    officer: Person, clock: Any, days: int, until: tuple[int, int, int]
) -> None:
    row = guest(meeting_of(officer, days=days), officer)
    sent = doors.send_invitation(
        participant=row,
        address="piet@example.invalid",
        code_by=IN_PERSON,
        submission=new_id(),
        by=actor_for(officer),
    )
    assert clock_.local_date(sent.invitation.expires_at) == date(*until)


def test_a_meeting_that_has_begun_asks_for_its_minutes_once(officer: Person, clock: Any) -> None:
    meeting, by = meeting_of(officer, days=1), actor_for(officer)
    assert jobs.ask_for_minutes() == 0
    clock.advance(days=1, hours=5)
    assert jobs.ask_for_minutes() == 1
    assert again(meeting).next_step == "finish-minutes"
    assert jobs.ask_for_minutes() == 0
    meetings.change_meeting(meeting=meeting, day=clock_.today() + timedelta(days=7), at=time(10, 0), by=by)
    assert again(meeting).next_step == "prepare-agenda"
    assert jobs.ask_for_minutes() == 0
    clock.advance(days=8)
    meetings.finish_meeting(meeting=meeting, by=by)
    assert jobs.ask_for_minutes() == 0


def test_an_agenda_is_full_one_day(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = meeting_of(officer)
    first = item_of(meeting, officer)
    monkeypatch.setattr(agenda, "MOST", 2)
    item_of(meeting, officer)
    with pytest.raises(BadInput, match="vol"):
        item_of(meeting, officer)
    agenda.withdraw_item(item=first, by=actor_for(officer))
    item_of(meeting, officer)


def test_the_screen_of_a_full_agenda_can_be_sent() -> None:
    fields_of_an_item, rest = 9, 200
    assert agenda.MOST * fields_of_an_item + rest <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_where_a_meeting_is_called_off_nothing_is_shared_any_more(
    client: Client, officer: Person, boa: Person
) -> None:
    meeting = meeting_of(officer)
    row = colleague(meeting, boa, officer)
    item = item_of(meeting, officer, question="Schuur met matrassen")
    shared(item, officer, row)
    there = reverse("cases:meeting", args=[meeting.pk])
    assert "Schuur met matrassen" in text_of(signed_in(client, boa).get(there))
    meetings.cancel_meeting(meeting=meeting, reason="Ziek", by=actor_for(officer))
    assert "Schuur met matrassen" not in text_of(client.get(there))


def test_who_at_the_table_sees_a_dossier_anyhow_is_named(
    client: Client, officer: Person, boa: Person
) -> None:
    meeting = meeting_of(officer)
    colleague(meeting, boa, officer)
    item = item_of(meeting, officer)
    there = reverse("cases:meeting", args=[meeting.pk])
    assert "met niemand aan tafel gedeeld" in text_of(signed_in(client, officer).get(there))
    dossiers.involve(dossier=item.dossier, person=boa, why="supervision", by=actor_for(officer))
    page = text_of(client.get(there))
    assert "met niemand aan tafel gedeeld" not in page
    assert f"Zien het dossier al: {boa.name}" in page
