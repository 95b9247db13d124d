# SPDX-License-Identifier: EUPL-1.2
"""What PostgreSQL is told of the scope, however a statement gets there."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from psycopg import ClientCursor, sql

from sluitend.core import scope
from sluitend.core.postgresql.owner import as_owner

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
HERE, THERE = {("GM0001", "signals")}, {("GM0002", "care")}
TOLD_HERE, TOLD_THERE = ",GM0001/,GM0001/signals,", ",GM0002/,GM0002/care,"
ASK = "SELECT coalesce(current_setting('sluitend.places', true), '')"


@pytest.fixture(autouse=True)
def _nowhere() -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security: a scope changes nothing there")
    with scope.within(()):
        yield


def told(query: Any = ASK) -> str:
    """What the database knows of the scope while it runs a statement."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def left() -> str:
    """What lingers on the connection when nobody tells it anything."""
    with ClientCursor(connection.connection) as cursor:
        cursor.execute(ASK)
        (found,) = cursor.fetchone() or ("",)
        return str(found)


def test_each_statement_is_told_and_nothing_lingers() -> None:
    with scope.within(HERE):
        assert told() == TOLD_HERE
        assert told(sql.SQL(ASK)) == TOLD_HERE
        assert left() == ""
        with scope.within(THERE):
            assert told() == TOLD_THERE
        assert told() == TOLD_HERE
    assert told() == ""


def test_scope_that_ended_does_not_linger_in_a_transaction() -> None:
    with transaction.atomic():
        with scope.within(HERE):
            assert told() == TOLD_HERE
        assert told() == ""
    assert left() == ""


def test_savepoint_that_is_taken_back_changes_no_scope() -> None:
    with scope.within(HERE), transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic(), scope.within(THERE):
            told(f"{ASK}; SELECT 1/0")
        assert told() == TOLD_HERE
    assert left() == ""


def test_transaction_that_is_rolled_back_leaves_nothing() -> None:
    with scope.within(HERE), transaction.atomic():
        assert told() == TOLD_HERE
        transaction.set_rollback(True)
    assert (told(), left()) == ("", "")


def test_failed_statement_outside_a_transaction_leaves_nothing() -> None:
    with scope.within(HERE), pytest.raises(DatabaseError, match="division by zero"):
        told("SELECT 1/0")
    assert (told(), left()) == ("", "")


def test_result_and_count_are_those_of_the_statement_itself() -> None:
    with scope.within(HERE), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM (VALUES (1, '%%'), (2, 'b')) AS pair (n, t) WHERE n <= %s", [2])
        assert cursor.rowcount == 2
        assert [column[0] for column in cursor.description] == ["n", "t"]
        assert cursor.fetchall() == [(1, "%"), (2, "b")]
        assert cursor.nextset() is None
        cursor.execute("SELECT '100 %'")
        assert cursor.fetchone() == ("100 %",)


@pytest.mark.parametrize("in_transaction", [True, False])
def test_stream_shows_what_the_scope_was_when_it_was_opened(in_transaction: bool) -> None:
    def stream() -> list[str]:
        with scope.within(HERE), connection.chunked_cursor() as cursor:
            cursor.execute(f"{ASK} FROM generate_series(1, 5)")
            with scope.within(THERE):
                return [row[0] for row in iter(cursor.fetchone, None)]

    if in_transaction:
        with transaction.atomic():
            assert stream() == [TOLD_HERE] * 5
            assert told() == ""
    else:
        assert stream() == [TOLD_HERE] * 5
    assert (told(), left()) == ("", "")


def test_stream_that_cannot_be_opened_leaves_no_transaction_behind() -> None:
    with scope.within(HERE), pytest.raises(DatabaseError), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT nothing_of_the_kind")
    assert told() == ""
    assert connection.connection.info.transaction_status.name == "IDLE"


def test_many_values_are_each_told() -> None:
    with scope.within(HERE), transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "SELECT set_config('sluitend.noted', concat(current_setting('sluitend.noted', true), %s, "
            "current_setting('sluitend.places', true)), true)",
            [("1",), ("2",)],
        )
        cursor.execute("SELECT current_setting('sluitend.noted')")
        assert cursor.fetchone() == (f"1{TOLD_HERE}2{TOLD_HERE}",)


def test_threads_that_share_connections_keep_their_own_scope() -> None:
    """As with a pool: one connection, given from thread to thread between statements."""
    wrong: list[str] = []
    lock, pair = threading.Lock(), ((HERE, TOLD_HERE), (THERE, TOLD_THERE))

    def work(places: set[scope.Place], expected: str) -> None:
        for _ in range(100):
            with scope.within(places), lock, given.cursor() as cursor:
                cursor.execute(ASK)
                wrong.extend({row[0] for row in cursor.fetchall()} - {expected})

    told()
    # The connection itself: Django's own is bound to one thread.
    given = connection.connection
    threads = [threading.Thread(target=work, args=each) for each in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_owner_needs_no_scope_and_the_application_gets_its_own_back() -> None:
    application = told("SELECT current_user")
    with as_owner(connection):
        assert told("SELECT current_user") != application
        assert told() == scope.EVERYWHERE
    assert told("SELECT current_user") == application
    assert told() == ""


def test_nobody_becomes_the_owner_within_a_transaction() -> None:
    with (
        transaction.atomic(),
        pytest.raises(TransactionManagementError, match="transaction is open"),
        as_owner(connection),
    ):
        pass
