# SPDX-License-Identifier: EUPL-1.2
"""The advice of a route map as pages and paper show it: words, numbers to dial, sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sluitend import routing
from sluitend.core import clock
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Channel, Partner
from sluitend.routing import walk
from sluitend.routing.advice import Note, Step
from sluitend.routing.model import Text, say
from sluitend.signals.draft import Intake
from sluitend.signals.services.recording import intake_roles
from sluitend.signals.views.report import may_report


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a partner; `value` is a number, an address, or what a browser opens."""

    kind: str
    value: str
    label: str
    hours: str


@dataclass(frozen=True, slots=True)
class Card:
    """A partner with the ways to reach it; `missing` says why there is none, and what one can do instead.

    `report`: a report made here comes to this partner.
    """

    partner: str
    name: str
    kind: str
    urgent: bool
    why: tuple[str, ...]
    ways: tuple[Way, ...]
    missing: str
    source: str
    status: str
    report: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A duty, a thing to avoid, a gap, or where it does belong."""

    id: str
    text: str
    source: str
    status: str
    partner: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the walked route: the question, the answer, and what followed from it."""

    question: str
    answer: str
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownAdvice:
    """All that the page with the advice shows."""

    map_name: str
    reconstructed: bool
    map_note: str
    cards: tuple[Card, ...]
    # Whom to call at once when in doubt, while nothing urgent is known: it comes before the cards.
    doubt: tuple[Card, ...]
    duties: tuple[Remark, ...]
    avoid: tuple[Remark, ...]
    elsewhere: tuple[Remark, ...]
    gaps: tuple[Remark, ...]
    stops: tuple[Stop, ...]
    open_questions: tuple[tuple[str, str], ...]
    go_to: tuple[tuple[str, str], ...]

    @property
    def at_once(self) -> tuple[Card, ...]:
        """What can wait for no other question."""
        return tuple(card for card in self.cards if card.urgent) or self.doubt


def shown_advice(found: routing.RouteMap, intake: Intake, pack: Pack, language: str) -> ShownAdvice:
    """Return the advice on the answers so far, in a language."""
    way = walk.path(found, intake.answers, intake.context)
    advice = way.advice
    source = pack.find("route_maps", intake.map_id)
    urgent = any(step.urgent for step in advice.steps)
    reports = may_report(pack, str(intake.context.get("reporter", "")))
    doubts = [] if urgent else [note for note in advice.duties if note.partner == pack.pack.emergency]
    return ShownAdvice(
        map_name=say(found.definition.name, language),
        reconstructed=found.definition.status == "reconstructed",
        map_note=source.note.text(language) if source and source.note else "",
        cards=tuple(_card(step, pack, language, reports=reports) for step in advice.steps),
        doubt=tuple(_doubt(remark) for remark in _remarks(doubts, pack, language)),
        duties=tuple(_remarks((note for note in advice.duties if note not in doubts), pack, language)),
        avoid=tuple(_remarks(advice.avoid, pack, language)),
        elsewhere=tuple(_remarks(advice.elsewhere, pack, language)),
        gaps=tuple(_remarks(advice.gaps, pack, language)),
        stops=tuple(_stops(way, language)),
        open_questions=tuple((one.id, say(one.text, language)) for one in advice.open_questions),
        go_to=tuple(_other_maps(advice.go_to, pack, language)),
    )


def reachable(pack: Pack, language: str) -> tuple[Card, ...]:
    """Return a card for each partner of the pack that can be reached today."""
    day = clock.today()
    partners = [one for one in pack.partners if pack.used(one) and one.holds_on(day)]
    return tuple(
        Card(
            partner=one.id,
            name=one.name.text(language),
            kind="contact",
            urgent=one.id == pack.pack.emergency,
            why=(one.description.text(language),) if one.description else (),
            ways=ways,
            missing="",
            source=one.source,
            status=str(one.status),
        )
        for one in partners
        if (ways := ways_of(one, language))
    )


