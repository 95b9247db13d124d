# SPDX-License-Identifier: EUPL-1.2
"""Compiles the definition of a route map once, so that advising is a few operations on one integer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

from sluitend.routing.advice import Fired, Note, OpenQuestion, Step
from sluitend.routing.conditions import (
    NEVER,
    WORDS,
    BadCondition,
    Term,
    bounds_in,
    compile_condition,
    facts_in,
    ids_in,
)
from sluitend.routing.errors import BadMap, Problem
from sluitend.routing.model import Definition, NoteDraft, Partner, Question, Rule, StepDraft, Text
from sluitend.routing.reading import Bits, Reader, make_reader

Reason = Literal["missing", "unknown", "doubtful"]

_NO_CONTACT = {
    "nl": "Het plan geeft geen contactgegevens van {partner}.",
    "en": "The plan gives no contact details of {partner}.",
}
_NO_PARTNER = {
    "nl": "Dit pakket kent de partner {partner} niet; er is dus geen contact om te tonen.",
    "en": "This pack does not have the partner {partner}; so there is no contact to show.",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """How to see whether a question is open, and what to say then."""

    known: int
    unknown: int
    by_reason: Mapping[Reason, OpenQuestion]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule gives, made ready: only lookups are left for the moment of advising."""

    fired: Fired
    steps: tuple[Step, ...]
    lookups: tuple[StepDraft, ...]
    duties: tuple[Note, ...]
    avoid: tuple[Note, ...]
    elsewhere: tuple[Note, ...]
    gaps: tuple[Note, ...]
    asks: tuple[Ask, ...]
    go_to: tuple[str, ...]
    linked: tuple[OpenQuestion, ...]


Compiled = tuple[tuple[Term, ...], tuple[Term, ...], Outcome]
FactRule = tuple[tuple[Term, ...], tuple[Term, ...], int]


@dataclass(frozen=True, slots=True)
class RouteMap:
    """A compiled route map. Immutable; safe to share between threads."""

    definition: Definition
    readers: Mapping[str, Mapping[str, Reader]]
    bits: Bits
    facts: tuple[FactRule, ...]
    rules: tuple[Compiled, ...]
    otherwise: tuple[Compiled, ...]
    asks: tuple[Ask, ...]
    nodes: Mapping[str, Question]

    @property
    def id(self) -> str:
        """Return the id of the map."""
        return self.definition.id


def compile_map(definition: Definition) -> RouteMap:
    """Compile a definition; `BadMap` lists everything that keeps it from being compiled."""
    work = _Compiler(definition)
    route_map = work.compile()
    if work.problems or route_map is None:
        raise BadMap(work.problems)
    return route_map


