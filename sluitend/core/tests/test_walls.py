# SPDX-License-Identifier: EUPL-1.2
"""Rights and policies are exactly those declared, and start-up notices when they are not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from sluitend.core import walls
from sluitend.core.postgresql.owner import as_owner
from sluitend.core.tests.owning import owner

ENTRY, SIGNAL, SESSION = "privacy_journalentry", "signals_signal", "accounts_session"
OPEN, RIGHTS = "shows rows of other places", "other rights than declared"


def test_two_walls_around_one_table_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls, "_REGISTRY", {})
    walls.register(walls.by_place("a", may="SELECT"))
    walls.register(walls.by_place("a", may="SELECT"))
    with pytest.raises(ValueError, match="two different walls around a"):
        walls.register(walls.by_place("a", may="SELECT DELETE"))


def test_what_is_no_right_is_refused() -> None:
    with pytest.raises(ValueError, match="not what one may do"):
        walls.by_place("a", may="SELECT EVERYTHING")


@pytest.mark.django_db
def test_sqlite_has_no_walls_and_no_faults() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has them")
    assert walls.faults(connection) == []


@pytest.fixture
def postgresql(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles and row-level security")


def faults_after(*acts: str) -> list[str]:
    """What start-up would say after the owner did something; the login itself is judged apart."""
    with owner(), connection.cursor() as cursor:
        for act in acts:
            cursor.execute(act)
    return [fault for fault in walls.faults(connection) if not fault.startswith("The role")]


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_migrated_database_is_as_declared() -> None:
    assert faults_after() == []


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize(
    "act",
    [
        f"DROP POLICY sluitend_place ON {SIGNAL}",
        f"ALTER POLICY sluitend_place ON {SIGNAL} USING (true)",
        f"ALTER POLICY sluitend_place ON {SIGNAL} WITH CHECK (true)",
        f"ALTER POLICY sluitend_place ON {SIGNAL} TO CURRENT_USER",
        f"CREATE POLICY more ON {SIGNAL} USING (true)",
        f"ALTER TABLE {SIGNAL} DISABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {SIGNAL} NO FORCE ROW LEVEL SECURITY",
    ],
)
def test_policy_that_is_missing_changed_or_not_ours_is_noticed(act: str) -> None:
    (fault,) = faults_after(act)
    assert OPEN in fault
    assert f"in: {SIGNAL}." in fault
    assert "sluitend migrate" in fault


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize(
    ("act", "table"),
    [
        (f"GRANT UPDATE ON {ENTRY} TO PUBLIC", ENTRY),
        (f"GRANT DELETE ON {ENTRY} TO PUBLIC", ENTRY),
        (f"GRANT UPDATE (hash) ON {ENTRY} TO PUBLIC", ENTRY),
        (f"GRANT TRUNCATE ON {SIGNAL} TO PUBLIC", SIGNAL),
        ("GRANT SELECT ON auth_group TO PUBLIC", "auth_group"),
        ("CREATE VIEW everything AS SELECT 1; GRANT SELECT ON everything TO PUBLIC", "everything"),
    ],
)
def test_right_that_is_wider_than_declared_is_noticed(act: str, table: str) -> None:
    (fault,) = faults_after(act)
    assert RIGHTS in fault
    assert f"on: {table}." in fault


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_right_that_is_narrower_than_declared_is_noticed() -> None:
    role = connection.ops.quote_name(walls.application_role(connection))
    (fault,) = faults_after(f"REVOKE DELETE ON {SESSION} FROM {role}")
    assert f"on: {SESSION}." in fault


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_table_without_a_declaration_gives_no_right() -> None:
    assert faults_after("CREATE TABLE nobody_spoke_of (n integer)") == []
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute("SELECT * FROM nobody_spoke_of")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_migrate_puts_lost_policies_and_rights_back() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles and row-level security")
    acts = (f"DROP POLICY sluitend_place ON {SIGNAL}", f"GRANT UPDATE ON {ENTRY} TO PUBLIC")
    assert len(faults_after(*acts)) == 2
    call_command("migrate", verbosity=0)
    assert faults_after() == []


@contextmanager
def connected_as(**settings: Any) -> Iterator[Any]:
    """A connection of its own to the same database, without what the suite may do."""
    given = {**connection.settings_dict, "OPTIONS": {}, **settings}
    other = connections["default"].__class__(given, alias="default")
    try:
        yield other
    finally:
        other.close()


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_application_that_connects_by_itself_finds_nothing_amiss() -> None:
    with connected_as(USER=connection.settings_dict["OPTIONS"]["assume_role"]) as application:
        assert walls.faults(application) == []
        for act in (
            "CREATE TABLE mine (n integer)",
            "CREATE TEMPORARY TABLE mine (n integer)",
            f"ALTER TABLE {SIGNAL} NO FORCE ROW LEVEL SECURITY",
        ):
            with (
                pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
                application.cursor() as c,
            ):
                c.execute(act)


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize("right", ["CREATE ON SCHEMA public", "TEMPORARY ON DATABASE {}"])
def test_application_that_may_add_tables_is_refused(right: str) -> None:
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    with owner(), connection.cursor() as cursor:
        cursor.execute(f"GRANT {right.format(database)} TO PUBLIC")
    assert any("may add tables" in fault for fault in walls.role_faults(connection))


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize(
    ("user", "what"),
    [
        ("owner", "owns tables or may become who does"),
        ("suite", "owns tables or may become who does"),
        ("postgres", "stands above the rights of the database"),
    ],
)
def test_role_that_nothing_holds_back_is_refused(user: str, what: str) -> None:
    given = connection.settings_dict
    names = {"owner": given["OWNER"]["USER"], "suite": given["USER"]}
    with connected_as(USER=names.get(user, user)) as other:
        (fault,) = walls.role_faults(other)
        assert what in fault
        assert "docs/operate.md" in fault


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_instance_with_one_role_for_everything_migrates_and_does_not_start() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles and row-level security")
    with connected_as(USER=connection.settings_dict["OWNER"]["USER"], OWNER={}) as single:
        role = walls.application_role(single)
        with as_owner(single):
            walls.install(single, role=role)
        assert [fault for fault in walls.faults(single) if "owns tables" in fault]
    call_command("migrate", verbosity=0)
