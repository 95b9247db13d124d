# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses: a case of another sort, a share that grows, a decision that changes."""

from sluitend.core import outbox
from sluitend.core.guarding import append_only, fixed, never, no_truncate, refuse
from sluitend.core.triggers import Trigger
from sluitend.core.walls import by_municipality, by_place

_CASE, _CASE_SIGNAL, _LINE = "cases_case", "cases_casesignal", "cases_sheetline"
_MEETING, _PARTICIPANT, _ITEM, _SHARE = (
    "cases_meeting",
    "cases_participant",
    "cases_agendaitem",
    "cases_share",
)
_TASK, _INVITATION, _NOTICE = "cases_task", "cases_invitation", "cases_notice"
_PLACE = ("dossier_id", "municipality", "compartment")


def _stays(table: str, *columns: str, because: str) -> tuple[Trigger, ...]:
    """Let a row keep these columns, and never go."""
    return (
        fixed(table, columns, because=because),
        never(table, "DELETE", because=because),
        no_truncate(table),
    )


def _ends_once(table: str, act: str) -> Trigger:
    """Let an act that is done stay done."""
    columns = (f"{act}_at", f"{act}_by_kind", f"{act}_by_id")
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return refuse(
        table,
        "UPDATE",
        name=f"{table}_{act}_once",
        when=f"OLD.{act}_at IS NOT NULL AND ({changed})",
        sentence=f"what has {act} stays so",
    )


# Erasure empties what is sealed; nothing ever replaces it.
_OTHER_PACKET = " OR ".join(
    f"(NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} IS NOT NULL)"
    for column in ("packet", "decision")
)
# A signal and the case that it belongs to lie in one compartment: between two there is only a handover.
_ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM dossiers_dossier signal WHERE signal.id = NEW.signal_id "
    "AND signal.municipality = NEW.municipality AND signal.compartment = NEW.compartment)"
)

# What partners share in a covenant stays there: here is no place for it.
_NOT_OURS = tuple(
    refuse(
        table,
        "INSERT",
        name=f"{table}_only_ours",
        when="NEW.compartment = 'wgs'",
        sentence="of a case of a partnership only what is ours stands here",
    )
    for table in (_LINE, "cases_told", _PARTICIPANT)
)

TRIGGERS = (
    *_NOT_OURS,
    *_stays(_CASE, *_PLACE, "submission", "sort", because="a case stays of its sort"),
    never(_CASE_SIGNAL, "UPDATE", because="which signals a case is about is taken back and told anew"),
    no_truncate(_CASE_SIGNAL),
    refuse(
        _CASE_SIGNAL,
        "INSERT",
        name="cases_signal_lies_beside_its_case",
        when=_ELSEWHERE,
        sentence="a signal of another place belongs to no case here",
    ),
    *_stays(_LINE, "id", *_PLACE, "sheet", "word", because="a line of a sheet keeps its place"),
    *append_only("cases_told", because="what a partner told is followed by another word, never replaced"),
    *append_only("cases_decision", because="a decision is followed by another, never replaced"),
    *_stays(_MEETING, *_PLACE, "submission", "consultation", because="a meeting stays of its consultation"),
    *_stays(
        _PARTICIPANT,
        *("id", *_PLACE, "person_id", "partner_id", "added_at", "added_by_kind", "added_by_id"),
        because="who took part stays on record",
    ),
    _ends_once(_PARTICIPANT, "ended"),
    *_stays(
        _ITEM,
        *("id", *_PLACE, "meeting_id", "submission", "added_at", "added_by_kind", "added_by_id"),
        because="what was on an agenda stays on record",
    ),
    _ends_once(_ITEM, "withdrawn"),
    refuse(
        _ITEM,
        "UPDATE",
        name="cases_item_notes_count_up",
        when=(
            "NEW.notes IS DISTINCT FROM OLD.notes AND NEW.notes IS NOT NULL "
            "AND NEW.version <> OLD.version + 1"
        ),
        sentence="every change of notes counts their version up by one",
    ),
    *_stays(
        _SHARE,
        *("id", *_PLACE, "item_id", "participant_id", "rule", "purpose"),
        *("shared_at", "shared_by_kind", "shared_by_id"),
        because="what was shared with whom stays on record",
    ),
    _ends_once(_SHARE, "ended"),
    refuse(
        _SHARE,
        "UPDATE",
        name="cases_share_is_frozen",
        when=_OTHER_PACKET,
        sentence="what was shared with whom never changes",
    ),
    *_stays(
        _TASK,
        *("id", *_PLACE, "item_id", "submission", "component", "given_at", "given_by_kind", "given_by_id"),
        because="what somebody was to do stays on record",
    ),
    _ends_once(_TASK, "done"),
    *_stays(
        _INVITATION,
        *("id", *_PLACE, "participant_id", "submission", "token_hash", "code_hash"),
        *("made_at", "made_by_kind", "made_by_id", "expires_at"),
        because="an invitation is closed, never changed or removed",
    ),
    refuse(
        _INVITATION,
        "UPDATE",
        name="cases_invitation_is_used_and_closed_once",
        when=" OR ".join(
            f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
            for column in ("browser_hash", "revoked_at")
        ),
        sentence="an invitation that was used or closed stays so",
    ),
    *_stays(
        "cases_calendarfeed",
        *("id", "person_id", "municipality", "token_hash", "made_at"),
        because="an address is ended, never changed",
    ),
    *outbox.guards(_NOTICE, "dossier_id", "invitation_id", room="cases"),
)

WALLS = (
    by_place(_CASE, may="SELECT INSERT UPDATE"),
    by_place(_CASE_SIGNAL, may="SELECT INSERT DELETE"),
    by_place(_LINE, may="SELECT INSERT UPDATE"),
    by_place("cases_told", may="SELECT INSERT"),
    by_place("cases_decision", may="SELECT INSERT"),
    by_place(_MEETING, may="SELECT INSERT UPDATE"),
    by_place(_PARTICIPANT, may="SELECT INSERT UPDATE"),
    by_place(_ITEM, may="SELECT INSERT UPDATE"),
    by_place(_SHARE, may="SELECT INSERT UPDATE"),
    by_place(_TASK, may="SELECT INSERT UPDATE"),
    by_place(_INVITATION, may="SELECT INSERT UPDATE"),
    by_place(_NOTICE, may="SELECT INSERT UPDATE"),
    by_municipality("cases_calendarfeed", may="SELECT INSERT UPDATE"),
)
