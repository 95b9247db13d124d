# SPDX-License-Identifier: EUPL-1.2
"""The calendar feed: when somebody has to be at which table, and how much is due. It holds no content.

A calendar program cannot sign in, so the address is the secret: 256 bits, derived and not stored, ended
by its owner at any time and by leaving or being blocked. It tells nothing of any dossier.
"""

import base64
import hashlib
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.cases import selectors
from sluitend.cases.models import CalendarFeed, Meeting
from sluitend.cases.services.common import HELD
from sluitend.cases.shown import table_name
from sluitend.core import clock, scope
from sluitend.core.actor import Actor
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.privacy import journal
from sluitend.privacy.codes import keyed_hash

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
LASTS = timedelta(hours=1)
MOST = 500


@transaction.atomic
def make_feed(*, person: Person, by: Actor) -> str:
    """Give somebody an address of their own; the one before it tells nothing any more. Return the address."""
    end_feed(person=person, by=by)
    feed_id = new_id()
    CalendarFeed.objects.create(
        id=feed_id,
        person=person,
        municipality=_place_of(person, by),
        token_hash=_hash(token_of(feed_id)),
        made_at=clock.now(),
    )
    _journal("calendar.make", person, by)
    return address_of(feed_id)


@transaction.atomic
def end_feed(*, person: Person, by: Actor) -> bool:
    """End somebody's address; return whether there was one."""
    rows = CalendarFeed.objects.filter(person=person, ended_at__isnull=True)
    if not rows.update(ended_at=clock.now()):
        return False
    _journal("calendar.end", person, by)
    return True


def has_feed(person: Person) -> bool:
    """Whether somebody has an address at this moment."""
    return CalendarFeed.objects.filter(person=person, ended_at__isnull=True).exists()


def token_of(feed_id: UUID) -> str:
    """Return the secret part of an address: 43 characters."""
    hashed = keyed_hash(str(feed_id), purpose="calendar")
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def address_of(feed_id: UUID) -> str:
    """Return the whole address of a feed."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("cases:feed", args=[token_of(feed_id)])


def find(token: str) -> Person | None:
    """Return whose feed this is, while it holds and they may sign in; else None."""
    with scope.instance_wide("an address leads to whose calendar it is"):
        rows = CalendarFeed.objects.select_related("person")
        row = rows.filter(token_hash=_hash(token), ended_at__isnull=True).first()
    return row.person if row is not None and row.person.may_sign_in else None


def calendar_of(person: Person) -> bytes:
    """Return what stands in somebody's calendar: meetings by name, and on each day how much is due."""
    by = accounts.actor_for(person)
    found = Calendar()
    found.add("prodid", "-//Sluitend//NL")
    found.add("version", "2.0")
    found.add("x-wr-calname", "Sluitend")
    for meeting in _meetings(by):
        event = _event(f"{meeting.pk}", table_name(meeting, policy.current(meeting.municipality).pack))
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.starts_at + LASTS)
        found.add_component(event)
    for day, number in sorted(_due(by, person).items()):
        told = ngettext("%(number)s thing is due", "%(number)s things are due", number) % {"number": number}
        event = _event(f"{person.pk}-{day:%Y%m%d}", told)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())


def _place_of(person: Person, by: Actor) -> str:
    """Return a municipality where somebody works: their own, or else the first."""
    places = sorted({place for place, _compartment in by.where(access.READ) | by.where(access.READ_OWN)})
    return person.municipality if person.municipality in places or not places else places[0]


def _event(name: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@sluitend")
    event.add("dtstamp", clock.now())
    event.add("summary", summary)
    event.add("description", _("Sign in to see what it is about."))
    event.add("class", "PRIVATE")
    return event


def _meetings(by: Actor) -> list[Meeting]:
    """Return the meetings that somebody sits at or prepares, around this day."""
    now = clock.now()
    rows = Meeting.objects.select_related("dossier").filter(
        starts_at__gte=now - BACK, starts_at__lte=now + AHEAD, dossier__outcome__in=("", HELD)
    )
    listed = list(rows.order_by("starts_at", "pk")[:MOST])
    seen = dossiers.visible_ids(by, {row.pk for row in listed})
    return [row for row in listed if row.pk in seen]


def _due(by: Actor, person: Person) -> Counter[date]:
    """Return how many of somebody's dossiers, as far as they see them, and tasks are due on each day."""
    own = Dossier.objects.filter(owner=person, closed_at__isnull=True).exclude(kind="meeting")
    dues = list(own.order_by("due").values_list("pk", "due")[:MOST])
    seen = dossiers.visible_ids(by, {pk for pk, _due_ in dues})
    found = Counter(due for pk, due in dues if pk in seen and due is not None)
    found.update(task.due for task in selectors.tasks_of(by, limit=MOST) if task.person_id == person.pk)
    return found


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"sluitend calendar feed" + token.encode("utf-8", "surrogatepass")).digest()


def _journal(action: str, person: Person, by: Actor) -> None:
    journal.act(
        by=by,
        action=action,
        dossier_id=None,
        municipality=_place_of(person, by),
        object_type="person",
        object_id=str(person.pk),
    )
