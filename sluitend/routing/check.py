# SPDX-License-Identifier: EUPL-1.2
"""Proves that a route map is whole: every node has every answer, no circles, every leaf advises.

`compile_map` has already refused unknown ids, answers and facts.
"""

from graphlib import CycleError, TopologicalSorter

from sluitend.routing.compiler import Compiled, RouteMap
from sluitend.routing.conditions import NEVER, Term, holds
from sluitend.routing.engine import add_facts
from sluitend.routing.errors import Problem
from sluitend.routing.model import ANY, Question
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
    """Try the least that satisfies one way in which a rule holds."""
    return any(
        holds(rule[0], state) and not holds(rule[1], state) for state in _least(route_map, term.want, 0)
    )


def _least(route_map: RouteMap, want: int, depth: int) -> list[int]:
    """Return the smallest states of answers, facts added, in which all wanted bits are set."""
    facts = [(when, fact) for when, _unless, fact in route_map.facts if want & fact]
    if not facts or depth > len(route_map.facts):
        return [add_facts(route_map, want)] if _one_answer_each(route_map, want) else []
    _when, fact = facts[-1]
    ways = [term for when, made in facts if made == fact for term in when]
    return [state for term in ways for state in _least(route_map, (want & ~fact) | term.want, depth + 1)]


def _one_answer_each(route_map: RouteMap, state: int) -> bool:
    """Say whether no question with one answer would have two."""
    for question in route_map.nodes.values():
        if question.kind in ("yesno", "choice", "flag") and not question.fills:
            answers = [what for name, what in route_map.bits.names(state) if name == question.id]
            options = {option.id for option in question.options} | {"yes", "no", "true", "false", "?unknown"}
            if len([what for what in answers if what in options]) > 1:
                return False
    return True


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
