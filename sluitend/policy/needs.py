# SPDX-License-Identifier: EUPL-1.2
"""Words that other rooms ask of every pack, such as a next step that they plan.

A room to the right registers a function in its `AppConfig.ready`. `sluitend pack check` tells the
author of each word that is not there; docs/policy-packs.md lists them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sluitend.policy.schema.pack import Pack


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a section of a pack does not have: `what` it is, and `why` a room needs it."""

    section: str
    what: str
    why: str


Lacks = Callable[[Pack], Iterable[Lack]]

_ASKING: list[Lacks] = []


def ask_with(lacks: Lacks) -> Lacks:
    """Register a function that yields what a pack lacks for a room to work."""
    if lacks not in _ASKING:
        _ASKING.append(lacks)
    return lacks


def lacking(pack: Pack) -> list[Lack]:
    """Return all that a pack lacks for the rooms that are here."""
    return [lack for lacks in _ASKING for lack in lacks(pack)]
