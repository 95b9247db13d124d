# SPDX-License-Identifier: EUPL-1.2
"""What signals ask of a pack that is put into force."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sluitend.dossiers.states import kinds, outcomes
from sluitend.policy.needs import Lack
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
    for step in _missing_steps(new):
        yield _("Handling signals needs the next step “%(step)s”; this pack lacks it.") % {"step": step}
    if new.find("terms", RECEIPT_TERM) is None:
        yield _("Handling signals needs the term “%(term)s”; this pack lacks it.") % {"term": RECEIPT_TERM}


def lacks(pack: Pack) -> Iterator[Lack]:
    """Yield the words that handling signals needs and the pack does not have, for its author."""
    if KIND not in kinds(pack):
        return
    for step in _missing_steps(pack):
        yield Lack("next_steps", f"`{step}`", "it is planned while a signal is handled")
    if pack.find("terms", RECEIPT_TERM) is None:
        yield Lack("terms", f"`{RECEIPT_TERM}`", "it says how long a reporter's code opens after closing")


def _missing_steps(pack: Pack) -> list[str]:
    steps = [AWAIT_ANSWER, READ_ANSWER]
    if any(outcome.leads_to == HANDED_OVER for outcome in outcomes(pack, "weigh")):
        steps.append(HAND_OVER_STEP)
    return [step for step in steps if pack.find("next_steps", step) is None]
