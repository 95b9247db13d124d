# SPDX-License-Identifier: EUPL-1.2
"""Finding cases, meetings and tasks, for who may see them. Nothing is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.cases.models import AgendaItem, Case, CaseSignal, Decision, Meeting, Participant, Share, Task
from sluitend.cases.services.common import HELD
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, NotFound
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier, Involvement
from sluitend.handover import selectors as handovers
from sluitend.handover.models import Line

PAGE_SIZE = 50
# What a meeting asked for is to be done after it: its dossier is closed by then.
GOES_ON = Q(dossier__closed_at__isnull=True) | Q(dossier__kind="meeting", dossier__outcome=HELD)


Row = TypeVar("Row", Dossier, Task)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Dossiers of one kind or tasks, in order, and where the next page begins (`next` is "" on the last)."""

    rows: tuple[Row, ...]
    next: str


def case(by: Actor, dossier_id: UUID, permission: str = access.READ) -> Case:
    """Return a case that the actor may do this with; `NotFound` for one that is hidden or none."""
    dossier = dossiers.get(by, dossier_id, permission)
    found = Case.objects.filter(pk=dossier.pk).first()
    if found is None:
        raise NotFound(_("This case does not exist, or you may not see it."))
    found.dossier = dossier
    return found


def meeting(by: Actor, dossier_id: UUID, permission: str = access.READ) -> Meeting:
    """Return a meeting that the actor may do this with; `NotFound` for one that is hidden or none."""
    dossier = dossiers.get(by, dossier_id, permission)
    found = Meeting.objects.filter(pk=dossier.pk).first()
    if found is None:
        raise NotFound(_("This meeting does not exist, or you may not see it."))
    found.dossier = dossier
    return found


def item(by: Actor, found: Meeting, item_id: UUID, permission: str = access.WRITE) -> AgendaItem:
    """Return an item of a meeting of which the actor may do this with what it is about."""
    row = AgendaItem.objects.select_related("meeting", "dossier").filter(meeting=found, pk=item_id).first()
    if row is None:
        raise NotFound(_("This item does not exist, or you may not see it."))
    access.require(by, permission, row.dossier)
    return row


def participant(found: Meeting | Case, participant_id: UUID) -> Participant:
    """Return who takes part in a meeting or a case that the actor may see."""
    rows = Participant.objects.select_related("person", "dossier")
    row = rows.filter(dossier=found.pk, pk=participant_id, ended_at__isnull=True).first()
    if row is None:
        raise NotFound(_("Who you look for does not take part (any more)."))
    return row


def task(by: Actor, task_id: UUID) -> Task:
    """Return a task that is the actor's own, or of a dossier that they may see."""
    row = Task.objects.select_related("dossier", "person").filter(pk=task_id).first()
    if row is None or not (is_own(by, row) or access.may(by, access.READ, row.dossier)):
        raise NotFound(_("This task does not exist, or you may not see it."))
    return row


def is_own(by: Actor, row: Task) -> bool:
    """Whether somebody has to do this task, and may have tasks where it lies.

    Of the dossier they see nothing by it: who has to do something needs that, and not all the rest.
    """
    place = (row.municipality, row.compartment)
    return str(row.person_id) == by.id and place in by.where(access.READ) | by.where(access.READ_OWN)


def cases(by: Actor, *, closed: bool = False, after: str = "") -> Page[Dossier]:
    """Return one page of cases, those that are due first; closed ones newest first."""
    rows = _seen(by, Dossier.objects.filter(kind="case", closed_at__isnull=not closed))
    if closed:
        return _paged(rows.order_by("-closed_at", "-pk"), "closed_at", after, descending=True)
    return _paged(rows.order_by("due", "pk"), "due", after)


def meetings(by: Actor, *, past: bool = False, after: str = "") -> Page[Dossier]:
    """Return one page of meetings: those to come in order, or those that were, newest first."""
    rows = _seen(by, Dossier.objects.filter(kind="meeting"))
    today = clock.day_begins(clock.today())
    if past:
        over = rows.filter(Q(meeting__starts_at__lt=today) | Q(closed_at__isnull=False))
        return _paged(
            over.order_by("-meeting__starts_at", "-pk"), "meeting__starts_at", after, descending=True
        )
    coming = rows.filter(meeting__starts_at__gte=today, closed_at__isnull=True)
    return _paged(coming.order_by("meeting__starts_at", "pk"), "meeting__starts_at", after)


