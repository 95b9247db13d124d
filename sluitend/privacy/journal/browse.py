# SPDX-License-Identifier: EUPL-1.2
"""The journal for who supervises: a page at a time, newest first, of the places that they may read.

What is asked is a union of ranges of an index, one per place and kind, each cut off at a page before
they are merged: a page costs the same in a journal of a million entries. Nothing is decrypted here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput
from sluitend.privacy.models import JournalEntry

PAGE_SIZE = 50
KINDS = tuple(JournalEntry.Kind.values)
# Entries of acts that concern no dossier: signing in, roles, the plan.
NO_COMPARTMENT = ""

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: `since` counts, `until` does not. `chain` is a dossier."""

    places: frozenset[Place]
    since: datetime | None = None
    until: datetime | None = None
    actor_id: str = ""
    chain: UUID | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry without its detail."""

    id: int
    chain: UUID
    seq: int
    kind: str
    at: datetime
    actor_kind: str
    actor_id: str
    action: str
    result: str
    municipality: str
    compartment: str
    object_type: str
    object_id: str


_COLUMNS = tuple(Entry.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first, and where the next page begins (None after the last)."""

    entries: tuple[Entry, ...] = field(default=())
    next: str | None = None


def page(wanted: Wanted, *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Return one page of entries, in two queries. Raises `BadInput` when `after` is not of this list.

    The caller has checked that the actor may read the journal of these places.
    """
    if not wanted.places:
        return Page()
    keys = _keys(wanted, after, size + 1)
    rows = JournalEntry.objects.filter(pk__in=keys[:size]).values_list(*_COLUMNS)
    found = {row[0]: Entry(*row) for row in rows}
    entries = tuple(found[key] for key in keys[:size])
    return Page(entries, _mark(entries[-1], wanted) if len(keys) > size else None)


def moments(by: Actor, action: str, *, municipality: str, since: datetime, most: int) -> list[datetime]:
    """Return when this actor did this without a dossier and without result, newest first, at most so many."""
    rows = JournalEntry.objects.filter(
        actor_id=by.id,
        municipality=municipality,
        compartment=NO_COMPARTMENT,
        kind=JournalEntry.Kind.ACT,
        at__gt=since,
        actor_kind=by.kind,
        action=action,
        result="not-found",
    )
    return list(rows.order_by("-at", "-id").values_list("at", flat=True)[:most])


def sources(wanted: Wanted, after: str = "") -> Iterator[QuerySet[JournalEntry]]:
    """Yield querysets that are each one range of one index, in its order; together all that is asked."""
    rows = JournalEntry.objects.all()
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(at__lt=wanted.until)
    if wanted.actor_id:
        rows = rows.filter(actor_id=wanted.actor_id)
    kinds = (wanted.kind,) if wanted.kind else KINDS
    if wanted.chain is not None:
        yield _of_chain(rows.filter(chain=wanted.chain, kind__in=kinds), wanted, after)
        return
    if after:
        at, key = _cursor(after)
        # The plain bound lets the database start in the index; the pair alone would not.
        rows = rows.filter(Q(at__lt=at) | Q(id__lt=key), at__lte=at)
    for municipality, compartment in sorted(wanted.places):
        for kind in kinds:
            one = rows.filter(municipality=municipality, compartment=compartment, kind=kind)
            yield one.order_by("-at", "-id")


def _of_chain(rows: QuerySet[JournalEntry], wanted: Wanted, after: str) -> QuerySet[JournalEntry]:
    """Return what is asked of one dossier, which lies in one of the places or nowhere."""
    here = Q(pk__in=[])
    for municipality, compartment in wanted.places:
        here |= Q(municipality=municipality, compartment=compartment)
    rows = rows.filter(here)
    return (rows.filter(seq__lt=_number(after)) if after else rows).order_by("-seq")


def merged(found: list[QuerySet[JournalEntry]], limit: int) -> tuple[str, list[Any]]:
    """Return SQL of the first `limit` of each source together: the sort key and the key of an entry."""
    parts: list[str] = []
    params: list[Any] = []
    for number, source in enumerate(found):
        sql, values = source.values("id", "at")[:limit].query.sql_with_params()
        # Every value is a parameter; only SQL that the ORM made is joined.
        parts.append(f"SELECT * FROM ({sql}) AS source{number}")  # noqa: S608
        params += list(values)
    return " UNION ALL ".join(parts), params


def _keys(wanted: Wanted, after: str, limit: int) -> list[int]:
    found = list(sources(wanted, after))
    if len(found) == 1:
        return list(found[0].values_list("id", flat=True)[:limit])
    sql, params = merged(found, limit)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 2 DESC, 1 DESC LIMIT %s", [*params, limit])
        return [row[0] for row in cursor.fetchall()]


def _mark(last: Entry, wanted: Wanted) -> str:
    if wanted.chain is not None:
        return str(last.seq)
    return f"{last.at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{last.id}"


def _cursor(after: str) -> tuple[datetime, int]:
    moment, _dash, key = after.partition("-")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), _number(key)
    except ValueError as error:
        raise _no_page() from error


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise _no_page()
    return int(text)


def _no_page() -> BadInput:
    return BadInput(_("This page of the list does not exist. Start at the first page."))
