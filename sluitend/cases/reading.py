# SPDX-License-Identifier: EUPL-1.2
"""Opening cases and meetings: each dossier is opened after a look at it is in its journal, once a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sluitend.cases import selectors
from sluitend.cases.models import AgendaItem, Case, Decision, Meeting, Participant, SheetLine, Task, Told
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover.models import Line
from sluitend.handover.packet import Frozen, thaw
from sluitend.privacy import vaults
from sluitend.privacy.vaults import Illegible


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """A task, opened. `who` is the name of a colleague, empty for one of a partner."""

    row: Task
    what: str
    result: str
    who: str


@dataclass(frozen=True, slots=True)
class DecisionSeen:
    """A decision, opened."""

    outcome: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line of a sheet, opened."""

    word: str
    state: str
    text: str
    by_whom: str


@dataclass(frozen=True, slots=True)
class ToldSeen:
    """What a partner told of a prosecution, opened."""

    step: str
    partner_id: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class PartSeen:
    """An organisation that works on a case, opened: whom to call there, and what it does."""

    row: Participant
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseContent:
    """All of a case that its vault holds, opened after one look."""

    title: str
    goal: str
    their_reference: str
    contribution: str
    evaluation: str
    lines: tuple[LineSeen, ...]
    told: tuple[ToldSeen, ...]
    organisations: tuple[PartSeen, ...]
    decisions: tuple[DecisionSeen, ...]
    tasks: tuple[TaskSeen, ...]


