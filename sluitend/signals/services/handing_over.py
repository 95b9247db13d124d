# SPDX-License-Identifier: EUPL-1.2
"""What handing over means for the signal itself."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core.actor import Actor
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import lifecycle
from sluitend.handover.models import Handover, Kind
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals.models import Weighing
from sluitend.signals.services.triage import HANDED_OVER

T = TypeVar("T")


@transaction.atomic
def hand_over(*, handover: Handover, send: Callable[[], T], by: Actor) -> T:
    """Hand over (`send`), and bring the signal to "handed over" in the same transaction.

    Asking advice leaves the signal where it is. Raises what `send` raises; then nothing changed.
    """
    dossier = lock_dossier(handover.dossier_id)
    pack = policy.current(dossier.municipality).pack
    cycle = lifecycle(pack, dossier.kind)
    if handover.kind == Kind.REPORT and cycle.move(dossier.state, HANDED_OVER) is not None:
        outcome, recorded = _weighed(dossier, pack)
        dossiers.move(
            dossier=dossier,
            to=HANDED_OVER,
            by=by,
            reason=_("Handed over to a partner."),
            next_step=cycle.states[HANDED_OVER].next_step or "",
            outcome=outcome,
            recorded=recorded,
        )
    return send()


def _weighed(dossier: Dossier, pack: Pack) -> tuple[str, set[str]]:
    """Return the outcome of the last weighing, if it led here, and the test that it recorded."""
    last = Weighing.objects.filter(dossier=dossier).order_by("-weighed_at", "-pk").first()
    chosen = pack.find("outcomes", last.outcome) if last else None
    if last is None or chosen is None or chosen.leads_to != HANDED_OVER or not pack.used(chosen):
        return "", set()
    return last.outcome, {last.test} - {""}