def tasks_of(by: Actor, *, limit: int = PAGE_SIZE) -> list[Task]:
    """Return the tasks that the actor still has to do, or to chase, by due date."""
    return list(_tasks(by)[:limit])


def page_of_tasks(by: Actor, *, after: str = "") -> Page[Task]:
    """Return one page of the tasks that the actor still has to do, or to chase, by due date."""
    return _paged(_tasks(by), "due", after)


def _tasks(by: Actor) -> QuerySet[Task]:
    """Return tasks that the actor still has to do, or to chase, by due date.

    A task that an open dossier asked for is chased by the next step of that dossier. A meeting that was
    held has no next step: what it asked for is chased by whoever made its minutes.
    """
    if by.kind is not ActorKind.STAFF:
        return Task.objects.none()
    person = access.person_id(by)
    late = Q(due__lt=clock.today(), dossier__kind="meeting", dossier__closed_at__isnull=False)
    nobodys = Q(dossier__owner__isnull=True) | Q(dossier__owner__is_active=False)
    sees = by.where(access.READ) | by.where(access.READ_OWN)
    works = by.where(access.WRITE) | by.where(access.WRITE_OWN)
    own = Q(dossier__owner=person) & _in(sees & works)
    left = nobodys & _in(by.where(access.READ) & by.where(access.WRITE))
    mine, to_chase = _in(sees) & Q(person=person), late & (own | left)
    rows = Task.objects.filter(GOES_ON, mine | to_chase, done_at__isnull=True)
    return rows.select_related("dossier", "person").order_by("due", "pk")


def _in(places: Iterable[tuple[str, str]]) -> Q:
    found = Q(pk__in=[])
    for municipality, compartment in places:
        found |= Q(municipality=municipality, compartment=compartment)
    return found


def cases_of(by: Actor, signal: Dossier) -> list[Dossier]:
    """Return the cases that a signal is in, as far as the actor may see them."""
    ids = list(CaseSignal.objects.filter(signal=signal).values_list("dossier_id", flat=True))
    seen = dossiers.visible_ids(by, ids)
    return list(Dossier.objects.filter(pk__in=seen).order_by("-opened_at"))


def signals_of(by: Actor, found: Case) -> list[Dossier]:
    """Return the signals in a case, as far as the actor may see them."""
    ids = list(CaseSignal.objects.filter(dossier=found.pk).values_list("signal_id", flat=True))
    seen = dossiers.visible_ids(by, ids)
    return list(Dossier.objects.filter(pk__in=seen).order_by("opened_at"))


def agendas_with(by: Actor, dossier: Dossier) -> list[AgendaItem]:
    """Return on which agendas a dossier stands or stood, newest first, of meetings that the actor may see."""
    rows = AgendaItem.objects.filter(dossier=dossier, withdrawn_at__isnull=True).exclude(meeting=dossier.pk)
    found = list(rows.select_related("meeting__dossier").order_by("-meeting__starts_at"))
    seen = dossiers.visible_ids(by, {row.meeting_id for row in found})
    return [row for row in found if row.meeting_id in seen]


def participants(found: Meeting | Case) -> list[Participant]:
    """Return who takes part in a meeting or a case: colleagues first, then by organisation."""
    rows = Participant.objects.filter(dossier=found.pk, ended_at__isnull=True).select_related("person")
    return sorted(rows, key=lambda row: (row.partner_id, row.person.name if row.person else "", str(row.pk)))


