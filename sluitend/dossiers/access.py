# SPDX-License-Identifier: EUPL-1.2
"""Who may see a dossier, and do something with it.

Seeing comes first: `dossier.read` for a municipality and compartment, or `dossier.read-own` there
together with owning the dossier or being involved in it. Every other right counts only on a
dossier that one may see so. Sight for a time (an emergency, an inspection) lets somebody read and
nothing else, for as long as it runs and they hold the right by which they took it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, QuerySet, Value
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import NotFound, Refused
from sluitend.dossiers.models import Dossier, Involvement, TimedAccess

READ, READ_OWN = "dossier.read", "dossier.read-own"
WRITE, WRITE_OWN = "dossier.write", "dossier.write-own"
BREAK_GLASS, INSPECT = "dossier.break-glass", "dossier.inspect"
_OWN = {READ: READ_OWN, WRITE: WRITE_OWN}
# Why somebody is involved who only looks on: they see the dossier, and change nothing in it.
AT_TABLE, WITH_TASK = "at-table", "task"
_LOOKING_ON = frozenset({AT_TABLE, WITH_TASK})
# The right by which each kind of sight for a time is taken; without it, it gives none.
TAKEN_BY = {TimedAccess.Kind.EMERGENCY: BREAK_GLASS, TimedAccess.Kind.INSPECTION: INSPECT}


class Way(StrEnum):
    """Why somebody may see a dossier or do something with it."""

    ROLE = "role"
    OWNER = "owner"
    INVOLVED = "involved"
    EMERGENCY = "emergency"
    INSPECTION = "inspection"


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds one person to one dossier, besides their rights."""

    owns: bool = False
    involved: frozenset[str] = field(default=frozenset())
    timed: frozenset[str] = field(default=frozenset())


_EVERY_TIE = Ties(owns=True, involved=frozenset({"any"}), timed=frozenset(TAKEN_BY))


def still_takes(by: Actor, row: TimedAccess) -> bool:
    """Return whether this is who took sight for a time, and could take it there still."""
    here = {"municipality": row.municipality, "compartment": row.compartment}
    return str(row.person_id) == by.id and by.may(TAKEN_BY[TimedAccess.Kind(row.kind)], **here)


def ways(by: Actor, permission: str, dossier: Dossier, ties: Ties) -> tuple[Way, ...]:
    """Return by which ways a member of staff may do this with a dossier; none means that they may not.

    The one rule of who sees what: `may`, lists and "who can see this dossier" all come from it.
    """
    if by.kind is not ActorKind.STAFF:
        return ()
    found: list[Way] = []
    widely = _holds(by, READ, dossier)
    if widely and _holds(by, permission, dossier):
        found.append(Way.ROLE)
    own_word = _OWN.get(permission)
    able = _holds(by, permission, dossier) or (own_word is not None and _holds(by, own_word, dossier))
    if able and (widely or _holds(by, READ_OWN, dossier)):
        found += [Way.OWNER] if ties.owns else []
        works = ties.involved if permission == READ else ties.involved - _LOOKING_ON
        found += [Way.INVOLVED] if works else []
    if permission == READ:
        found += [
            Way(kind) for kind, word in TAKEN_BY.items() if kind in ties.timed and _holds(by, word, dossier)
        ]
    return tuple(found)


def may(by: Actor, permission: str, dossier: Dossier) -> bool:
    """Return whether this member of staff may do this with this dossier. At most one query."""
    at_hand = Ties(owns=_owns(by, dossier))
    if ways(by, permission, dossier, at_hand):
        return True
    if not ways(by, permission, dossier, _EVERY_TIE):
        return False
    return bool(ways(by, permission, dossier, ties(by, [dossier])[dossier.pk]))


def ties(by: Actor, found: Iterable[Dossier]) -> dict[UUID, Ties]:
    """Return what binds a member of staff to each of these dossiers, in one query."""
    dossiers = list(found)
    person, wanted = person_id(by), [one.pk for one in dossiers]
    involved = Involvement.objects.filter(person=person, dossier__in=wanted)
    timed = running().filter(person=person, dossier__in=wanted)
    known: dict[tuple[UUID, bool], set[str]] = {}
    for pk, word, passes in _marked(involved, "why", passes=False).union(_marked(timed, "kind", passes=True)):
        known.setdefault((pk, bool(passes)), set()).add(word)
    return {
        one.pk: Ties(
            owns=_owns(by, one),
            involved=frozenset(known.get((one.pk, False), ())),
            timed=frozenset(known.get((one.pk, True), ())),
        )
        for one in dossiers
    }


def running() -> QuerySet[TimedAccess]:
    """Return the sight for a time that somebody has at this moment."""
    return TimedAccess.objects.filter(until__gt=clock.now(), ended_at__isnull=True)


def require(by: Actor, permission: str, dossier: Dossier) -> None:
    """Raise `NotFound` when the dossier may not be seen, `Refused` when this may not be done with it."""
    if may(by, permission, dossier):
        return
    if permission == READ or not may(by, READ, dossier):
        raise not_found()
    raise Refused(_("You may not do this with this dossier."))


def works_somewhere(by: Actor) -> bool:
    """Whether somebody sees dossiers anywhere, all or their own."""
    return bool(by.where(READ) | by.where(READ_OWN))


def require_write(by: Actor, dossier: Dossier) -> None:
    """Check a member of staff; jobs, reporters and partners act through rooms that checked them."""
    if by.kind is ActorKind.STAFF:
        require(by, WRITE, dossier)


def not_found() -> NotFound:
    """Return the error that is the same for a dossier that is unknown and one that is hidden."""
    return NotFound(_("This dossier does not exist, or you may not see it."))


def person_id(by: Actor) -> UUID:
    """Return the id of the member of staff who acts."""
    return UUID(by.id)


def _holds(by: Actor, permission: str, dossier: Dossier) -> bool:
    return by.may(permission, municipality=dossier.municipality, compartment=dossier.compartment)


def _owns(by: Actor, dossier: Dossier) -> bool:
    return dossier.owner_id is not None and str(dossier.owner_id) == by.id


def _marked(rows: QuerySet[Any], word: str, *, passes: bool) -> QuerySet[Any, Any]:
    """Return dossier, word and whether it passes with time: one shape for both halves of a union."""
    marked: QuerySet[Any] = rows.annotate(passes=Value(passes, output_field=BooleanField()))
    found: QuerySet[Any, Any] = marked.values_list("dossier_id", word, "passes")
    return found
