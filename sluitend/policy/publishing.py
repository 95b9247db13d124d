# SPDX-License-Identifier: EUPL-1.2
"""What other rooms have a say in, or have to do, when a pack is put into force.

A room to the right registers a function in its `AppConfig.ready`. Both sorts run inside the
transaction of the publication; what they raise undoes it.
"""

from collections.abc import Callable, Iterable

from sluitend.policy.models import PackVersion
from sluitend.policy.schema.pack import Pack

Objection = Callable[[Pack, Pack | None], Iterable[str]]
Follower = Callable[[PackVersion, Pack], None]

_OBJECTIONS: list[Objection] = []
_FOLLOWERS: list[Follower] = []


def object_with(objection: Objection) -> Objection:
    """Register a check: it gets the new pack and the one in force, and yields reasons against.

    Dossiers use it: a state in which a dossier stands cannot disappear.
    """
    if objection not in _OBJECTIONS:
        _OBJECTIONS.append(objection)
    return objection


def follow_with(follower: Follower) -> Follower:
    """Register what must be stored with a new version, such as its rows of allowed moves."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)
    return follower


def objections(new: Pack, in_force: Pack | None) -> list[str]:
    """Return all reasons against putting the new pack into force."""
    return [reason for objection in _OBJECTIONS for reason in objection(new, in_force)]


def follow(version: PackVersion, pack: Pack) -> None:
    """Let every room store what belongs to the new version."""
    for follower in _FOLLOWERS:
        follower(version, pack)
