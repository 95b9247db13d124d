# SPDX-License-Identifier: EUPL-1.2
"""Reading handovers; every read asks first whether the actor may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from sluitend import sharing
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers import access
from sluitend.dossiers.models import Dossier
from sluitend.handover.models import Handover, Line, Move, Outgoing
from sluitend.handover.packet import Entry, Frozen, thaw
from sluitend.handover.services.changing import not_found, require
from sluitend.handover.states import WAITING_FOR_ACKNOWLEDGEMENT, WITH_PARTNER, State
from sluitend.policy import selectors as policy
from sluitend.policy.schema.base import Text
from sluitend.policy.schema.partners import Partner
from sluitend.privacy import vaults

PAGE_SIZE = 50
# Fields that lie in a vault of their own on the signal: in the packet they need the same right.
_OF_THEIR_OWN = {
    "reporter-name": "reporter.read",
    "reporter-contact": "reporter.read",
    "safe-contact": "safe-contact.read",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, readable."""

    what: str
    label: str
    outcome: str
    answered: bool
    body: str
    heard_from: str
    at: datetime
    by_kind: str
    by_id: str

    @property
    def goes_on(self) -> bool:
        """Whether the work goes on from it: what a partner concluded, or a question nobody answered."""
        if self.what == Line.What.QUESTION:
            return not self.answered
        return self.what in {Line.What.FEEDBACK, Line.What.REFUSAL, Line.What.ADVICE}


@dataclass(frozen=True, slots=True)
class Opened:
    """A handover with its content, read after the look was journalled.

    `decision` and `circumstances` are the records that were sealed; `receipt` tells whom staff
    spoke to and the partner's own number.
    """

    handover: Handover
    packet: Frozen
    decision: dict[str, Any]
    circumstances: dict[str, Any]
    receipt: dict[str, str]
    said: tuple[Said, ...]
    # Whether a part of the packet is covered until the second factor was shown again.
    covered: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many handovers a partner should react to, and how many of them are past their date."""

    number: int
    late: int


def get(by: Actor, handover_id: UUID | str) -> Handover:
    """Return a handover with its dossier for staff who may see that, or the partner itself."""
    try:
        found = Handover.objects.select_related("dossier").filter(pk=UUID(str(handover_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise not_found()
    if by.kind is ActorKind.STAFF:
        access.require(by, access.READ, found.dossier)
    else:
        require(by, found)
    return found


def of_dossier(by: Actor, dossier: Dossier) -> list[Handover]:
    """Return the handovers of a dossier, newest first, with history and notices. Four queries."""
    access.require(by, access.READ, dossier)
    rows = Handover.objects.filter(dossier=dossier).order_by("-prepared_at", "-pk")
    return list(rows.prefetch_related("history", "outgoing", "lines"))


def waiting(by: Actor, *, overdue: bool = False, size: int = PAGE_SIZE) -> list[Handover]:
    """Return handovers that a partner should react to, as far as the actor may see, most urgent first."""
    late = {"acknowledge_by__lt": clock.today()} if overdue else {}
    unacknowledged = _where(by).filter(state__in=list(WAITING_FOR_ACKNOWLEDGEMENT), **late)
    late = {"feedback_by__lt": clock.today()} if overdue else {}
    without_feedback = _where(by).filter(state=State.ACKNOWLEDGED, **late)
    first = list(unacknowledged.order_by("acknowledge_by", "id")[:size])
    second = list(without_feedback.order_by("feedback_by", "id")[:size])
    return sorted([*first, *second], key=lambda row: (row.due or clock.today(), row.pk))[:size]


def count_waiting(by: Actor, *, limit: int) -> Waiting:
    """Return how many handovers wait for a partner (at most `limit`), in one query that stays bounded."""
    places = by.where(access.READ)
    if not places:
        return Waiting(0, 0)
    with connection.cursor() as cursor:
        cursor.execute(*_count_sql(places, limit, clock.today()))
        number, late = cursor.fetchone()
    return Waiting(number, late or 0)


@lru_cache(maxsize=256)
def _count_sql(places: frozenset[tuple[str, str]], limit: int, today: date) -> tuple[str, tuple[Any, ...]]:
    """Write the query of the menu, which is on every page, once for those who see the same places."""
    until = Case(When(state=State.ACKNOWLEDGED, then="feedback_by"), default="acknowledge_by")
    rows = _in(places).filter(state__in=list(WITH_PARTNER)).annotate(until=until).order_by("until")
    sql, params = rows.values_list("until")[:limit].query.sql_with_params()
    # Every value is a parameter; only SQL that the ORM made is put inside.
    late = "sum(CASE WHEN until < %s THEN 1 ELSE 0 END)"
    return f"SELECT count(*), {late} FROM ({sql}) AS waiting", (today, *params)  # noqa: S608


def _where(by: Actor) -> QuerySet[Handover]:
    return _in(by.where(access.READ)).select_related("dossier")


def _in(wanted: Iterable[tuple[str, str]]) -> QuerySet[Handover]:
    places = Q(pk__in=[])
    for municipality, compartment in wanted:
        places |= Q(municipality=municipality, compartment=compartment)
    return Handover.objects.filter(places)


def failed_notices(handovers: Iterable[Handover]) -> set[UUID]:
    """Return the ids of the handovers of which the last notice could not be delivered."""
    rows = Outgoing.objects.filter(handover__in=[row.pk for row in handovers], link__revoked_at__isnull=True)
    return set(rows.filter(progress=Outgoing.Progress.FAILED).values_list("handover_id", flat=True))


def open_content(
    by: Actor, handover: Handover, *, purpose: str, origin: str = "", fresh: bool = True
) -> Opened:
    """Journal a look and return the packet, the decision and all that was said.

    Of staff who did not show their second factor just now (`fresh`), what lies apart stays covered.
    Must not be called inside a transaction, because the look is committed first.
    """
    if by.kind is ActorKind.STAFF:
        access.require(by, access.READ, handover.dossier)
    else:
        require(by, handover)
    reader = vaults.look(handover.dossier_id, by=by, purpose=purpose, origin=origin, tolerant=True)
    packet = _as_far_as_allowed(by, handover, _packet(handover, reader.show_json(handover, "packet")))
    shown = packet if fresh else packet.without(_OF_THEIR_OWN, _("Covered until you show that it is you."))
    return Opened(
        handover=handover,
        packet=shown,
        covered=shown != packet,
        decision=_decision(reader.show_json(handover, "decision")),
        circumstances=_record(reader.show_json(handover, "circumstances")),
        receipt=_record(reader.show_json(handover, "receipt")),
        said=said(handover, reader),
    )


def said(handover: Handover, reader: vaults.Reader) -> tuple[Said, ...]:
    """Return what was said about a handover, oldest first; `reader` comes from a look at its dossier."""
    lines = sorted(handover.lines.all(), key=lambda line: (line.written_at, line.pk))
    return tuple(_said(line, reader) for line in lines)


def said_back(dossier_ids: Iterable[UUID]) -> dict[UUID, list[Line]]:
    """Return by dossier what partners said from which the work goes on, newest first; nothing is opened."""
    concluded = Q(what__in=(Line.What.FEEDBACK, Line.What.REFUSAL, Line.What.ADVICE))
    lines = Line.objects.filter(
        concluded | Q(what=Line.What.QUESTION, answered=False), handover__dossier__in=list(dossier_ids)
    )
    found: dict[UUID, list[Line]] = {}
    for line in lines.select_related("handover").order_by("-written_at", "-pk"):
        found.setdefault(line.handover.dossier_id, []).append(line)
    return found


def _packet(handover: Handover, data: Any) -> Frozen:
    """Return the frozen packet; of one that cannot be read, the sentence that says so."""
    if not isinstance(data, vaults.Illegible):
        return thaw(data)
    made_on = clock.local_date(handover.prepared_at).isoformat()
    entry = Entry("", sharing.Text("Inhoud van het pakket", "Content of the packet"), data)
    return Frozen(handover.dossier.reference, "", handover.kind, made_on, (entry,))


def _decision(data: Any) -> dict[str, Any]:
    """Return the record of the guard's decision; what cannot be read stands in place of the ground."""
    if not isinstance(data, vaults.Illegible):
        return dict(data)
    return {"ground": {"text": {"nl": data, "en": data}, "source": ""}, "withheld": []}