class _Compiler:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.problems: list[Problem] = []
        self.bits = Bits()
        self.rules = [rule for rule in definition.rules if not rule.maps or definition.id in rule.maps]
        self.asked = {one.id: one for one in (*definition.inputs, *definition.questions)}
        self.made_facts = {rule.concludes for rule in self.rules if rule.concludes}
        self.known_facts = {rule.concludes for rule in definition.rules if rule.concludes}

    def compile(self) -> RouteMap | None:
        """Compile step by step; None when ordering the facts failed."""
        readers = self._readers()
        for fact in sorted(self.known_facts):
            self.bits.make(fact, "?fact")
        order = self._fact_order()
        if order is None:
            return None
        reads = self._reads()
        ready = [self._rule(rule, reads[rule.id]) for rule in self.rules if not rule.concludes]
        facts = [self._fact(rule) for fact in order for rule in self.rules if rule.concludes == fact]
        plain = [compiled for rule, compiled in ready if not rule.otherwise]
        otherwise = [compiled for rule, compiled in ready if rule.otherwise]
        return RouteMap(
            definition=self.definition,
            readers=readers,
            bits=self.bits,
            facts=tuple(facts),
            rules=tuple(plain),
            otherwise=tuple(otherwise),
            asks=tuple(self._ask(question) for question in self.definition.questions),
            nodes=self.asked,
        )

    def _readers(self) -> dict[str, dict[str, Reader]]:
        readers: dict[str, dict[str, Reader]] = {"answers": {}, "context": {}}
        names = [one.id for one in (*self.definition.inputs, *self.definition.questions)]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._wrong(name, "this id is used for two questions or inputs", "give each an id of its own")
        for one in self.asked.values():
            if one.id in WORDS or one.id in self.known_facts:
                self._wrong(
                    one.id, "this id is a word of the grammar or the name of a fact", "choose another id"
                )
            bounds = [
                bound
                for rule in self.rules
                for part in (rule.when, rule.unless)
                for bound in bounds_in(part, one.id)
            ]
            readers[one.place][one.id] = make_reader(one, self.bits, bounds)
        return readers

    def _fact_order(self) -> list[str] | None:
        graph: dict[str, set[str]] = {fact: set() for fact in self.made_facts}
        for rule in self.rules:
            if rule.concludes:
                needed = {*facts_in(rule.when), *facts_in(rule.unless)} & self.made_facts
                graph[rule.concludes] |= needed
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle = " → ".join(error.args[1])
            self._wrong(
                str(error.args[1][0]), f"facts conclude each other in a circle: {circle}", "break the circle"
            )
            return None

    def _reads(self) -> dict[str, tuple[str, ...]]:
        """Return for each rule the questions it rests on, through facts as well."""
        behind: dict[str, dict[str, None]] = {fact: {} for fact in self.known_facts}
        order = self._fact_order() or []
        for fact in order:
            for rule in self.rules:
                if rule.concludes == fact:
                    behind[fact].update(dict.fromkeys(self._direct(rule.when, behind)))
        return {rule.id: tuple(self._direct(rule.when, behind)) for rule in self.rules}

    def _direct(self, when: Mapping[str, Any], behind: Mapping[str, Iterable[str]]) -> list[str]:
        through = [name for fact in facts_in(when) for name in behind.get(fact, ())]
        read = {*ids_in(when), *through}
        asked = (*self.definition.questions, *self.definition.inputs)
        return [one.id for one in asked if one.id in read]

    def _condition(self, rule: Rule, data: Mapping[str, Any]) -> tuple[Term, ...]:
        try:
            return compile_condition(data, self.bits.get)
        except BadCondition as error:
            remedy = "name what the map has, or keep the rule to some maps with `maps`"
            self._wrong(rule.id, str(error), remedy)
            return NEVER

    def _conditions(self, rule: Rule) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        return self._condition(rule, rule.when), self._condition(rule, rule.unless) if rule.unless else NEVER

    def _fact(self, rule: Rule) -> FactRule:
        return (*self._conditions(rule), self.bits.get(rule.concludes, "?fact"))

    def _rule(self, rule: Rule, reads: tuple[str, ...]) -> tuple[Rule, Compiled]:
        gaps = [self._note(draft, rule) for draft in rule.gaps]
        steps = []
        for draft in rule.steps:
            if draft.partner:
                partner = self.definition.partners.get(draft.partner)
                if partner is None:
                    gaps.append(_gap("partner-ontbreekt", draft.partner, _NO_PARTNER, rule))
                else:
                    steps.append(make_step(partner, draft, rule))
                    gaps += gap_of(partner, rule)
            elif draft.lookup not in self.definition.lookups:
                known = ", ".join(f"`{name}`" for name in sorted(self.definition.lookups)) or "none"
                remedy = f"define it in `lookups` of the map; known: {known}"
                self._wrong(rule.id, f"no lookup `{draft.lookup}`", remedy)
        outcome = Outcome(
            fired=Fired(rule.id, rule.source, rule.status, reads),
            steps=tuple(steps),
            lookups=tuple(draft for draft in rule.steps if draft.lookup),
            duties=tuple(self._note(draft, rule) for draft in rule.duties),
            avoid=tuple(self._note(draft, rule) for draft in rule.avoid),
            elsewhere=tuple(self._note(draft, rule) for draft in rule.elsewhere),
            gaps=tuple(gaps),
            asks=tuple(self._ask(self.asked[name]) for name in self._known_names(rule)),
            go_to=rule.go_to,
            linked=tuple(self._linked(rule)),
        )
        return rule, (*self._conditions(rule), outcome)

    def _known_names(self, rule: Rule) -> list[str]:
        for name in rule.ask:
            if name not in self.asked:
                self._wrong(
                    rule.id, f"asks `{name}`, which this map does not have", "ask an input or question of it"
                )
        return [name for name in rule.ask if name in self.asked]

    def _linked(self, rule: Rule) -> Iterable[OpenQuestion]:
        for name in rule.go_to:
            if name not in self.definition.links:
                self._wrong(
                    rule.id,
                    f"goes to the map `{name}`, which the pack does not have",
                    "name a map of the pack",
                )
            for question in self.definition.links.get(name, ()):
                yield OpenQuestion(question.id, question.text, "missing", name)

    def _note(self, draft: NoteDraft, rule: Rule) -> Note:
        partner = self.definition.partners.get(draft.partner)
        if partner is None:
            return Note(draft.id, draft.text, rule.source, rule.status, draft.partner)
        return Note(
            draft.id, draft.text, rule.source, rule.status, partner.id, partner.name, partner.channels
        )

    def _ask(self, question: Question) -> Ask:
        slot = question.fills or question.id
        reasons: tuple[Reason, ...] = ("missing", "unknown", "doubtful")
        made = {
            reason: OpenQuestion(question.id, question.text, reason, self.definition.id, question.place)
            for reason in reasons
        }
        return Ask(self.bits.make(slot, "?known"), self.bits.make(slot, "?unknown"), made)

    def _wrong(self, where: str, what: str, remedy: str) -> None:
        self.problems.append(Problem("error", where, what, remedy))


def make_step(partner: Partner, draft: StepDraft, rule: Rule | Fired) -> Step:
    """Return the step to a partner, with the ways to reach it."""
    return Step(
        partner=partner.id,
        name=partner.name,
        kind=draft.kind,
        order=draft.order,
        urgent=draft.urgent,
        channels=partner.channels,
        why=(draft.why,),
        source=rule.source,
        status=rule.status,
        rules=(rule.id if isinstance(rule, Rule) else rule.rule,),
    )


def gap_of(partner: Partner, rule: Rule | Fired) -> list[Note]:
    """Return the gap of a partner that cannot be reached with what the pack has, if it is one."""
    if partner.channels:
        return []
    text = partner.no_contact or _named(_NO_CONTACT, partner.name)
    return [Note(f"geen-contact-{partner.id}", text, rule.source, rule.status, partner.id, partner.name)]


def _gap(code: str, partner_id: str, sentence: Text, rule: Rule) -> Note:
    return Note(
        f"{code}-{partner_id}", _named(sentence, {"nl": partner_id}), rule.source, rule.status, partner_id
    )


def _named(sentence: Text, name: Text) -> Text:
    return {lang: text.format(partner=name.get(lang) or name["nl"]) for lang, text in sentence.items()}
