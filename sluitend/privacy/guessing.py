# SPDX-License-Identifier: EUPL-1.2
"""Guessing is slow: one mechanism for passwords, second factors, partners' codes and receipts.

A try takes from budgets: that of what is guessed at (an account or a door, known or not), that of the
visitor and that of the organisation or provider it comes from. Each allows some tries at once and one
more every so often. A try that finds a budget empty is refused before anything is compared, and takes
nothing; so nobody is kept out any longer by being refused. The right answer gives its try back.

Who is known at a device has a budget of their own and is not held up by strangers. Strangers at a
network from where somebody came in today or yesterday have one too, beside that of the account.

Nothing tells a row's account or network: it has a keyed hash that changes with the day.
"""

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from django.db import connection, transaction
from django.utils.translation import ngettext

from sluitend.core import clock, networks, rows
from sluitend.core.networks import Address
from sluitend.privacy.blind import derived_key
from sluitend.privacy.models import Tally

# Rows at most, give or take what comes in between two times of trimming. The one that says least,
# because its budget is full again soonest, goes first: to have an account forgotten that is being
# guessed at, one has to guess harder at as many others.
MOST = 50_000
TRIM_EVERY = 64
WELCOME_DAYS = 2


class Door(StrEnum):
    """What is guessed at."""

    PASSWORD = "password"  # noqa: S105 - the name of a door
    FACTOR = "factor"
    PACKET = "packet"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Budget:
    """So many tries at once, and one more every so often."""

    at_once: int
    then_every: timedelta

    @property
    def cost(self) -> int:
        """How long one try takes to come back, in milliseconds."""
        return self.then_every // timedelta(milliseconds=1)

    @property
    def depth(self) -> int:
        """How far ahead of now a row may already lie for one more try, in milliseconds."""
        return (self.at_once - 1) * self.cost


@dataclass(frozen=True, slots=True)
class Rules:
    """The budgets at a door; doors of one `kin` share those of the networks."""

    kin: str
    visitor: Budget
    organisation: Budget
    account: Budget | None = None
    welcome: Budget | None = None
    device: Budget | None = None


def _staff() -> Rules:
    return Rules(
        kin="staff",
        visitor=Budget(20, timedelta(minutes=1)),
        organisation=Budget(60, timedelta(seconds=20)),
        account=Budget(10, timedelta(minutes=15)),
        welcome=Budget(5, timedelta(minutes=10)),
        device=Budget(8, timedelta(minutes=5)),
    )


# A password is chosen by a person: a hundred guesses a day at most. A code is 100 random bits: there it
# is only about who floods us, and who mistypes must not wait long.
RULES: Mapping[Door, Rules] = {
    Door.PASSWORD: _staff(),
    Door.FACTOR: _staff(),
    Door.PACKET: Rules(
        kin="code",
        visitor=Budget(20, timedelta(seconds=10)),
        organisation=Budget(60, timedelta(seconds=3)),
        account=Budget(5, timedelta(minutes=1)),
        welcome=Budget(5, timedelta(minutes=1)),
        device=Budget(5, timedelta(minutes=1)),
    ),
    Door.RECEIPT: Rules(
        kin="code",
        visitor=Budget(20, timedelta(seconds=10)),
        organisation=Budget(60, timedelta(seconds=3)),
    ),
}