def thinking_along(pack: Pack, language: str) -> tuple[Card, ...]:
    """Return who can be asked for advice without a name, for who has nobody else to call yet.

    Of partners that each serve a region, only those of the regions that the pack is for.
    """
    own = {pack.find("municipalities", code).region for code in pack.pack.serves} - {None}
    anybody = {
        one.id
        for one in pack.partners
        if one.advice_anonymous
        and not one.audience
        and not (own and one.regions and own.isdisjoint(one.regions))
    }
    return tuple(card for card in reachable(pack, language) if card.partner in anybody)


def ways_of(partner: Partner, language: str) -> tuple[Way, ...]:
    """Return the ways that hold today to reach a partner of the pack."""
    return tuple(_way(channel, language) for channel in partner.channels if channel.holds_on(clock.today()))


def _card(step: Step, pack: Pack, language: str, *, reports: bool) -> Card:
    partner: Partner | None = pack.find("partners", step.partner)
    ways = ways_of(partner, language) if partner else ()
    receives = partner is not None and partner.role in intake_roles(pack)
    return Card(
        partner=step.partner,
        name=say(step.name, language),
        kind=step.kind,
        urgent=step.urgent,
        why=tuple(say(text, language) for text in step.why),
        ways=ways,
        missing="" if ways else _missing(partner, pack, language, reports=reports),
        source=step.source,
        status=step.status,
        report=receives and reports,
    )


def _missing(partner: Partner | None, pack: Pack, language: str, *, reports: bool) -> str:
    """Say why there is no way to reach a partner, and what one can do instead."""
    reason = partner.no_channel_reason if partner else None
    why = reason.text(language) if reason else _("There is no number or address here.")
    receiving = intake_roles(pack)
    if not reports or not receiving:
        return f"{why} {_('Call one of the others on this page.')}"
    role = pack.find("roles", receiving[0]).name.text(language).lower()
    if partner is not None and partner.role in receiving:
        instead = _("Make a report: then the %(role)s reads it.") % {"role": role}
    else:
        instead = _("Make a report: then the %(role)s sees to it that it gets there.") % {"role": role}
    return f"{why} {instead}"


def _doubt(remark: Remark) -> Card:
    return Card(
        partner=remark.id,
        name=remark.partner,
        kind="doubt",
        urgent=True,
        why=(remark.text,),
        ways=remark.ways,
        missing="",
        source=remark.source,
        status=remark.status,
    )


def _remarks(notes: Iterable[Note], pack: Pack, language: str) -> Iterator[Remark]:
    for note in notes:
        partner: Partner | None = pack.find("partners", note.partner) if note.partner else None
        yield Remark(
            id=note.id,
            text=say(note.text, language),
            source=note.source,
            status=note.status,
            partner=_name(note.name, language),
            ways=ways_of(partner, language) if partner else (),
        )


def _stops(way: walk.Path, language: str) -> Iterator[Stop]:
    for walked in way.passed:
        labels = {option.id: say(option.text, language) for option in walked.question.options}
        yield Stop(
            question=say(walked.question.text, language),
            answer=", ".join(labels.get(value, value) for value in walked.answers),
            partners=tuple(say(step.name, language) for step in walked.steps),
        )


def _other_maps(map_ids: Iterable[str], pack: Pack, language: str) -> Iterator[tuple[str, str]]:
    for map_id in map_ids:
        other = pack.find("route_maps", map_id)
        if other is not None:
            yield map_id, other.name.text(language)


def _way(channel: Channel, language: str) -> Way:
    on_the_web = channel.kind in ("web", "form")
    label = channel.label.text(language) if channel.label else ""
    return Way(
        kind=channel.kind,
        value=channel.href if on_the_web else channel.value,
        label=label or (channel.value if on_the_web else ""),
        hours=channel.hours.text(language) if channel.hours else "",
    )


def _name(text: Text | None, language: str) -> str:
    return say(text, language) if text else ""
