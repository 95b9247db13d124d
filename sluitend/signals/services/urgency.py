# SPDX-License-Identifier: EUPL-1.2
"""Who is in danger now cannot wait for a term: what is next is to be done today."""

from datetime import date

from sluitend.core import clock
from sluitend.dossiers.models import Dossier
from sluitend.signals import added
from sluitend.signals.models import ThreeWay

# The step of the pack that ends once somebody has said whether there is danger.
URGENCY_CHECK = "urgency-check"


def due_now(dossier: Dossier) -> date | None:
    """Return today while somebody is in danger now; None leaves it to the term of the pack."""
    return clock.today() if added.answers_of(dossier.pk).acute == ThreeWay.YES else None


def unchecked(dossier: Dossier) -> bool:
    """Return whether it is still to be found out if somebody is in danger: not known is not no."""
    return dossier.next_step == URGENCY_CHECK and added.answers_of(dossier.pk).acute == ThreeWay.UNKNOWN
