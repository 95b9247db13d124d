# SPDX-License-Identifier: EUPL-1.2
"""What most tests begin with stays in the database from one test to the next.

It is made in a transaction that stays open; each test works inside it, in a transaction of its own that is
taken back as ever. A test that begins otherwise, or that commits, finds nothing of it.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import Error, connection, transaction


class Beginnings:
    """What the tests of this process begin with at the moment.

    `ways` has for each beginning, named as its fixture, how it is made and how it is found again. Each
    begins with what the ones before it made.
    """

    def __init__(self, ways: Mapping[str, tuple[Callable[[], Any], Callable[[], Any]]]) -> None:
        self._ways = ways
        self._there: list[str] = []
        self._around: list[transaction.Atomic] = []
        self._session: Any = None

    def get(self, name: str) -> Any:
        """Return what is there; when a test that commits asks, it is made first."""
        make, find = self._ways[name]
        if name not in self._there:
            make()
        return find()

    def be_for(self, request: pytest.FixtureRequest) -> None:
        """Let a test begin with what it asks for, and with nothing else; with nothing when it commits."""
        marker = request.node.get_closest_marker("django_db")
        commits = (marker and marker.kwargs) or "transactional_db" in request.fixturenames
        wanted = [] if commits else [name for name in self._ways if name in request.fixturenames]
        self.take_back(keep=wanted)
        for name in wanted[len(self._there) :]:
            self._begin(name)

    def take_back(self, *, keep: Sequence[str] = ()) -> None:
        """Take back what is there, except what is to be kept."""
        if self._there and (connection.connection is not self._session or not connection.in_atomic_block):
            # The last test ended the session, and with it all that was there; if not, it ends here.
            with suppress(Error), connection.wrap_database_errors:
                self._session.rollback()
            self._there, self._around = [], []
        while self._there != list(keep[: len(self._there)]):
            transaction.set_rollback(True)
            self._there.pop()
            self._around.pop().__exit__(None, None, None)

    def _begin(self, name: str) -> None:
        around = transaction.atomic()
        around.__enter__()
        self._session = connection.connection
        self._around.append(around)
        self._there.append(name)
        self._ways[name][0]()
