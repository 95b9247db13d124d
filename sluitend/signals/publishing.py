# SPDX-License-Identifier: EUPL-1.2
"""What signals ask of a pack that is put into force."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sluitend.dossiers.states import kinds, outcomes
from sluitend.policy.schema.pack import Pack
from sluitend.signals.selectors import RECEIPT_TERM
from sluitend.signals.services.dialogue import AWAIT_ANSWER, READ_ANSWER
from sluitend.signals.services.recording import KIND, intake_roles
from sluitend.signals.services.triage import HAND_OVER_STEP, HANDED_OVER


def objections(new: Pack, _in_force: Pack | None) -> Iterator[str]:
    """Yield why signals could not be handled under a pack that lets them begin."""
    if KIND not in kinds(new):
        return
    if not intake_roles(new):
        yield _("The policy pack names no role that receives signals.")
    steps = [AWAIT_ANSWER, READ_ANSWER]
    if any(outcome.leads_to == HANDED_OVER for outcome in outcomes(new, "weigh")):
        steps.append(HAND_OVER_STEP)
    for step in steps:
        if new.find("next_steps", step) is None:
            yield _("Handling signals needs the next step “%(step)s”; this pack lacks it.") % {"step": step}
    if new.find("terms", RECEIPT_TERM) is None:
        yield _("Handling signals needs the term “%(term)s”; this pack lacks it.") % {"term": RECEIPT_TERM}
