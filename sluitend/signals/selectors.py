# SPDX-License-Identifier: EUPL-1.2
"""Reading signals. Content is opened only after the look is in the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sluitend.core import clock, scope
from sluitend.core.actor import Actor
from sluitend.core.codes import read_code
from sluitend.core.errors import BadCode, BadInput, NotFound
from sluitend.dossiers import access, terms
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import outcomes
from sluitend.handover import selectors as handovers
from sluitend.policy import selectors as policy
from sluitend.policy.schema.base import Text
from sluitend.privacy import blind, journal, opaque, vaults
from sluitend.signals import added, identifiers, receipts
from sluitend.signals.added import Added, Answers
from sluitend.signals.models import Identifier, Message, Observation, Receipt, Signal, Weighing
from sluitend.signals.services.dialogue import reporter
from sluitend.signals.services.triage import HANDED_OVER

# Looked for in place of what cannot be a code, so that a typing mistake costs the same time.
_NO_CODE = "-"
_HIDDEN_HIT = "hidden-hit"

READ_REPORTER, READ_SAFE_CONTACT = "reporter.read", "safe-contact.read"
# The term of the pack for which a receipt still opens after closing.
RECEIPT_TERM = "receipt"


@dataclass(frozen=True, slots=True)
class Line:
    """One message in the talk with the reporter, opened."""

    direction: str
    text: str
    at: datetime
    read: bool

    @property
    def new(self) -> bool:
        """Whether the other side has not opened it yet; what cannot be read cannot be opened."""
        return not self.read and not isinstance(self.text, vaults.Illegible)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One weighing, opened."""

    outcome: str
    reason: str
    test: dict[str, Any] | vaults.Illegible | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Content:
    """All of a signal that the `content` vault holds, opened after one look.

    `look` opens what else was sealed with the dossier, such as what partners said.
    """

    look: vaults.Reader
    signal: Signal
    facts: str
    circumstances: str
    interpretation: str
    source_note: str
    route: dict[str, Any] | vaults.Illegible
    indicators: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    messages: tuple[Line, ...]
    weighings: tuple[Weighed, ...]
    additions: tuple[Added, ...]

    @property
    def answers(self) -> Answers:
        """How it stands with danger and age: the newest answers count."""
        reported = Answers(self.signal.acute, self.signal.minor)
        return self.additions[-1].answers if self.additions else reported

    @property
    def illegible(self) -> bool:
        """Whether a part of what was reported cannot be read; it says so in its place."""
        parts = (self.facts, self.circumstances, self.interpretation, self.source_note, self.route)
        later = (text for one in self.additions for text in (one.note, one.source_note))
        found = (*parts, *self.indicators, *(text for _kind, text in self.identifiers), *later)
        return any(isinstance(part, vaults.Illegible) for part in found)


@dataclass(frozen=True, slots=True)
class Seen:
    """An exact hit on an identifier: where else it occurs, as far as one may know.

    `names` stand for the hidden ones where the actor may open them in an emergency; they tell nothing.
    """

    kind: str
    visible: tuple[Dossier, ...]
    hidden: int
    names: tuple[str, ...] = ()

    @property
    def kind_label(self) -> str:
        """The kind of identifier in words."""
        return identifiers.label(self.kind)


def content(by: Actor, dossier: Dossier, *, purpose: str) -> Content:
    """Open a signal for an actor who may read it; one look, six queries.

    What cannot be read (a destroyed key, changed data) is `Illegible`: a sentence in its place.
    """
    access.require(by, access.READ, dossier)
    signal = _signal(dossier)
    look = vaults.look(dossier.pk, by=by, purpose=purpose, tolerant=True)
    observations = Observation.objects.filter(dossier=dossier).order_by("pk")
    named = Identifier.objects.filter(dossier=dossier).order_by("pk")
    return Content(
        look=look,
        signal=signal,
        facts=look.show(signal, "facts"),
        circumstances=look.show(signal, "circumstances"),
        interpretation=look.show(signal, "interpretation"),
        source_note=look.show(signal, "source_note"),
        route=look.show_json(signal, "route") or {},
        indicators=tuple(_indicator(row, look) for row in observations),
        identifiers=tuple((row.kind, look.show(row, "value")) for row in named),
        messages=_lines(dossier, look),
        weighings=_weighings(dossier, look),
        additions=added.opened(dossier.pk, look),
    )


