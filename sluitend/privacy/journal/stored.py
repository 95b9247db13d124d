# SPDX-License-Identifier: EUPL-1.2
"""The journal exactly as the database holds it, for who must prove it.

SQLite lets its owner put anything in a column: text in a number, half a character, no date at all.
Reading that must end in "edited", never in an error; so values are fetched there as plain bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from sluitend.privacy.journal.canon import FIELDS
from sluitend.privacy.journal.diagnosis import Entry, Head
from sluitend.privacy.models import JournalEntry, JournalHead

_BATCH = 2_000
_ENTRY_COLUMNS = (*FIELDS, "hash")
_HEAD_COLUMNS = ("chain", "seq", "hash")
# What stands for a number that cannot be read: it fits nowhere.
NO_NUMBER = -1


def entries(*, chain: UUID | None = None, after: int = 0) -> Iterator[Entry]:
    """Yield entries in order of chain and number; those of one chain `after` a number, when asked."""
    if connection.vendor == "postgresql":
        query = JournalEntry.objects.order_by("chain", "seq", "id")
        query = query if chain is None else query.filter(chain=chain, seq__gt=after)
        rows: Iterable[Any] = query.values_list(*_ENTRY_COLUMNS).iterator(chunk_size=_BATCH)
    else:
        tail = "" if chain is None else "WHERE chain = %s AND (seq > %s OR typeof(seq) <> 'integer') "
        parameters = [] if chain is None else [chain.hex, after]
        rows = _raw_rows(JournalEntry, _ENTRY_COLUMNS, tail + "ORDER BY chain, seq, id", parameters)
    for row in rows:
        yield Entry(row[:-1], bytes(row[-1] or b""))


def heads() -> dict[UUID, Head]:
    """Return all heads in one snapshot; one whose chain cannot be read counts as absent."""
    return {chain: head for chain, head in _heads("", []) if isinstance(chain, UUID)}


def locked_head(chain: UUID) -> Head | None:
    """Return the head of one chain, which stays locked until the transaction ends."""
    if connection.vendor == "postgresql":
        row = JournalHead.objects.select_for_update().filter(chain=chain).first()
        return None if row is None else Head(row.seq, bytes(row.hash))
    # The transaction itself is the lock here.
    return next((head for _chain, head in _heads("WHERE chain = %s", [chain.hex])), None)


def _heads(tail: str, parameters: list[Any]) -> Iterator[tuple[Any, Head]]:
    if connection.vendor == "postgresql":
        rows: Iterable[Any] = JournalHead.objects.values_list(*_HEAD_COLUMNS).iterator(chunk_size=_BATCH)
    else:
        rows = _raw_rows(JournalHead, _HEAD_COLUMNS, tail, parameters)
    for chain, seq, hash_ in rows:
        yield chain, Head(seq, bytes(hash_ or b""))


def _raw_rows(model: Any, columns: tuple[str, ...], tail: str, parameters: list[Any]) -> Iterator[Any]:
    casts = ", ".join(f"CAST({column} AS BLOB)" for column in columns)
    readers = [(at, _READERS[column]) for at, column in enumerate(columns) if column in _READERS]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {casts} FROM {model._meta.db_table} {tail}", parameters)  # noqa: S608
        while batch := cursor.fetchmany(_BATCH):
            for raw in batch:
                values = list(raw)
                for at, read in readers:
                    values[at] = read(values[at])
                yield tuple(values)


def _as_chain(raw: bytes | None) -> Any:
    try:
        return UUID(bytes=bytes.fromhex((raw or b"").decode("ascii")))
    except ValueError:
        return raw


def _as_number(raw: bytes | None) -> int:
    return int(raw) if raw and raw.isdigit() else NO_NUMBER


def _as_instant(raw: bytes | None) -> Any:
    try:
        return datetime.fromisoformat((raw or b"").decode("ascii")).replace(tzinfo=UTC)
    except ValueError:
        return raw


_READERS: dict[str, Callable[[bytes | None], Any]] = {
    "chain": _as_chain,
    "seq": _as_number,
    "at": _as_instant,
}
