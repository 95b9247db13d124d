# SPDX-License-Identifier: EUPL-1.2
"""What cases and meetings ask of a pack that is put into force."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sluitend.cases.models import Case, Meeting
from sluitend.cases.services.common import CANCELLED, HELD
from sluitend.cases.services.meetings import FINISH, PREPARE
from sluitend.cases.services.meetings import KIND as MEETING
from sluitend.cases.services.opening import KIND as CASE
from sluitend.cases.services.tasks import CHASE
from sluitend.dossiers.states import kinds, outcomes
from sluitend.policy.needs import Lack
from sluitend.policy.schema.pack import Pack

_STEPS = {CASE: (CHASE,), MEETING: (CHASE, PREPARE, FINISH)}


def objections(new: Pack, _in_force: Pack | None) -> Iterator[str]:
    """Yield why cases and meetings that are there could not go on under a pack."""
    for lack in lacks(new):
        yield _("Cases and meetings need %(what)s in `%(section)s`; this pack lacks it.") % {
            "what": lack.what,
            "section": lack.section,
        }
    for sort in Case.objects.order_by().values_list("sort", flat=True).distinct():
        if new.find("case_sorts", sort) is None:
            yield _("There are cases of sort “%(sort)s”; this pack lacks it.") % {"sort": sort}
    for table in Meeting.objects.order_by().values_list("consultation", flat=True).distinct():
        if new.find("consultations", table) is None:
            yield _("There are meetings of “%(table)s”; this pack lacks it.") % {"table": table}


def lacks(pack: Pack) -> Iterator[Lack]:
    """Yield the words that cases and meetings need and the pack does not have, for its author."""
    begun = kinds(pack)
    for step in dict.fromkeys(step for kind, steps in _STEPS.items() if kind in begun for step in steps):
        if pack.find("next_steps", step) is None:
            yield Lack("next_steps", f"`{step}`", "it is planned for cases and meetings")
    if CASE in begun and not pack.case_sorts:
        yield Lack("case_sorts", "sort of case", "a case is always of a sort")
    if MEETING in begun:
        there = {one.id for one in outcomes(pack, "close", MEETING)}
        for outcome in sorted({HELD, CANCELLED} - there):
            yield Lack("outcomes", f"`{outcome}`", "a meeting ends with it")
