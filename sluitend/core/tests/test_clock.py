# SPDX-License-Identifier: EUPL-1.2
"""Instants are UTC; a day is a day in Amsterdam."""

from datetime import UTC, date, datetime

import pytest

from sluitend.core import clock


def test_now_is_aware_and_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 1, 1, 22, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 23, 0, tzinfo=UTC), date(2026, 1, 2)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_day_starts_at_midnight_in_amsterdam(instant: datetime, day: date) -> None:
    assert clock.local_date(instant) == day


def test_today_follows_the_replaced_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2027, 1, 1)
