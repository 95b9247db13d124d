# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses: a move outside the table, a packet that changes, a lost line."""

from sluitend.core import outbox
from sluitend.core.guarding import append_only, fixed, never, no_truncate, refuse
from sluitend.core.walls import by_place
from sluitend.handover.states import MOVES, State

_HANDOVER, _MOVE, _LINE = "handover_handover", "handover_move", "handover_line"
_LINK, _OUTGOING = "handover_link", "handover_outgoing"
_STAYS = "what was said about a handover stays"
_LINK_STAYS = "a link is closed, never changed or removed"
_FROZEN = (
    "id",
    "dossier_id",
    "municipality",
    "compartment",
    "partner_id",
    "partner_role",
    "kind",
    "way",
    "pack_version_id",
    "purpose",
    "urgency",
    "prepared_at",
    "prepared_by_kind",
    "prepared_by_id",
    "packet",
    "decision",
    "circumstances",
    "submission",
)
_SEALED = ("packet", "decision", "circumstances")
_SAID = (
    "id",
    "handover_id",
    "municipality",
    "compartment",
    "submission",
    "what",
    "outcome",
    "written_at",
    "written_by_kind",
    "written_by_id",
)
_DOOR = (
    "id",
    "handover_id",
    "municipality",
    "compartment",
    "submission",
    "token_hash",
    "code_hash",
    "made_at",
    "made_by_kind",
    "made_by_id",
    "expires_at",
)


def _illegal() -> str:
    """SQL that is true when a row goes from one state to another by no move of the table."""
    pairs = [
        f"(OLD.state = '{before}' AND NEW.state = '{after}')"
        for before in State
        for after in sorted(MOVES[before])
    ]
    return f"NEW.state <> OLD.state AND NOT ({' OR '.join(pairs)})"


def _replaced(*columns: str) -> str:
    """SQL that is true when ciphertext changes into other ciphertext; erasure may empty it."""
    changes = (f"(NEW.{one} IS DISTINCT FROM OLD.{one} AND NEW.{one} IS NOT NULL)" for one in columns)
    return " OR ".join(changes)


TRIGGERS = (
    refuse(
        _HANDOVER,
        "INSERT",
        name="handover_begins_prepared",
        when=f"NEW.state <> '{State.PREPARED}' OR NEW.moves <> 0",
        sentence="a handover begins as prepared",
    ),
    refuse(
        _HANDOVER,
        "UPDATE",
        name="handover_moves_by_the_table",
        when=_illegal(),
        sentence="a handover cannot make this move",
    ),
    refuse(
        _HANDOVER,
        "UPDATE",
        name="handover_counts_each_move",
        when=(
            "(NEW.state <> OLD.state AND NEW.moves <> OLD.moves + 1) "
            "OR (NEW.state = OLD.state AND NEW.moves <> OLD.moves)"
        ),
        sentence="a handover counts its moves",
    ),
    refuse(
        _HANDOVER,
        "UPDATE",
        name="handover_packet_is_frozen",
        # Erasure empties the ciphertext; nothing ever replaces it.
        when=" OR ".join(
            f"(NEW.{column} IS DISTINCT FROM OLD.{column}"
            + (f" AND NEW.{column} IS NOT NULL)" if column in _SEALED else ")")
            for column in _FROZEN
        ),
        sentence="what was handed over to whom never changes",
    ),
    never(_HANDOVER, "DELETE", because="a handover is erased with its dossier, its row stays"),
    no_truncate(_HANDOVER),
    *append_only(_MOVE, because="the history of a handover stays as it was"),
    fixed(_LINE, _SAID, because=_STAYS),
    refuse(
        _LINE,
        "UPDATE",
        name="handover_line_keeps_its_words",
        when=_replaced("body", "heard_from") + " OR (OLD.answered AND NOT NEW.answered)",
        sentence=_STAYS,
    ),
    never(_LINE, "DELETE", because=_STAYS),
    no_truncate(_LINE),
    fixed(_LINK, _DOOR, because=_LINK_STAYS),
    refuse(
        _LINK,
        "UPDATE",
        name="handover_link_is_used_and_closed_once",
        when=" OR ".join(
            f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
            for column in ("browser_hash", "revoked_at")
        ),
        sentence="a link that was used or closed stays so",
    ),
    never(_LINK, "DELETE", because=_LINK_STAYS),
    no_truncate(_LINK),
    *outbox.guards(_OUTGOING, "handover_id", "link_id", "notice", room="handover"),
)

WALLS = (
    by_place(_HANDOVER, may="SELECT INSERT UPDATE"),
    by_place(_MOVE, may="SELECT INSERT"),
    by_place(_LINE, may="SELECT INSERT UPDATE"),
    by_place(_LINK, may="SELECT INSERT UPDATE"),
    by_place(_OUTGOING, may="SELECT INSERT UPDATE"),
)
