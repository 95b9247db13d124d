# SPDX-License-Identifier: EUPL-1.2
"""A day under a flood of guesses, below HTTP: the real mechanism and database, on a clock that is moved.

    python -m bench.flood TRIES SEED

Strangers in a thousand networks try passwords, codes of partners and receipts: half of it spread over
the day, half within one hour of the morning. Meanwhile people who belong here sign in; who has to wait
comes back when told. Prints JSON.
"""

import heapq
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address

import django

django.setup()

from sluitend.core import clock  # noqa: E402
from sluitend.core.networks import Address  # noqa: E402
from sluitend.privacy import guessing  # noqa: E402
from sluitend.privacy.guessing import Attempt, Door, TooSoon  # noqa: E402
from sluitend.privacy.models import Tally  # noqa: E402

MIDNIGHT = datetime(2026, 6, 2, tzinfo=UTC)
DAY, HOUR = 24 * 3600, 3600
NETWORKS, ACCOUNTS, LINKS = 1000, 50, 10
TOWN_HALL = int(IPv4Address("198.51.100.0"))
KNOWN = "known device"
AMONG = "new device, network where colleagues come in"
ELSEWHERE = "new device, elsewhere"
PARTNER = "partner, browser of the link"
REPORTER = "reporter, with a receipt"


@dataclass
class Visit:
    """Somebody who belongs here comes in once."""

    who: str
    door: Door
    subject: str
    address: Address
    device: str = ""
    mistypes: int = 0
    waited: float = 0


@dataclass
class Outcome:
    """What the day did to those who guess and to those who belong here."""

    tried: dict[str, int] = field(default_factory=dict)
    tested: dict[str, int] = field(default_factory=dict)
    per_subject: dict[str, list[int]] = field(default_factory=dict)
    waited: dict[str, list[float]] = field(default_factory=dict)
    rows: int = 0
    refusal_ms: float = 0
    try_ms: float = 0


def account(number: int) -> str:
    """Return an address of a colleague; to the mechanism it does not matter whether it exists."""
    return f"colleague-{number}@example.invalid"


def stranger(chance: random.Random) -> Address:
    """Return an address in one of the networks that flood: half of them /24, half /48."""
    network = chance.randrange(NETWORKS)
    if network % 2:
        return IPv4Address((10 << 24) + (network << 8) + chance.randrange(256))
    return IPv6Address((0x20010DB8 << 96) + (network << 80) + chance.getrandbits(80))


