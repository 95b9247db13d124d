# SPDX-License-Identifier: EUPL-1.2
"""Settings of the database that could lose a saved signal are noticed."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from sluitend.core import durability

# The suite runs without waiting for the disk; here the setting itself is what is tested.
_NAME = {"sqlite": "PRAGMA synchronous = {}", "postgresql": "SET synchronous_commit = {}"}
_STRONG = {"sqlite": ["FULL"], "postgresql": ["on", "remote_apply"]}
_WEAK = {"sqlite": ["OFF", "NORMAL"], "postgresql": ["off", "local"]}


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_NAME[connection.vendor].format(value))


@pytest.fixture
def _fresh_connection(transactional_db: None) -> Iterator[None]:
    yield
    connection.close()


@pytest.mark.usefixtures("_fresh_connection")
def test_settings_that_keep_what_is_committed_are_accepted() -> None:
    for value in _STRONG[connection.vendor]:
        _set(value)
        assert [fault for fault in durability.faults(connection) if "synchronous" in fault] == []


@pytest.mark.usefixtures("_fresh_connection")
def test_settings_that_could_lose_a_commit_are_named() -> None:
    for value in _WEAK[connection.vendor]:
        _set(value)
        assert [fault for fault in durability.faults(connection) if "synchronous" in fault], value


@pytest.mark.usefixtures("_fresh_connection")
@pytest.mark.parametrize("name", ["foreign_keys", "recursive_triggers"])
def test_rules_that_are_switched_off_are_named(name: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL always enforces foreign keys and triggers")
    assert not any(name in fault for fault in durability.faults(connection))
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name} = OFF")
    assert any(name in fault for fault in durability.faults(connection))


@pytest.mark.usefixtures("_fresh_connection")
def test_what_is_deleted_is_overwritten_in_the_file() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the embedded database only: PostgreSQL leaves that to VACUUM and the disk")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = OFF")
    raw = connection.connection
    raw.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    assert raw.execute("PRAGMA secure_delete").fetchone() == (1,)