def see_anyhow(rows: Iterable[Participant], dossier_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return by dossier which colleagues at a table may see it whatever is shared, as participants."""
    found: dict[UUID, set[UUID]] = {}
    wanted = set(dossier_ids)
    for row in rows:
        if row.person is not None:
            for pk in dossiers.visible_ids(accounts.actor_for(row.person), wanted):
                found.setdefault(pk, set()).add(row.pk)
    return found


def shares_of(found: Meeting) -> dict[UUID, list[Share]]:
    """Return with whom each item of a meeting is shared at this moment, by item."""
    rows = Share.objects.filter(
        item__meeting=found, ended_at__isnull=True, participant__ended_at__isnull=True
    ).select_related("participant__person")
    by_item: dict[UUID, list[Share]] = {}
    for row in rows.order_by("shared_at", "pk"):
        by_item.setdefault(row.item_id, []).append(row)
    return by_item


def to_discuss(by: Actor, found: Meeting, *, first: UUID | None = None) -> list[Dossier]:
    """Return open signals and cases that could go on this agenda: the one asked for, then by due date."""
    there = AgendaItem.objects.filter(meeting=found, withdrawn_at__isnull=True).values("dossier")
    rows = Dossier.objects.filter(
        kind__in=("signal", "case"),
        closed_at__isnull=True,
        municipality=found.municipality,
        compartment=found.compartment,
    ).exclude(pk__in=there)
    if (found.municipality, found.compartment) not in by.where(access.WRITE):
        rows = rows.filter(owner=access.person_id(by))
    listed = list(rows.order_by("due", "pk")[:PAGE_SIZE])
    if first is None or any(one.pk == first for one in listed):
        return listed
    return [*rows.filter(pk=first), *listed]


def next_table(by: Actor, dossier: Dossier, consultations: Iterable[str]) -> Meeting | None:
    """Return the first meeting to come of these consultations whose agenda the actor makes."""
    rows = Meeting.objects.filter(
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        consultation__in=list(consultations),
        dossier__closed_at__isnull=True,
        starts_at__gte=clock.day_begins(clock.today()),
    )
    listed = rows.select_related("dossier").order_by("starts_at", "pk")[:PAGE_SIZE]
    return next((one for one in listed if access.may(by, access.WRITE, one.dossier)), None)


def decisions_on(dossier_id: UUID) -> list[Decision]:
    """Return what was decided about a dossier, newest first."""
    return list(Decision.objects.filter(dossier=dossier_id).order_by("-decided_at", "-pk"))


def tasks_in(dossier_id: UUID) -> list[Task]:
    """Return the tasks of a dossier: what is still to be done first, by due date."""
    return _in_order(Task.objects.filter(dossier=dossier_id))


def said_about(by: Actor, items: Iterable[AgendaItem]) -> dict[UUID, list[Line]]:
    """Return by item what partners said back about its signal, or the signals of its case, newest first.

    Only of signals that the actor may see; nobody else than staff is told what a partner said.
    """
    if by.kind is not ActorKind.STAFF:
        return {}
    about = {row.dossier_id: {row.dossier_id} for row in items}
    in_cases = CaseSignal.objects.filter(dossier__in=list(about)).values_list("dossier_id", "signal_id")
    for case_id, signal_id in in_cases:
        about[case_id].add(signal_id)
    lines = handovers.said_back(set().union(*about.values()))
    seen = dossiers.visible_ids(by, lines)
    return {
        row.pk: sorted(
            (line for pk in about[row.dossier_id] & seen for line in lines[pk]),
            key=lambda line: line.written_at,
            reverse=True,
        )
        for row in items
    }


def tasks_of_itself(found: Meeting) -> list[Task]:
    """Return the tasks that a meeting asked for at no item of its agenda."""
    return _in_order(Task.objects.filter(dossier=found.pk, item__isnull=True))


def work_at(found: Meeting) -> tuple[dict[UUID, list[Decision]], dict[UUID, list[Task]]]:
    """Return what was decided at a meeting, and what it asked of somebody, by item."""
    decided: dict[UUID, list[Decision]] = {}
    for row in Decision.objects.filter(item__meeting=found).order_by("-decided_at", "-pk"):
        if row.item_id is not None:
            decided.setdefault(row.item_id, []).append(row)
    asked: dict[UUID, list[Task]] = {}
    for task in _in_order(Task.objects.filter(item__meeting=found)):
        if task.item_id is not None:
            asked.setdefault(task.item_id, []).append(task)
    return decided, asked


def _in_order(rows: QuerySet[Task]) -> list[Task]:
    return sorted(
        rows.select_related("person"), key=lambda row: (row.done_at is not None, row.due, str(row.pk))
    )


def open_tasks(found: Iterable[Dossier]) -> dict[UUID, int]:
    """Return how many tasks are still to be done in each of these dossiers that the actor may see."""
    rows = Task.objects.filter(dossier__in=[one.pk for one in found], done_at__isnull=True)
    return dict(rows.values_list("dossier").annotate(number=Count("pk")))


def before(found: Meeting) -> Meeting | None:
    """Return the meeting of the same consultation before this one."""
    rows = Meeting.objects.filter(
        municipality=found.municipality,
        compartment=found.compartment,
        consultation=found.consultation,
        starts_at__lt=found.starts_at,
    )
    return rows.select_related("dossier").order_by("-starts_at").first()


def next_meetings(by: Actor, *, until: datetime, most: int) -> list[Meeting]:
    """Return the first meetings to come, up to a moment, that the actor may see."""
    rows = Meeting.objects.select_related("dossier").in_bulk([one.pk for one in meetings(by).rows[:most]])
    return sorted((one for one in rows.values() if one.starts_at <= until), key=lambda one: one.starts_at)


def those_before(by: Actor, found: Iterable[Meeting]) -> dict[UUID, Meeting]:
    """Return for each meeting the one of the same consultation before it, if the actor may see that."""
    same = Meeting.objects.filter(
        municipality=OuterRef("municipality"),
        compartment=OuterRef("compartment"),
        consultation=OuterRef("consultation"),
        starts_at__lt=OuterRef("starts_at"),
    )
    last = Subquery(same.order_by("-starts_at").values("pk")[:1], output_field=UUIDField())
    rows = Meeting.objects.filter(pk__in=[one.pk for one in found]).annotate(last=last)
    pairs = dict(rows.filter(last__isnull=False).values_list("pk", "last"))
    seen = Meeting.objects.in_bulk(dossiers.visible_ids(by, pairs.values()))
    return {pk: seen[last] for pk, last in pairs.items() if last in seen}


def items_of(by: Actor, found: Iterable[Meeting]) -> dict[UUID, list[AgendaItem]]:
    """Return what is on these agendas about dossiers that the actor may see, in order, by meeting."""
    rows = AgendaItem.objects.filter(meeting__in=[one.pk for one in found], withdrawn_at__isnull=True)
    listed = list(rows.exclude(dossier=F("meeting")).select_related("dossier").order_by("position", "pk"))
    seen = dossiers.visible_ids(by, {row.dossier_id for row in listed})
    by_meeting: dict[UUID, list[AgendaItem]] = {}
    for row in listed:
        if row.dossier_id in seen:
            by_meeting.setdefault(row.meeting_id, []).append(row)
    return by_meeting


def follow_up(by: Actor, found: Meeting) -> list[Task]:
    """Return what earlier meetings of this consultation asked of somebody and is not done, or only just."""
    last = before(found)
    if last is None:
        return []
    still = Q(done_at__isnull=True) | Q(done_at__gte=last.starts_at)
    rows = Task.objects.filter(
        still,
        item__meeting__consultation=found.consultation,
        item__meeting__municipality=found.municipality,
        item__meeting__starts_at__lt=found.starts_at,
    )
    listed = list(rows.select_related("dossier", "person", "item").order_by("due", "pk")[:PAGE_SIZE])
    seen = dossiers.visible_ids(by, {row.dossier_id for row in listed})
    return [row for row in listed if row.dossier_id in seen]


def _seen(by: Actor, rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Keep rows to what the actor may see: whole places, and there where they see their own, those."""
    if by.kind is not ActorKind.STAFF:
        return rows.none()
    wide, narrow = by.where(access.READ), by.where(access.READ_OWN)
    person = access.person_id(by)
    known = Involvement.objects.filter(person=person).values("dossier")
    allowed = _in(wide) | _in(narrow - wide) & (Q(owner=person) | Q(pk__in=known))
    return rows.filter(allowed).select_related("owner")


def _paged(rows: QuerySet[Row], column: str, after: str, *, descending: bool = False) -> Page[Row]:
    """Cut one page out of ordered rows, from where the page before ended."""
    if after:
        moment, pk = _cursor(after, of_days=column == "due")
        way = "lt" if descending else "gt"
        further = {f"{column}__{way}": moment}
        same = {column: moment, f"pk__{way}": pk}
        rows = rows.filter(Q(**further) | Q(**same))
    found = list(rows.annotate(placed_at=F(column))[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    shown = found[:PAGE_SIZE]
    mark = f"{shown[-1].placed_at.isoformat()}_{shown[-1].pk.hex}" if more else ""
    return Page(tuple(shown), mark)


def _cursor(after: str, *, of_days: bool) -> tuple[date, UUID]:
    moment, _separator, pk = after.rpartition("_")
    try:
        if of_days:
            return date.fromisoformat(moment), UUID(pk)
        found = datetime.fromisoformat(moment)
        if found.tzinfo is None:
            raise ValueError(moment)
        return found.astimezone(UTC), UUID(pk)
    except (ValueError, OverflowError) as error:
        raise BadInput(_("This page of the list does not exist. Start at the first page.")) from error
