# SPDX-License-Identifier: EUPL-1.2
"""The state machine of one kind of dossier, as the pack in force describes it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from sluitend.policy.schema.lifecycle import Move, Outcome, State
from sluitend.policy.schema.pack import Pack

# What stands for "before the beginning" in the rows that the database checks.
START = ""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """States by id and moves by (from, to); only what is used, nothing of a part that is off."""

    kind: str
    states: dict[str, State]
    moves: dict[tuple[str, str], Move]

    def is_open(self, state: str) -> bool:
        """Return whether there is still work to do in this state."""
        return self.states[state].open

    def starts(self) -> tuple[State, ...]:
        """Return the states in which a dossier of this kind may begin."""
        return tuple(state for state in self.states.values() if self.kind in state.starts)

    def move(self, from_state: str, to_state: str) -> Move | None:
        """Return the move between two states, or None when it is not allowed."""
        return self.moves.get((from_state, to_state))

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """Return the moves that are allowed from here, in the order of the pack."""
        return tuple(move for move in self.moves.values() if move.from_state == state)

    def closing_state(self, state: str) -> str | None:
        """Return the closed state that can be reached from here in one move, or None."""
        closed = (move.to_state for move in self.moves_from(state) if not self.is_open(move.to_state))
        return next(closed, None)

    def reopening_state(self, state: str) -> str | None:
        """Return the open state in which a closed dossier continues, or None."""
        reopened = (move.to_state for move in self.moves_from(state) if self.is_open(move.to_state))
        return next(reopened, None)

    def can_be_closed(self, state: str) -> bool:
        """Return whether some way leads from here to a closed state."""
        seen: set[str] = set()
        waiting = [state]
        while waiting:
            found = waiting.pop()
            if not self.is_open(found):
                return True
            if found not in seen:
                seen.add(found)
                waiting.extend(move.to_state for move in self.moves_from(found))
        return False

    def rows(self) -> Iterator[tuple[str, str, bool]]:
        """Yield (from, to, closes) for every beginning and every move."""
        for state in self.starts():
            yield START, state.id, False
        for from_state, to_state in self.moves:
            yield from_state, to_state, not self.is_open(to_state)


def lifecycle(pack: Pack, kind: str) -> Lifecycle:
    """Return the state machine that a pack gives to dossiers of one kind."""
    used = {state.id: state for state in pack.states if pack.used(state)}
    moves = {
        (move.from_state, move.to_state): move
        for move in pack.moves
        if move.kind == kind and pack.used(move) and move.from_state in used and move.to_state in used
    }
    passed = {state for move in moves for state in move}
    states = {name: state for name, state in used.items() if kind in state.starts or name in passed}
    return Lifecycle(kind, states, moves)


def kinds(pack: Pack) -> tuple[str, ...]:
    """Return the kinds of dossier that a pack lets begin somewhere."""
    found = {kind: None for state in pack.states if pack.used(state) for kind in state.starts}
    return tuple(found)


def outcomes(pack: Pack, moment: str, kind: str = "signal") -> tuple[Outcome, ...]:
    """Return what can be said of a kind of dossier at a moment: `weigh`, `close`, `feedback`, `decide`."""
    return tuple(
        outcome
        for outcome in pack.outcomes
        if moment in outcome.moments and kind in outcome.kinds and pack.used(outcome)
    )
