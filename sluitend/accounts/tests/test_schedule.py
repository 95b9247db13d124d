# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sluitend.accounts.schedule import Schedule, Standing
from sluitend.core.calendar import WorkingCalendar

MONDAY = date(2026, 6, 1)
OFFICE = WorkingCalendar(days_off=frozenset({MONDAY}))
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))


def test_nobody_works_on_a_day_on_which_the_office_is_closed() -> None:
    assert not Schedule(frozenset({0})).works(MONDAY, OFFICE)
    assert Schedule(frozenset({0})).works(MONDAY + timedelta(days=7), OFFICE)


def test_leave_counts_its_first_and_last_day() -> None:
    away = Schedule(frozenset(range(5)), ((date(2026, 6, 3), date(2026, 6, 5)),))
    assert [away.on_leave(date(2026, 6, day)) for day in (2, 3, 5, 6)] == [False, True, True, False]


def test_a_weekend_alone_is_no_reason_to_be_replaced() -> None:
    part_time = Schedule(frozenset({0, 1}))
    assert not part_time.is_replaced(date(2026, 6, 6))
    assert part_time.is_replaced(date(2026, 6, 3))


def test_a_deputy_for_a_period_stands_in_whether_or_not_the_other_works() -> None:
    always_there = Schedule(frozenset(range(7)))
    period = Standing(date(2026, 6, 3), date(2026, 6, 4))
    assert [period.holds(date(2026, 6, day), always_there) for day in (2, 3, 4, 5)] == [
        False,
        True,
        True,
        False,
    ]


@given(day=DAYS, weekdays=st.frozensets(st.integers(0, 6), min_size=1), leave=st.tuples(DAYS, DAYS))
def test_who_works_is_never_replaced_by_a_standing_deputy(
    day: date, weekdays: frozenset[int], leave: tuple[date, date]
) -> None:
    one = Schedule(weekdays, ((min(leave), max(leave)),))
    assert not (one.works(day, OFFICE) and Standing().holds(day, one))
