# SPDX-License-Identifier: EUPL-1.2
"""Expect the database to refuse, and try it: statements past the ORM, and values that no row has."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

# A value that no row of the tests has, by the kind of its column.
OTHER: dict[str, Any] = {
    "UUIDField": UUID(int=1),
    "ForeignKey": UUID(int=1),
    "OneToOneField": UUID(int=1),
    "BinaryField": b"x",
    "CharField": "x",
    "BooleanField": True,
    "PositiveSmallIntegerField": 99,
    "DateField": date(2001, 1, 1),
    "DateTimeField": datetime(2001, 1, 1, tzinfo=UTC),
    "JSONField": ["x"],
}


@contextmanager
def refused(sentence: str | None = None) -> Iterator[None]:
    """Expect a trigger to refuse with this sentence; what a key or a constraint refuses does not count."""
    with pytest.raises(IntegrityError, match=sentence) as told, transaction.atomic():
        yield
    assert "constraint" not in str(told.value)


def raw(sql: str, *params: Any) -> int:
    """Run one statement past the ORM; ids are given as this database stores them."""
    native = connection.features.has_native_uuid_field
    stored = [value.hex if isinstance(value, UUID) and not native else value for value in params]
    with connection.cursor() as cursor:
        cursor.execute(sql, stored)
        return int(cursor.rowcount)
