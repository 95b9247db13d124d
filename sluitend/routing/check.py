# SPDX-License-Identifier: EUPL-1.2
"""Proves that a route map is whole: every node has every answer, no circles, every leaf advises.

`compile_map` has already refused unknown ids, answers and facts.
"""

from collections.abc import Iterator
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from itertools import product
from operator import or_
from typing import Any

from sluitend.routing.compiler import Compiled, RouteMap
from sluitend.routing.conditions import NEVER, Term, holds
from sluitend.routing.engine import add_facts
from sluitend.routing.errors import Problem
from sluitend.routing.model import ANY, UNKNOWN, Question
from sluitend.routing.walk import possible_answers


def check_map(route_map: RouteMap) -> list[Problem]:
    """Return everything that is wrong with a map; empty means that the proof holds."""
    return [
        *_graph(route_map),
        *_every_leaf_advises(route_map),
        *_rules_can_fire(route_map),
        *_partners(route_map),
    ]


def _graph(route_map: RouteMap) -> list[Problem]:
    definition, problems = route_map.definition, []
    if definition.start not in route_map.nodes:
        what = f"starts at `{definition.start}`, which it does not have"
        return [Problem("error", definition.id, what, "start at a question of the map")]
    for question in route_map.nodes.values():
        problems += _answers_of(route_map, question)
    reached = _reached(route_map)
    for question in definition.questions:
        if question.id not in reached:
            what = "no way through the map leads to this question"
            problems.append(Problem("error", question.id, what, "name it in the `next` of another question"))
    graph = {name: {after for after in node.next.values() if after} for name, node in route_map.nodes.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        problems.append(Problem("error", definition.id, f"questions go round: {circle}", "break the circle"))
    return problems


def _answers_of(route_map: RouteMap, question: Question) -> list[Problem]:
    problems = []
    if question.id not in _reached(route_map) and question.place == "context":
        return []
    for answer in (
        *possible_answers(question),
        *((ANY,) if question.kind in ("many", "number", "place") else ()),
    ):
        if answer not in question.next and ANY not in question.next:
            what = f"nothing follows the answer `{answer}`"
            problems.append(
                Problem("error", question.id, what, 'say what comes next, or null at the end: "*": …')
            )
    for answer, after in question.next.items():
        if after is not None and after not in route_map.nodes:
            what = f"the answer `{answer}` goes on to `{after}`, which the map does not have"
            problems.append(Problem("error", question.id, what, "name a question or an input of the map"))
    return problems


def _reached(route_map: RouteMap) -> set[str]:
    reached: set[str] = set()
    waiting = [route_map.definition.start]
    while waiting:
        name = waiting.pop()
        if name in route_map.nodes and name not in reached:
            reached.add(name)
            waiting += [after for after in route_map.nodes[name].next.values() if after]
    return reached


def _every_leaf_advises(route_map: RouteMap) -> list[Problem]:
    """One `otherwise` rule that asks for nothing and has a partner to go to is enough for all leaves."""
    for when, unless, outcome in route_map.otherwise:
        if outcome.steps and unless == NEVER and any(term.care == 0 for term in when):
            return []
    what = "a case in which no rule gives a step stays without advice"
    remedy = "add a rule with `otherwise: true`, without `when`, with a step to a partner of the pack"
    return [Problem("error", route_map.definition.id, what, remedy)]


def _rules_can_fire(route_map: RouteMap) -> list[Problem]:
    problems = []
    for rule in (*route_map.rules, *route_map.otherwise):
        if not any(_fires(route_map, rule, term) for term in rule[0]):
            what = "this rule can never fire: what it asks for cannot hold at the same time"
            problems.append(
                Problem("warning", rule[2].fired.rule, what, "change `when` or `unless`, or remove it")
            )
    return problems


def _fires(route_map: RouteMap, rule: Compiled, term: Term) -> bool:
    """Try the smallest cases that satisfy one way in which a rule holds."""
    return any(
        holds(rule[0], state) and not holds(rule[1], state) for state in _least(route_map, term.want, 0)
    )


def _least(route_map: RouteMap, want: int, depth: int) -> Iterator[int]:
    """Yield the smallest states of real answers, facts added, in which all wanted bits are set."""
    facts = [(when, fact) for when, _unless, fact in route_map.facts if want & fact]
    if not facts or depth > len(route_map.facts):
        yield from (add_facts(route_map, state) for state in _answered(route_map, want))
        return
    _when, fact = facts[-1]
    ways = [term for when, made in facts if made == fact for term in when]
    for term in ways:
        yield from _least(route_map, (want & ~fact) | term.want, depth + 1)


def _answered(route_map: RouteMap, want: int) -> Iterator[int]:
    """Yield what real answers make of the wanted bits; nothing when one answer cannot be two things."""
    choices: list[list[int]] = []
    for question in route_map.nodes.values():
        masks = _single_answers(route_map, question)
        part = want & reduce(or_, masks, 0)
        if part:
            choices.append([mask for mask in masks if mask & part == part])
    for masks_chosen in product(*choices):
        yield reduce(or_, masks_chosen, want)


def _single_answers(route_map: RouteMap, question: Question) -> list[int]:
    """Return the bits of each answer to a question that has one answer; lists and places have more."""
    reader = route_map.readers[question.place][question.id]
    if question.kind in ("yesno", "choice"):
        values: list[Any] = [UNKNOWN, *(one for one in possible_answers(question))]
        values += [option.id for option in question.options]
    elif question.kind == "flag":
        values = [True, False]
    elif question.kind == "number":
        values = _either_side(route_map, question)
    else:
        values = []
    return list(dict.fromkeys(reader(value) for value in values))


def _either_side(route_map: RouteMap, question: Question) -> list[int]:
    """Return numbers on both sides of each bound that a rule tests."""
    signs = [what for name, what in route_map.bits.names(-1) if name == question.id and what.startswith(">=")]
    bounds = [int(sign.removeprefix(">=")) for sign in signs]
    numbers = {question.low, question.high, *(bound + side for bound in bounds for side in (-1, 0))}
    return sorted(number for number in numbers if question.low <= number <= question.high)


def _partners(route_map: RouteMap) -> list[Problem]:
    """A partner that is missing or cannot be reached is no error: the advice shows it as a gap."""
    found: dict[str, Problem] = {}
    for _when, _unless, outcome in (*route_map.rules, *route_map.otherwise):
        for gap in outcome.gaps:
            if gap.partner:
                remedy = "add the partner, or a channel; until then the page shows this gap"
                problem = Problem("warning", gap.partner, gap.text["nl"], remedy)
                found.setdefault(gap.id, problem)
    return list(found.values())
