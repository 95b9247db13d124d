# SPDX-License-Identifier: EUPL-1.2
"""Django's `flush`, for the databases of tests only."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

from sluitend.core import triggers
from sluitend.core.postgresql.owner import as_owner


class Command(DjangoFlush):
    """Empty a test database, journal included; refused on any other database."""

    def handle(self, **options: Any) -> None:
        """Flush with the triggers away, where the settings say that this is a test."""
        if not getattr(settings, "MAY_FLUSH", False):
            message = "flush would destroy the journal; it only works on the database of a test run"
            raise CommandError(message)
        connection = connections[options["database"]]
        with as_owner(connection):
            triggers.remove(connection)
            try:
                # Django would write its kinds and permissions afresh; no page of ours asks for them.
                super().handle(**options | {"inhibit_post_migrate": True})
            finally:
                triggers.install(connection)
