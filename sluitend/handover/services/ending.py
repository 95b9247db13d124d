# SPDX-License-Identifier: EUPL-1.2
"""Ending a handover from our side, and what is due to the person whom it is about."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput
from sluitend.handover.models import Handover, Informed, Line
from sluitend.handover.services.changing import (
    add_line,
    locked,
    move,
    required_text,
    save_values,
    somebody_was_first,
    write_act,
)
from sluitend.handover.services.following import follow_up
from sluitend.handover.services.preparing import FURTHEST_RECHECK_DAYS
from sluitend.handover.services.sending import revoke_links
from sluitend.handover.states import WITH_PARTNER, State
from sluitend.privacy import vaults


@transaction.atomic
def withdraw(*, handover: Handover, reason: str, submission: UUID, by: Actor) -> Handover:
    """Take back a handover: its link no longer opens. What the partner already read stays known to them."""
    handover = locked(handover, by)
    why = required_text(reason, _("Write down why."), field="reason")
    move(handover, State.WITHDRAWN, by)
    revoke_links(handover)
    pen = vaults.pen(handover.dossier_id)
    add_line(handover, Line.What.WITHDRAWAL, why, by, submission=submission, pen=pen)
    write_act("withdraw", handover, by, pen=pen)
    follow_up(handover.dossier_id, by)
    return handover


@transaction.atomic
def record_informed(*, handover: Handover, by: Actor) -> Handover:
    """Record that the person concerned now knows of the handover."""
    handover = locked(handover, by)
    save_values(handover, informed=Informed.YES, recheck_on=None)
    write_act("inform-person", handover, by)
    follow_up(handover.dossier_id, by)
    return handover


@transaction.atomic
def postpone_informing(*, handover: Handover, until: date, reason: str, by: Actor) -> Handover:
    """Put off informing the person once more, with a reason and a day to look again."""
    handover = locked(handover, by)
    why = required_text(reason, _("Write down why the person cannot be informed yet."), field="reason")
    today = clock.today()
    if not today < until <= today + timedelta(days=FURTHEST_RECHECK_DAYS):
        raise BadInput(_("Choose a day within three months."), field="until")
    save_values(handover, informed=Informed.POSTPONED, recheck_on=until)
    write_act("postpone-informing", handover, by, reason=why, until=until.isoformat())
    follow_up(handover.dossier_id, by)
    return handover


@transaction.atomic
def plan_call_back(*, handover: Handover, on: date, by: Actor) -> Handover:
    """Plan to call the partner again; until then it does not count as overdue."""
    handover = locked(handover, by)
    if handover.state not in WITH_PARTNER:
        raise somebody_was_first(handover)
    if on < clock.today():
        raise BadInput(_("Choose today or a later day."), field="on")
    save_values(handover, call_back_on=on, escalated_on=None)
    write_act("plan-call-back", handover, by, on=on.isoformat())
    follow_up(handover.dossier_id, by)
    return handover


@transaction.atomic
def decline_fresh_link(*, handover: Handover, reason: str, by: Actor) -> Handover:
    """Leave a request for a fresh link at that, with the reason; the partner may ask again."""
    handover = locked(handover, by)
    why = required_text(reason, _("Write down why."), field="reason")
    if handover.links.filter(fresh_asked_at__isnull=False).update(fresh_asked_at=None):
        write_act("decline-fresh-link", handover, by, reason=why)
        follow_up(handover.dossier_id, by)
    return handover
