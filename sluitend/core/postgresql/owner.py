# SPDX-License-Identifier: EUPL-1.2
"""Work as the owner of the tables, on whichever database."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any


def as_owner(connection: Any) -> AbstractContextManager[None]:
    """Work as the owner until the block ends; SQLite knows no roles, there everybody is the owner."""
    if connection.vendor != "postgresql":
        return nullcontext()
    work: AbstractContextManager[None] = connection.as_owner()
    return work
