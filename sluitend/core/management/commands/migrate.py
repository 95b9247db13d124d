# SPDX-License-Identifier: EUPL-1.2
"""Django's `migrate`, with our triggers installed afresh at its end."""

import os
from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from sluitend.core import triggers


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
        triggers.remove(connection)
        try:
            super().handle(*args, **options)
        finally:
            triggers.install(connection)
