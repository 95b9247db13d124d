# SPDX-License-Identifier: EUPL-1.2
"""What handing over asks of a pack that is put into force."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sluitend.dossiers.states import outcomes
from sluitend.handover.models import Handover
from sluitend.handover.services.following import STEPS
from sluitend.handover.states import WITH_PARTNER
from sluitend.policy.needs import Lack
from sluitend.policy.schema.pack import Pack


def objections(new: Pack, _in_force: Pack | None) -> Iterator[str]:
    """Yield why handovers could not go on under a pack."""
    for step in _missing_steps(new):
        yield _("Handing over needs the next step “%(step)s”; this pack lacks it.") % {"step": step}
    if _never_ends(new):
        yield _("Handing over needs an outcome of feedback that ends it; this pack has none.")
    running = Handover.objects.filter(state__in=list(WITH_PARTNER)).order_by()
    for partner in running.values_list("partner_id", flat=True).distinct():
        if new.find("partners", partner) is None:
            message = _("Handovers at partner “%(partner)s” are still open; this pack lacks it.")
            yield message % {"partner": partner}


def lacks(pack: Pack) -> Iterator[Lack]:
    """Yield the words that handing over needs and the pack does not have, for its author."""
    for step in _missing_steps(pack):
        yield Lack("next_steps", f"`{step}`", "it is planned while a partner has a signal")
    if _never_ends(pack):
        what = "item with the moment `feedback` and `leads_to`"
        yield Lack("outcomes", what, "without it no answer of a partner ends the waiting")


def _missing_steps(pack: Pack) -> list[str]:
    return [step for step in STEPS if pack.sharing and pack.find("next_steps", step) is None]


def _never_ends(pack: Pack) -> bool:
    return bool(pack.sharing) and not any(outcome.leads_to for outcome in outcomes(pack, "feedback"))
