# SPDX-License-Identifier: EUPL-1.2
"""Who sees a case or a meeting and does not work on it changes nothing; who sees neither opens nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from django.urls import reverse

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases import reading
from sluitend.cases.models import AgendaItem, Case, Meeting, Participant, Share, Task
from sluitend.cases.packets import packet_of
from sluitend.cases.services import agenda, doors, meetings, minutes, opening, tasks, working
from sluitend.cases.services.minutes import Seen, mark_of
from sluitend.cases.tests.making import case_of, guest, item_of, meeting_of, shared
from sluitend.core import clock as clock_
from sluitend.core.actor import Actor
from sluitend.core.errors import NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.handover.services.sending import IN_PERSON
from sluitend.policy import selectors as policy
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import acts, again, looks, recorded, signed_in


@dataclass
class There:
    """A case with a signal and a task, and a meeting at which that signal is shared with a guest."""

    case: Case
    signal: Signal
    task: Task
    meeting: Meeting
    item: AgendaItem
    guest: Participant
    share: Share


@pytest.fixture
def there(officer: Person) -> There:
    signal = recorded()
    case, meeting = case_of(officer, signals=(signal,)), meeting_of(officer)
    task = tasks.give_task(
        dossier=again(case),
        what="Kijken",
        due=clock_.today(),
        person=officer,
        submission=new_id(),
        by=actor_for(officer),
    )
    row, item = guest(meeting, officer), item_of(meeting, officer, signal)
    (share,) = shared(item, officer, row)
    return There(case, signal, task, meeting, item, row, share)


@pytest.fixture
def reader(there: There, privacy_officer: Person) -> Person:
    """Who supervises, and looks into all of it for a time."""
    by = actor_for(privacy_officer)
    for one in (there.case, there.signal, there.meeting):
        dossiers.inspect(dossier=again(one), purpose="supervision", reason="Toezicht", by=by)
    return privacy_officer


def write_line(there: There, by: Actor) -> None:
    working.write_line(dossier=again(there.case), sheet="plan", word="preventie", text="Flyers", by=by)


def record_told(there: There, by: Actor) -> None:
    working.record_told(
        dossier=again(there.case),
        step="complaint-filed",
        partner_id="politie",
        told_on=clock_.today(),
        submission=new_id(),
        by=by,
    )


def decide(there: There, by: Actor) -> None:
    working.decide(dossier=again(there.case), outcome="decided-wait", reason="", submission=new_id(), by=by)


def close_case(there: There, by: Actor) -> None:
    # With a task that is still open: who may not close the case is not told that there is one.
    working.close_case(case=there.case, outcome="case-unfounded", reason="Weg", evaluation="Niets", by=by)


def put_off_task(there: There, by: Actor) -> None:
    tasks.put_off_task(task=there.task, due=clock_.today() + timedelta(days=9), why="Druk", by=by)


def send_invitation(there: There, by: Actor) -> None:
    doors.send_invitation(
        participant=there.guest,
        address="iemand@example.invalid",
        code_by=IN_PERSON,
        submission=new_id(),
        by=by,
    )


def note_general(there: There, by: Actor) -> None:
    minutes.note_general(
        meeting=there.meeting, text="Anders", present=frozenset(), seen=Seen(1, mark_of("")), by=by
    )


def change_meeting(there: There, by: Actor) -> None:
    meetings.change_meeting(meeting=there.meeting, day=clock_.today(), at=time(9), by=by)


ACTS: dict[str, Callable[[There, Actor], object]] = {
    "describe a case": lambda there, by: opening.describe_case(case=there.case, title="X", goal="", by=by),
    "take a signal out": lambda there, by: opening.remove_signal(
        case=again(there.case), signal=again(there.signal), by=by
    ),
    "write a line": write_line,
    "record what was told": record_told,
    "decide": decide,
    "close a case": close_case,
    "put off a task": put_off_task,
    "take an item off": lambda there, by: agenda.withdraw_item(item=there.item, by=by),
    "end a share": lambda there, by: agenda.end_share(share=there.share, by=by),
    "send a link": send_invitation,
    "let somebody come no more": lambda there, by: meetings.remove_participant(
        participant=there.guest, by=by
    ),
    "write minutes": note_general,
    "move a meeting": change_meeting,
}


@pytest.mark.parametrize("act", ACTS)
def test_who_only_reads_changes_nothing(there: There, reader: Person, act: str) -> None:
    done = [acts(one) for one in (there.case, there.signal, there.meeting)]
    with pytest.raises(Refused):
        ACTS[act](there, actor_for(reader))
    assert [acts(one) for one in (there.case, there.signal, there.meeting)] == done


@pytest.mark.parametrize("what", ["gegevens", "besluit", "sluiten"])
def test_who_only_reads_a_case_finds_no_page_to_change_it(there: There, reader: Person, what: str) -> None:
    inside = signed_in(StaffClient(), reader)
    assert inside.get(reverse("cases:case", args=[there.case.pk])).status_code == 200
    assert inside.get(reverse("cases:case-act", args=[there.case.pk, what])).status_code == 403


def test_who_only_reads_a_case_ends_no_task_of_it(there: There, reader: Person) -> None:
    page, inside = reverse("cases:task", args=[there.task.pk]), signed_in(StaffClient(), reader)
    assert inside.get(page).status_code == 200
    assert inside.post(page, {"how": "done", "result": "Gezien"}).status_code == 403
    assert inside.post(page, {"how": "later", "due": "2026-07-01"}).status_code == 422
    there.task.refresh_from_db()
    assert (there.task.done_at, there.task.due) == (None, clock_.today())


OPENED: dict[str, Callable[[There, Actor], object]] = {
    "a case": lambda there, by: reading.case_content(by, there.case, purpose="case-page"),
    "the work on a signal": lambda there, by: reading.work_on(by, again(there.signal), purpose="signal-page"),
    "a meeting": lambda there, by: reading.meeting_content(by, there.meeting, purpose="meeting-page"),
    "an agenda": lambda there, by: reading.items_for(by, there.meeting, purpose="agenda"),
    "what was said back": lambda there, by: reading.said_of(by, there.item, purpose="agenda-share"),
    "what an item offers": lambda there, by: packet_of(by, there.item, policy.current().pack),
    "what a case offers": lambda there, by: packet_of(
        by, AgendaItem(meeting=there.meeting, dossier=again(there.case)), policy.current().pack
    ),
}


@pytest.mark.parametrize("what", OPENED)
def test_nothing_opens_for_who_may_not_see_it(there: There, boa: Person, what: str) -> None:
    seen = [looks(one) for one in (there.case, there.signal, there.meeting)]
    with pytest.raises(NotFound):
        OPENED[what](there, actor_for(boa))
    assert [looks(one) for one in (there.case, there.signal, there.meeting)] == seen


@pytest.fixture
def chair(there: There, officer: Person, handler: Person) -> Person:
    """Who makes the agenda, and of the signal on it has seen all in an emergency."""
    dossiers.assign(dossier=again(there.meeting), to=handler, by=actor_for(officer))
    dossiers.break_glass(dossier=again(there.signal), reason="Gevaar", by=actor_for(handler))
    return handler


def test_who_makes_the_agenda_and_only_reads_a_signal_does_not_share_it(there: There, chair: Person) -> None:
    inside = signed_in(StaffClient(), chair)
    assert inside.get(reverse("signals:signal", args=[there.signal.pk])).status_code == 200
    assert inside.get(reverse("cases:meeting", args=[there.meeting.pk])).status_code == 200
    page = reverse("cases:item-share", args=[there.meeting.pk, there.item.pk])
    assert inside.get(page).status_code == 403


def test_who_only_reads_a_signal_puts_it_on_no_agenda(there: There, chair: Person) -> None:
    other = recorded()
    dossiers.break_glass(dossier=again(other), reason="Gevaar", by=actor_for(chair))
    with pytest.raises(Refused):
        item_of(there.meeting, chair, other)
    page = reverse("cases:meeting-act", args=[there.meeting.pk, "punt"])
    assert signed_in(StaffClient(), chair).get(page, {"over": str(other.pk)}).status_code == 403


def test_who_only_reads_a_signal_begins_no_case_from_it(there: There, chair: Person) -> None:
    inside = signed_in(StaffClient(), chair)
    assert inside.get(reverse("cases:case-begin")).status_code == 200
    page = inside.get(reverse("cases:case-begin"), {"signaal": str(there.signal.pk)})
    assert page.status_code == 403
