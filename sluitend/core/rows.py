# SPDX-License-Identifier: EUPL-1.2
"""Writing and finding rows with statements of fixed text.

The ORM builds each statement afresh, which costs several times what the database needs for it. On
the few paths where every report and every look passes, the text is made once per model.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

TRIM_BATCH = 500


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
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(instances))
        if returning:
            instances[0].pk = cursor.fetchone()[0]
    _mark_saved(instances)


def put(instance: models.Model) -> None:
    """Insert a row, or give the row with the same primary key all values of this one."""
    model = type(instance)
    with connection.cursor() as cursor:
        cursor.execute(_put_statement(model), _values([instance]))
    _mark_saved([instance])


def primary_key(model: type[models.Model], name: str, value: Any) -> Any | None:
    """Return the primary key of the (first) row with this value in a column, or None."""
    field = _field(model, name)
    with connection.cursor() as cursor:
        cursor.execute(_find_statement(model, name), [field.get_db_prep_value(value, connection)])
        row = cursor.fetchone()
    return None if row is None else model._meta.pk.to_python(row[0])


def any_with(model: type[models.Model], name: str, value: Any) -> bool:
    """Return whether there is a row with this value in a column, which should be indexed."""
    return primary_key(model, name, value) is not None


def trim(model: type[models.Model], *, newest_by: str, keep: int, among: models.Q | None = None) -> int:
    """Remove the oldest rows beyond the `keep` newest, a batch at a time; return how many went.

    Rows that somebody works on at this moment are left for the next time; so are all that are not
    `among` those that are counted.
    """
    newest_first = model._default_manager.filter(among or models.Q()).order_by(f"-{newest_by}")
    if not newest_first[keep : keep + 1].exists():
        return 0
    with transaction.atomic():
        beyond = newest_first.select_for_update(skip_locked=True).values_list("pk", flat=True)
        keys = list(beyond[keep : keep + TRIM_BATCH])
        return model._default_manager.filter(pk__in=keys).delete()[0]


def _values(instances: Sequence[models.Model]) -> list[Any]:
    return [
        field.get_db_prep_save(field.pre_save(instance, add=True), connection)
        for instance in instances
        for field in _fields(type(instances[0]))
    ]


def _mark_saved(instances: Sequence[models.Model]) -> None:
    for instance in instances:
        instance._state.adding = False
        instance._state.db = connection.alias


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        message = f"{model.__name__}.{name} is not a column"
        raise TypeError(message)
    return field


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


@lru_cache(maxsize=64)
def _put_statement(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    key = quote(str(model._meta.pk.column))
    others = [quote(str(field.column)) for field in _fields(model) if not field.primary_key]
    changes = ", ".join(f"{column} = excluded.{column}" for column in others)
    return f"{_statement(model, 1, False, False)} ON CONFLICT ({key}) DO UPDATE SET {changes}"


@lru_cache(maxsize=64)
def _find_statement(model: type[models.Model], name: str) -> str:
    quote = connection.ops.quote_name
    key, column = quote(str(model._meta.pk.column)), quote(str(_field(model, name).column))
    return f"SELECT {key} FROM {quote(model._meta.db_table)} WHERE {column} = %s LIMIT 1"  # noqa: S608