def _record(data: Any) -> dict[str, Any]:
    return {} if isinstance(data, vaults.Illegible) else dict(data or {})


def _as_far_as_allowed(by: Actor, handover: Handover, packet: Frozen) -> Frozen:
    """Cover up what staff may see of a dossier only by a right of its own; a partner reads it all."""
    if by.kind is not ActorKind.STAFF:
        return packet
    needed = {_OF_THEIR_OWN[entry.id] for entry in packet.entries if entry.id in _OF_THEIR_OWN}
    lacking = {permission for permission in needed if not access.may(by, permission, handover.dossier)}
    covered = {field for field, permission in _OF_THEIR_OWN.items() if permission in lacking}
    return packet.without(covered, _("Stored apart: you may not see this."))


def _said(line: Line, reader: vaults.Reader) -> Said:
    return Said(
        what=line.what,
        label=line.get_what_display(),
        outcome=line.outcome,
        answered=line.answered,
        body=reader.show(line, "body"),
        heard_from=reader.show(line, "heard_from"),
        at=line.written_at,
        by_kind=line.written_by_kind,
        by_id=line.written_by_id,
    )


def history(handover: Handover) -> list[Move]:
    """Return the changes of state of a handover, in order."""
    return sorted(handover.history.all(), key=lambda move: move.seq)


def told_to_reporter(dossier_id: UUID) -> Text | None:
    """Return what a reporter may hear of the last feedback: a sentence of the pack without content.

    For a caller who has established that this is the reporter. None as long as there is none.
    """
    feedback = Line.objects.filter(
        handover__dossier=dossier_id, handover__kind="report", what=Line.What.FEEDBACK
    ).exclude(handover__state=State.WITHDRAWN)
    latest = feedback.order_by("-written_at", "-pk").first()
    if latest is None:
        return None
    outcome = policy.current(latest.municipality).pack.find("outcomes", latest.outcome)
    told: Text | None = outcome.told if outcome else None
    return told


def partner(handover: Handover) -> Partner | None:
    """Return the partner as the pack in force has it; None when it has gone from the pack."""
    found: Partner | None = policy.current(handover.municipality).pack.find("partners", handover.partner_id)
    return found
