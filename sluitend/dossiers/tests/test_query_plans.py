# SPDX-License-Identifier: EUPL-1.2
"""At ten thousand dossiers a page of the worklist is a range of an index: nothing is sorted or scanned."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import LISSE
from sluitend.core import clock as core_clock
from sluitend.core import scope
from sluitend.core.actor import Actor, ActorKind, Grant
from sluitend.core.tests.owning import owner
from sluitend.dossiers import worklist as module
from sluitend.dossiers.models import Dossier, Involvement
from sluitend.dossiers.selectors import Counts, Filters, counts, worklist

TODAY = date(2026, 6, 2)
MANY = 10_000
STATES = ("received", "intake")
PLACES = ((LISSE, "signals"), (LISSE, "care"), ("GM0546", "signals"), ("GM0575", "signals"))


@pytest.fixture(autouse=True)
def _in_places() -> Iterator[None]:
    """The plans are those of somebody at work: PostgreSQL adds the scope to each of these queries."""
    with scope.within(PLACES):
        yield


@pytest.fixture
def crowd(officer: Person, handler: Person, lisse: Any) -> None:
    """Ten thousand open dossiers in four places; the handler owns every tenth."""
    now = core_clock.now()
    Dossier.objects.bulk_create(
        Dossier(
            reference=f"{number:04d}-{number:04d}"[:9],
            municipality=PLACES[number % 4][0],
            compartment=PLACES[number % 4][1],
            kind="signal",
            state=STATES[number % 2],
            owner_role="aandachtsfunctionaris" if number % 50 else "behandelaar",
            owner=handler if number % 10 == 0 else None,
            next_step="weigh",
            due=TODAY + timedelta(days=number % 300 - 20),
            opened_at=now,
            opened_by_kind="system",
            opened_by_id="test",
            pack_version_id=lisse.version_id,
        )
        for number in range(MANY)
    )
    mine = Dossier.objects.filter(municipality=LISSE, owner=None)[:30]
    Involvement.objects.bulk_create(
        Involvement(
            dossier=dossier,
            person=handler,
            municipality=LISSE,
            compartment=dossier.compartment,
            why="asked",
            added_at=now,
            added_by_kind="system",
            added_by_id="test",
        )
        for dossier in mine
    )
    with owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def actor(person: Person, permission: str, places: tuple[tuple[str, str], ...] = PLACES[:1]) -> Actor:
    return Actor(ActorKind.STAFF, str(person.pk), frozenset(Grant(permission, *place) for place in places))


def plan(sql: str, params: Sequence[Any]) -> str:
    explain = "EXPLAIN (COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def plans(by: Actor, filters: Filters, after: str = "") -> list[str]:
    sources = list(module._sources(module._view(by), filters, TODAY))
    if after:
        sources = [module._beyond(source, *module._cursor(after)) for source in sources]
    return [plan(*module._merged([source], 51)) for source in sources]


WAYS = [
    Filters(),
    Filters(overdue=True),
    Filters(role="aandachtsfunctionaris"),
    Filters(state="intake"),
]


def test_every_way_of_looking_reads_one_range_in_order(crowd: None, handler: Person) -> None:
    by = actor(handler, "dossier.read")
    for filters in WAYS:
        for after in ("", f"{TODAY:%Y%m%d}-{'7' * 32}"):
            (text,) = plans(by, filters, after)
            assert "dossiers_open_by_" in text, text
            for costly in ("TEMP B-TREE", "Sort", "Seq Scan", "SCAN dossiers_dossier"):
                assert costly not in text, (filters, text)


def test_what_is_mine_or_involves_me_never_reads_the_dossiers_of_others(crowd: None, handler: Person) -> None:
    wide, narrow = actor(handler, "dossier.read"), actor(handler, "dossier.read-own")
    mine = [*plans(wide, Filters(mine=True)), *plans(wide, Filters(mine=True, overdue=True))]
    owned, involved = plans(narrow, Filters())
    for text in (*mine, owned):
        assert "dossiers_open_by_owner" in text, text
    for text in (*mine, owned, involved):
        assert "SCAN dossiers_dossier" not in text, text
        assert "Seq Scan on dossiers_dossier" not in text, text


def test_a_page_of_several_places_is_right_and_stays_small(
    crowd: None, handler: Person, django_assert_num_queries: Any
) -> None:
    by = actor(handler, "dossier.read", PLACES[:3])
    rows = Dossier.objects.exclude(municipality="GM0575").values_list("due", "pk")
    expected = [pk for _due, pk in sorted(rows)]
    with django_assert_num_queries(2):
        first = worklist(by)
    assert [row.pk for row in first.rows] == expected[:50]
    assert first.next is not None
    assert [row.pk for row in worklist(by, after=first.next).rows] == expected[50:100]
    with django_assert_num_queries(1):
        found = counts(by)
    assert found == Counts(*[module.COUNT_LIMIT + 1] * 3)
