# SPDX-License-Identifier: EUPL-1.2
"""The calendar feed: where and how much, and nothing of what it is about."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from conftest import FrozenClock
from sluitend.accounts import blocking
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.cases import calendar
from sluitend.cases.models import CalendarFeed
from sluitend.cases.services import meetings, tasks
from sluitend.cases.tests.making import case_of, colleague, item_of, meeting_of
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.signals.tests.making import again, recorded, signed_in, text_of


def address(person: Person) -> str:
    whole = calendar.make_feed(person=person, by=actor_for(person))
    return whole[whole.index("/agenda/") :]


def events(client: Client, where: str) -> dict[str, Any]:
    answer = client.get(where)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    return {str(event["summary"]): event for event in found.walk("VEVENT")}


def test_a_calendar_reads_meetings_and_how_much_is_due_and_no_more(
    client: Client, officer: Person, boa: Person
) -> None:
    meeting, signal = meeting_of(officer), recorded()
    item_of(meeting, officer, signal, "Geheim")
    dossiers.assign(dossier=again(signal), to=boa, by=actor_for(officer))
    tasks.give_task(
        dossier=again(signal),
        what="Geheim",
        due=again(signal).due or date.min,
        person=boa,
        submission=new_id(),
        by=actor_for(officer),
    )
    where = address(boa)
    assert set(events(client, where)) == {"2 dingen te doen"}
    colleague(meeting, boa, officer)
    found = events(client, where)
    assert set(found) == {"Lokaal signalenoverleg", "2 dingen te doen"}
    assert found["Lokaal signalenoverleg"]["dtstart"].dt == meeting.starts_at
    raw = client.get(where).content.decode()
    for word in ("Geheim", again(signal).reference, "Raadszaal", "Arbeid"):
        assert word not in raw


def test_a_meeting_that_is_called_off_is_gone_from_the_calendar(client: Client, officer: Person) -> None:
    meeting, where = meeting_of(officer), address(officer)
    assert "Lokaal signalenoverleg" in events(client, where)
    meetings.cancel_meeting(meeting=meeting, reason="Ziek", by=actor_for(officer))
    assert "Lokaal signalenoverleg" not in events(client, where)


def test_a_fresh_address_ends_the_one_before_and_ending_ends_it(client: Client, officer: Person) -> None:
    first = address(officer)
    second = address(officer)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert calendar.end_feed(person=officer, by=actor_for(officer))
    assert not calendar.end_feed(person=officer, by=actor_for(officer))
    assert client.get(second).status_code == 404
    assert not calendar.has_feed(officer)


def test_everybody_has_an_address_of_their_own(client: Client, officer: Person, boa: Person) -> None:
    mine, theirs = address(officer), address(boa)
    calendar.end_feed(person=boa, by=actor_for(boa))
    assert client.get(mine).status_code == 200
    assert client.get(theirs).status_code == 404
    assert calendar.has_feed(officer)
    assert not calendar.has_feed(boa)


def test_what_others_have_to_do_stands_in_nobody_elses_calendar(
    client: Client, officer: Person, boa: Person
) -> None:
    signal = recorded()
    tasks.give_task(
        dossier=again(signal),
        what="Kijken",
        due=date(2026, 6, 20),
        person=boa,
        submission=new_id(),
        by=actor_for(officer),
    )
    assert set(events(client, address(officer))) == set()
    assert set(events(client, address(boa))) == {"1 ding te doen"}


def test_the_address_is_stored_nowhere(officer: Person) -> None:
    token = address(officer).removeprefix("/agenda/").removesuffix(".ics")
    row = CalendarFeed.objects.get()
    assert len(token) == 43
    assert token.encode() not in bytes(row.token_hash)
    assert calendar.address_of(row.pk).endswith(f"{token}.ics")


def test_who_is_blocked_or_has_left_has_no_calendar(
    client: Client, officer: Person, boa: Person, administrator: Person
) -> None:
    where = address(boa)
    blocking.block(person=boa, by=actor_for(administrator))
    assert client.get(where).status_code == 404


def test_what_one_may_not_see_any_more_counts_no_more(
    client: Client, officer: Person, handler: Person
) -> None:
    case, where = case_of(officer, owner=handler), address(handler)
    assert set(events(client, where)) == {"1 ding te doen"}
    dossiers.assign(dossier=again(case), to=officer, by=actor_for(officer))
    assert events(client, where) == {}


@pytest.mark.parametrize("token", ["x", "x" * 43])
def test_an_address_that_is_none_is_not_there(client: Client, lisse: Any, token: str) -> None:
    assert client.get(f"/agenda/{token}.ics").status_code == 404


def test_the_page_shows_the_address_once(client: Client, officer: Person) -> None:
    signed_in(client, officer)
    assert "nog geen adres" in text_of(client.get(reverse("cases:own-feed")))
    assert "/agenda/" in text_of(client.post(reverse("cases:feed-make")))
    page = text_of(client.get(reverse("cases:own-feed")))
    assert ".ics" not in page
    assert client.get(reverse("cases:feed-make")).status_code == 302
    assert client.post(reverse("cases:feed-end")).status_code == 302
    assert "nog geen adres" in text_of(client.get(reverse("cases:own-feed")))


def test_a_fresh_address_asks_for_the_second_factor_again(
    client: Client, officer: Person, clock: FrozenClock
) -> None:
    signed_in(client, officer)
    clock.advance(minutes=6)
    answer = client.post(reverse("cases:feed-make"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/inloggen/bevestigen/")
    assert not CalendarFeed.objects.exists()
