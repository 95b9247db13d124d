# SPDX-License-Identifier: EUPL-1.2
"""Reading sight for a time: what is to be judged, what was, what runs. Each as far as one may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sluitend.core import clock, outbox
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers import access
from sluitend.dossiers.judging import is_told, own_places, places
from sluitend.dossiers.models import Alert, Dossier, TimedAccess
from sluitend.privacy import journal, vaults

PAGE_SIZE, MOST_LOOKS = 50, 500
PURPOSE = "access-review"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many emergencies wait to be judged, and how many of them are past their date."""

    number: int
    late: int


@dataclass(frozen=True, slots=True)
class Words:
    """What was written with an access, opened after a look."""

    reason: str
    note: str


def waiting(by: Actor, *, size: int = PAGE_SIZE) -> list[TimedAccess]:
    """Return the emergencies that this actor is to judge, most urgent first."""
    rows = _to_judge(by).select_related("dossier", "person")
    return list(rows.order_by("review_by", "id")[:size])


def count_waiting(by: Actor, *, limit: int) -> Waiting:
    """Return how many emergencies this actor is to judge (at most `limit`), in one query."""
    if by.kind is not ActorKind.STAFF or not (places(by) | own_places(by)):
        return Waiting(0, 0)
    days = list(_to_judge(by).order_by("review_by").values_list("review_by", flat=True)[:limit])
    return Waiting(len(days), sum(day is not None and day < clock.today() for day in days))


def past(by: Actor, *, size: int = PAGE_SIZE) -> list[TimedAccess]:
    """Return the latest emergencies that were judged, and inspections, where this actor judges all."""
    done = Q(reviewed_at__isnull=False) | Q(kind=TimedAccess.Kind.INSPECTION)
    rows = TimedAccess.objects.filter(done, _in(places(by))).select_related("dossier", "person")
    return list(rows.order_by("-opened_at", "-id")[:size])


def mine(by: Actor) -> list[TimedAccess]:
    """Return the sight that this actor has at this moment, what ends first at the top."""
    if by.kind is not ActorKind.STAFF:
        return []
    rows = access.running().filter(person=access.person_id(by)).select_related("dossier")
    held = (row for row in rows.order_by("until", "id") if access.may(by, access.READ, row.dossier))
    return list(held)


def of_dossier(by: Actor, dossier: Dossier) -> TimedAccess | None:
    """Return the sight for a time by which this actor reads a dossier now, if any."""
    if by.kind is not ActorKind.STAFF:
        return None
    rows = access.running().filter(person=access.person_id(by), dossier=dossier)
    return rows.order_by("-until").first()


def get(by: Actor, access_id: UUID) -> TimedAccess:
    """Return an access for who took it or is told of it; `NotFound` for everybody else."""
    row = TimedAccess.objects.select_related("dossier", "person").filter(pk=access_id).first()
    if by.kind is not ActorKind.STAFF or row is None or not (access.still_takes(by, row) or is_told(by, row)):
        raise access.not_found()
    return row


def words(by: Actor, row: TimedAccess) -> Words:
    """Open why somebody took sight and what was judged; a look, which tells nothing else of the dossier."""
    get(by, row.pk)
    look = vaults.look(row.dossier_id, by=by, purpose=PURPOSE, tolerant=True)
    return Words(look.show(row, "reason"), look.show(row, "note"))


def looked(by: Actor, row: TimedAccess) -> list[datetime]:
    """Return when the person opened the dossier while this sight ran, oldest first."""
    get(by, row.pk)
    end = min(row.until, row.ended_at or row.until)
    lines = journal.looks(row.dossier_id, since=row.opened_at, most=MOST_LOOKS)
    return sorted(line.at for line in lines if line.actor_id == str(row.person_id) and line.at <= end)


def unreached(rows: Iterable[TimedAccess]) -> set[UUID]:
    """Return the accesses of which a mail could not be delivered."""
    failed = Alert.objects.filter(access__in=[row.pk for row in rows], progress=outbox.Progress.FAILED)
    return set(failed.values_list("access_id", flat=True))


def _to_judge(by: Actor) -> QuerySet[TimedAccess]:
    if by.kind is not ActorKind.STAFF:
        return TimedAccess.objects.none()
    person = access.person_id(by)
    told = _in(places(by)) | (_in(own_places(by)) & Q(dossier__owner=person))
    rows = TimedAccess.objects.filter(told, kind=TimedAccess.Kind.EMERGENCY, reviewed_at__isnull=True)
    return rows.exclude(person=person)


def _in(wanted: Iterable[tuple[str, str]]) -> Q:
    found = Q(pk__in=[])
    for municipality, compartment in sorted(wanted):
        found |= Q(municipality=municipality, compartment=compartment)
    return found
