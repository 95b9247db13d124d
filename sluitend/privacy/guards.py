# SPDX-License-Identifier: EUPL-1.2
"""Triggers that keep the journal append-only, whatever the code above them does.

An entry must follow its chain's head, and a head may only advance to an entry that exists.
"""

from sluitend.core.triggers import Trigger

_ENTRY, _HEAD = "privacy_journalentry", "privacy_journalhead"


def _always_refuse(table: str, act: str) -> Trigger:
    name = f"{table}_no_{act.lower()}"
    sentence = f"{table} is append-only: {act} refused"
    return Trigger(
        name=name,
        table=table,
        sqlite=f"BEFORE {act} ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
        postgresql_when=f'BEFORE {act} ON "{table}" FOR EACH ROW',
        postgresql=f"BEGIN RAISE EXCEPTION '{sentence}' USING ERRCODE = '23514'; END",
    )


def _refuse_truncate(table: str) -> Trigger:
    # SQLite has no TRUNCATE: there every removal is a DELETE.
    return Trigger(
        name=f"{table}_no_truncate",
        table=table,
        sqlite="",
        postgresql_when=f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT',
        postgresql=f"BEGIN RAISE EXCEPTION '{table} is append-only: TRUNCATE refused'; END",
    )


def _refuse_unless(table: str, act: str, *, name: str, condition: str) -> Trigger:
    """Refuse the act on a row for which the condition, in SQL that both databases read, does not hold."""
    sentence = f"{table}: {name.replace('_', ' ')}"
    return Trigger(
        name=f"{table}_{name}",
        table=table,
        sqlite=(
            f'BEFORE {act} ON "{table}" WHEN NOT coalesce({condition}, false) '
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        ),
        postgresql_when=f'BEFORE {act} ON "{table}" FOR EACH ROW',
        postgresql=(
            f"BEGIN IF NOT coalesce({condition}, false) THEN "
            f"RAISE EXCEPTION '{sentence}' USING ERRCODE = '23514'; END IF; RETURN NEW; END"
        ),
    )


TRIGGERS = (
    _always_refuse(_ENTRY, "UPDATE"),
    _always_refuse(_ENTRY, "DELETE"),
    _always_refuse(_HEAD, "DELETE"),
    _refuse_truncate(_ENTRY),
    _refuse_truncate(_HEAD),
    _refuse_unless(
        _ENTRY,
        "INSERT",
        name="entry_must_follow_the_head",
        condition=(
            f'EXISTS (SELECT 1 FROM "{_HEAD}" head WHERE head.chain = NEW.chain '  # noqa: S608
            "AND NEW.seq = head.seq + 1 AND NEW.prev_hash = head.hash)"
        ),
    ),
    _refuse_unless(_HEAD, "INSERT", name="head_must_start_at_zero", condition="NEW.seq = 0"),
    _refuse_unless(
        _HEAD,
        "UPDATE",
        name="head_must_advance_to_the_next_entry",
        condition=(
            "NEW.chain = OLD.chain AND NEW.municipality = OLD.municipality AND NEW.seq = OLD.seq + 1 "  # noqa: S608
            f'AND EXISTS (SELECT 1 FROM "{_ENTRY}" entry WHERE entry.chain = NEW.chain '
            "AND entry.seq = NEW.seq AND entry.hash = NEW.hash)"
        ),
    ),
)
