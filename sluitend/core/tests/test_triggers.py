# SPDX-License-Identifier: EUPL-1.2
"""Triggers: installed exactly as declared, and their absence is noticed."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from sluitend.core import triggers
from sluitend.core.tests.owning import drop_triggers, owner
from sluitend.core.triggers import Trigger

TABLE = "core_trigger_test"
NO_TENS = Trigger(
    name="core_trigger_test_no_tens",
    table=TABLE,
    sqlite=f"BEFORE INSERT ON {TABLE} WHEN NEW.value = 10 BEGIN SELECT RAISE(ABORT, 'no tens'); END",
    postgresql_when=f"BEFORE INSERT ON {TABLE} FOR EACH ROW",
    postgresql="BEGIN IF NEW.value = 10 THEN RAISE EXCEPTION 'no tens'; END IF; RETURN NEW; END",
)


@pytest.fixture
def declared(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with one declared trigger, beside those of the rooms."""
    monkeypatch.setattr(triggers, "_REGISTRY", dict(triggers._REGISTRY))
    triggers.register(NO_TENS)
    with owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (value integer)")
        if connection.vendor == "postgresql":
            cursor.execute(f"GRANT SELECT, INSERT ON {TABLE} TO PUBLIC")
        triggers.install(connection)


def _insert(value: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} VALUES (%s)", [value])  # noqa: S608


@pytest.mark.usefixtures("declared")
def test_installed_trigger_refuses() -> None:
    _insert(9)
    with pytest.raises(DatabaseError, match="no tens"):
        _insert(10)


@pytest.mark.usefixtures("declared")
def test_installing_twice_changes_nothing() -> None:
    with owner():
        triggers.install(connection)
    assert triggers.missing(connection) == []


@pytest.mark.usefixtures("declared")
def test_removed_trigger_is_missing_and_no_longer_refuses() -> None:
    drop_triggers()
    _insert(10)
    assert NO_TENS.name in triggers.missing(connection)


@pytest.mark.usefixtures("declared")
def test_trigger_of_another_text_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    stricter = replace(
        NO_TENS,
        sqlite=NO_TENS.sqlite.replace("= 10", ">= 10"),
        postgresql=NO_TENS.postgresql.replace("= 10", ">= 10"),
    )
    monkeypatch.setitem(triggers._REGISTRY, NO_TENS.name, stricter)
    assert triggers.missing(connection) == [NO_TENS.name]


@pytest.mark.usefixtures("declared")
def test_trigger_that_is_no_longer_declared_goes_at_the_next_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(triggers._REGISTRY, NO_TENS.name)
    with owner():
        triggers.install(connection)
    _insert(10)


@pytest.mark.postgresql
@pytest.mark.usefixtures("declared")
def test_disabled_trigger_counts_as_missing() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot disable a trigger")
    with owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL")
    assert triggers.missing(connection) == [NO_TENS.name]


@pytest.mark.postgresql
@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    "weaker",
    [
        f"BEFORE INSERT ON {TABLE} FOR EACH ROW WHEN (false)",
        f"AFTER INSERT ON {TABLE} FOR EACH ROW",
        f"BEFORE INSERT ON {TABLE} FOR EACH STATEMENT",
        f"BEFORE UPDATE ON {TABLE} FOR EACH ROW",
        f"BEFORE INSERT OR UPDATE OF value ON {TABLE} FOR EACH ROW",
    ],
)
def test_the_same_function_behind_a_weaker_trigger_counts_as_missing(weaker: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps function and trigger in one text")
    name = NO_TENS.name
    with owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name} ON {TABLE}")
        cursor.execute(f"CREATE TRIGGER {name} {weaker} EXECUTE FUNCTION {name}_function()")
    assert triggers.missing(connection) == [name]


@pytest.mark.usefixtures("declared")
def test_trigger_that_nobody_declared_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert triggers.surplus(connection) == []
    monkeypatch.delitem(triggers._REGISTRY, NO_TENS.name)
    assert triggers.surplus(connection) == [NO_TENS.name]


def test_two_triggers_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "_REGISTRY", {NO_TENS.name: NO_TENS})
    triggers.register(NO_TENS)
    with pytest.raises(ValueError, match="two different triggers"):
        triggers.register(replace(NO_TENS, table="elsewhere"))


@pytest.mark.django_db
def test_migrated_database_has_every_declared_trigger() -> None:
    assert triggers.missing(connection) == []
    assert triggers.registered()


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_lost_triggers_back() -> None:
    drop_triggers()
    assert triggers.missing(connection)
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_failing_migration_leaves_the_triggers_in_place() -> None:
    with pytest.raises(CommandError):
        call_command("migrate", "no-such-app", verbosity=0)
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_looking_at_the_plan_touches_no_trigger(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_connection: object) -> None:
        pytest.fail("a plan must not remove triggers")

    monkeypatch.setattr(triggers, "remove", refuse)
    call_command("migrate", plan=True, verbosity=0)


@pytest.mark.django_db
def test_flush_is_refused_outside_a_test_run(settings: object) -> None:
    settings.MAY_FLUSH = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="journal"):
        call_command("flush", interactive=False, verbosity=0)
