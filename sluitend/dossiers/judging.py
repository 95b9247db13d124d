# SPDX-License-Identifier: EUPL-1.2
"""Who is told of an emergency access and may judge it: always somebody else than who took it."""

from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers.access import INSPECT, READ, WRITE, WRITE_OWN
from sluitend.dossiers.models import TimedAccess

Place = tuple[str, str]


def places(by: Actor) -> frozenset[Place]:
    """Return where this actor judges all emergencies: as who answers for the dossiers, or supervises."""
    if by.kind is not ActorKind.STAFF:
        return frozenset()
    return (by.where(READ) & by.where(WRITE)) | by.where(INSPECT)


def own_places(by: Actor) -> frozenset[Place]:
    """Return where this actor judges emergencies in the dossiers that are theirs."""
    return by.where(WRITE_OWN) | by.where(WRITE) if by.kind is ActorKind.STAFF else frozenset()


def is_told(by: Actor, row: TimedAccess) -> bool:
    """Return whether this access is on the list of this actor; `row` has its dossier at hand."""
    place = (row.municipality, row.compartment)
    if place in places(by):
        return True
    owner = row.dossier.owner_id
    return owner is not None and str(owner) == by.id and place in own_places(by)


def may_judge(by: Actor, row: TimedAccess) -> bool:
    """Return whether this actor may judge this access."""
    return str(row.person_id) != by.id and is_told(by, row)
