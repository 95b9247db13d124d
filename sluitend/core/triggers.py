# SPDX-License-Identifier: EUPL-1.2
"""Database triggers, declared beside the model that they guard.

SQLite drops the triggers of a table silently when a migration rebuilds it. So they are not
part of the migrations: our `migrate` installs all of them afresh at its end, and start-up
refuses when one is missing.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Trigger:
    """One named trigger on one table.

    `sqlite` is the text after `CREATE TRIGGER name`; `postgresql` is the body of a plpgsql
    function plus, in `postgresql_when`, the text between the trigger's name and `EXECUTE`.
    An empty text means that this database needs no such trigger.
    """

    name: str
    table: str
    sqlite: str
    postgresql_when: str
    postgresql: str


_REGISTRY: dict[str, Trigger] = {}
# As PostgreSQL keeps them in pg_trigger.tgtype; AFTER and STATEMENT are the absence of a bit.
_TYPE_BITS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


def register(*triggers: Trigger) -> None:
    """Declare triggers; called at import of the models module that owns the table."""
    for trigger in triggers:
        if trigger.name in _REGISTRY and _REGISTRY[trigger.name] != trigger:
            message = f"two different triggers are named {trigger.name}"
            raise ValueError(message)
        _REGISTRY[trigger.name] = trigger


def registered() -> tuple[Trigger, ...]:
    """Return all declared triggers, in order of name."""
    return tuple(_REGISTRY[name] for name in sorted(_REGISTRY))


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database have exactly the declared triggers of its tables: all of them, or none."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        remove(connection)
        for trigger in _wanted(connection.vendor):
            if trigger.table in tables:
                for statement in _creation(connection.vendor, trigger):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger, also those of an earlier version, so that tables may be rebuilt."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, table in _present(connection):
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
            else:
                cursor.execute(f'DROP TRIGGER "{name}"')


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of declared triggers that are absent, disabled, or not as declared.

    On PostgreSQL the same function behind another moment, act or condition is not as declared either.
    """
    present = _present(connection)
    return [
        trigger.name
        for trigger in _wanted(connection.vendor)
        if present.get((trigger.name, trigger.table)) != _stored(connection.vendor, trigger)
    ]


def surplus(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that nobody declared: what they do to each row is unknown."""
    wanted = {(trigger.name, trigger.table) for trigger in _wanted(connection.vendor)}
    return sorted(name for name, table in _present(connection) if (name, table) not in wanted)


def _wanted(vendor: str) -> list[Trigger]:
    return [
        trigger
        for trigger in registered()
        if (trigger.postgresql if vendor == "postgresql" else trigger.sqlite)
    ]


def _present(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """What the database holds of each trigger by (name, table); empty when it does not always fire."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname, relname, CASE WHEN tgenabled = 'O' AND tgqual IS NULL AND tgattr::text = '' "
            "THEN tgtype || ' ' || prosrc ELSE '' END FROM pg_trigger "
            "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
    else:
        query = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(name, table): text for name, table, text in cursor.fetchall()}


def _stored(vendor: str, trigger: Trigger) -> str:
    """The text that the database keeps of this trigger."""
    if vendor == "postgresql":
        return f"{_type(trigger.postgresql_when)} {_body(trigger)}"
    return _creation(vendor, trigger)[-1]


def _type(when: str) -> int:
    """PostgreSQL's number for moment and acts of a trigger, from `BEFORE UPDATE ON … FOR EACH ROW`."""
    words = when.split()
    return sum(bit for word, bit in _TYPE_BITS.items() if word in words)


def _body(trigger: Trigger) -> str:
    return f"\n{trigger.postgresql}\n"


def _creation(vendor: str, trigger: Trigger) -> list[str]:
    if vendor == "postgresql":
        function = f'"{trigger.name}_function"'
        return [
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$body${_body(trigger)}$body$",
            f'CREATE TRIGGER "{trigger.name}" {trigger.postgresql_when} EXECUTE FUNCTION {function}()',
        ]
    return [f'CREATE TRIGGER "{trigger.name}" {trigger.sqlite}']
