# SPDX-License-Identifier: EUPL-1.2
"""When a person works: own weekdays, own leave, and the days on which the office is closed. Pure."""

from dataclasses import dataclass
from datetime import date

from sluitend.core.calendar import SATURDAY, WorkingCalendar

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Schedule:
    """The own calendar of one person: weekdays (0 is Monday) and periods of leave, ends included."""

    weekdays: frozenset[int]
    leaves: tuple[Period, ...] = ()

    def on_leave(self, day: date) -> bool:
        """Return whether a period of leave covers this day."""
        return any(start <= day <= end for start, end in self.leaves)

    def works(self, day: date, office: WorkingCalendar) -> bool:
        """Return whether this person works on a day on which the office is open."""
        return day.weekday() in self.weekdays and office.is_working_day(day) and not self.on_leave(day)

    def is_replaced(self, day: date) -> bool:
        """Return whether a standing deputy takes over: on leave, or a weekday off.

        A weekend is no reason in itself: nobody works then, so nobody needs replacing.
        """
        return self.on_leave(day) or (day.weekday() < SATURDAY and day.weekday() not in self.weekdays)


@dataclass(frozen=True, slots=True)
class Standing:
    """An arrangement to stand in: with both dates for that period, without dates for every absence."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date, other: Schedule) -> bool:
        """Return whether the deputy stands in for somebody with schedule `other` on this day."""
        if self.start is not None and self.end is not None:
            return self.start <= day <= self.end
        return other.is_replaced(day)