class TooSoon(Exception):  # noqa: N818 - names read as sentences
    """Too many tries; `seconds` to wait. The same for what exists and what does not."""

    def __init__(self, seconds: int) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds

    @property
    def wait(self) -> str:
        """How long to wait, in words: seconds, or whole minutes."""
        if self.seconds <= 60:
            return ngettext("%(number)d second", "%(number)d seconds", self.seconds) % {
                "number": self.seconds
            }
        minutes = ceil(self.seconds / 60)
        return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try that may be made, and what it took."""

    taken: tuple["_Charge", ...]


@dataclass(frozen=True, slots=True)
class _Charge:
    """One try from one budget."""

    key: bytes
    budget: Budget


def attempt(door: Door, *, subject: str, address: Address | None, device: str = "") -> Attempt:
    """Count one try at a door before anything is compared; raises `TooSoon` when there were too many.

    `subject` is what is guessed at, in its one form, whether it exists or not; empty where there is no
    such thing. `device` names a device that is known to belong to it: the caller has checked that.
    Call it outside any transaction: what was counted must stay counted.
    """
    now, home = clock.now(), networks.wide(address)
    if not secrets.randbelow(TRIM_EVERY):
        rows.trim(Tally, newest_by="until", keep=MOST)
    way = _known(door, subject, device, now) if device else _strange(door, subject, address, now)
    if _take(way, now):
        return Attempt(way)
    other = () if device else _at_home(door, subject, way, home, now)
    marks = _welcome_keys(door, home, now) if other else ()
    found = _look([*marks, *(charge.key for charge in (*way, *other))])
    waits = [_wait(way, found, now)]
    if any(found.get(mark, 0) > _milliseconds(now) for mark in marks):
        if _take(other, now):
            return Attempt(other)
        waits.append(_wait(other, found, now))
    raise TooSoon(min(waits))


def was_right(tried: Attempt) -> None:
    """Give a try back: what was typed was right."""
    _put(tried.taken, clock.now(), give_back=True)


def welcome(door: Door, address: Address | None) -> None:
    """Remember for today and tomorrow that somebody came in all the way from this network."""
    now = clock.now()
    marks = _welcome_keys(door, networks.wide(address), now)
    if marks:
        until = now + timedelta(days=WELCOME_DAYS)
        rows.put(Tally(key_hash=marks[0], until=_milliseconds(until)))


def purge() -> int:
    """Forget what no longer slows or welcomes anybody; return how many rows."""
    return Tally.objects.filter(until__lte=_milliseconds(clock.now())).delete()[0]


def _known(door: Door, subject: str, device: str, now: datetime) -> tuple[_Charge, ...]:
    """What a try takes from a device that is known: nothing that strangers can empty."""
    budget = RULES[door].device
    if budget is None:
        message = f"nobody is known at the door {door}"
        raise ValueError(message)
    return (_Charge(_key(now, "device", door, subject, device), budget),)


def _strange(door: Door, subject: str, address: Address | None, now: datetime) -> tuple[_Charge, ...]:
    rules = RULES[door]
    from_where = (
        _Charge(_key(now, "visitor", rules.kin, networks.narrow(address)), rules.visitor),
        _Charge(_key(now, "organisation", rules.kin, networks.wide(address)), rules.organisation),
    )
    if rules.account is None:
        return from_where
    return (*from_where, _Charge(_key(now, "account", door, subject), rules.account))


def _at_home(
    door: Door, subject: str, way: tuple[_Charge, ...], home: str, now: datetime
) -> tuple[_Charge, ...]:
    """The same, with a budget for this network instead of that of the whole account."""
    budget = RULES[door].welcome
    if budget is None:
        return ()
    return (*way[:2], _Charge(_key(now, "at-home", door, subject, home), budget))


def _take(way: Sequence[_Charge], now: datetime) -> bool:
    """Take one try from every budget, or from none when one of them is empty."""
    try:
        with transaction.atomic(durable=True):
            if _put(way, now) < len(way):
                raise _Empty
    except _Empty:
        return False
    return True


class _Empty(Exception):  # noqa: N818 - undoes what was taken, never leaves this file
    pass


def _put(way: Sequence[_Charge], now: datetime, *, give_back: bool = False) -> int:
    """Move each row one try ahead, or back, in one statement; return how many were moved.

    A row says when its budget will be full again. One order of keys: who waits for a row holds none
    that comes after it.
    """
    charges, instant = sorted(way, key=lambda charge: charge.key), _milliseconds(now)
    sign = -1 if give_back else 1
    table = connection.ops.quote_name(Tally._meta.db_table)
    until, places = f"{table}.until", ", ".join(["(%s, %s)"] * len(charges))
    values = [part for charge in charges for part in (charge.key, instant + sign * charge.budget.cost)]
    sql = (
        f"INSERT INTO {table} (key_hash, until) VALUES {places} ON CONFLICT (key_hash) DO UPDATE "  # noqa: S608
        f"SET until = CASE WHEN {until} > %s THEN {until} ELSE %s END + excluded.until - %s"
    )
    values += [instant] * 3
    if not give_back:
        cases = " ".join(["WHEN %s THEN %s"] * len(charges))
        sql += f" WHERE {until} <= CASE {table}.key_hash {cases} END RETURNING 1"
        values += [part for charge in charges for part in (charge.key, instant + charge.budget.depth)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return len(charges) if give_back else len(cursor.fetchall())


def _look(keys: Sequence[bytes]) -> dict[bytes, int]:
    return {bytes(key): until for key, until in Tally.objects.filter(pk__in=keys).values_list()}


def _wait(way: Sequence[_Charge], found: Mapping[bytes, int], now: datetime) -> int:
    """Return how many seconds it takes before each budget has a try; at least one."""
    instant = _milliseconds(now)
    late = [found.get(charge.key, instant) - charge.budget.depth - instant for charge in way]
    return max(1, ceil(max(late) / 1000))


def _welcome_keys(door: Door, home: str, now: datetime) -> tuple[bytes, ...]:
    """Return the keys that welcome a network, today's first; none where nobody is welcomed."""
    rules = RULES[door]
    if rules.welcome is None or home == networks.UNKNOWN:
        return ()
    days = (now - timedelta(days=back) for back in range(WELCOME_DAYS))
    return tuple(_key(day, "welcome", rules.kin, home) for day in days)


def _key(day: datetime, *parts: str) -> bytes:
    """Return the key of a row: it changes with the day, and tells neither account nor network."""
    said = json.dumps(parts).encode()
    return hmac.digest(derived_key("guessing", day.date().isoformat()), said, "sha256")


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
