# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses: a move outside the table, a packet that changes, a lost line."""

from sluitend.core.triggers import Trigger
from sluitend.handover.states import MOVES, State

_HANDOVER, _MOVE, _LINE = "handover_handover", "handover_move", "handover_line"
_FROZEN = (
    "id",
    "dossier_id",
    "municipality",
    "compartment",
    "partner_id",
    "partner_role",
    "kind",
    "way",
    "packet",
    "decision",
    "submission",
)


def _refuse(table: str, act: str, *, name: str, when: str, sentence: str) -> Trigger:
    """Refuse an act on a row for which `when`, in SQL that both databases read, is true."""
    leave = "RETURN OLD" if act == "DELETE" else "RETURN NEW"
    return Trigger(
        name=name,
        table=table,
        sqlite=f"BEFORE {act} ON \"{table}\" WHEN {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
        postgresql_when=f'BEFORE {act} ON "{table}" FOR EACH ROW',
        postgresql=(
            f"BEGIN IF {when} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = '23514'; END IF; {leave}; END"
        ),
    )


def _never(table: str, act: str, because: str) -> Trigger:
    return _refuse(table, act, name=f"{table}_no_{act.lower()}", when="true", sentence=because)


def _illegal() -> str:
    """SQL that is true when a row goes from one state to another by no move of the table."""
    pairs = [
        f"(OLD.state = '{before}' AND NEW.state = '{after}')"
        for before in State
        for after in sorted(MOVES[before])
    ]
    return f"NEW.state <> OLD.state AND NOT ({' OR '.join(pairs)})"


TRIGGERS = (
    _refuse(
        _HANDOVER,
        "INSERT",
        name="handover_begins_prepared",
        when=f"NEW.state <> '{State.PREPARED}' OR NEW.moves <> 0",
        sentence="a handover begins as prepared",
    ),
    _refuse(
        _HANDOVER,
        "UPDATE",
        name="handover_moves_by_the_table",
        when=_illegal(),
        sentence="a handover cannot make this move",
    ),
    _refuse(
        _HANDOVER,
        "UPDATE",
        name="handover_counts_each_move",
        when=(
            "(NEW.state <> OLD.state AND NEW.moves <> OLD.moves + 1) "
            "OR (NEW.state = OLD.state AND NEW.moves <> OLD.moves)"
        ),
        sentence="a handover counts its moves",
    ),
    _refuse(
        _HANDOVER,
        "UPDATE",
        name="handover_packet_is_frozen",
        # Erasure empties the ciphertext; nothing ever replaces it.
        when=" OR ".join(
            f"(NEW.{column} IS DISTINCT FROM OLD.{column}"
            + (f" AND NEW.{column} IS NOT NULL)" if column in ("packet", "decision") else ")")
            for column in _FROZEN
        ),
        sentence="what was handed over to whom never changes",
    ),
    _never(_HANDOVER, "DELETE", "a handover is erased with its dossier, its row stays"),
    _never(_MOVE, "UPDATE", "the history of a handover stays as it was"),
    _never(_MOVE, "DELETE", "the history of a handover stays as it was"),
    _never(_LINE, "DELETE", "what was said about a handover stays"),
)
