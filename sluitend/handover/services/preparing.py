# SPDX-License-Identifier: EUPL-1.2
"""Preparing a handover: the guard decides, the packet is frozen, what came first is recorded."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, NotFound
from sluitend.dossiers import access
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_open
from sluitend.handover import guard
from sluitend.handover.guard import Asked, Circumstances, Confirmation
from sluitend.handover.models import Handover
from sluitend.handover.packet import Packet, freeze
from sluitend.handover.services.changing import PERMISSION, same_place, write_act
from sluitend.handover.ways import ways_to
from sluitend.privacy import vaults
from sluitend.sharing import Informed, Kind, StepId, Urgency

FURTHEST_RECHECK_DAYS = 92
_NEEDS_WEIGHING = frozenset({StepId.WEIGH_REFUSAL, StepId.RECORD_CONFLICT})


@transaction.atomic
def prepare(
    *,
    dossier: Dossier,
    partner_id: str,
    kind: str,
    way: str,
    packet: Packet,
    circumstances: Circumstances,
    confirmation: Confirmation,
    submission: UUID,
    by: Actor,
) -> Handover:
    """Freeze what goes to a partner, with the decision and all that was declared.

    Only the fields that the guard allows are kept; the rest leaves no trace but its name and the
    reason. `submission` names one submit: a retry returns the handover that it already made.
    Raises `BadInput` when a step that comes first is missing, when nothing may go, or when the
    pack has no such way to this partner.
    """
    access.require(by, PERMISSION, dossier)
    # A form names its submit, and may name any: it counts within this dossier only.
    submission = uuid5(dossier.pk, str(submission))
    if found := Handover.objects.filter(submission=submission, dossier=dossier).first():
        return found
    require_open(dossier)
    asked = guard.ask(
        dossier=dossier, partner_id=partner_id, kind=kind, packet=packet, circumstances=circumstances
    )
    _require_way(asked, kind, way)
    _require_something(asked)
    _require_steps(asked, confirmation, by)
    handover = Handover(
        dossier=dossier,
        **same_place(dossier),
        **_plain(asked),
        kind=kind,
        way=way,
        submission=submission,
        recheck_on=_recheck_on(asked, confirmation),
        prepared_at=clock.now(),
        prepared_by_kind=by.kind,
        prepared_by_id=by.id,
    )
    pen = vaults.pen(dossier.pk)
    _seal(handover, pen, packet, asked, confirmation)
    try:
        with transaction.atomic():
            handover.save(force_insert=True)
    except IntegrityError:
        # The same submit arrived twice at the same moment, and the other one was first.
        return Handover.objects.get(submission=submission, dossier=dossier)
    write_act("prepare", handover, by, pen=pen, partner=partner_id, fields=sorted(asked.decision.allowed_ids))
    return handover


def _seal(
    handover: Handover, pen: vaults.Pen, packet: Packet, asked: Asked, confirmation: Confirmation
) -> None:
    """Put the frozen packet, the decision and what was declared on the handover, sealed."""
    dossier = handover.dossier
    frozen = freeze(
        packet,
        asked.decision,
        asked.table,
        reference=dossier.reference,
        sender=_sender(asked, dossier),
        kind=handover.kind,
        made_on=clock.today().isoformat(),
    )
    pen.seal(
        handover,
        packet=frozen.as_json(),
        decision=asked.decision.as_record(),
        circumstances={**asked.circumstances.as_record(), **_declared(confirmation)},
    )


def _plain(asked: Asked) -> dict[str, Any]:
    """Return what lists and figures need of the question to the guard."""
    return {
        "pack_version_id": asked.in_force.version_id,
        "partner_id": asked.partner.id,
        "partner_role": asked.rule_id,
        "purpose": asked.circumstances.purpose,
        "urgency": str(asked.circumstances.urgency),
        "informed": str(asked.circumstances.informed),
    }


def _require_way(asked: Asked, kind: str, way: str) -> None:
    open_ways = ways_to(asked.in_force.pack, asked.partner, kind=kind, today=clock.today())
    if not any(found.way == way for found in open_ways):
        raise BadInput(_("This partner cannot be reached in this way. Choose another way."), field="way")


def _require_something(asked: Asked) -> None:
    if not asked.decision.allowed:
        reasons = dict.fromkeys(
            item.why.text.text(get_language() or "nl") for item in asked.decision.withheld
        )
        message = _("Nothing may go to this partner.")
        raise BadInput(" ".join([message, *reasons]), field="packet")


def _require_steps(asked: Asked, confirmation: Confirmation, by: Actor) -> None:
    """Raise `BadInput` for the first step that comes first and was not done."""
    _require_danger(asked)
    for step in asked.decision.before:
        if step.id is StepId.INFORM:
            raise BadInput(_("Say whether the person knows of this, or why not yet."), field="informed")
        if step.id is StepId.SECOND_READER:
            _require_second_reader(confirmation, by)
        elif step.id in _NEEDS_WEIGHING and not confirmation.weighing.strip():
            raise BadInput(_("Write down how you weighed this."), field="weighing")
        elif step.id not in confirmation.steps and step.id not in _NEEDS_WEIGHING:
            message = _("First do this, then tick it: %(step)s")
            what = step.what.text.text(get_language() or "nl")
            raise BadInput(message % {"step": what}, field=f"step-{step.id}")
    if asked.circumstances.informed is Informed.POSTPONED and not confirmation.inform_reason.strip():
        raise BadInput(_("Write down why the person cannot be informed yet."), field="inform_reason")


def _require_danger(asked: Asked) -> None:
    """Ask what the danger is where danger opens more; nothing is asked before the emergency line."""
    told, rule = asked.circumstances, asked.table.rules.get(asked.rule_id)
    opens = asked.decision.kind is Kind.REPORT and rule is not None and not rule.never_blocked
    if opens and told.urgency is Urgency.ACUTE and not told.danger.strip():
        raise BadInput(_("Write in one line what the danger is."), field="danger")


def _require_second_reader(confirmation: Confirmation, by: Actor) -> None:
    try:
        reader = accounts.person(confirmation.second_reader)
    except NotFound:
        reader = None
    if reader is None or str(reader.pk) == by.id:
        raise BadInput(_("Name the colleague who read along; that cannot be you."), field="second_reader")


def _recheck_on(asked: Asked, confirmation: Confirmation) -> date | None:
    """Return the day to look again whether the person can be informed.

    Where informing follows afterwards, as in acute danger, the rule's own term counts.
    """
    open_step = next((s for s in asked.decision.steps if s.id in (StepId.INFORM, StepId.RECHECK)), None)
    if open_step is None and asked.circumstances.informed is not Informed.POSTPONED:
        return None
    today = clock.today()
    days = (open_step.days if open_step else None) or 28
    chosen = confirmation.recheck_on or today + timedelta(days=days)
    if not today < chosen <= today + timedelta(days=FURTHEST_RECHECK_DAYS):
        raise BadInput(_("Choose a day within three months."), field="recheck_on")
    return chosen


def _declared(confirmation: Confirmation) -> dict[str, Any]:
    return {
        "steps": sorted(str(step) for step in confirmation.steps),
        "inform_reason": confirmation.inform_reason.strip(),
        "weighing": confirmation.weighing.strip(),
        "second_reader": confirmation.second_reader,
    }


def _sender(asked: Asked, dossier: Dossier) -> str:
    found = asked.in_force.pack.find("municipalities", dossier.municipality)
    return found.name if found else dossier.municipality
