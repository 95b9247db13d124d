# SPDX-License-Identifier: EUPL-1.2
"""What shapes an instance: the pack's header, parts that can be off, holidays, texts, theme."""

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from dateutil.easter import easter
from pydantic import Field, StringConstraints, model_validator

from sluitend.policy.schema.base import Item, Model, MunicipalityId, PartnerId, Slug, Sourced, Text, Year

Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.+-]*$", max_length=40)]


class LayerVersion(Model):
    """One layer that went into a pack; filled in by the loader."""

    id: Slug
    version: Version


class Header(Model):
    """What the pack is. Only the header of the last layer counts; it is never merged.

    `abstract` marks a layer that others build on and that cannot be put into force by itself.
    `serves` names the municipalities whose signals an instance with this pack handles.
    """

    id: Slug
    version: Version
    title: Text
    extends: tuple[Slug, ...] = ()
    abstract: bool = False
    organisation: Text | None = None
    serves: tuple[MunicipalityId, ...] = ()
    emergency: PartnerId | None = None
    adopted: bool = False
    adopted_by: Text | None = None
    valid_from: date | None = None
    review_by: date | None = None
    languages: tuple[Literal["nl", "en"], ...] = ("nl",)
    layers: tuple[LayerVersion, ...] = ()


class Feature(Sourced):
    """A part of the system that this pack uses or not; `reason` says why it is off."""

    name: Text
    enabled: bool
    reason: Text | None = None

    @model_validator(mode="after")
    def _off_has_a_reason(self) -> Self:
        if not self.enabled and self.reason is None:
            message = "a feature that is off needs a reason"
            raise ValueError(message)
        return self


class OnMonthDay(Model):
    """Every year on the same day, such as `12-25`; moved when it falls on a Sunday, if said so."""

    rule: Literal["month-day"]
    day: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
    sunday_moves: Annotated[int, Field(ge=-6, le=6)] = 0

    def in_year(self, year: int) -> tuple[date, ...]:
        """Return the day in `year`; nothing in a year that lacks it (29 February)."""
        month, day = (int(part) for part in self.day.split("-"))
        try:
            found = date(year, month, day)
        except ValueError:
            return ()
        return (found + timedelta(days=self.sunday_moves if found.weekday() == 6 else 0),)


class FromEaster(Model):
    """A number of days after (or before) Easter Sunday."""

    rule: Literal["easter"]
    days: Annotated[int, Field(ge=-100, le=100)]

    def in_year(self, year: int) -> tuple[date, ...]:
        """Return the day in `year`."""
        return (easter(year) + timedelta(days=self.days),)


class OnDates(Model):
    """Single days, such as days put on a par with holidays by royal decree."""

    rule: Literal["dates"]
    dates: Annotated[tuple[date, ...], Field(min_length=1)]

    def in_year(self, year: int) -> tuple[date, ...]:
        """Return those of the days that lie in `year`."""
        return tuple(day for day in self.dates if day.year == year)


class Holiday(Sourced):
    """A day off. `legal: true` when it counts under the Algemene termijnenwet."""

    name: Text
    when: Annotated[OnMonthDay | FromEaster | OnDates, Field(discriminator="rule")]
    legal: bool = True
    from_year: Year | None = None
    to_year: Year | None = None

    def in_year(self, year: int) -> tuple[date, ...]:
        """Return the days of this holiday in `year`."""
        if (self.from_year and year < self.from_year) or (self.to_year and year > self.to_year):
            return ()
        return self.when.in_year(year)


class PackText(Item):
    """A text of the interface that the pack supplies, such as the welcome on the first page."""

    text: Text


class Theme(Model):
    """House style of the tenant: colours by the name of their design token."""

    tokens: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")], str] = {}
