# SPDX-License-Identifier: EUPL-1.2
"""Fills a fresh instance with people and signals, as if it had been in use for weeks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from sluitend.accounts.models import Person
from sluitend.cases.jobs import take_up_late_tasks
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import Conflict
from sluitend.dossiers.jobs import escalate_overdue
from sluitend.handover.jobs import take_up_overdue, take_up_rechecks
from sluitend.policy import selectors as policy
from sluitend.web.demo import cast, stories
from sluitend.web.demo.case import Kept, Scene
from sluitend.web.demo.timeline import Past, play

# Before the first signal, so that people and plan were there when it came.
OPENED_AGO = timedelta(days=60)
# The stories name its partners and roles; another plan gets people, and an empty worklist.
TOLD_FOR = "lisse"


def fill(*, by: Actor) -> Kept:
    """Add people and signals to an instance that has none; return the codes that are shown once.

    Everything is made by the services that the pages use, with the clock put back. Raises
    `Conflict` when somebody is there already: made-up data never mixes with other data.
    """
    if Person.objects.exists():
        raise Conflict(_("This instance has people already; demo data only goes into an empty one."))
    with policy.one_look():
        pack = policy.current().pack
        now = clock.now()
        day = clock.local_date(now)
        past = Past(now, pack.calendar(day.year - 1, day.year + 1))
        with in_the_beginning():
            people = cast.hire(pack, by=by)
            if pack.pack.id == TOLD_FOR:
                cast.plan_absence(people, past, by=by)
        scene = Scene(pack.pack.serves[0], people)
        if pack.pack.id == TOLD_FOR:
            play([story(scene) for story in stories.ALL], past, nightly=_nightly)
    return scene.kept


@contextmanager
def in_the_beginning() -> Iterator[None]:
    """Put the clock at the day on which the fictional instance began, before its first signal."""
    day = clock.today() - OPENED_AGO
    with clock.at(datetime.combine(day, time(9), clock.AMSTERDAM)):
        yield


def _nightly() -> None:
    escalate_overdue()
    take_up_overdue()
    take_up_rechecks()
    take_up_late_tasks()
