# SPDX-License-Identifier: EUPL-1.2
"""Cases and meetings for tests, made the way the pages make them."""

from datetime import time, timedelta
from typing import Any

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.cases.models import AgendaItem, Case, Meeting, Participant, Share
from sluitend.cases.packets import packet_of
from sluitend.cases.services import agenda, meetings, opening
from sluitend.cases.services.meetings import Guest
from sluitend.core import clock
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.signals.tests.making import again, recorded

TABLE = "lokaal-signalenoverleg"
QUESTION = "Schuur met matrassen. Wie kan gaan kijken?"


def case_of(person: Person, *, signals: tuple[Any, ...] = (), **changed: Any) -> Case:
    """A local case of this officer, about these signals."""
    values: dict[str, Any] = {
        "sort": "local",
        "municipality": LISSE,
        "title": "De schuur aan de vaart",
        "goal": "Niemand slaapt meer in de schuur",
        "signals": [again(one) for one in signals],
        "submission": new_id(),
    }
    return opening.open_case(by=actor_for(person), **(values | changed))


def meeting_of(person: Person, *, days: int = 7, **changed: Any) -> Meeting:
    """A meeting of the local table, a week from now unless said otherwise."""
    values: dict[str, Any] = {
        "municipality": LISSE,
        "consultation": TABLE,
        "first": clock.today() + timedelta(days=days),
        "at": time(10, 0),
        "place": "Raadszaal",
        "submission": new_id(),
    }
    return meetings.plan_meetings(by=actor_for(person), **(values | changed))[0]


def guest(
    meeting: Meeting, person: Person, partner_id: str = "politie", name: str = "Piet Politie"
) -> Participant:
    """Somebody of a partner at a meeting, invited by this officer."""
    return meetings.invite_guest(
        meeting=meeting, guest=Guest(partner_id, name), submission=new_id(), by=actor_for(person)
    )


def colleague(meeting: Meeting, invited: Person, person: Person) -> Participant:
    """A colleague at a meeting, invited by this officer."""
    return meetings.invite_colleague(meeting=meeting, person=invited, by=actor_for(person))


def item_of(meeting: Meeting, person: Person, about: Any = None, question: str = QUESTION) -> AgendaItem:
    """An item on the agenda: about a signal that was just recorded, unless one is given."""
    dossier: Dossier = again(recorded() if about is None else about)
    return agenda.add_item(
        meeting=meeting, about=dossier, question=question, submission=new_id(), by=actor_for(person)
    )


def shared(item: AgendaItem, person: Person, *participants: Participant) -> list[Share]:
    """Let these participants see an item, with every step that comes first done."""
    by = actor_for(person)
    packet = packet_of(by, item, policy.current().pack)
    offers = agenda.offers_for(item, item.dossier, packet, participants)
    steps = {str(step.id) for offer in offers.values() for step in offer.before}
    return agenda.share_item(item=item, packet=packet, participants=participants, confirmed=steps, by=by)
