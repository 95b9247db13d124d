# SPDX-License-Identifier: EUPL-1.2
"""The one clock: instants in UTC, days in Amsterdam. Tests replace `_read`, behind `now`."""

from collections.abc import Callable
from datetime import UTC, date, datetime
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