@dataclass(frozen=True, slots=True)
class SaidSeen:
    """What a partner said back about a signal, opened: feedback, a refusal, advice, an open question."""

    partner_id: str
    label: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One item of an agenda as one person may see it.

    `whole`: they may see all of what it is about; else `packet` is what was shared with them, and
    question, notes and decisions are empty, and only their own tasks are there: the guard judged the packet.
    """

    row: AgendaItem
    number: int
    whole: bool
    question: str = ""
    notes: str = ""
    packet: Frozen | None = None
    decisions: tuple[DecisionSeen, ...] = ()
    tasks: tuple[TaskSeen, ...] = ()
    said: tuple[SaidSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingContent:
    """What the vault of a meeting itself holds: place, general minutes, names of guests by participant.

    `tasks` are those that belong to no item.
    """

    place: str
    general: str
    names: Mapping[UUID, str] = field(default_factory=dict)
    tasks: tuple[TaskSeen, ...] = ()


def case_content(by: Actor, case: Case, *, purpose: str) -> CaseContent:
    """Open a case for an actor who may read it; one look, seven queries."""
    access.require(by, access.READ, case.dossier)
    look = vaults.look(case.pk, by=by, purpose=purpose, tolerant=True)
    lines = SheetLine.objects.filter(dossier=case.pk).order_by("sheet", "word")
    told = Told.objects.filter(dossier=case.pk).order_by("-told_on", "-pk")
    return CaseContent(
        title=look.show(case, "title"),
        goal=look.show(case, "goal"),
        their_reference=look.show(case, "their_reference"),
        contribution=look.show(case, "contribution"),
        evaluation=look.show(case, "evaluation"),
        lines=tuple(
            LineSeen(
                f"{row.sheet}:{row.word}",
                row.state,
                look.show(row, "text"),
                look.show(row, "by_whom"),
            )
            for row in lines
        ),
        told=tuple(ToldSeen(row.step, row.partner_id, row.told_on, look.show(row, "note")) for row in told),
        organisations=tuple(
            PartSeen(row, look.show(row, "name"), look.show(row, "why"))
            for row in selectors.participants(case)
        ),
        decisions=_decisions(selectors.decisions_on(case.pk), look),
        tasks=_tasks(selectors.tasks_in(case.pk), look),
    )


def work_on(
    by: Actor, dossier: Dossier, *, purpose: str
) -> tuple[tuple[DecisionSeen, ...], tuple[TaskSeen, ...]]:
    """Open decisions and tasks of a dossier that is no case, such as a signal; one look."""
    access.require(by, access.READ, dossier)
    look = vaults.look(dossier.pk, by=by, purpose=purpose, tolerant=True)
    return (
        _decisions(selectors.decisions_on(dossier.pk), look),
        _tasks(selectors.tasks_in(dossier.pk), look),
    )


def task_seen(by: Actor, row: Task) -> TaskSeen:
    """Open one task, of who has to do it or may read its dossier; one look."""
    if not selectors.is_own(by, row):
        access.require(by, access.READ, row.dossier)
    return _task(row, vaults.look(row.dossier_id, by=by, purpose="task-page", tolerant=True))


def meeting_content(by: Actor, meeting: Meeting, *, purpose: str) -> MeetingContent:
    """Open what belongs to the meeting itself, for an actor who may read it."""
    access.require(by, access.READ, meeting.dossier)
    look = vaults.look(meeting.pk, by=by, purpose=purpose, tolerant=True)
    return _meeting(meeting, look)


def items_for(by: Actor, meeting: Meeting, *, purpose: str) -> list[ItemSeen]:
    """Return the items that this member of staff may see, each as far as they may see it, in order.

    Numbered for the reader: gaps would tell how many others there are. Each dossier is opened once.
    """
    access.require(by, access.READ, meeting.dossier)
    rows = _on_agenda(meeting)
    readable = dossiers.visible_ids(by, {row.dossier_id for row in rows})
    own = Participant.objects.filter(dossier=meeting.pk, person=access.person_id(by), ended_at__isnull=True)
    return _items(by, rows, readable, list(own), meeting, purpose)


def follow_up(by: Actor, meeting: Meeting, *, purpose: str) -> list[TaskSeen]:
    """Return what earlier meetings of this consultation asked, opened; each dossier is looked at once."""
    looks: dict[UUID, vaults.Reader] = {}
    found: list[TaskSeen] = []
    for row in selectors.follow_up(by, meeting):
        if row.dossier_id not in looks:
            looks[row.dossier_id] = vaults.look(row.dossier_id, by=by, purpose=purpose, tolerant=True)
        found.append(_task(row, looks[row.dossier_id]))
    return found


def items_at_door(by: Actor, participant: Participant, meeting: Meeting) -> list[ItemSeen]:
    """Return the items that somebody of a partner may see: shared with them, or general."""
    if by.kind is not ActorKind.PARTNER or participant.ended_at is not None:
        return []
    rows = _on_agenda(meeting)
    return _items(by, rows, {meeting.pk}, [participant], meeting, "agenda-door")


def _on_agenda(meeting: Meeting) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    return list(rows.select_related("dossier").order_by("position", "pk"))


def _items(
    by: Actor,
    rows: Sequence[AgendaItem],
    readable: set[UUID],
    own: list[Participant],
    meeting: Meeting,
    purpose: str,
) -> list[ItemSeen]:
    shares = selectors.shares_of(meeting)
    decided, asked = selectors.work_at(meeting)
    mine = {one.pk for one in own}
    whole_ones = [row for row in rows if row.dossier_id in readable and not row.is_general]
    about = selectors.said_about(by, whole_ones)
    found: list[ItemSeen] = []
    looks: dict[UUID, vaults.Reader] = {}
    for row in rows:
        whole = row.dossier_id in readable
        share = next((one for one in shares.get(row.pk, []) if one.participant_id in mine), None)
        if not whole and share is None:
            continue
        if row.dossier_id not in looks:
            looks[row.dossier_id] = vaults.look(row.dossier_id, by=by, purpose=purpose, tolerant=True)
        look, number = looks[row.dossier_id], len(found) + 1
        tasks = _tasks(asked.get(row.pk, []), look)
        if not whole or by.kind is not ActorKind.STAFF:
            tasks = tuple(one for one in tasks if any(_is_of(one.row, each) for each in own))
        if whole:
            notes, decisions = look.show(row, "notes"), _decisions(decided.get(row.pk, []), look)
            question, said = look.show(row, "question"), _said(about.get(row.pk, ()), looks, by, purpose)
            found.append(ItemSeen(row, number, True, question, notes, None, decisions, tasks, said))
        elif share is not None:
            data = look.show_json(share, "packet")
            packet = None if isinstance(data, Illegible) or data is None else thaw(data)
            found.append(ItemSeen(row, number, False, packet=packet, tasks=tasks))
    return found


def said_of(by: Actor, item: AgendaItem, *, purpose: str) -> tuple[SaidSeen, ...]:
    """Open what partners said back about a signal, or about the signals of a case, on an agenda."""
    access.require(by, access.READ, item.dossier)
    return _said(selectors.said_about(by, [item]).get(item.pk, ()), {}, by, purpose)


def _said(
    lines: Iterable[Line], looks: dict[UUID, vaults.Reader], by: Actor, purpose: str
) -> tuple[SaidSeen, ...]:
    found = []
    for line in lines:
        pk = line.handover.dossier_id
        if pk not in looks:
            looks[pk] = vaults.look(pk, by=by, purpose=purpose, tolerant=True)
        body = looks[pk].show(line, "body")
        found.append(SaidSeen(line.handover.partner_id, line.get_what_display(), body, line.written_at))
    return tuple(found)


def _is_of(task: Task, participant: Participant) -> bool:
    if participant.person_id is not None:
        return task.person_id == participant.person_id
    return task.partner_id == participant.partner_id


def _meeting(meeting: Meeting, look: vaults.Reader) -> MeetingContent:
    guests = Participant.objects.filter(dossier=meeting.pk, person__isnull=True)
    return MeetingContent(
        place=look.show(meeting, "place"),
        general=look.show(meeting, "general"),
        names={row.pk: look.show(row, "name") for row in guests},
        tasks=_tasks(selectors.tasks_of_itself(meeting), look),
    )


def _decisions(rows: Iterable[Decision], look: vaults.Reader) -> tuple[DecisionSeen, ...]:
    return tuple(DecisionSeen(row.outcome, look.show(row, "reason"), row.decided_at) for row in rows)


def _tasks(rows: Iterable[Task], look: vaults.Reader) -> tuple[TaskSeen, ...]:
    return tuple(_task(row, look) for row in rows)


def _task(row: Task, look: vaults.Reader) -> TaskSeen:
    who = row.person.name if row.person is not None else ""
    return TaskSeen(row, look.show(row, "what"), look.show(row, "result"), who)
