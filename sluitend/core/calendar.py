# SPDX-License-Identifier: EUPL-1.2
"""Working days and legal terms. Which days are holidays comes in as data with a source."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
WEEKDAYS = frozenset(range(SATURDAY))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days on which work is done: `weekdays` (Monday = 0) less `days_off`."""

    days_off: frozenset[date] = frozenset()
    weekdays: frozenset[int] = WEEKDAYS

    def __post_init__(self) -> None:
        if not self.weekdays:
            message = "a working calendar needs at least one weekday"
            raise ValueError(message)

    def is_working_day(self, day: date) -> bool:
        """Return whether work is done on this day."""
        return day.weekday() in self.weekdays and day not in self.days_off

    def next_working_day(self, day: date) -> date:
        """Return the first working day *after* `day`."""
        return self.on_or_after(day + timedelta(days=1))

    def on_or_after(self, day: date) -> date:
        """Return `day` itself when it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the day that lies `count` working days after `day` (`count` ≥ 0; 0: on or after)."""
        if count < 0:
            message = "count must not be negative"
            raise ValueError(message)
        if count == 0:
            return self.on_or_after(day)
        for _ in range(count):
            day = self.next_working_day(day)
        return day
