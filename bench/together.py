# SPDX-License-Identifier: EUPL-1.2
"""Cases and meetings for the bench, by the real services: years of tables, shared with who sat there."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.cases.models import Case, Meeting, Participant
from sluitend.cases.packets import packet_of
from sluitend.cases.services import agenda, meetings, minutes, opening, tasks
from sluitend.cases.services.meetings import Guest
from sluitend.cases.services.minutes import Seen, mark_of
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy

TABLE = "lokaal-signalenoverleg"
GUESTS = (("politie", "Piet Proefagent"), ("odwh", "Otto Omgeving"), ("riec", "Rita Regio"))
ITEMS, DAYS, COMING = 4, 2, 10


def add_cases(count: int, officer: Person, signals: Sequence[str]) -> Iterator[UUID]:
    """Open a case for each of the last signals that still run, with a task for the officer."""
    by = accounts.actor_for(officer)
    found = Dossier.objects.filter(pk__in=signals, closed_at__isnull=True).order_by("-pk")[:count]
    with transaction.atomic():
        for number, signal in enumerate(found):
            case = opening.open_case(
                sort="local",
                municipality=signal.municipality,
                title=f"Casus {number}",
                goal="Weten wat er speelt.",
                signals=[signal],
                owner=officer,
                submission=uuid4(),
                by=by,
            )
            tasks.give_task(
                dossier=Dossier.objects.get(pk=case.pk),
                what="Nagaan wie de eigenaar is.",
                person=officer,
                due=clock.today() + timedelta(days=number % 40),
                submission=uuid4(),
                by=by,
            )
            yield case.pk


def add_meetings(count: int, officer: Person, cases: Sequence[UUID], chance: random.Random) -> Iterator[str]:
    """Hold a meeting every other day of the past, and plan some to come; each with an agenda of cases."""
    by = accounts.actor_for(officer)
    # Before the meetings of a day begin, whatever the hour at which this runs.
    morning = clock.now().replace(hour=5, minute=0)
    for number in range(count):
        day = morning - timedelta(days=DAYS * (count - COMING - number))
        about = chance.sample(cases, min(ITEMS, len(cases)))
        yield str(_meeting(min(day, clock.now()), day, about, by).pk)


def _meeting(prepared: datetime, day: datetime, about: Sequence[UUID], by: Actor) -> Meeting:
    """Prepare a meeting at one moment for a day from then; hold it when that day is over."""
    with clock.at(prepared):
        (meeting,) = meetings.plan_meetings(
            municipality=Case.objects.get(pk=about[0]).municipality,
            consultation=TABLE,
            first=day.date(),
            at=time(10, 0),
            place="Vergaderkamer",
            submission=uuid4(),
            by=by,
        )
        people = [
            meetings.invite_guest(meeting=meeting, guest=Guest(partner, name), submission=uuid4(), by=by)
            for partner, name in GUESTS
        ]
        for pk in about:
            _item(meeting, Dossier.objects.get(pk=pk), people, by)
    if meeting.starts_at < clock.now() - timedelta(days=1):
        with clock.at(meeting.starts_at + timedelta(hours=1)):
            meetings.finish_meeting(meeting=meeting, by=by)
    return meeting


def _item(meeting: Meeting, dossier: Dossier, people: Sequence[Participant], by: Actor) -> None:
    item = agenda.add_item(
        meeting=meeting, about=dossier, question="Wie kan gaan kijken?", submission=uuid4(), by=by
    )
    packet = packet_of(by, item, policy.current().pack)
    offers = agenda.offers_for(item, item.dossier, packet, people)
    steps = {str(step.id) for offer in offers.values() for step in offer.before}
    agenda.share_item(item=item, packet=packet, participants=people, confirmed=steps, by=by)
    minutes.note(item=item, text="Er is nog niemand geweest.", seen=Seen(item.version, mark_of("")), by=by)
