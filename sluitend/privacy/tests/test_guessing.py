# SPDX-License-Identifier: EUPL-1.2
"""Guessing is slow, for what exists and what does not; who is known at a device is not held up."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from ipaddress import ip_address

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import autodiscover_modules
from hypothesis import given
from hypothesis import strategies as st

from conftest import FrozenClock
from sluitend.core import clock as time
from sluitend.core import periodic
from sluitend.core.networks import Address
from sluitend.core.tests.racing import at_once
from sluitend.privacy import guessing
from sluitend.privacy.guessing import RULES, Attempt, Budget, Door, TooSoon, attempt
from sluitend.privacy.models import Tally

pytestmark = pytest.mark.django_db
WHO = "fenna@example.invalid"
HOME = ip_address("198.51.100.7")
STAFF = RULES[Door.PASSWORD]
assert STAFF.account
assert STAFF.welcome
assert STAFF.device
ACCOUNT, WELCOME, DEVICE = STAFF.account, STAFF.welcome, STAFF.device


def elsewhere(number: int) -> Address:
    """An address in an organisation of its own."""
    return ip_address((10 << 24) + (number << 8) + 1)


def tried(
    subject: str = WHO, address: Address | None = HOME, *, door: Door = Door.PASSWORD, device: str = ""
) -> Attempt | int:
    """The attempt, or the seconds to wait."""
    try:
        return attempt(door, subject=subject, address=address, device=device)
    except TooSoon as soon:
        return soon.seconds


def flooded(subject: str = WHO) -> None:
    """Strangers everywhere have spent all that an account allows."""
    for number in range(ACCOUNT.at_once):
        assert isinstance(tried(subject, elsewhere(number)), Attempt)
    assert isinstance(tried(subject, elsewhere(900)), int)


@contextmanager
def asking(most: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as asked:
        yield
    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= most, statements


def test_an_account_is_slowed_whatever_network_it_comes_from(clock: FrozenClock) -> None:
    flooded()
    clock.advance(seconds=ACCOUNT.then_every.total_seconds() - 1)
    assert tried() == 1
    clock.advance(seconds=1)
    assert isinstance(tried(), Attempt)
    assert tried() == ACCOUNT.then_every.total_seconds()


def test_another_account_and_another_door_are_not(clock: FrozenClock) -> None:
    flooded()
    assert isinstance(tried("willem@example.invalid"), Attempt)
    assert isinstance(tried(door=Door.FACTOR), Attempt)


@pytest.mark.parametrize(
    ("addresses", "budget"),
    [
        (["198.51.100.7"], STAFF.visitor),
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], STAFF.visitor),
        ([f"198.51.100.{last}" for last in range(200)], STAFF.organisation),
        ([f"2001:db8:1:{last:x}::1" for last in range(200)], STAFF.organisation),
    ],
    ids=["one address", "a /64", "a /24", "a /48"],
)
def test_a_network_is_slowed_whatever_accounts_it_tries(
    clock: FrozenClock, addresses: list[str], budget: Budget
) -> None:
    for number in range(budget.at_once):
        address = ip_address(addresses[number % len(addresses)])
        assert isinstance(tried(f"{number}@example.invalid", address), Attempt)
    assert tried("next@example.invalid", ip_address(addresses[-1])) == budget.then_every.total_seconds()
    assert isinstance(tried("next@example.invalid", elsewhere(1)), Attempt)


def test_where_there_is_no_account_only_networks_count(clock: FrozenClock) -> None:
    rules = RULES[Door.RECEIPT]
    for _again in range(rules.visitor.at_once):
        assert isinstance(tried("", door=Door.RECEIPT), Attempt)
    assert isinstance(tried("", door=Door.RECEIPT), int)
    assert isinstance(tried("", elsewhere(1), door=Door.RECEIPT), Attempt)
    # Doors of one kin share what a network may do.
    assert isinstance(tried("a-link", door=Door.PACKET), int)
    assert isinstance(tried(door=Door.PASSWORD), Attempt)


def test_being_refused_makes_nobody_wait_longer(clock: FrozenClock) -> None:
    flooded()
    rows = list(Tally.objects.order_by("pk").values_list())
    for number in range(50):
        assert isinstance(tried(WHO, elsewhere(500 + number)), int)
    assert list(Tally.objects.order_by("pk").values_list()) == rows


def test_a_known_device_still_gets_in_while_its_account_and_network_are_flooded(clock: FrozenClock) -> None:
    for number in range(STAFF.organisation.at_once):
        tried(f"{number}@example.invalid", ip_address(f"198.51.100.{number}"))
    flooded()
    assert isinstance(tried(), int)
    for _again in range(DEVICE.at_once):
        assert isinstance(tried(device="laptop"), Attempt)
    assert tried(device="laptop") == DEVICE.then_every.total_seconds()
    assert isinstance(tried(device="phone"), Attempt)


def test_a_network_where_people_come_in_has_a_budget_beside_that_of_the_account(clock: FrozenClock) -> None:
    guessing.welcome(Door.PASSWORD, HOME)
    flooded()
    for _again in range(WELCOME.at_once):
        assert isinstance(tried(WHO, ip_address("198.51.100.99")), Attempt)
    assert tried() == min(WELCOME.then_every, ACCOUNT.then_every).total_seconds()
    assert isinstance(tried(WHO, elsewhere(901)), int)


def test_a_network_is_welcome_today_and_tomorrow_only(clock: FrozenClock) -> None:
    guessing.welcome(Door.PASSWORD, HOME)
    for expected in (Attempt, Attempt, int):
        flooded()
        assert isinstance(tried(), expected)
        clock.advance(days=1)


def test_an_address_that_cannot_be_read_is_never_welcome(clock: FrozenClock) -> None:
    guessing.welcome(Door.PASSWORD, None)
    flooded()
    assert isinstance(tried(WHO, None), int)


def test_what_was_right_takes_nothing(clock: FrozenClock) -> None:
    for _again in range(5 * STAFF.organisation.at_once):
        guessing.was_right(attempt(Door.PASSWORD, subject=WHO, address=HOME))
    # But it gives nobody else a try back: who guesses is not helped by an account of their own.
    flooded()
    guessing.was_right(attempt(Door.PASSWORD, subject="own@example.invalid", address=HOME))
    assert isinstance(tried(), int)


def test_nobody_is_kept_out_for_good(clock: FrozenClock) -> None:
    flooded()
    clock.advance(seconds=ACCOUNT.then_every.total_seconds())
    assert isinstance(tried(), Attempt)


def test_a_try_is_one_statement_and_a_refusal_two(
    clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda _most: 1)
    flooded()
    with asking(1):
        assert isinstance(tried("willem@example.invalid"), Attempt)
    with asking(1):
        assert isinstance(tried(device="laptop"), Attempt)
    with asking(2):
        assert isinstance(tried(), int)


def test_rows_tell_neither_account_nor_network_and_are_others_tomorrow(clock: FrozenClock) -> None:
    tried()
    today = set(Tally.objects.values_list("pk", flat=True))
    clock.advance(days=1)
    tried()
    tomorrow = set(Tally.objects.values_list("pk", flat=True))
    assert len(tomorrow) == 2 * len(today) == 6
    stored = b"".join(map(bytes, tomorrow))
    for told in (WHO.encode(), str(HOME).encode(), HOME.packed):
        assert told not in stored


def test_what_slows_nobody_any_more_is_forgotten(clock: FrozenClock) -> None:
    flooded()
    autodiscover_modules("jobs")
    purge = next(job for job in periodic.registered() if job.name == "purge-tries")
    purge.run()
    assert Tally.objects.exists()
    clock.advance(days=1)
    purge.run()
    assert not Tally.objects.exists()


def test_a_flood_of_invented_accounts_fills_no_disk_and_has_nothing_forgotten(
    clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "MOST", 40)
    monkeypatch.setattr(guessing, "TRIM_EVERY", 1)
    flooded()
    for number in range(100):
        assert isinstance(tried(f"{number}@example.invalid", elsewhere(number)), Attempt)
        assert Tally.objects.count() <= 43
    assert isinstance(tried(), int)


@given(steps=st.lists(st.integers(0, 2400), max_size=60))
def test_no_more_tries_than_the_budget_whatever_the_rhythm(steps: list[int]) -> None:
    budget, now, tested = Budget(3, timedelta(minutes=10)), 0, 0
    instant = time.now()
    way = (guessing._Charge(secrets.token_bytes(32), budget),)
    for step in steps:
        now += step
        tested += guessing._take(way, instant + timedelta(seconds=now))
        assert tested <= budget.at_once + now // 600
        found = guessing._look([way[0].key])
        assert guessing._wait(way, found, instant + timedelta(seconds=now)) <= 600


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_exactly_as_many_count_as_the_budget_has() -> None:
    found: list[object] = []

    def knock(number: int) -> None:
        found.append(tried(WHO, elsewhere(number)))

    assert at_once(*[partial(knock, number) for number in range(40)]) == ["done"] * 40
    assert sum(isinstance(one, Attempt) for one in found) == ACCOUNT.at_once
    # What was refused took nothing from its network either.
    assert Tally.objects.count() == 1 + 2 * ACCOUNT.at_once


@pytest.mark.django_db(transaction=True)
def test_what_was_counted_cannot_be_undone_with_what_follows() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        tried()
