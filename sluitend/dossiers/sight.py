# SPDX-License-Identifier: EUPL-1.2
"""Who can see a dossier, and why; who looked at it lately. Judged by the very rule of `access.may`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import Colleague
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers import access
from sluitend.dossiers.access import Ties, Way
from sluitend.dossiers.models import Dossier, Involvement, TimedAccess
from sluitend.privacy import journal

Row = TypeVar("Row", Involvement, TimedAccess)

LATELY = timedelta(days=30)
# So many looks are read at most; a page that counts them all would tell no more.
MOST_LOOKS = 1000


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody can see a dossier.

    `word` is a role of the pack, or why they are involved; `instead_of` the name of whom they stand
    in for; `until` the end of sight for a time.
    """

    way: Way
    word: str = ""
    instead_of: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who can see a dossier; `writes` when they may also work on it."""

    person: Person
    reasons: tuple[Reason, ...]
    writes: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody who opened a dossier on a day; `vaults` beside the content says what else."""

    actor_kind: str
    actor_id: str
    who: str
    day: date
    vaults: frozenset[str]


def viewers(by: Actor, dossier: Dossier) -> list[Viewer]:
    """Return everybody who can see a dossier at this moment, in order of name; bounded by the staff."""
    access.require(by, access.READ, dossier)
    involved = _by_person(Involvement.objects.filter(dossier=dossier).order_by("added_at", "pk"))
    timed = _by_person(access.running().filter(dossier=dossier).order_by("until", "pk"))
    found = []
    for one in accounts.colleagues(dossier.municipality):
        known, brief = involved.get(one.person.pk, []), timed.get(one.person.pk, [])
        ties = Ties(
            owns=dossier.owner_id == one.person.pk,
            involved=frozenset(row.why for row in known),
            timed=frozenset(row.kind for row in brief),
        )
        ways = access.ways(one.actor, access.READ, dossier, ties)
        if ways:
            reasons = tuple(reason for way in ways for reason in _reasons(way, one, dossier, known, brief))
            writes = bool(access.ways(one.actor, access.WRITE, dossier, ties))
            found.append(Viewer(one.person, reasons, writes))
    return found


def could_see(by: Actor, dossier: Dossier) -> list[Person]:
    """Return whom one can involve: who cannot see the dossier now, and could if they were involved."""
    seen = {one.person.pk for one in viewers(by, dossier) if _lastingly(one)}
    tied = Ties(involved=frozenset({"any"}))
    return [
        one.person
        for one in accounts.colleagues(dossier.municipality)
        if one.person.pk not in seen and access.ways(one.actor, access.READ, dossier, tied)
    ]


def looks(by: Actor, dossier: Dossier) -> list[Looked]:
    """Return who opened a dossier in the last thirty days, by day, newest first. Two queries."""
    access.require(by, access.READ, dossier)
    lines = journal.looks(dossier.pk, since=clock.now() - LATELY, most=MOST_LOOKS)
    staff = accounts.names(line.actor_id for line in lines if line.actor_kind == ActorKind.STAFF)
    found = []
    for day, of_day in groupby(lines, key=lambda line: clock.local_date(line.at)):
        opened: dict[tuple[str, str], set[str]] = {}
        for line in of_day:
            opened.setdefault((line.actor_kind, line.actor_id), set()).add(line.object_id)
        found += [
            Looked(kind, actor, staff.get(actor, ""), day, frozenset(vaults))
            for (kind, actor), vaults in opened.items()
        ]
    return found


def _lastingly(one: Viewer) -> bool:
    return any(reason.until is None for reason in one.reasons)


def _by_person(rows: QuerySet[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _reasons(
    way: Way, one: Colleague, dossier: Dossier, known: list[Involvement], brief: list[TimedAccess]
) -> Iterator[Reason]:
    if way is Way.ROLE:
        for post in one.posts:
            alone = accounts.actor_with(one.person, [post.held])
            if access.ways(alone, access.READ, dossier, Ties()):
                yield Reason(way, post.held.role, post.instead_of)
    elif way is Way.INVOLVED:
        yield from (Reason(way, row.why) for row in known)
    elif way is Way.OWNER:
        yield Reason(way)
    else:
        yield from (Reason(way, row.purpose, until=row.until) for row in brief if row.kind == way)
