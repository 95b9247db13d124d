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


def test_time_stands_still_within_at_and_goes_on_after_it() -> None:
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=clock.AMSTERDAM)
    with clock.at(noon):
        assert clock.now() == noon
        assert clock.now().tzinfo is UTC
        with clock.at(datetime(2026, 3, 1, 12, 0, tzinfo=UTC)):
            assert clock.today() == date(2026, 3, 1)
        assert clock.now() == noon
    assert clock._read is clock._system_clock


def test_clock_is_put_back_after_a_failure() -> None:
    before = clock._read
    with pytest.raises(RuntimeError), clock.at(datetime(2026, 3, 1, 12, 0, tzinfo=UTC)):
        raise RuntimeError
    assert clock._read is before


def test_clock_refuses_an_instant_without_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 1)):  # noqa: DTZ001
        pass
