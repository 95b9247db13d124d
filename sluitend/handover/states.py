# SPDX-License-Identifier: EUPL-1.2
"""The life of a handover: one table, from which the database's own check is made. Pure."""

from enum import StrEnum


class State(StrEnum):
    """Where a handover stands."""

    PREPARED = "prepared"
    SENT = "sent"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    FED_BACK = "fed-back"
    WITHDRAWN = "withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.PREPARED: frozenset({State.SENT, State.WITHDRAWN}),
    State.SENT: frozenset({State.OPENED, State.ACKNOWLEDGED, State.REFUSED, State.FED_BACK, State.WITHDRAWN}),
    State.OPENED: frozenset({State.ACKNOWLEDGED, State.REFUSED, State.FED_BACK, State.WITHDRAWN}),
    State.ACKNOWLEDGED: frozenset({State.REFUSED, State.FED_BACK, State.WITHDRAWN}),
    State.FED_BACK: frozenset(),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

WAITING_FOR_ACKNOWLEDGEMENT = frozenset({State.SENT, State.OPENED})
# The partner has it and has not said what became of it.
WITH_PARTNER = frozenset({State.SENT, State.OPENED, State.ACKNOWLEDGED})
# The partner may still look into the packet and say more.
READABLE = WITH_PARTNER | {State.FED_BACK}


def allowed(from_state: str, to_state: str) -> bool:
    """Return whether a handover may go from one state to the other."""
    return State(to_state) in MOVES[State(from_state)]
