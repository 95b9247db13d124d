# SPDX-License-Identifier: EUPL-1.2
"""Be the owner of the tables for a while: who tampers can do more than the application may."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from sluitend.core import triggers


def become_owner() -> None:
    """Work as the owner of the tables from here on, within the transaction of this test."""
    _become("OWNER", "USER")


def become_application() -> None:
    """Work as the application again."""
    _become("OPTIONS", "assume_role")


@contextmanager
def owner() -> Iterator[None]:
    """Work as the owner of the tables until the block ends."""
    become_owner()
    yield
    # After an error the transaction is rolled back, and this with it.
    become_application()


def drop_triggers() -> None:
    """Let the owner drop all triggers; the test goes on as the application."""
    with owner():
        triggers.remove(connection)


def with_every_right() -> None:
    """Go on as the owner, who has dropped all triggers: there is nothing that this test may not do."""
    become_owner()
    triggers.remove(connection)


def _become(*where: str) -> None:
    if connection.vendor == "postgresql":
        role = settings.DATABASES["default"][where[0]][where[1]]
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {connection.ops.quote_name(role)}")
