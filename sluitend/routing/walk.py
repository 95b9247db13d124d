# SPDX-License-Identifier: EUPL-1.2
"""The walk along a map, for screens that ask one question at a time.

The walk only decides what to ask next; `advise` decides what the answers mean, also half-way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sluitend.routing.advice import Advice, Step
from sluitend.routing.compiler import RouteMap
from sluitend.routing.engine import EMPTY, advise
from sluitend.routing.model import ANY, NO, UNKNOWN, Question
from sluitend.routing.reading import read_case


@dataclass(frozen=True, slots=True)
class Walked:
    """One question passed on the way: the answers given, and the steps that the answers led to."""

    question: Question
    answers: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """The way walked so far. `next` is the question that waits; `left` counts the questions still to come.

    `end` holds the steps that follow from the whole, not from one question.
    """

    passed: tuple[Walked, ...]
    next: Question | None
    left: int
    end: tuple[Step, ...]
    advice: Advice


def next_question(
    route_map: RouteMap, answers: Mapping[str, Any], context: Mapping[str, Any] = EMPTY
) -> Question | None:
    """Return the question to ask now, or None when the walk has ended; raises `BadCase`."""
    read_case(route_map.readers, answers, context)
    return _walk(route_map, {**context, **answers})[1]


def remaining(route_map: RouteMap, answers: Mapping[str, Any], context: Mapping[str, Any] = EMPTY) -> int:
    """Return how many questions still come at most, the next one included."""
    return _longest(route_map, next_question(route_map, answers, context))


def path(route_map: RouteMap, answers: Mapping[str, Any], context: Mapping[str, Any] = EMPTY) -> Path:
    """Return the way walked so far with the advice it gives; raises `BadCase`."""
    advice = advise(route_map, answers, context)
    passed, waiting = _walk(route_map, advice.given)
    reads = {one.rule: one.reads for one in advice.fired}
    names = [question.id for question in passed]
    at: dict[str, list[Step]] = {}
    for step in advice.steps:
        at.setdefault(_belongs_to(step, names, reads), []).append(step)
    return Path(
        passed=tuple(
            Walked(question, _answers(advice.given[question.id]), tuple(at.get(question.id, ())))
            for question in passed
        ),
        next=waiting,
        left=_longest(route_map, waiting),
        end=tuple(at.get("", ())),
        advice=advice,
    )


def _walk(route_map: RouteMap, given: Mapping[str, Any]) -> tuple[list[Question], Question | None]:
    passed: list[Question] = []
    name: str | None = route_map.definition.start
    while name is not None:
        question = route_map.nodes[name]
        if question.id in given:
            passed.append(question)
            name = _follow(question, _answers(given[question.id]))
        elif question.fills and question.fills in given:
            name = _follow(question, _answers(given[question.fills]))
        else:
            return passed, question
    return passed, None


def _follow(question: Question, answers: tuple[str, ...]) -> str | None:
    """Return what comes after an answer; several answers at once follow the general way."""
    if len(answers) == 1 and answers[0] in question.next:
        return question.next[answers[0]]
    return question.next[ANY]


def _answers(value: Any) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(value)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return (str(value),)


def _belongs_to(step: Step, names: list[str], reads: Mapping[str, tuple[str, ...]]) -> str:
    """Return the last question passed on which a step rests, or nothing when it rests on the whole."""
    resting = [names.index(name) for rule in step.rules for name in reads.get(rule, ()) if name in names]
    return names[max(resting)] if resting and len(set(resting)) < len(names) else ""


def _longest(route_map: RouteMap, question: Question | None) -> int:
    """Return the number of questions on the longest way from here; the graph has no circles."""
    if question is None:
        return 0
    lengths: dict[str, int] = {}

    def length(name: str | None) -> int:
        if name is None:
            return 0
        if name not in lengths:
            lengths[name] = 1 + max(
                (length(after) for after in route_map.nodes[name].next.values()), default=0
            )
        return lengths[name]

    return length(question.id)


def possible_answers(question: Question) -> tuple[str, ...]:
    """Return the answers that a screen offers, "unknown" included; empty for numbers and places."""
    if question.kind == "yesno":
        return ("yes", NO, UNKNOWN)
    if question.kind == "flag":
        return ("true", "false")
    if question.kind in ("choice", "many"):
        own = tuple(
            option.id for option in question.options if not option.within and option.id != question.unknown
        )
        return (*own, *((NO,) if question.none else ()), question.unknown or UNKNOWN)
    return ()
