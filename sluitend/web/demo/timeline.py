# SPDX-License-Identifier: EUPL-1.2
"""Many stories told in the order of time, as if they had happened in the past weeks.

A story is a generator: it yields when its next act happens, and acts when it is resumed. The clock
stands at that moment; between two days the work of the night is done.
"""

import heapq
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from sluitend.core import clock
from sluitend.core.calendar import WorkingCalendar

FULL_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """A moment: so many working days ago (0 is today), at a time of the day in Amsterdam."""

    days: int
    time: time


Story = Generator[When, None, None]


def ago(days: int, at: str) -> When:
    """Return a moment in the past: `ago(3, "09:30")` is half past nine, three working days ago."""
    return When(days, time.fromisoformat(at))


@dataclass(frozen=True, slots=True)
class Past:
    """The past as seen from one instant, which lies after all that happened."""

    now: datetime
    office: WorkingCalendar

    def day(self, days: int) -> date:
        """Return today (0), or the day that lies so many working days before it."""
        day = clock.local_date(self.now)
        for _ in range(days):
            day -= FULL_DAY
            while not self.office.is_working_day(day):
                day -= FULL_DAY
        return day

    def instant(self, when: When) -> datetime:
        """Return the instant of a moment; what would still be to come today has just happened."""
        found = datetime.combine(self.day(when.days), when.time, clock.AMSTERDAM)
        to_midnight = FULL_DAY - timedelta(hours=when.time.hour, minutes=when.time.minute)
        # A thousandth of what is left of the day keeps the order of today's acts.
        return min(found, self.now - to_midnight / 1000)


def play(stories: Iterable[Story], past: Past, *, nightly: Callable[[], object]) -> None:
    """Tell all stories together; `nightly` runs early on each day from the first act until now."""
    number = count()
    waiting = [(past.instant(next(story)), next(number), story) for story in stories]
    heapq.heapify(waiting)
    morning = _morning_after(waiting[0][0]) if waiting else past.now
    while waiting:
        instant, _number, story = heapq.heappop(waiting)
        morning = _nights(morning, until=instant, nightly=nightly)
        with clock.at(instant):
            following = next(story, None)
        if following is not None:
            heapq.heappush(waiting, (past.instant(following), next(number), story))
    _nights(morning, until=past.now, nightly=nightly)


def _nights(morning: datetime, *, until: datetime, nightly: Callable[[], object]) -> datetime:
    """Do the work of every night up to `until`; return the morning after it."""
    while morning <= until:
        with clock.at(morning):
            nightly()
        morning = _morning_after(morning)
    return morning


def _morning_after(instant: datetime) -> datetime:
    day = clock.local_date(instant) + FULL_DAY
    return datetime.combine(day, time(6), clock.AMSTERDAM)
