# SPDX-License-Identifier: EUPL-1.2
"""Builds route maps for the pure `routing` room from a pack, with the contacts of the day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sluitend import routing
from sluitend.core import clock
from sluitend.core.errors import NotFound
from sluitend.policy.schema.base import Text
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner
from sluitend.policy.schema.people import Municipality
from sluitend.policy.schema.routes import (
    AskedSource,
    InputSource,
    LookupSource,
    NoteSource,
    QuestionSource,
    RouteMapSource,
    RuleSource,
    StepSource,
)
from sluitend.routing.model import (
    ANY,
    Definition,
    Lookup,
    NoteDraft,
    Option,
    Question,
    Rule,
    StepDraft,
    place_key,
)


class NoMap(NotFound):
    """The pack has no such route map."""


def map_ids(pack: Pack) -> tuple[str, ...]:
    """Return the ids of the maps that people can walk under this pack."""
    return tuple(source.id for source in _maps(pack))


def build(pack: Pack, map_id: str, *, on: date | None = None) -> routing.RouteMap:
    """Return a route map of the pack, with the partners and channels that hold `on` a day (today).

    Only this pack is looked at: a partner that it does not have becomes a gap. Raises `NoMap`, and
    `routing.BadMap` when the rules do not fit together; the lint reports the same, so a published
    pack always builds.
    """
    return routing.compile_map(define(pack, map_id, on=on))


def define(pack: Pack, map_id: str, *, on: date | None = None) -> Definition:
    """Return all that a route map is made of, before it is compiled."""
    source = next((one for one in _maps(pack) if one.id == map_id), None)
    if source is None:
        message = f"the pack has no route map {map_id}"
        raise NoMap(message)
    day = on or clock.today()
    shared = [one for one in pack.route_maps if one.shared and pack.used(one)]
    inputs = [asked for one in (*shared, source) for asked in one.inputs]
    lookups = [lookup for one in (*shared, source) for lookup in one.lookups]
    return Definition(
        id=source.id,
        name=_text(source.name),
        source=source.source,
        status=str(source.status),
        start=source.start or "",
        questions=tuple(_question(pack, asked, source) for asked in source.questions),
        inputs=tuple(_input(pack, asked, source) for asked in inputs),
        rules=tuple(_rule(rule) for rule in pack.rules if pack.used(rule)),
        partners={
            one.id: _partner(one, day) for one in pack.partners if pack.used(one) and one.holds_on(day)
        },
        lookups={lookup.id: _lookup(pack, lookup) for lookup in lookups},
        links={one.id: tuple(_question(pack, asked, one) for asked in one.questions) for one in _maps(pack)},
        home=pack.pack.serves[0] if len(pack.pack.serves) == 1 else "",
        danger=source.danger or "",
    )


def problems(pack: Pack) -> list[tuple[str, routing.Problem]]:
    """Return what is wrong with the maps of a pack, each with the section and id it is about.

    The same fault of a rule that counts for several maps is told once.
    """
    found: dict[tuple[str, str], tuple[str, routing.Problem]] = {}
    for map_id in map_ids(pack):
        try:
            told = routing.check_map(build(pack, map_id))
        except routing.BadMap as bad:
            told = list(bad.problems)
        for problem in told:
            found.setdefault(
                (problem.where, problem.what), (_whereabouts(pack, map_id, problem.where), problem)
            )
    return list(found.values())


def _whereabouts(pack: Pack, map_id: str, where: str) -> str:
    """Return the item that a problem is about, as `section/id`."""
    for section in ("rules", "partners"):
        if pack.find(section, where) is not None:
            return f"{section}/{where}"
    return f"route_maps/{map_id}"


def _maps(pack: Pack) -> Iterator[RouteMapSource]:
    return (one for one in pack.route_maps if not one.shared and pack.used(one))


def _text(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en} if text.en else {"nl": text.nl}


def _question(pack: Pack, asked: QuestionSource, source: RouteMapSource) -> Question:
    made = _asked(pack, asked)
    return replace(
        made,
        none=asked.none,
        fills=asked.fills or "",
        next=dict(asked.next),
        source=source.source,
        status=str(source.status),
    )


def _input(pack: Pack, asked: InputSource, source: RouteMapSource) -> Question:
    follows = {ANY: source.asks[asked.id]} if asked.id in source.asks else {}
    return replace(_asked(pack, asked), place="context", none=False, next=follows)


def _asked(pack: Pack, asked: AskedSource) -> Question:
    unknown, options = _options(pack, asked)
    return Question(
        id=asked.id,
        kind=asked.kind,
        text=_text(asked.text),
        hint=_text(asked.hint) if asked.hint else None,
        options=options,
        unknown=asked.unknown or unknown,
        low=asked.min,
        high=asked.max,
    )


def _options(pack: Pack, asked: AskedSource) -> tuple[str, tuple[Option, ...]]:
    """Return the id that means "not known", and the options, with the traits that rules can test."""
    options: list[Option] = []
    unknown = ""
    if asked.values_from == "forms":
        for form in pack.forms:
            if form.unknown:
                unknown = form.id
            if pack.used(form):
                scope = "inside" if form.in_scope else "outside"
                options.append(Option(form.id, _text(form.name), form.parent or "", (("scope", scope),)))
    elif asked.values_from == "reporters":
        for reporter in pack.reporters:
            if reporter.kind == "unknown":
                unknown = reporter.id
            traits = {
                "kind": reporter.kind,
                "secrecy": reporter.secrecy,
                "meldcode": reporter.meldcode,
                "meldcode_status": reporter.meldcode_status,
            }
            options.append(Option(reporter.id, _text(reporter.name), "", tuple(traits.items())))
    own = (Option(choice.id, _text(choice.text)) for choice in asked.values)
    return unknown, (*options, *own)


def _partner(partner: Partner, day: date) -> routing.Partner:
    return routing.Partner(
        id=partner.id,
        name=_text(partner.name),
        channels=tuple(
            routing.Channel(channel.kind, channel.value)
            for channel in partner.channels
            if channel.holds_on(day)
        ),
        no_contact=_text(partner.no_channel_reason) if partner.no_channel_reason else None,
    )


def _lookup(pack: Pack, lookup: LookupSource) -> Lookup:
    table: dict[str, str] = {}
    for municipality in pack.municipalities:
        partner: str | None = getattr(municipality, lookup.field)
        if partner:
            table.update({place_key(name): partner for name in _names(municipality)})
    return Lookup(lookup.id, table, _text(lookup.missing))


def _names(municipality: Municipality) -> tuple[str, ...]:
    return (municipality.id, municipality.name, *municipality.aliases)


def _rule(rule: RuleSource) -> Rule:
    return Rule(
        id=rule.id,
        source=rule.source,
        status=str(rule.status),
        maps=rule.maps,
        when=rule.when,
        unless=rule.unless,
        otherwise=rule.otherwise,
        concludes=rule.concludes or "",
        steps=tuple(_step(step) for step in rule.steps),
        duties=_notes(rule.duties),
        avoid=_notes(rule.avoid),
        gaps=_notes(rule.gaps),
        elsewhere=_notes(rule.elsewhere),
        ask=rule.ask,
        go_to=rule.go_to,
    )


def _step(step: StepSource) -> StepDraft:
    return StepDraft(
        why=_text(step.why),
        order=step.order,
        partner=step.partner or "",
        lookup=step.lookup or "",
        of=step.of,
        home=step.home,
        kind=step.kind,
        urgent=step.urgent,
    )


def _notes(notes: tuple[NoteSource, ...]) -> tuple[NoteDraft, ...]:
    return tuple(NoteDraft(note.id, _text(note.text), note.partner or "") for note in notes)
