# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses, whoever asks: moves outside the pack, lost dossiers, lost owners."""

from sluitend.core import outbox
from sluitend.core.guarding import append_only, fixed, never, no_truncate, refuse
from sluitend.core.walls import by_municipality, by_place, without_place

_DOSSIER, _TIMED, _ALERT = "dossiers_dossier", "dossiers_timedaccess", "dossiers_alert"
_FIXED = (
    "id",
    "reference",
    "municipality",
    "compartment",
    "kind",
    "opened_at",
    "opened_by_kind",
    "opened_by_id",
)

_COUNTED = ("state", "outcome", "owner_role", "owner_id", "next_step", "due", "closed_at")
_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _COUNTED)


def _allowed(from_state: str) -> str:
    """SQL: the pack version of the new row is in force and has this move, ending open or closed as stored."""
    return (
        "EXISTS (SELECT 1 FROM dossiers_statemove allowed "  # noqa: S608 - nothing in it comes from outside
        "WHERE allowed.pack_version_id = NEW.pack_version_id AND allowed.kind = NEW.kind "
        f"AND allowed.from_state = {from_state} AND allowed.to_state = NEW.state "
        "AND allowed.closes = (NEW.closed_at IS NOT NULL)) "
        "AND NOT EXISTS (SELECT 1 FROM policy_packversion used JOIN policy_packversion newer "
        "ON newer.pack_id = used.pack_id AND newer.number > used.number "
        "WHERE used.id = NEW.pack_version_id)"
    )


_OWNER_LEFT = (
    "NEW.owner_id IS NOT NULL AND NEW.closed_at IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM accounts_person person WHERE person.id = NEW.owner_id AND person.is_active)"
)

# Also its end: an access that should last longer is taken anew, with a reason of its own.
_TAKEN = (
    "id",
    "dossier_id",
    "person_id",
    "municipality",
    "compartment",
    "kind",
    "purpose",
    "opened_at",
    "opened_by_kind",
    "opened_by_id",
    "until",
    "review_by",
)
_DONE_TWICE = " OR ".join(
    f"(OLD.{act}_at IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
    for act, columns in (
        ("ended", ("ended_at", "ended_by_kind", "ended_by_id")),
        ("reviewed", ("reviewed_at", "reviewed_by_kind", "reviewed_by_id", "verdict")),
    )
    for column in columns
)
# Erasure empties what is sealed; nothing ever replaces it.
_OTHER_WORDS = " OR ".join(
    f"(OLD.{column} IS NOT NULL AND NEW.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
    for column in ("reason", "note")
)
_OWN_JUDGE = (
    "NEW.reviewed_by_kind = 'staff' AND "
    "replace(NEW.reviewed_by_id, '-', '') = replace(CAST(NEW.person_id AS text), '-', '')"
)

TRIGGERS = (
    refuse(
        _DOSSIER,
        "INSERT",
        name="dossiers_dossier_starts_where_the_pack_says",
        when=f"NOT ({_allowed(chr(39) * 2)})",
        sentence="a dossier of this kind cannot begin in this state",
    ),
    refuse(
        _DOSSIER,
        "UPDATE",
        name="dossiers_dossier_moves_as_the_pack_says",
        when=f"NEW.state <> OLD.state AND NOT ({_allowed('OLD.state')})",
        sentence="the policy pack in force does not allow this move",
    ),
    refuse(
        _DOSSIER,
        "UPDATE",
        name="dossiers_dossier_closes_by_a_move_only",
        when=(
            "NEW.state = OLD.state AND ((NEW.closed_at IS NULL) <> (OLD.closed_at IS NULL) "
            "OR NEW.pack_version_id <> OLD.pack_version_id)"
        ),
        sentence="a dossier opens, closes or follows another pack version by a move only",
    ),
    fixed(
        _DOSSIER,
        _FIXED,
        because="a dossier keeps its municipality, compartment, kind, reference and beginning",
    ),
    refuse(
        _DOSSIER,
        "UPDATE",
        name="dossiers_dossier_version_goes_up",
        when=f"NEW.version <> OLD.version + 1 AND (NEW.version <> OLD.version OR {_CHANGED})",
        sentence="every change of a dossier counts its version up by one",
    ),
    refuse(
        _DOSSIER,
        "INSERT",
        name="dossiers_dossier_begins_with_an_owner_at_work",
        when=_OWNER_LEFT,
        sentence="the owner of an open dossier must be active",
    ),
    refuse(
        _DOSSIER,
        "UPDATE",
        name="dossiers_dossier_keeps_an_owner_at_work",
        when=_OWNER_LEFT,
        sentence="the owner of an open dossier must be active",
    ),
    refuse(
        "accounts_person",
        "UPDATE",
        name="dossiers_nobody_leaves_with_open_dossiers",
        when=(
            "OLD.is_active AND NOT NEW.is_active AND EXISTS (SELECT 1 FROM dossiers_dossier dossier "
            "WHERE dossier.owner_id = NEW.id AND dossier.closed_at IS NULL)"
        ),
        sentence="this person still owns open dossiers",
        everywhere=True,
    ),
    never(_DOSSIER, "DELETE", because="a dossier is closed and erased, its row stays"),
    *append_only("dossiers_statemove", because="a published pack is immutable"),
    *append_only("dossiers_escalation", because="what was overdue stays on record"),
    *append_only("dossiers_fact", because="a counted fact is taken back by another fact"),
    never("dossiers_involvement", "UPDATE", because="who may know of a dossier is taken back and told anew"),
    fixed(_TIMED, _TAKEN, because="who looked at what, until when, stays on record"),
    refuse(
        _TIMED,
        "UPDATE",
        name="dossiers_timedaccess_ends_and_is_judged_once",
        when=f"{_DONE_TWICE} OR {_OTHER_WORDS}",
        sentence="what was said of an access stays as it was said",
    ),
    refuse(
        _TIMED,
        "UPDATE",
        name="dossiers_timedaccess_is_judged_by_another",
        when=_OWN_JUDGE,
        sentence="nobody judges their own emergency",
    ),
    never(_TIMED, "DELETE", because="who looked at what, until when, stays on record"),
    *outbox.guards(_ALERT, "access_id", "person_id", room="dossiers"),
    *(no_truncate(table) for table in (_DOSSIER, "dossiers_involvement", _TIMED)),
)

WALLS = (
    by_place(_DOSSIER, may="SELECT INSERT UPDATE"),
    by_place("dossiers_involvement", may="SELECT INSERT DELETE"),
    by_place(_TIMED, may="SELECT INSERT UPDATE"),
    by_place(_ALERT, may="SELECT INSERT UPDATE"),
    by_place("dossiers_escalation", may="SELECT INSERT"),
    by_municipality("dossiers_fact", may="SELECT INSERT"),
    without_place("dossiers_statemove", may="SELECT INSERT", because="part of a pack, which is no secret"),
)
