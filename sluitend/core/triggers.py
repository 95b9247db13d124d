# SPDX-License-Identifier: EUPL-1.2
"""Database triggers, declared beside the model that they guard.

SQLite drops the triggers of a table silently when a migration rebuilds it. So they are not
part of the migrations: our `migrate` installs all of them afresh at its end, and start-up
refuses when one is missing.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Trigger:
    """One named trigger on one table.

    `sqlite` is the text after `CREATE TRIGGER name`; `postgresql` is the body of a plpgsql
    function plus, in `postgresql_when`, the text between the trigger's name and `EXECUTE`.
    """

    name: str
    table: str
    sqlite: str
    postgresql_when: str
    postgresql: str


_REGISTRY: dict[str, Trigger] = {}


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
    """Drop and create every declared trigger whose table exists."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in registered():
            if trigger.table not in tables:
                continue
            for statement in _statements(connection.vendor, trigger):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every declared trigger, so that a migration may rebuild its table."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in registered():
            if trigger.table in tables:
                cursor.execute(_drop(connection.vendor, trigger))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of declared triggers that the database does not have."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [trigger.name for trigger in registered() if trigger.name not in present]


def _drop(vendor: str, trigger: Trigger) -> str:
    if vendor == "postgresql":
        return f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"'
    return f'DROP TRIGGER IF EXISTS "{trigger.name}"'


def _statements(vendor: str, trigger: Trigger) -> list[str]:
    if vendor == "postgresql":
        function = f'"{trigger.name}_function"'
        return [
            _drop(vendor, trigger),
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
            f"{trigger.postgresql}\n$body$",
            f'CREATE TRIGGER "{trigger.name}" {trigger.postgresql_when} EXECUTE FUNCTION {function}()',
        ]
    return [_drop(vendor, trigger), f'CREATE TRIGGER "{trigger.name}" {trigger.sqlite}']
