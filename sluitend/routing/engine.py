# SPDX-License-Identifier: EUPL-1.2
"""`advise`: answers and context in, advice out. Pure, total, the same for the same case.

What holds for every map and every pack:

- A rule fires on what is *known*. Unknown and missing answers set no bit that a "no" would set, so nothing
  is ever concluded from them except that something is open.
- Rules add; none takes away what another gave. A "yes" therefore never hides a later need.
- Steps stand in the order of the pack; two rules with the same partner become one step.
- When no rule gave a step, the `otherwise` rules do; a map without them fails `check_map`.
- A partner without a way to reach it, or not in the pack, is a gap. Nothing is put in its place.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sluitend.routing.advice import Advice, Fired, Note, OpenQuestion, Step, one_per_partner
from sluitend.routing.compiler import Ask, Compiled, Outcome, RouteMap, gap_of, make_step
from sluitend.routing.model import UNKNOWN, StepDraft, place_key
from sluitend.routing.reading import read_case

EMPTY: Mapping[str, Any] = MappingProxyType({})


def advise(route_map: RouteMap, answers: Mapping[str, Any], context: Mapping[str, Any] = EMPTY) -> Advice:
    """Return the advice for one case; raises `BadCase` when it is not a case for this map."""
    state = known_state(route_map, answers, context)
    outcomes = _fired(route_map.rules, state)
    given = {**context, **answers}
    steps, gaps = _steps(route_map, outcomes, given)
    if not steps:
        last = _fired(route_map.otherwise, state)
        steps, more = _steps(route_map, last, given)
        outcomes, gaps = outcomes + last, gaps + more
    duties: list[Note] = []
    avoid: list[Note] = []
    elsewhere: list[Note] = []
    fired = []
    for outcome in outcomes:
        fired.append(outcome.fired)
        duties += outcome.duties
        avoid += outcome.avoid
        elsewhere += outcome.elsewhere
        gaps += outcome.gaps
    return Advice(
        map=route_map.definition.id,
        steps=tuple(steps) if len(steps) < 2 else one_per_partner(steps),
        duties=_once(duties),
        avoid=_once(avoid),
        elsewhere=_once(elsewhere),
        open_questions=_open_questions(route_map.asks, outcomes, state),
        gaps=_once(gaps),
        go_to=tuple(name for outcome in outcomes for name in outcome.go_to),
        fired=tuple(fired),
        given=given,
    )


def known_state(route_map: RouteMap, answers: Mapping[str, Any], context: Mapping[str, Any]) -> int:
    """Return what is known of a case, facts included; raises `BadCase`."""
    return add_facts(route_map, read_case(route_map.readers, answers, context))


def add_facts(route_map: RouteMap, state: int) -> int:
    """Add the facts that follow; the compiler has put them in an order in which one pass is enough."""
    for when, unless, fact in route_map.facts:
        for care, want in when:
            if state & care == want:
                break
        else:
            continue
        for care, want in unless:
            if state & care == want:
                break
        else:
            state |= fact
    return state


def _fired(rules: tuple[Compiled, ...], state: int) -> list[Outcome]:
    found = []
    for when, unless, outcome in rules:
        for care, want in when:
            if state & care == want:
                break
        else:
            continue
        for care, want in unless:
            if state & care == want:
                break
        else:
            found.append(outcome)
    return found


def _steps(
    route_map: RouteMap, outcomes: list[Outcome], given: Mapping[str, Any]
) -> tuple[list[Step], list[Note]]:
    steps: list[Step] = []
    gaps: list[Note] = []
    for outcome in outcomes:
        steps += outcome.steps
        for draft in outcome.lookups:
            found = _look_up(route_map, outcome.fired, draft, given)
            if isinstance(found, Step):
                steps.append(found)
                gaps += gap_of(route_map.definition.partners[found.partner], outcome.fired)
            else:
                gaps.append(found)
    return steps, gaps


def _look_up(route_map: RouteMap, fired: Fired, draft: StepDraft, given: Mapping[str, Any]) -> Step | Note:
    """Find the partner of a place. An unknown place, or none, is a gap: never a neighbour's partner."""
    definition = route_map.definition
    lookup = definition.lookups[draft.lookup]
    place = next((given[name] for name in draft.of if _names_a_place(route_map, name, given)), "")
    key = place_key(place or (definition.home if draft.home else ""))
    partner = definition.partners.get(lookup.table.get(key, ""))
    if partner is None:
        text = {lang: sentence.replace("{place}", place or "?") for lang, sentence in lookup.missing.items()}
        return Note(f"geen-{lookup.id}", text, fired.source, fired.status)
    return make_step(partner, draft, fired)


def _names_a_place(route_map: RouteMap, name: str, given: Mapping[str, Any]) -> bool:
    return name in given and given[name] not in (UNKNOWN, route_map.nodes[name].unknown)


def _once(notes: list[Note]) -> tuple[Note, ...]:
    if len(notes) < 2:
        return tuple(notes)
    found: dict[str, Note] = {}
    for note in notes:
        found.setdefault(note.id, note)
    return tuple(found.values())


def _open_questions(asks: tuple[Ask, ...], outcomes: list[Outcome], state: int) -> tuple[OpenQuestion, ...]:
    """Return what is open: each question of the map, and what rules ask, also when they doubt the answer."""
    found: list[OpenQuestion] = []
    for ask in asks:
        if state & ask.unknown:
            found.append(ask.by_reason["unknown"])
        elif not state & ask.known:
            found.append(ask.by_reason["missing"])
    for outcome in outcomes:
        for ask in outcome.asks:
            if state & ask.unknown:
                question = ask.by_reason["unknown"]
            else:
                question = ask.by_reason["doubtful" if state & ask.known else "missing"]
            if question not in found:
                found.append(question)
        found += [question for question in outcome.linked if question not in found]
    return tuple(found)
