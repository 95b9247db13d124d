# SPDX-License-Identifier: EUPL-1.2
"""Reading dossiers; every read asks first whether the actor may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import Refused
from sluitend.dossiers import access
from sluitend.dossiers.models import Dossier, Escalation, Involvement
from sluitend.dossiers.worklist import Counts, Filters, Page, counts, worklist
from sluitend.privacy import journal

__all__ = [
    "Counts",
    "Filters",
    "Page",
    "TimelineLine",
    "candidates",
    "counts",
    "escalations",
    "get",
    "involved",
    "open_with",
    "timeline",
    "visible_ids",
    "worklist",
]


# What the rule of who sees a dossier looks at.
_TO_JUDGE = ("municipality", "compartment", "owner")


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of a dossier's history; `who` is a name for staff, else empty."""

    seq: int
    at: datetime
    action: str
    result: str
    actor_kind: str
    actor_id: str
    who: str
    object_type: str
    object_id: str


@dataclass(frozen=True, slots=True)
class OpenWith:
    """How many open dossiers of one role a person owns, and how many of it nobody owns in person."""

    municipality: str
    role: str
    owned: int
    unowned: int


def open_with(by: Actor, person: Person, roles: Iterable[tuple[str, str]]) -> list[OpenWith]:
    """Count the open dossiers of a person, and those of these (municipality, role) that nobody owns.

    For who looks after people where the person is employed: numbers, and nothing that tells one
    dossier from another. One query.
    """
    if by.kind is ActorKind.STAFF and not any(
        place == person.municipality for place, _compartment in by.where("people.manage")
    ):
        raise Refused(_("You may not do this."))
    unowned = Q(pk__in=[])
    for municipality, role in roles:
        unowned |= Q(owner__isnull=True, municipality=municipality, owner_role=role)
    rows = (
        Dossier.objects.filter(Q(owner=person) | unowned, closed_at__isnull=True)
        .order_by("municipality", "owner_role")
        .values_list("municipality", "owner_role")
        .annotate(owned=Count("pk", filter=Q(owner=person)), unowned=Count("pk", filter=unowned))
    )
    return [OpenWith(*row) for row in rows]


def get(by: Actor, dossier_id: UUID | str, permission: str = access.READ) -> Dossier:
    """Return a dossier with its owner, for an actor who may do this with it.

    Raises `NotFound` when it is unknown or hidden (these look alike), `Refused` when it may be
    seen but not used like this. Two queries at most.
    """
    try:
        found = Dossier.objects.select_related("owner").filter(pk=UUID(str(dossier_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise access.not_found()
    access.require(by, permission, found)
    return found


def visible_ids(by: Actor, dossier_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these dossiers the actor may see, in two queries. For hits and lists."""
    if by.kind is not ActorKind.STAFF:
        return set()
    rows = list(Dossier.objects.filter(pk__in=set(dossier_ids)).only(*_TO_JUDGE))
    seen = {one.pk for one in rows if access.ways(by, access.READ, one, access.Ties())}
    doubtful = [one for one in rows if one.pk not in seen]
    bound = access.ties(by, doubtful) if doubtful else {}
    return seen | {one.pk for one in doubtful if access.ways(by, access.READ, one, bound[one.pk])}


def candidates(dossier: Dossier) -> list[Person]:
    """Return the people to whom this dossier can be assigned, in order of name."""
    return accounts.who_may(
        (access.WRITE, access.WRITE_OWN),
        municipality=dossier.municipality,
        compartment=dossier.compartment,
    )


def timeline(by: Actor, dossier: Dossier) -> list[TimelineLine]:
    """Return what was done with a dossier, oldest first; nothing is decrypted. Two queries."""
    access.require(by, access.READ, dossier)
    lines = journal.entries(dossier.pk, acts_only=True)
    staff = accounts.names(line.actor_id for line in lines if line.actor_kind == ActorKind.STAFF)
    return [
        TimelineLine(
            seq=line.seq,
            at=line.at,
            action=line.action,
            result=line.result,
            actor_kind=line.actor_kind,
            actor_id=line.actor_id,
            who=staff.get(line.actor_id, ""),
            object_type=line.object_type,
            object_id=line.object_id,
        )
        for line in lines
    ]


def involved(by: Actor, dossier: Dossier) -> list[Involvement]:
    """Return who may know of a dossier besides its owner, with their names."""
    access.require(by, access.READ, dossier)
    rows = Involvement.objects.filter(dossier=dossier).select_related("person")
    return list(rows.order_by("person__name", "why"))


def escalations(by: Actor, dossier: Dossier) -> list[Escalation]:
    """Return the days on which a dossier was past its due date, newest first."""
    access.require(by, access.READ, dossier)
    return list(Escalation.objects.filter(dossier=dossier).order_by("-day"))
