# SPDX-License-Identifier: EUPL-1.2
"""The worklist: in order of due date, only what somebody may see, in few queries."""

from datetime import date, timedelta
from typing import Any

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import Actor, ActorKind, Grant
from sluitend.core.errors import BadInput
from sluitend.dossiers import services
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.selectors import Counts, Filters, counts, visible_ids, worklist
from sluitend.dossiers.tests.making import TEST, opened

TODAY = date(2026, 6, 2)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def all_pages(by: Actor, filters: Filters | None = None, *, size: int) -> list[Dossier]:
    found: list[Dossier] = []
    after = ""
    while True:
        page = worklist(by, filters, after=after, size=size)
        found += page.rows
        if page.next is None:
            return found
        after = page.next


def test_what_is_due_first_comes_first(officer: Person) -> None:
    dossiers = [opened(due=in_days(days)) for days in (5, 1, 3)]
    page = worklist(actor_for(officer))
    assert [row.pk for row in page.rows] == [dossiers[index].pk for index in (1, 2, 0)]
    assert page.next is None


def test_pages_show_everything_once_in_order(officer: Person) -> None:
    dossiers = [opened(due=in_days(number % 3)) for number in range(11)]
    by = actor_for(officer)
    for size in (1, 2, 5, 11, 50):
        found = all_pages(by, size=size)
        assert [(row.due, row.pk) for row in found] == sorted((row.due, row.pk) for row in dossiers)


def test_a_dossier_that_both_is_mine_and_involves_me_shows_once(officer: Person, handler: Person) -> None:
    dossier = opened(owner=handler)
    for why in ("asked", "escalated"):
        services.involve(dossier=dossier, person=handler, why=why, by=TEST)
    other = opened(due=in_days(4))
    services.involve(dossier=other, person=handler, why="asked", by=TEST)
    opened()
    assert [row.pk for row in all_pages(actor_for(handler), size=1)] == [dossier.pk, other.pk]


def test_nobody_sees_what_is_not_theirs(officer: Person, outsider: Person, administrator: Person) -> None:
    opened()
    opened(compartment="care")
    assert len(worklist(actor_for(officer)).rows) == 1
    for person in (outsider, administrator):
        assert worklist(actor_for(person)).rows == ()
        assert counts(actor_for(person)) == Counts(0, 0, 0)
    elsewhere = Actor(
        ActorKind.STAFF, str(officer.pk), frozenset({Grant("dossier.read", "GM0546", "signals")})
    )
    assert worklist(elsewhere).rows == ()
    assert worklist(TEST).rows == ()


def test_closed_dossiers_are_not_work(officer: Person) -> None:
    services.close(dossier=opened(), outcome="no-action", reason="Klaar", by=TEST)
    assert worklist(actor_for(officer)).rows == ()


def test_filters_narrow_the_list(officer: Person, handler: Person, clock: Any) -> None:
    late = opened()
    mine = opened(owner=officer, due=in_days(9))
    taken = opened(state="intake", due=in_days(9))
    services.assign(dossier=taken, to=handler, role="behandelaar", by=TEST)
    clock.set_day(in_days(1))
    by = actor_for(officer)

    def shown(**filters: Any) -> set[Any]:
        return {row.pk for row in worklist(by, Filters(**filters)).rows}

    assert shown() == {late.pk, mine.pk, taken.pk}
    assert shown(mine=True) == {mine.pk}
    assert shown(overdue=True) == {late.pk}
    assert shown(state="intake") == {taken.pk}
    assert shown(role="behandelaar") == {taken.pk}
    assert shown(kind="signal") == {late.pk, mine.pk, taken.pk}
    assert shown(kind="case") == set()
    assert counts(by) == Counts(all=3, mine=1, overdue=1)
    assert counts(by, Filters(state="intake")) == Counts(all=1, mine=0, overdue=0)


def test_somebody_in_two_compartments_sees_one_list(officer: Person) -> None:
    both = Actor(
        ActorKind.STAFF,
        str(officer.pk),
        frozenset(Grant("dossier.read", LISSE, compartment) for compartment in ("signals", "care")),
    )
    dossiers = [
        opened(compartment=compartment, due=in_days(day))
        for day, compartment in enumerate(["care", "signals", "care", "signals"])
    ]
    assert [row.pk for row in all_pages(both, size=3)] == [row.pk for row in dossiers]


@pytest.mark.parametrize(
    "after",
    ["x", "20260602", "20260602-", "99999999-00", "-", "2026-06-02-abc", "9" * 20, "202606" + "9" * 20],
)
def test_a_page_that_does_not_exist_is_bad_input(officer: Person, after: str) -> None:
    with pytest.raises(BadInput):
        worklist(actor_for(officer), after=after)


def test_a_page_costs_two_queries_and_counts_cost_one(
    officer: Person, handler: Person, django_assert_num_queries: Any
) -> None:
    for _ in range(12):
        services.involve(dossier=opened(owner=officer), person=handler, why="asked", by=TEST)
    for person in (officer, handler):
        by = actor_for(person)
        with django_assert_num_queries(2):
            assert [row.owner.name for row in worklist(by, size=10).rows if row.owner] == [officer.name] * 10
        with django_assert_num_queries(1):
            counts(by)


def test_visible_ids_follow_the_same_rule_as_the_list(
    officer: Person, handler: Person, outsider: Person
) -> None:
    owned, involved, hidden = opened(owner=handler), opened(), opened()
    services.involve(dossier=involved, person=handler, why="asked", by=TEST)
    everything = {owned.pk, involved.pk, hidden.pk}
    assert visible_ids(actor_for(officer), everything) == everything
    assert visible_ids(actor_for(handler), everything) == {owned.pk, involved.pk}
    assert visible_ids(actor_for(outsider), everything) == set()
    assert visible_ids(TEST, everything) == set()