def identity(by: Actor, dossier: Dossier, *, reason: str) -> tuple[str, str]:
    """Return name and contact of the reporter; a right of its own, each look with its reason.

    Raises `Refused` for who may see the signal but not its reporter.
    """
    found = dossiers.get(by, dossier.pk, READ_REPORTER)
    signal = _signal(found)
    _record_reason("reporter.look", found, by, reason)
    look = vaults.look(found.pk, vaults=("reporter",), by=by, purpose="reporter-identity")
    return look.read(signal, "reporter_name") or "", look.read(signal, "reporter_contact") or ""


def safe_contact(by: Actor, dossier: Dossier, *, reason: str) -> str:
    """Return how the possible victim can be reached safely; a right of its own."""
    found = dossiers.get(by, dossier.pk, READ_SAFE_CONTACT)
    _record_reason("safe-contact.look", found, by, reason)
    look = vaults.look(found.pk, vaults=("safe_contact",), by=by, purpose="safe-contact")
    return look.read(_signal(found), "safe_contact") or ""


def search_before(
    by: Actor, named: Iterable[tuple[str, str]], *, municipality: str, compartment: str
) -> list[Seen]:
    """Look for identifiers that somebody types; that they looked, for what kind, is journalled first.

    A hit tells that a place or a number is known here, so asking is a look too.
    """
    wanted = list(named)
    with transaction.atomic(durable=True):
        journal.act(
            by=by,
            action="signal.search",
            dossier_id=None,
            municipality=municipality,
            compartment=compartment,
            object_type="identifier",
            object_id=",".join(sorted({kind for kind, _text in wanted})),
        )
    return seen_before(by, wanted, municipality=municipality, compartment=compartment)


def seen_before(
    by: Actor,
    named: Iterable[tuple[str, str]],
    *,
    municipality: str,
    compartment: str,
    besides: UUID | None = None,
) -> list[Seen]:
    """Return where these identifiers occur already; what the actor may not see is only counted."""
    hits: dict[str, set[UUID]] = {}
    for kind, text in named:
        if isinstance(text, vaults.Illegible):
            continue
        canonical = identifiers.comparable(kind, text, municipality)
        if not canonical:
            continue
        found = set(blind.hits(kind, canonical, municipality=municipality, compartment=compartment))
        hits.setdefault(kind, set()).update(found - {besides})
    wanted = set().union(*hits.values()) if hits else set()
    visible = dossiers.visible_ids(by, wanted) if wanted else set()
    rows = Dossier.objects.select_related("owner").in_bulk(visible)
    openable = by.may(access.BREAK_GLASS, municipality=municipality, compartment=compartment)
    return [
        Seen(
            kind,
            tuple(sorted((rows[pk] for pk in ids & visible), key=lambda row: row.opened_at, reverse=True)),
            len(ids - visible),
            tuple(_name(pk, by) for pk in sorted(ids - visible)) if openable else (),
        )
        for kind, ids in hits.items()
        if ids
    ]


def hidden_hit(by: Actor, name: str) -> UUID | None:
    """Return the dossier behind the name of a hidden hit, for whom it was made, for an hour."""
    return opaque.reveal(name, holder=by.id, purpose=_HIDDEN_HIT)


def _name(dossier_id: UUID, by: Actor) -> str:
    return opaque.hide(dossier_id, holder=by.id, purpose=_HIDDEN_HIT)


