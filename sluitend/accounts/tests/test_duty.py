# SPDX-License-Identifier: EUPL-1.2
"""Who is on duty, and when is the next working day."""

from datetime import date
from typing import Any

from sluitend.accounts import services
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for, next_working_day, on_duty, stand_ins
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import system

BY = system("test")
ROLE = "aandachtsfunctionaris"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 6, day) for day in range(1, 6))


def part_time(person: Person, *weekdays: int) -> None:
    services.set_working_days(person=person, weekdays=weekdays, by=actor_for(person))


def test_the_officer_comes_before_the_deputy(officer: Person, deputy: Person) -> None:
    assert on_duty(ROLE, LISSE, TUESDAY) == officer


def test_the_deputy_takes_over_on_days_off_and_on_leave(officer: Person, deputy: Person, clock: Any) -> None:
    part_time(officer, 0, 3)
    assert on_duty(ROLE, LISSE, TUESDAY) == deputy
    assert on_duty(ROLE, LISSE, THURSDAY) == officer
    services.add_leave(person=officer, start=THURSDAY, end=FRIDAY, by=actor_for(officer))
    assert on_duty(ROLE, LISSE, THURSDAY) == deputy


def test_a_deputy_in_person_counts_too(officer: Person, outsider: Person) -> None:
    part_time(officer, 0)
    assert on_duty(ROLE, LISSE, TUESDAY) is None
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    assert on_duty(ROLE, LISSE, TUESDAY) == outsider
    assert on_duty(ROLE, LISSE, date(2026, 6, 8)) == officer


def test_nobody_is_on_duty_on_a_holiday_or_in_a_weekend(officer: Person, deputy: Person) -> None:
    assert on_duty(ROLE, LISSE, date(2026, 12, 25)) is None
    assert on_duty(ROLE, LISSE, date(2026, 6, 6)) is None


def test_next_working_day_lies_after_the_day_and_skips_holidays(officer: Person) -> None:
    assert next_working_day(ROLE, LISSE, MONDAY) == (TUESDAY, officer)
    assert next_working_day(ROLE, LISSE, FRIDAY) == (date(2026, 6, 8), officer)
    # 24 December 2026 is a Thursday: Christmas and a weekend follow.
    assert next_working_day(ROLE, LISSE, date(2026, 12, 24)) == (date(2026, 12, 28), officer)


def test_next_working_day_is_the_deputys_when_that_comes_first(
    officer: Person, deputy: Person, clock: Any
) -> None:
    part_time(officer, 0)
    part_time(deputy, 2)
    assert next_working_day(ROLE, LISSE, TUESDAY) == (WEDNESDAY, deputy)
    assert next_working_day(ROLE, LISSE, WEDNESDAY) == (date(2026, 6, 8), officer)


def test_without_anybody_the_day_is_the_offices_and_no_name_is_given(lisse: Any) -> None:
    assert next_working_day(ROLE, LISSE, FRIDAY) == (date(2026, 6, 8), None)


def test_who_left_is_never_on_duty(officer: Person) -> None:
    services.deactivate_person(person=officer, by=BY)
    assert on_duty(ROLE, LISSE, TUESDAY) is None


def test_duty_stays_within_the_municipality(officer: Person, lisse: Any) -> None:
    assert stand_ins(ROLE, "GM0546", TUESDAY) == []


def test_stand_ins_are_deputies_by_role_and_in_person(
    officer: Person, deputy: Person, outsider: Person
) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    assert stand_ins(ROLE, LISSE, TUESDAY) == [outsider, deputy]


def test_the_next_working_day_costs_few_queries(
    officer: Person, deputy: Person, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        next_working_day(ROLE, LISSE, MONDAY)
