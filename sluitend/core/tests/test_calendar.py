# SPDX-License-Identifier: EUPL-1.2
"""Working days: total over all dates, whatever the days off are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.core.calendar import WorkingCalendar

FRIDAY, SATURDAY, MONDAY = date(2026, 4, 3), date(2026, 4, 4), date(2026, 4, 6)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CALENDARS = st.builds(
    WorkingCalendar,
    days_off=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)


def test_weekend_is_no_working_day() -> None:
    assert [WorkingCalendar().is_working_day(day) for day in (FRIDAY, SATURDAY, MONDAY)] == [
        True,
        False,
        True,
    ]


def test_day_off_is_skipped() -> None:
    easter_monday_off = WorkingCalendar(days_off=frozenset({MONDAY}))
    assert easter_monday_off.next_working_day(FRIDAY) == date(2026, 4, 7)
    assert easter_monday_off.on_or_after(MONDAY) == date(2026, 4, 7)


def test_own_weekdays_of_a_part_time_official() -> None:
    tuesdays = WorkingCalendar(weekdays=frozenset({1}))
    assert tuesdays.next_working_day(FRIDAY) == date(2026, 4, 7)
    assert tuesdays.add_working_days(date(2026, 4, 7), 2) == date(2026, 4, 21)


def test_zero_working_days_is_today_or_the_next_working_day() -> None:
    assert WorkingCalendar().add_working_days(FRIDAY, 0) == FRIDAY
    assert WorkingCalendar().add_working_days(SATURDAY, 0) == MONDAY


def test_calendar_without_weekdays_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        WorkingCalendar(weekdays=frozenset())


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        WorkingCalendar().add_working_days(FRIDAY, -1)


@given(CALENDARS, DAYS)
def test_next_working_day_is_the_first_one_after(calendar: WorkingCalendar, day: date) -> None:
    found = calendar.next_working_day(day)
    assert found > day
    assert calendar.is_working_day(found)
    between = (day + timedelta(days=ahead) for ahead in range(1, (found - day).days))
    assert not any(map(calendar.is_working_day, between))


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_added_working_days_are_as_many_as_asked(calendar: WorkingCalendar, day: date, count: int) -> None:
    end = calendar.add_working_days(day, count)
    passed = [day + timedelta(days=ahead) for ahead in range(1, (end - day).days + 1)]
    assert sum(map(calendar.is_working_day, passed)) == count
    assert calendar.is_working_day(end)
