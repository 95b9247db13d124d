# SPDX-License-Identifier: EUPL-1.2
"""The shapes in which a plan says *when*."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sluitend.policy.schema.base import Model, Text, Year

Quarter = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-Q[1-4]$")]


def quarter_ends(quarter: str) -> dt.date:
    """Return the last day of a quarter such as `2026-Q1`."""
    year, number = int(quarter[:4]), int(quarter[-1])
    after = dt.date(year + 1, 1, 1) if number == 4 else dt.date(year, number * 3 + 1, 1)
    return after - dt.timedelta(days=1)


class OnDate(Model):
    """On or before one day."""

    shape: Literal["date"]
    date: dt.date

    def last_day(self) -> dt.date | None:
        """Return the last day on which this is in time; None when no day can be named."""
        return self.date


class InQuarter(Model):
    """In one quarter."""

    shape: Literal["quarter"]
    quarter: Quarter

    def last_day(self) -> dt.date | None:
        """Return the last day on which this is in time; None when no day can be named."""
        return quarter_ends(self.quarter)


class InQuarters(Model):
    """From the first up to and including the last quarter."""

    shape: Literal["quarter-range"]
    first: Quarter
    last: Quarter

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            message = "the last quarter lies before the first"
            raise ValueError(message)
        return self

    def last_day(self) -> dt.date | None:
        """Return the last day on which this is in time; None when no day can be named."""
        return quarter_ends(self.last)


class InYear(Model):
    """Some time in one year."""

    shape: Literal["year"]
    year: Year

    def last_day(self) -> dt.date | None:
        """Return the last day on which this is in time; None when no day can be named."""
        return dt.date(self.year, 12, 31)


class AfterEvent(Model):
    """A length of time that starts with an event."""

    shape: Literal["duration"]
    amount: Annotated[int, Field(ge=1, le=10_000)]
    unit: Literal["days", "working-days", "weeks", "months", "years"]
    after: Text

    def last_day(self) -> dt.date | None:
        """Return None: the event has no date in the plan."""
        return None


class InPhase(Model):
    """In a phase that the plan names without dates."""

    shape: Literal["phase"]
    phase: Text

    def last_day(self) -> dt.date | None:
        """Return None: a phase has no date in the plan."""
        return None


class Ongoing(Model):
    """Without end; `review_months` says how often somebody looks back, when that is agreed."""

    shape: Literal["ongoing"]
    review_months: Annotated[int, Field(ge=1, le=120)] | None = None
    since: dt.date | None = None

    def last_day(self) -> dt.date | None:
        """Return None: it does not end."""
        return None


Due = Annotated[
    OnDate | InQuarter | InQuarters | InYear | AfterEvent | InPhase | Ongoing,
    Field(discriminator="shape"),
]
