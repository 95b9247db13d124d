# SPDX-License-Identifier: EUPL-1.2
"""Ready-made triggers: what a table refuses, written once for both databases."""

from collections.abc import Iterable

from sluitend.core.triggers import Trigger


def refuse(table: str, act: str, *, name: str, when: str, sentence: str, everywhere: bool = False) -> Trigger:
    """Refuse an act on a row for which `when`, in SQL that both databases read, is true.

    `everywhere`: it looks at rows of all places, also those in which who acts does not work.
    """
    leave = "RETURN OLD" if act == "DELETE" else "RETURN NEW"
    refusal = f"IF {when} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = '23514'; END IF;"
    return Trigger(
        name=name,
        table=table,
        sqlite=f"BEFORE {act} ON \"{table}\" WHEN {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
        postgresql_when=f'BEFORE {act} ON "{table}" FOR EACH ROW',
        postgresql=_everywhere(refusal, leave) if everywhere else f"BEGIN {refusal} {leave}; END",
    )


def _everywhere(check: str, leave: str) -> str:
    """Check in the scope of the whole instance, and go back to the scope of who acts (`core/scope.py`)."""
    return (
        "DECLARE told text := coalesce(current_setting('sluitend.places', true), ''); "
        f"BEGIN PERFORM set_config('sluitend.places', '*', true); {check} "
        f"PERFORM set_config('sluitend.places', told, true); {leave}; END"
    )


def never(table: str, act: str, *, because: str) -> Trigger:
    """Refuse an act on every row of a table."""
    sentence = f"{because}: {act} refused"
    return refuse(table, act, name=f"{table}_no_{act.lower()}", when="true", sentence=sentence)


def no_truncate(table: str) -> Trigger:
    """Refuse to empty a table at once. SQLite has no TRUNCATE: there every removal is a DELETE."""
    return Trigger(
        name=f"{table}_no_truncate",
        table=table,
        sqlite="",
        postgresql_when=f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT',
        postgresql=f"BEGIN RAISE EXCEPTION '{table} keeps its rows: TRUNCATE refused'; END",
    )


def append_only(table: str, *, because: str) -> tuple[Trigger, ...]:
    """Let a table take new rows and nothing else."""
    return (
        never(table, "UPDATE", because=because),
        never(table, "DELETE", because=because),
        no_truncate(table),
    )


def fixed(table: str, columns: Iterable[str], *, because: str) -> Trigger:
    """Let no row change in these columns."""
    return refuse(
        table,
        "UPDATE",
        name=f"{table}_stays_as_written",
        when=" OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns),
        sentence=f"{because}: UPDATE refused",
    )
