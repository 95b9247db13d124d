# SPDX-License-Identifier: EUPL-1.2
"""The one clock: instants in UTC, days in Amsterdam. Tests replace `_read`, behind `now`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def _system_clock() -> datetime:
    return datetime.now(UTC)


# One level of indirection, so that a test's clock also holds for `from … import now`.
_read: Callable[[], datetime] = _system_clock


def now() -> datetime:
    """Return this instant, in UTC."""
    return _read()


def today() -> date:
    """Return today's date in Amsterdam, the day on which terms run."""
    return local_date(now())


def local_date(instant: datetime) -> date:
    """Return the date in Amsterdam of an instant."""
    return instant.astimezone(AMSTERDAM).date()


def day_begins(day: date) -> datetime:
    """Return the instant at which a day begins in Amsterdam."""
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let time stand still at an instant within this block, for the whole process.

    For the made-up history of a demo; an instance in use never moves its clock.
    """
    global _read  # noqa: PLW0603 - the one place in which all clocks are moved
    if instant.tzinfo is None:
        message = "the clock needs an instant with a time zone"
        raise ValueError(message)
    before, stopped = _read, instant.astimezone(UTC)
    _read = lambda: stopped  # noqa: E731
    try:
        yield
    finally:
        _read = before
