# SPDX-License-Identifier: EUPL-1.2
"""Reading the journal: right whatever is asked, and a range of an index however long it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput
from sluitend.privacy import journal
from sluitend.privacy.journal import Wanted, browse
from sluitend.privacy.models import JournalEntry
from sluitend.privacy.tests.tampering import as_owner

pytestmark = pytest.mark.django_db
HERE, CARE, ACCOUNTS = ("GM0001", "signals"), ("GM0001", "care"), ("GM0001", "")
ALL = (HERE, CARE, ACCOUNTS, ("GM0002", "signals"))
MINE = frozenset({HERE, ACCOUNTS})
MANY = 20_000
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
VERA, WIM = "vera", "wim"


def entry(number: int) -> JournalEntry:
    """An entry of a long journal; several share a moment, as those of one act do."""
    place = ALL[number % 4]
    return JournalEntry(
        chain=UUID(int=number % 500),
        seq=number // 500 + 1,
        kind=JournalEntry.Kind.LOOK if number % 3 else JournalEntry.Kind.ACT,
        at=FIRST + timedelta(minutes=number // 7),
        actor_kind="staff",
        actor_id=WIM if number % 50 == 4 else f"{VERA}{number % 9}",
        action="signal-page" if number % 3 else "dossier.plan",
        result="done",
        municipality=place[0],
        compartment=place[1],
        prev_hash=b"",
        hash=b"",
    )


@pytest.fixture
def crowd() -> Iterator[None]:
    """Twenty thousand entries in four places, as their owner can write them."""
    with as_owner():
        JournalEntry.objects.bulk_create((entry(number) for number in range(MANY)), batch_size=2_000)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield


def everything(wanted: Wanted) -> list[int]:
    """What the list should be, said the slow way."""
    rows = JournalEntry.objects.all()
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__lt=wanted.until)
    if wanted.actor_id:
        rows = rows.filter(actor_id=wanted.actor_id)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.chain:
        rows = rows.filter(chain=wanted.chain)
    found = rows.order_by("-at", "-id").values_list("id", "municipality", "compartment")
    return [key for key, *place in found if tuple(place) in wanted.places]


WAYS = [
    Wanted(MINE),
    Wanted(frozenset(ALL)),
    Wanted(MINE, kind="look"),
    Wanted(MINE, actor_id=WIM),
    Wanted(MINE, actor_id=WIM, kind="act"),
    Wanted(MINE, since=FIRST + timedelta(hours=6), until=FIRST + timedelta(hours=36)),
    Wanted(MINE, chain=UUID(int=8)),
    Wanted(MINE, chain=UUID(int=8), kind="act", actor_id=WIM),
    Wanted(frozenset({CARE}), chain=UUID(int=8)),
]


def test_each_way_of_asking_gives_what_was_asked_page_by_page_and_reads_ranges_only(
    crowd: None, django_assert_max_num_queries: Any
) -> None:
    for wanted in WAYS:
        expected, found, after = everything(wanted), list[int](), ""
        for _ in range(3):
            with django_assert_max_num_queries(2):
                page = journal.page(wanted, after=after)
            found += [one.id for one in page.entries]
            after = page.next or ""
            if not after:
                break
        assert found == expected[: len(found)], wanted
        assert len(found) == min(len(expected), 150), wanted
        assert_ranges_only(wanted, "" if wanted.chain else f"20260102T000000000000-{MANY // 2}")


def assert_ranges_only(wanted: Wanted, later: str) -> None:
    index = "privacy_journal_by_actor" if wanted.actor_id else "privacy_journal_by_place"
    for after in ("", later):
        for source in browse.sources(wanted, after):
            text = plan(*browse.merged([source], 51))
            # SQLite names the index of a unique constraint itself.
            of_chain = "privacy_journal_seq_once" in text or "(chain=?" in text
            assert of_chain if wanted.chain else index in text, (wanted, text)
            # The few entries of one person or dossier PostgreSQL may as well fetch first and sort then.
            few = wanted.actor_id or wanted.chain
            sorting = () if few else ("TEMP B-TREE", "Sort")
            for costly in (*sorting, "Seq Scan", "SCAN privacy_journalentry"):
                assert costly not in text, f"{wanted}\n{text}"


def plan(sql: str, params: list[Any]) -> str:
    explain = "EXPLAIN (COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_who_may_read_no_place_reads_nothing(db: None) -> None:
    assert journal.page(Wanted(frozenset())) == journal.Page()


@pytest.mark.parametrize("after", ["x", "20260102T000000000000", "20260102T000000000000-²", "9" * 30 + "-1"])
@pytest.mark.parametrize("chain", [None, UUID(int=8)])
def test_a_page_that_is_not_of_this_list_is_refused(db: None, after: str, chain: UUID | None) -> None:
    with pytest.raises(BadInput):
        journal.page(Wanted(MINE, chain=chain), after=after)


@pytest.fixture
def owner(db: None) -> Iterator[None]:
    """Write what the journal itself would refuse."""
    with as_owner():
        yield


def test_moments_count_what_had_no_result_of_this_actor_only(owner: None) -> None:
    by = Actor(ActorKind.STAFF, VERA)
    for number, (result, action) in enumerate([("not-found", "x"), ("done", "x"), ("not-found", "y")]):
        one = entry(number)
        one.chain, one.municipality, one.compartment = UUID(int=900), *ACCOUNTS
        one.kind, one.actor_id, one.result, one.action = JournalEntry.Kind.ACT, VERA, result, action
        one.seq = number + 1
        one.save(force_insert=True)
    found = journal.moments(by, "x", municipality="GM0001", since=FIRST - timedelta(days=1), most=5)
    assert found == [FIRST]
    assert journal.moments(by, "x", municipality="GM0001", since=FIRST, most=5) == []
