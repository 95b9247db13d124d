# SPDX-License-Identifier: EUPL-1.2
"""States, moves, outcomes, next steps and terms of a dossier."""

from typing import Annotated

from pydantic import Field

from sluitend.policy.schema.base import RoleId, Sourced, StateId, Text


class State(Sourced):
    """A state in which a dossier of one kind can be."""

    name: Text
    kind: str = "signal"


class Move(Sourced):
    """One allowed move between two states."""

    name: Text
    start: StateId
    to: StateId


class Outcome(Sourced):
    """A conclusion of weighing a signal."""

    name: Text


class NextStep(Sourced):
    """A next step that a dossier can have."""

    name: Text
    role: RoleId | None = None


class Term(Sourced):
    """A number of days within which something is due."""

    name: Text
    days: Annotated[int, Field(ge=0)]
