# SPDX-License-Identifier: EUPL-1.2
"""The worklist: open dossiers that somebody may see, by due date.

What somebody may see is a union of ranges in an index: one per municipality and compartment, and
those they own or are involved in. Each range is cut off at the size of a page before the ranges are
merged, so that the cost of a page does not grow with the number of dossiers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput
from sluitend.dossiers.access import READ, READ_OWN, person_id
from sluitend.dossiers.models import Dossier, Involvement

PAGE_SIZE = 50
# Above this number a count says "more than": counting on would cost more than it tells.
COUNT_LIMIT = 100

Place = tuple[str, str]
_Query = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show. `mine`: owned by the actor; `role`: for which this role answers."""

    mine: bool = False
    role: str = ""
    state: str = ""
    kind: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, in order of due date, and where the next page begins (None after the last)."""

    rows: tuple[Dossier, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are; a number above `COUNT_LIMIT` means "more than `COUNT_LIMIT`"."""

    all: int
    mine: int
    overdue: int


def worklist(by: Actor, filters: Filters | None = None, *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Return one page of open dossiers with their owners, in two queries.

    `after` is the `next` of the page before. Raises `BadInput` when it is not one.
    """
    sql, params = _page_sql(_view(by), filters or Filters(), clock.today(), after, size + 1)
    if not sql:
        return Page((), None)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY due, id LIMIT %s", [*params, size + 1])
        ids = [row[0] if isinstance(row[0], UUID) else UUID(row[0]) for row in cursor.fetchall()]
    found = Dossier.objects.select_related("owner").in_bulk(ids[:size])
    rows = tuple(found[pk] for pk in ids[:size])
    return Page(rows, _mark(rows[-1]) if len(ids) > size else None)


def counts(by: Actor, filters: Filters | None = None) -> Counts:
    """Return how many open dossiers there are for this actor, in one query that stays bounded."""
    sql, params = _counts_sql(_view(by), filters or Filters(), clock.today())
    if not sql:
        return Counts(0, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return Counts(*cursor.fetchone())


class _View(NamedTuple):
    """What decides which dossiers somebody sees: the places as a whole, others for their own, and who."""

    wide: frozenset[Place]
    narrow: frozenset[Place]
    person: UUID | None


def _view(by: Actor) -> _View:
    if by.kind is not ActorKind.STAFF:
        return _View(frozenset(), frozenset(), None)
    wide = by.where(READ)
    return _View(wide, by.where(READ_OWN) - wide, person_id(by))


# The text of these queries follows from who looks, what is asked and the day. Having the ORM write it
# again for every page costs more than the database needs to answer it.
@lru_cache(maxsize=512)
def _page_sql(view: _View, filters: Filters, today: date, after: str, limit: int) -> _Query:
    sources = list(_sources(view, filters, today))
    if after:
        sources = [_beyond(source, *_cursor(after)) for source in sources]
    return _merged(sources, limit)


@lru_cache(maxsize=512)
def _counts_sql(view: _View, filters: Filters, today: date) -> _Query:
    every = replace(filters, mine=False, overdue=False)
    parts: list[str] = []
    params: list[Any] = []
    for wanted in (every, replace(every, mine=True), replace(every, overdue=True)):
        sql, values = _merged(list(_sources(view, wanted, today)), COUNT_LIMIT + 1)
        if not sql:
            return "", ()
        # Every value is a parameter; only SQL that the ORM made is joined (here and below).
        parts.append(f"(SELECT count(*) FROM (SELECT 1 FROM ({sql}) AS each LIMIT %s) AS bounded)")  # noqa: S608
        params += [*values, COUNT_LIMIT + 1]
    return f"SELECT {', '.join(parts)}", tuple(params)


def _sources(view: _View, filters: Filters, today: date) -> Iterator[QuerySet[Dossier]]:
    """Yield querysets that are each one range of one index; together all that the actor may see."""
    wide, narrow, person = view
    rows = _filtered(filters, today)
    if filters.mine:
        if wide | narrow:
            yield _in_places(rows, wide | narrow).filter(owner=person)
        return
    for municipality, compartment in sorted(wide):
        yield rows.filter(municipality=municipality, compartment=compartment)
    if narrow:
        yield _in_places(rows, narrow).filter(owner=person)
        known = Involvement.objects.filter(person=person).values("dossier")
        yield _in_places(rows, narrow).filter(pk__in=known)


def _filtered(filters: Filters, today: date) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(closed_at__isnull=True)
    if filters.role:
        rows = rows.filter(owner_role=filters.role)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.overdue:
        rows = rows.filter(due__lt=today)
    return rows


def _in_places(rows: QuerySet[Dossier], places: frozenset[Place]) -> QuerySet[Dossier]:
    # Put together on purpose: no index serves it, so that the database starts from the person.
    place = Concat("municipality", Value(" "), "compartment")
    return rows.alias(place=place).filter(place__in=sorted(" ".join(one) for one in places))


def _beyond(rows: QuerySet[Dossier], due: date, dossier_id: UUID) -> QuerySet[Dossier]:
    # The plain lower bound lets the database start in the index; the pair alone would not.
    return rows.filter(Q(due__gt=due) | Q(pk__gt=dossier_id), due__gte=due)


def _merged(sources: list[QuerySet[Dossier]], limit: int) -> _Query:
    """SQL of the union of the first `limit` of each source; a dossier in two sources counts once."""
    parts: list[str] = []
    params: list[Any] = []
    for number, source in enumerate(sources):
        sql, values = source.order_by("due", "pk").values("id", "due")[:limit].query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS source{number}")  # noqa: S608
        params += list(values)
    return " UNION ".join(parts), tuple(params)


def _mark(last: Dossier) -> str:
    return f"{last.due:%Y%m%d}-{last.pk.hex}"


def _cursor(after: str) -> tuple[date, UUID]:
    day, _dash, number = after.partition("-")
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])), UUID(number)
    except (ValueError, OverflowError) as error:
        message = _("This page of the list does not exist. Start at the first page.")
        raise BadInput(message) from error
