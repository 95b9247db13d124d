# SPDX-License-Identifier: EUPL-1.2
"""Expect the database to refuse, and values to try it with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

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
