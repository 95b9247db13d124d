# SPDX-License-Identifier: EUPL-1.2
"""What a route map is made of. The room knows no municipality, partner, form or telephone number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Text = Mapping[str, str]
"""A text in the languages of the pack: always `nl`, often `en`."""

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANY = "*"
"""In `next`: every answer that is not named itself."""

Kind = Literal["yesno", "choice", "many", "flag", "number", "place"]
Place = Literal["answers", "context"]
StepKind = Literal["contact", "advice", "internal"]

KIND_ORDER: Mapping[str, int] = MappingProxyType({"contact": 0, "internal": 1, "advice": 2})
"""When two rules name the same partner, the kind with the lowest number stays."""


def say(text: Text, lang: str = "nl") -> str:
    """Return a text in a language, in Dutch when the pack has no other."""
    return text.get(lang) or text["nl"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen, beside yes, no and unknown.

    `within` names the option that this is a sort of: who says the sub-form, says the form as well.
    `traits` are properties that rules can test, such as `("kind", "internal")`.
    """

    id: str
    text: Text
    within: str = ""
    traits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the map (`answers`) or a circumstance (`context`) that can be asked as one.

    `none` says whether "no" is an answer to a choice or a list; `unknown` is the option of a pack that
    means "not known". `fills` names the input that a question fills: both are then one answer.
    `next` gives the id of the question that follows each answer, `None` where the walk ends.
    """

    id: str
    kind: Kind
    text: Text = field(default_factory=lambda: {"nl": ""})
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    place: Place = "answers"
    none: bool = True
    unknown: str = ""
    fills: str = ""
    low: int = 0
    high: int = 0
    next: Mapping[str, str | None] = field(default_factory=dict)
    source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a partner that holds on the day the map was built."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner on the day the map was built. `no_contact` says why there is no channel."""

    id: str
    name: Text
    channels: tuple[Channel, ...] = ()
    no_contact: Text | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which partner serves which place; places are keys made by `place_key`."""

    id: str
    table: Mapping[str, str]
    missing: Text = field(default_factory=lambda: {"nl": ""})


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step as a rule gives it: a partner, or a lookup by the first of `of` that is given.

    With nothing given, `home` allows the municipality of the pack itself, and nothing else.
    """

    why: Text
    order: int
    partner: str = ""
    lookup: str = ""
    of: tuple[str, ...] = ()
    home: bool = False
    kind: StepKind = "contact"
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A duty, a thing to avoid, a gap or a place elsewhere, with the partner that goes with it, if any."""

    id: str
    text: Text
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """When these things are known, this is the advice.

    `when` and `unless` are conditions (see `conditions`). The rule fires when `when` is known to hold and
    `unless` is not known to hold. `concludes` makes a fact for other rules. `otherwise` rules fire only
    when no other rule gave a step. An empty `maps` means every map of the pack.
    """

    id: str
    source: str
    status: str = "plan"
    maps: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict)
    unless: Mapping[str, Any] = field(default_factory=dict)
    otherwise: bool = False
    concludes: str = ""
    steps: tuple[StepDraft, ...] = ()
    duties: tuple[NoteDraft, ...] = ()
    avoid: tuple[NoteDraft, ...] = ()
    gaps: tuple[NoteDraft, ...] = ()
    elsewhere: tuple[NoteDraft, ...] = ()
    ask: tuple[str, ...] = ()
    go_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """All that a route map is made of, before it is compiled.

    `home` is the municipality of the pack when it has exactly one. `links` holds the questions of the maps
    that a rule may send the user on to. `danger` is the question that tells whether somebody is in danger
    now, when the map asks that.
    """

    id: str
    name: Text
    source: str
    status: str
    start: str
    questions: tuple[Question, ...]
    inputs: tuple[Question, ...] = ()
    rules: tuple[Rule, ...] = ()
    partners: Mapping[str, Partner] = field(default_factory=dict)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    links: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    home: str = ""
    danger: str = ""


def place_key(name: str) -> str:
    """Return the key by which a place is looked up: spelling, case and signs aside."""
    letters = "".join(sign if sign.isalnum() else " " for sign in name.casefold())
    return "-".join(letters.split())
