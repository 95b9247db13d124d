# SPDX-License-Identifier: EUPL-1.2
"""Planning what is next."""

from datetime import date

from django.db import transaction

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers import access, terms
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import change, pack_for, require_open, write_act
from sluitend.dossiers.services.owning import end_escalation


@transaction.atomic
def plan_next_step(
    *,
    dossier: Dossier,
    next_step: str,
    by: Actor,
    due: date | None = None,
    reason: str = "",
    version: int | None = None,
) -> Dossier:
    """Say what is next in an open dossier, and by which day (proposed by the pack unless given).

    What a partner asks of a dossier that is late leaves it late, on the day that it was due.
    """
    access.require_write(by, dossier)
    require_open(dossier)
    pack, today = pack_for(dossier), clock.today()
    step = terms.step(pack, next_step).id
    if by.kind is ActorKind.PARTNER and dossier.due is not None and due == dossier.due and due < today:
        change(dossier, version, next_step=step)
    else:
        when = terms.checked_due(due or terms.proposed_due(pack, step, today), today)
        change(dossier, version, next_step=step, due=when, escalated_on=None)
        end_escalation(dossier)
    write_act("dossier.plan", dossier, by, about=("next-step", step), reason=reason)
    return dossier
