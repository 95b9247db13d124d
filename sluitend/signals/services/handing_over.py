# SPDX-License-Identifier: EUPL-1.2
"""What handing over means for the signal itself."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from sluitend.core.actor import Actor
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import lifecycle
from sluitend.handover.models import Handover, Kind
from sluitend.policy import selectors as policy
from sluitend.signals.models import Weighing
from sluitend.signals.services.triage import HANDED_OVER

T = TypeVar("T")


@transaction.atomic
def hand_over(*, handover: Handover, send: Callable[[], T], by: Actor) -> T:
    """Hand over (`send`), and bring the signal to "handed over" in the same transaction.

    Asking advice leaves the signal where it is. Raises what `send` raises; then nothing changed.
    """
    dossier = Dossier.objects.select_for_update().get(pk=handover.dossier_id)
    cycle = lifecycle(policy.current(dossier.municipality).pack, dossier.kind)
    if handover.kind == Kind.REPORT and cycle.move(dossier.state, HANDED_OVER) is not None:
        weighed = Weighing.objects.filter(dossier=dossier).order_by("-weighed_at").first()
        recorded = {weighed.test} if weighed is not None and weighed.test else set()
        dossiers.move(dossier=dossier, to=HANDED_OVER, recorded=recorded, by=by)
    return send()
