# SPDX-License-Identifier: EUPL-1.2
"""What handing over asks of a pack that is put into force."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sluitend.dossiers.states import outcomes
from sluitend.handover.models import Handover
from sluitend.handover.services.following import STEPS
from sluitend.handover.states import WITH_PARTNER
from sluitend.policy.schema.pack import Pack


def objections(new: Pack, _in_force: Pack | None) -> Iterator[str]:
    """Yield why handovers could not go on under a pack."""
    if new.sharing:
        for step in STEPS:
            if new.find("next_steps", step) is None:
                message = _("Handing over needs the next step “%(step)s”; this pack lacks it.")
                yield message % {"step": step}
        if not any(outcome.leads_to for outcome in outcomes(new, "feedback")):
            yield _("Handing over needs an outcome of feedback that ends it; this pack has none.")
    running = Handover.objects.filter(state__in=list(WITH_PARTNER)).order_by()
    for partner in running.values_list("partner_id", flat=True).distinct():
        if new.find("partners", partner) is None:
            message = _("Handovers at partner “%(partner)s” are still open; this pack lacks it.")
            yield message % {"partner": partner}
