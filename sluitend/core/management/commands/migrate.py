# SPDX-License-Identifier: EUPL-1.2
"""Django's `migrate`, as the owner of the tables, with our triggers and walls afresh at its end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from sluitend.core import triggers, walls
from sluitend.core.postgresql.owner import as_owner


class Command(DjangoMigrate):
    """Apply migrations; triggers are away while tables may be rebuilt, and back when done."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; a database file that is made here, and what SQLite puts beside it, is for us alone."""
        before = os.umask(0o077)
        try:
            return super().execute(*args, **options)
        finally:
            os.umask(before)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate with the triggers away; put them back also when a migration fails."""
        connection = connections[options["database"]]
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        with _guards_afresh(connection):
            super().handle(*args, **options)


@contextmanager
def _guards_afresh(connection: BaseDatabaseWrapper) -> Iterator[None]:
    role = walls.application_role(connection) if connection.vendor == "postgresql" else ""
    with as_owner(connection):
        triggers.remove(connection)
        try:
            yield
        finally:
            triggers.install(connection)
            if role:
                walls.install(connection, role=role)
