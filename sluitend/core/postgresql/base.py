# SPDX-License-Identifier: EUPL-1.2
"""Every statement tells the database for which places it is: `SET LOCAL`, in the same message.

A message of two statements is one transaction and one round trip, also outside `atomic`. So nothing
is remembered of what a connection was told: no rollback, savepoint, thread or pooler can make it
wrong, and what was told is gone when the transaction is.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.transaction import TransactionManagementError
from psycopg import ClientCursor, Connection, ServerCursor, sql
from psycopg.client_cursor import ClientCursorMixin

from sluitend.core import scope

# Nothing to tell while a transaction is set up or taken back; in one that failed it would be an error.
_SAVEPOINTS = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")


def _telling(connection: Any) -> str:
    """Return the statement that goes first; none where nothing was told and nothing has to be."""
    text = scope.told()
    if text or not connection.autocommit:
        # In a transaction also when there is no scope (any more): an earlier one must not linger.
        return f"SET LOCAL sluitend.places = '{text}'; "
    return ""


class ScopedCursor(ClientCursor[Any]):
    """A cursor of which each statement carries the scope."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """Run a statement for the places of this moment; its own result is the one to fetch."""
        first = _telling(self.connection)
        if not first or (isinstance(query, str) and query.startswith(_SAVEPOINTS)):
            return super().execute(query, params, **options)
        told = sql.SQL(first) + query if isinstance(query, sql.Composable) else first + query
        super().execute(told, params, **options)
        self.nextset()
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> None:
        """Run a statement for each set of values; psycopg would send them without the scope."""
        for params in params_seq:
            self.execute(query, params, **options)


class ScopedStream(ClientCursorMixin[Connection[Any], Any], ServerCursor[Any]):
    """A cursor that the server holds: what it shows is decided when it is declared."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """Declare the cursor for the places of this moment."""
        first = _telling(self.connection)
        if not first:
            return super().execute(query, params, **options)
        apart = ClientCursor(self.connection)
        if not self.connection.autocommit:
            apart.execute(first)
            return super().execute(query, params, **options)
        apart.execute(f"BEGIN; {first}")
        try:
            super().execute(query, params, **options)
        except BaseException:
            apart.execute("ROLLBACK")
            raise
        apart.execute("COMMIT")
        return self


class Operations(DatabaseOperations):
    """What Django asks of PostgreSQL, except how a test database is emptied."""

    def sql_flush(
        self, style: Any, tables: Sequence[str], *, reset_sequences: bool = False, allow_cascade: bool = False
    ) -> list[str]:
        """Return statements that delete all rows; in one transaction, since foreign keys look at its end.

        A test leaves some hundred rows. TRUNCATE makes new files for each table and each index instead, and
        takes twenty times as long.
        """
        if reset_sequences or allow_cascade:
            return super().sql_flush(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        return [f"DELETE FROM {self.quote_name(table)}" for table in tables]  # noqa: S608 - own tables


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as two roles: the application's, and the owner of the tables."""

    ops_class = Operations
    _tells = True

    def get_connection_params(self) -> dict[str, Any]:
        """Return how to connect, with cursors that carry the scope."""
        given: dict[str, Any] = super().get_connection_params()
        if self._tells and self.alias != NO_DB_ALIAS:
            given["cursor_factory"] = ScopedCursor
        return given

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor; a named one stays at the server."""
        if name is None or not self._tells:
            return super().create_cursor(name)
        return ScopedStream(self.connection, name=name, scrollable=False, withhold=self.connection.autocommit)

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Work as the owner of the tables, in all places, until the block ends: to change tables."""
        if self.in_atomic_block:
            message = "the owner needs a connection of its own; a transaction is open"
            raise TransactionManagementError(message)
        before = self.settings_dict
        self.close()
        self.settings_dict, self._tells = self._of_owner(), False
        try:
            yield
        finally:
            self.close()
            self.settings_dict, self._tells = before, True

    @contextmanager
    def _nodb_cursor(self) -> Iterator[Any]:
        """Databases of a test run are made and removed by the owner."""
        connection = self.__class__({**self._of_owner(), "NAME": None}, alias=NO_DB_ALIAS)
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def _of_owner(self) -> dict[str, Any]:
        """Return the settings of the owner; without one the application's role has to do."""
        given = self.settings_dict
        options = {name: value for name, value in given["OPTIONS"].items() if name != "assume_role"}
        owner = given.get("OWNER", {})
        owner = owner if owner.get("USER") else {}
        options["options"] = f"-c sluitend.places={scope.EVERYWHERE}"
        return {**given, **owner, "OPTIONS": options}
