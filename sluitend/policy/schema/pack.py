# SPDX-License-Identifier: EUPL-1.2
"""The whole pack: all sections together, as merged from its layers."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from sluitend.core.calendar import WorkingCalendar
from sluitend.policy.schema.base import Item, Model
from sluitend.policy.schema.cases import Barrier, CaseSort, ProsecutionStep
from sluitend.policy.schema.facts import Commitment, Document, Fact, Figure, Form, Gap
from sluitend.policy.schema.lifecycle import Move, NextStep, Outcome, State, Term
from sluitend.policy.schema.partners import Partner
from sluitend.policy.schema.people import (
    Consultation,
    Indicator,
    Municipality,
    Reporter,
    Role,
    Training,
)
from sluitend.policy.schema.routes import RouteMapSource, RuleSource
from sluitend.policy.schema.settings import Feature, Header, Holiday, PackText, Theme
from sluitend.policy.schema.sharing import (
    SharingField,
    SharingGroup,
    SharingPurpose,
    SharingRule,
    SharingText,
)

# Sections that hold one mapping; all others are lists of items with an id.
SINGLE_SECTIONS = ("pack", "theme")


class Pack(Model):
    """A municipality's plan as data. Lists keep the order in which the layers give them."""

    pack: Header
    features: tuple[Feature, ...] = ()
    documents: tuple[Document, ...] = ()
    municipalities: tuple[Municipality, ...] = ()
    forms: tuple[Form, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    roles: tuple[Role, ...] = ()
    reporters: tuple[Reporter, ...] = ()
    training: tuple[Training, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    partners: tuple[Partner, ...] = ()
    route_maps: tuple[RouteMapSource, ...] = ()
    rules: tuple[RuleSource, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    states: tuple[State, ...] = ()
    moves: tuple[Move, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    terms: tuple[Term, ...] = ()
    case_sorts: tuple[CaseSort, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    prosecution_steps: tuple[ProsecutionStep, ...] = ()
    sharing: tuple[SharingRule, ...] = ()
    sharing_purposes: tuple[SharingPurpose, ...] = ()
    sharing_groups: tuple[SharingGroup, ...] = ()
    sharing_fields: tuple[SharingField, ...] = ()
    sharing_texts: tuple[SharingText, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    texts: tuple[PackText, ...] = ()
    gaps: tuple[Gap, ...] = ()
    theme: Theme = Theme()

    @cached_property
    def _index(self) -> dict[str, dict[str, Any]]:
        return {}

    def find(self, section: str, item_id: str) -> Any:
        """Return the item with this id in a section, or None. Constant time."""
        index = self._index.get(section)
        if index is None:
            items: Iterable[Item] = getattr(self, section)
            index = self._index[section] = {item.id: item for item in items}
        return index.get(item_id)

    def feature(self, feature_id: str) -> bool:
        """Return whether a part is used; a part that the pack does not name is not."""
        found: Feature | None = self.find("features", feature_id)
        return found is not None and found.enabled

    def used(self, item: Item) -> bool:
        """Return whether an item counts: not when it belongs to a part that is off."""
        return item.feature is None or self.feature(item.feature)

    def text(self, text_id: str, language: str = "nl") -> str:
        """Return a text of the pack; empty when the pack has none by that id."""
        found: PackText | None = self.find("texts", text_id)
        return found.text.text(language) if found else ""

    def holidays_in(self, year: int) -> frozenset[date]:
        """Return the days off in `year`."""
        return frozenset(day for holiday in self.holidays for day in holiday.in_year(year))

    def calendar(self, first_year: int, last_year: int) -> WorkingCalendar:
        """Return the working calendar over whole years, both ends included."""
        years = range(first_year, last_year + 1)
        return WorkingCalendar(frozenset().union(*(self.holidays_in(year) for year in years)))


SECTIONS: tuple[str, ...] = tuple(Pack.model_fields)
LIST_SECTIONS: tuple[str, ...] = tuple(name for name in SECTIONS if name not in SINGLE_SECTIONS)
