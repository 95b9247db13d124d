# SPDX-License-Identifier: EUPL-1.2
"""Route maps and rules as an author writes them. `docs/route-maps.md` shows how."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from sluitend.policy.schema.base import Model, RouteMapId, Slug, Sourced, Text
from sluitend.routing.conditions import WORDS, BadCondition, compile_condition

AskedId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=60)]
Answer = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+([_-][a-z0-9]+)*|\*)$", max_length=80)]
Order = Annotated[int, Field(ge=0, le=1000)]


def _is_condition(data: dict[str, Any]) -> dict[str, Any]:
    """Check the grammar; whether the names exist is known only when all layers are together."""
    try:
        compile_condition(data, lambda _name, _what: 1)
    except BadCondition as error:
        raise ValueError(str(error)) from None
    return data


Condition = Annotated[dict[str, Any], AfterValidator(_is_condition)]


class ChoiceSource(Model):
    """One answer that can be chosen."""

    id: Answer
    text: Text


class AskedSource(Model):
    """What questions and inputs share.

    `kind`: `yesno`; `choice` (one of); `many` (several of); `flag` (true or false); `number`; `place` (the
    name of a municipality). `values_from` takes the values from a section of the pack, `values` adds some.
    """

    id: AskedId
    kind: Literal["yesno", "choice", "many", "flag", "number", "place"]
    text: Text
    hint: Text | None = None
    values_from: Literal["forms", "reporters"] | None = None
    values: tuple[ChoiceSource, ...] = ()
    unknown: Answer | None = None
    min: int = 0
    max: Annotated[int, Field(le=1_000_000)] = 130

    @model_validator(mode="after")
    def _has_values(self) -> Self:
        if (self.kind in ("choice", "many")) != bool(self.values or self.values_from):
            message = "values (or values_from) belong to the kinds choice and many, and only to those"
            raise ValueError(message)
        if self.id in WORDS:
            message = f"`{self.id}` is a word of the grammar of conditions"
            raise ValueError(message)
        return self


class QuestionSource(AskedSource):
    """A question of the map. `fills` names an input that is the same thing: one answer serves both.

    `none: false` when "no" is no answer to a choice or a list. `next` names, per answer, the question
    that follows; null at the end; `"*"` for every other answer.
    """

    none: bool = True
    fills: AskedId | None = None
    next: dict[Answer, AskedId | None]


class InputSource(AskedSource):
    """A circumstance of the case that rules can use; a map can ask it on the way with `asks`."""


class LookupSource(Model):
    """Finds the partner of a place through a field of the pack's municipalities.

    `missing` is what is said when the place is not in the pack; `{place}` stands for its name.
    """

    id: Slug
    field: Literal["zvh", "veilig_thuis"]
    missing: Text


class RouteMapSource(Sourced):
    """A route map: a graph of questions. What answers lead to is said by `rules`.

    `shared: true` marks an entry without questions whose inputs and lookups count for every map.
    `entry` says when this map is the right one. `asks` names the inputs that a walk along this map asks,
    each with the question that follows it (null at the end). `danger` is the question that tells whether
    somebody is in danger now: its answer goes along with a report.
    """

    name: Text
    entry: Text | None = None
    shared: bool = False
    start: AskedId | None = None
    questions: tuple[QuestionSource, ...] = ()
    inputs: tuple[InputSource, ...] = ()
    lookups: tuple[LookupSource, ...] = ()
    asks: dict[AskedId, AskedId | None] = {}
    danger: AskedId | None = None

    @model_validator(mode="after")
    def _is_a_map_or_shared(self) -> Self:
        if self.shared == bool(self.questions or self.start):
            message = "a map has questions and a start; an entry with `shared: true` has neither"
            raise ValueError(message)
        if not self.shared and not (self.questions and self.start):
            message = "a map needs both questions and a start"
            raise ValueError(message)
        yesno = [question.id for question in self.questions if question.kind == "yesno"]
        if self.danger is not None and self.danger not in yesno:
            message = f"`danger` names `{self.danger}`, which is not a question of kind yesno of this map"
            raise ValueError(message)
        return self


class StepSource(Model):
    """A step: to a partner, or to the partner that `lookup` finds for the first of `of` that is given.

    `home: true`: with none given, the municipality that the pack serves, when it serves one.
    A partner that the pack does not have is a gap, not a fault.
    """

    partner: Slug | None = None
    lookup: Slug | None = None
    of: tuple[AskedId, ...] = ()
    home: bool = False
    kind: Literal["contact", "advice", "internal"] = "contact"
    order: Order
    urgent: bool = False
    why: Text

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.partner is None) == (self.lookup is None):
            message = "a step names either a partner or a lookup"
            raise ValueError(message)
        if (self.lookup is not None) != bool(self.of or self.home):
            message = "`of` and `home` belong to a lookup, and a lookup needs one of them"
            raise ValueError(message)
        return self


class NoteSource(Model):
    """A duty, something to avoid, a gap, or where a matter belongs; with a partner when there is one."""

    id: Slug
    text: Text
    partner: Slug | None = None


class RuleSource(Sourced):
    """What is advised when something is known.

    It counts when `when` is known to hold and `unless` is not known to hold; no `when` means always.
    `maps` keeps it to some maps. `concludes` names a fact for other rules (`is: …`); such a rule gives
    nothing else. `otherwise` rules count only when no other rule gave a step.
    """

    name: Text | None = None
    maps: tuple[RouteMapId, ...] = ()
    when: Condition = {}
    unless: Condition = {}
    otherwise: bool = False
    concludes: Slug | None = None
    steps: tuple[StepSource, ...] = ()
    duties: tuple[NoteSource, ...] = ()
    avoid: tuple[NoteSource, ...] = ()
    gaps: tuple[NoteSource, ...] = ()
    elsewhere: tuple[NoteSource, ...] = ()
    ask: tuple[AskedId, ...] = ()
    go_to: tuple[RouteMapId, ...] = ()

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        gives = bool(self.steps or self.duties or self.avoid or self.gaps or self.elsewhere)
        if self.concludes is not None and (gives or self.ask or self.go_to or self.otherwise):
            message = "a rule that concludes a fact gives nothing else"
            raise ValueError(message)
        if self.concludes is None and not (gives or self.ask or self.go_to):
            message = "a rule gives at least one of: " + ", ".join(GIVES)
            raise ValueError(message)
        return self


GIVES: Mapping[str, str] = {
    "concludes": "a fact",
    "steps": "where to go",
    "duties": "what must be done beside it",
    "avoid": "what not to do",
    "gaps": "what is missing",
    "elsewhere": "where the matter belongs",
    "ask": "what to ask",
    "go_to": "which map to walk as well",
}