def open_receipt(code: str) -> Receipt | None:
    """Return the receipt of a typed code, or None for any code that does not open one.

    A typing mistake, an unknown code and an expired one take the same way and the same time.
    """
    try:
        canonical = read_code(code)
    except BadCode:
        canonical = _NO_CODE
    with scope.instance_wide("a code leads to its dossier"):
        found = _receipts().filter(lookup_hash=receipts.lookup_hash(canonical)).first()
    return found if receipts.fits(found, canonical) and found is not None and _is_valid(found) else None


def receipt_in_use(ticket: str) -> Receipt | None:
    """Return the receipt that this visitor opened before, while it is valid and of the same dossier."""
    with scope.instance_wide("a receipt leads to its dossier"):
        found = _receipts().filter(pk=UUID(ticket.partition(":")[0])).first()
    if found is None or receipts.ticket(found) != ticket:
        return None
    return found if _is_valid(found) else None


def _receipts() -> QuerySet[Receipt]:
    return Receipt.objects.select_related("dossier")


def _is_valid(found: Receipt) -> bool:
    closed_at = found.dossier.closed_at
    if closed_at is None:
        return True
    pack = policy.current(found.municipality).pack
    return terms.term_ends(pack, RECEIPT_TERM, clock.local_date(closed_at)) >= clock.today()


def told(dossier: Dossier, language: str) -> str:
    """Return what the reporter reads of the state or the result: never content."""
    pack = policy.current(dossier.municipality).pack
    outcome = pack.find("outcomes", dossier.outcome) if not dossier.is_open else None
    state = pack.find("states", dossier.state)
    found = (outcome.told if outcome else _feedback(dossier)) or (state.told if state else None)
    return found.text(language) if found else ""


def _feedback(dossier: Dossier) -> Text | None:
    """Return what a partner's feedback lets the reporter know, until the dossier has moved on."""
    pack = policy.current(dossier.municipality).pack
    with_partner = {HANDED_OVER} | {one.leads_to for one in outcomes(pack, "feedback")}
    return handovers.told_to_reporter(dossier.pk) if dossier.state in with_partner else None


def dialogue(found: Receipt) -> tuple[Line, ...]:
    """Open the talk for the reporter who holds the receipt; nothing else of the signal is opened."""
    look = vaults.look(found.dossier_id, by=reporter(found), purpose="receipt-page", tolerant=True)
    return _lines(found.dossier, look)


def _record_reason(action: str, dossier: Dossier, by: Actor, reason: str) -> None:
    """Journal why somebody looks, before they look; committed, so that the look cannot go without."""
    if not reason.strip():
        raise BadInput(_("Write down why."), field="reason")
    with transaction.atomic(durable=True):
        journal.act(
            by=by,
            action=action,
            dossier_id=dossier.pk,
            municipality=dossier.municipality,
            compartment=dossier.compartment,
            detail={"reason": reason.strip()},
        )


def _signal(dossier: Dossier) -> Signal:
    signal = Signal.objects.filter(pk=dossier.pk).first()
    if signal is None:
        raise NotFound
    return signal


def _indicator(row: Observation, look: vaults.Reader) -> str:
    detail = look.show_json(row, "detail")
    return detail if isinstance(detail, vaults.Illegible) else str(detail["indicator"])


def _lines(dossier: Dossier, look: vaults.Reader) -> tuple[Line, ...]:
    rows = Message.objects.filter(dossier=dossier).order_by("written_at", "pk")
    return tuple(
        Line(row.direction, look.show(row, "body"), row.written_at, row.read_at is not None) for row in rows
    )


def _weighings(dossier: Dossier, look: vaults.Reader) -> tuple[Weighed, ...]:
    rows = Weighing.objects.filter(dossier=dossier).order_by("-weighed_at", "-pk")
    return tuple(
        Weighed(
            row.outcome,
            look.show(row, "reason"),
            look.show_json(row, "privacy_test"),
            row.weighed_at,
            row.weighed_by_id,
        )
        for row in rows
    )