def guesses(tries: int, targets: int, chance: random.Random) -> Iterator[tuple[float, Door, str, Address]]:
    """Yield when what is guessed at from where: eight in ten at accounts, one at links, one at receipts."""
    moments = sorted(
        chance.uniform(0, DAY) if number % 2 else chance.uniform(9 * HOUR, 10 * HOUR)
        for number in range(tries)
    )
    doors = (Door.PASSWORD, Door.PACKET, Door.RECEIPT)
    for moment, door in zip(moments, chance.choices(doors, (8, 1, 1), k=tries), strict=True):
        subject = {
            Door.PASSWORD: account(chance.randrange(targets) * (ACCOUNTS // targets)),
            Door.PACKET: f"link-{chance.randrange(LINKS)}",
        }.get(door, "")
        yield moment, door, subject, stranger(chance)


def visits(chance: random.Random) -> Iterator[tuple[float, Visit]]:
    """Yield who comes when: thirty people at known devices, twice ten at new ones, partners, reporters.

    Those at known devices come four times, from early in the morning; a new device is new once.
    """
    for number in range(ACCOUNTS):
        who = KNOWN if number < 30 else AMONG if number < 40 else ELSEWHERE
        address = _office(0, number) if who == ELSEWHERE else IPv4Address(TOWN_HALL + 1 + number % 20)
        device = f"device-{number}" if who == KNOWN else ""
        for first, last in ((6, 8), (8, 12), (12, 15), (15, 18)) if who == KNOWN else ((8, 17),):
            mistypes = chance.random() < 0.2
            visit = Visit(who, Door.PASSWORD, account(number), address, device, mistypes)
            yield chance.uniform(first * HOUR, last * HOUR), visit
    for number in range(LINKS):
        for _turn in range(3):
            visit = Visit(PARTNER, Door.PACKET, f"link-{number}", _office(1, number), f"browser-{number}")
            yield chance.uniform(8 * HOUR, 18 * HOUR), visit
    for number in range(100):
        mistypes = chance.random() < 0.2
        visit = Visit(REPORTER, Door.RECEIPT, "", _office(2, number), mistypes=mistypes)
        yield chance.uniform(0, 23 * HOUR), visit


def _office(kind: int, number: int) -> Address:
    """Return an address in a network of somebody who belongs here."""
    return IPv4Address(int(IPv4Address("203.0.0.1")) + (kind << 16) + (number << 8))


def run(tries: int, seed: int, *, targets: int = ACCOUNTS) -> Outcome:
    """Let the day pass while so many accounts are guessed at; return what came of it."""
    chance = random.Random(seed)  # noqa: S311 - a made-up day
    tried: Counter[tuple[Door, str]] = Counter()
    tested: Counter[tuple[Door, str]] = Counter()
    took: Mapping[bool, list[float]] = {True: [], False: []}
    outcome, waited = Outcome(), defaultdict[str, list[float]](list)
    people = [(moment, number, visit) for number, (moment, visit) in enumerate(visits(chance))]
    heapq.heapify(people)
    for number, (moment, door, subject, address) in enumerate(guesses(tries, targets, chance)):
        while people and people[0][0] <= moment:
            _come(people, waited, chance)
        begin = time.perf_counter()
        passed = isinstance(_try(moment, door, subject, address), Attempt)
        took[passed].append((time.perf_counter() - begin) * 1000)
        tried[door, subject] += 1
        tested[door, subject] += passed
        if number % 1000 == 0:
            outcome.rows = max(outcome.rows, Tally.objects.count())
    while people:
        _come(people, waited, chance)
    for door in {door for door, _subject in tried}:
        found = [tested[key] for key in tried if key[0] == door]
        outcome.per_subject[door] = sorted(found)
        outcome.tested[door] = sum(found)
        outcome.tried[door] = sum(count for key, count in tried.items() if key[0] == door)
    outcome.waited = {who: sorted(found) for who, found in waited.items()}
    outcome.rows = max(outcome.rows, Tally.objects.count())
    outcome.try_ms, outcome.refusal_ms = (statistics.median(took[passed] or [0]) for passed in (True, False))
    return outcome


def _come(
    people: list[tuple[float, int, Visit]], waited: dict[str, list[float]], chance: random.Random
) -> None:
    """Let the next one try; who has to wait, or mistyped, comes back a little later than could be."""
    moment, number, visit = heapq.heappop(people)
    found = _try(moment, visit.door, visit.subject, visit.address, visit.device)
    pause = chance.uniform(2, 20)
    if isinstance(found, int):
        pause += found
        visit.waited += pause
    elif visit.mistypes:
        visit.mistypes -= 1
    else:
        with clock.at(MIDNIGHT + timedelta(seconds=moment)):
            guessing.was_right(found)
            if visit.door == Door.PASSWORD:
                guessing.welcome(visit.door, visit.address)
        waited[visit.who].append(visit.waited)
        return
    heapq.heappush(people, (moment + pause, number, visit))


def _try(moment: float, door: Door, subject: str, address: Address, device: str = "") -> Attempt | int:
    with clock.at(MIDNIGHT + timedelta(seconds=moment)):
        try:
            return guessing.attempt(door, subject=subject, address=address, device=device)
        except TooSoon as soon:
            return soon.seconds


def main() -> None:
    """Make the instance and print what a day did."""
    from bench import seed

    seed.set_up()
    seed.add_people()
    print(json.dumps(asdict(run(int(sys.argv[1]), int(sys.argv[2])))))


if __name__ == "__main__":
    main()
