# SPDX-License-Identifier: EUPL-1.2
"""The life of a dossier: states, moves between them, outcomes, next steps, terms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sluitend.policy.schema.base import NextStepId, Slug, Sourced, StateId, TermId, Text

Requirement = Literal[
    "reason", "outcome", "evaluation", "privacy-test-1", "privacy-test-2a", "privacy-test-2b"
]
Moment = Literal["weigh", "close", "feedback", "decide"]
Unit = Literal["working-days", "days", "weeks"]
# The kind of dossier that has a reporter, who is told what became of it.
REPORTED = "signal"


class State(Sourced):
    """Where a dossier stands.

    `open` says whether work is still to be done: an open dossier has an owner role, a next step
    and a due date. `starts` lists the kinds of dossier that may begin here. `next_step` is what
    is proposed on arrival. `told` is what the reporter of a signal reads: never content.
    """

    name: Text
    explanation: Text | None = None
    open: bool
    starts: tuple[Slug, ...] = ()
    next_step: NextStepId | None = None
    told: Text | None = None


class Move(Sourced):
    """A step from one state to another that is allowed for one kind of dossier.

    `requires` names what must have been recorded before (or together with) the step.
    """

    name: Text
    kind: Slug = "signal"
    from_state: StateId
    to_state: StateId
    requires: tuple[Requirement, ...] = ()


class Outcome(Sourced):
    """What somebody decided: when weighing, when closing, or at a table (`decide`).

    `kinds` are the dossiers about which it can be said. `leads_to` is the state in which a weighed
    dossier arrives; `next_step` what is proposed then. `told` is the feedback that the reporter reads
    when the dossier closes with it: no content. `asks_reference`: who chooses it says to which other
    dossier it belongs. `refusal`: a partner says it by refusing, so it is offered as feedback only once
    that is no longer possible.
    """

    name: Text
    explanation: Text | None = None
    moments: Annotated[tuple[Moment, ...], Field(min_length=1)]
    kinds: Annotated[tuple[Slug, ...], Field(min_length=1)] = ("signal",)
    leads_to: StateId | None = None
    next_step: NextStepId | None = None
    told: Text | None = None
    asks_reference: bool = False
    refusal: bool = False


class NextStep(Sourced):
    """Something that the owner of a dossier does next; `term` gives the proposed due date.

    `states` are those in which somebody may choose it; left out, it can be chosen in all.
    """

    name: Text
    explanation: Text | None = None
    term: TermId
    kinds: tuple[Slug, ...] = ("signal",)
    states: tuple[StateId, ...] = ()


class Term(Sourced):
    """A length of time that runs from `start`, a short word for an event.

    It ends on a working day: zero working days means the same day or the first working day after
    it, and days or weeks that end on a day off run on to the next working day.
    """

    name: Text
    count: Annotated[int, Field(ge=0, le=10_000)]
    unit: Unit
    start: Slug


@dataclass(frozen=True, slots=True)
class LifecycleFault:
    """A fault that only shows when the sections are read together."""

    section: str
    id: str
    what: str
    remedy: str


def faults(
    states: Iterable[State], moves: Iterable[Move], outcomes: Iterable[Outcome]
) -> list[LifecycleFault]:
    """Return what would leave a dossier without a way on; empty when the lifecycle is sound.

    Unknown ids are not looked for here: the loader checks every reference.
    """
    by_id = {state.id: state for state in states}
    known = [move for move in moves if move.from_state in by_id and move.to_state in by_id]
    return [
        *_states_without_step(by_id),
        *_states_without_word(by_id, known),
        *_outcomes_without_end(outcomes, by_id),
        *_doubles(known),
        *_dead_ends(by_id, known),
    ]


def _states_without_step(states: dict[str, State]) -> Iterator[LifecycleFault]:
    for state in states.values():
        if state.open and state.next_step is None:
            what = f"open state `{state.id}` proposes no next step"
            yield LifecycleFault("states", state.id, what, "add `next_step`, or set `open: false`")
        if state.starts and not state.open:
            what = f"state `{state.id}` starts a dossier but is not open"
            yield LifecycleFault("states", state.id, what, "set `open: true` or remove `starts`")


def _states_without_word(states: dict[str, State], moves: list[Move]) -> Iterator[LifecycleFault]:
    """A reporter always reads how it stands: every state that a signal can reach says so."""
    reached = {move.to_state for move in moves if move.kind == REPORTED}
    for state in states.values():
        if state.told is None and (REPORTED in state.starts or state.id in reached):
            what = f"state `{state.id}` tells the reporter nothing"
            yield LifecycleFault("states", state.id, what, "add `told`, a sentence without content")


def _outcomes_without_end(outcomes: Iterable[Outcome], states: dict[str, State]) -> Iterator[LifecycleFault]:
    for outcome in outcomes:
        target = states.get(outcome.leads_to or "")
        if "weigh" in outcome.moments and outcome.leads_to is None:
            what = f"outcome `{outcome.id}` of a weighing leads to no state"
            yield LifecycleFault("outcomes", outcome.id, what, "add `leads_to`")
        closes = "close" in outcome.moments or (target is not None and not target.open)
        if closes and outcome.told is None and REPORTED in outcome.kinds:
            what = f"outcome `{outcome.id}` closes a dossier but tells the reporter nothing"
            yield LifecycleFault("outcomes", outcome.id, what, "add `told`, a sentence without content")


def _doubles(moves: list[Move]) -> Iterator[LifecycleFault]:
    seen: dict[tuple[str, str, str], str] = {}
    for move in moves:
        first = seen.setdefault((move.kind, move.from_state, move.to_state), move.id)
        if first != move.id:
            what = f"moves `{first}` and `{move.id}` are the same step"
            yield LifecycleFault("moves", move.id, what, "remove one of them")


def _dead_ends(states: dict[str, State], moves: list[Move]) -> Iterator[LifecycleFault]:
    ways: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for move in moves:
        ways[move.kind][move.from_state].add(move.to_state)
    kinds = {kind for state in states.values() for kind in state.starts}
    for kind in sorted(set(ways) - kinds):
        what = f"moves exist for dossiers of kind `{kind}`, but no state starts one"
        yield LifecycleFault("moves", "", what, f"add `starts: [{kind}]` to the first state")
    for kind in sorted(kinds):
        starts = [state.id for state in states.values() if kind in state.starts]
        for found in sorted(_reachable(starts, ways[kind])):
            if states[found].open and not any(not states[s].open for s in _reachable([found], ways[kind])):
                what = f"a dossier of kind `{kind}` in state `{found}` can never be closed"
                yield LifecycleFault("states", found, what, "add moves that lead to a state that is not open")


def _reachable(starts: Iterable[str], ways: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting.extend(ways.get(state, ()))
    return found
