# SPDX-License-Identifier: EUPL-1.2
"""Inserting rows with a statement of fixed text.

The ORM builds each INSERT afresh, which costs several times what the database needs for it. On
the few paths where every report and every look passes, the text is made once per model.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models


def insert(instances: Sequence[models.Model], *, ignore_conflicts: bool = False) -> None:
    """Insert rows of one model in one statement; an automatic key is filled in for a single row."""
    if not instances:
        return
    model = type(instances[0])
    fields = _fields(model)
    returning = (
        len(instances) == 1 and not ignore_conflicts and len(fields) < len(model._meta.concrete_fields)
    )
    statement = _statement(model, len(instances), ignore_conflicts, returning)
    values = [
        field.get_db_prep_save(field.pre_save(instance, add=True), connection)
        for instance in instances
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if returning:
            instances[0].pk = cursor.fetchone()[0]
    for instance in instances:
        instance._state.adding = False
        instance._state.db = connection.alias


@lru_cache(maxsize=256)
def _fields(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    """The columns that the application fills: all but an automatic key."""
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], count: int, ignore_conflicts: bool, returning: bool) -> str:
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in _fields(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    return "".join(
        (
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) ",
            f"VALUES {', '.join([row] * count)}",
            " ON CONFLICT DO NOTHING" if ignore_conflicts else "",
            f" RETURNING {quote(str(model._meta.pk.column))}" if returning else "",
        )
    )
