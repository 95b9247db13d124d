# SPDX-License-Identifier: EUPL-1.2
"""A start link: one password, chosen by its owner, once, within three days."""

import base64
from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from sluitend.accounts import services, starting
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import StaffClient
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, NotFound, Refused
from sluitend.core.tests.racing import at_once
from sluitend.privacy.models import JournalEntry

BY = system("test")
OWN = "vier rustige gele fietsen"


def address(token: str) -> str:
    return reverse("web:start-password", args=[token])


def typed(password: str = OWN, again: str | None = None) -> dict[str, str]:
    return {"password": password, "password_again": password if again is None else again}


def test_the_owner_chooses_a_password_and_the_link_is_used_up(client: Client, handler: Person) -> None:
    token = starting.make_link(person=handler, by=BY)
    assert client.get(address(token)).status_code == 200
    answer = client.post(address(token), typed())
    assert (answer.status_code, answer["Location"]) == (302, "/inloggen/")
    assert "Uw wachtwoord is opgeslagen." in client.get("/inloggen/").content.decode()
    assert authenticate(username=handler.email, password=OWN) == handler
    assert client.get(address(token)).status_code == 410
    assert client.post(address(token), typed("een heel ander wachtwoord")).status_code == 410
    assert authenticate(username=handler.email, password=OWN) == handler
    entry = JournalEntry.objects.get(action="person.set-password")
    assert (entry.actor_kind, entry.actor_id) == ("staff", str(handler.pk))


def test_looking_at_the_link_uses_nothing_up(client: Client, handler: Person) -> None:
    token = starting.make_link(person=handler, by=BY)
    for _ in range(3):
        assert client.get(address(token)).status_code == 200


def test_making_a_link_shuts_the_account_and_no_other(
    client: Client, handler: Person, outsider: Person
) -> None:
    client.force_login(handler)
    colleague = StaffClient()
    colleague.force_login(outsider)
    starting.make_link(person=handler, by=BY)
    assert colleague.get("/account/sessies/").status_code == 200
    assert authenticate(username=handler.email, password=PASSWORD) is None
    assert client.get("/werk/").status_code == 302


def test_a_newer_link_replaces_an_older_one(handler: Person) -> None:
    old, new = starting.make_link(person=handler, by=BY), starting.make_link(person=handler, by=BY)
    with pytest.raises(NotFound):
        starting.owner(old)
    assert starting.owner(new) == handler


def test_a_link_lives_three_days(handler: Person, clock: Any) -> None:
    token = starting.make_link(person=handler, by=BY)
    clock.advance(hours=72)
    assert starting.owner(token) == handler
    clock.advance(seconds=1)
    with pytest.raises(NotFound):
        starting.choose_password(token=token, password=OWN)


def test_used_expired_made_up_and_of_who_left_look_the_same(
    client: Client, handler: Person, outsider: Person
) -> None:
    used = starting.make_link(person=handler, by=BY)
    client.post(address(used), typed())
    left = starting.make_link(person=outsider, by=BY)
    services.deactivate_person(person=outsider, by=BY)
    forged = base64.urlsafe_b64encode(handler.pk.bytes + b"\xff" * 37).decode().rstrip("=")
    tokens = (used, left, forged, "x", "A" * 9999, used[:-2] + "AA")
    pages = [Client().get(address(token)) for token in tokens]
    assert {page.status_code for page in pages} == {410}
    # The frame offers the same page in another language, and so has the address in it.
    assert len({page.content.partition(b"<main")[2].partition(b"</main>")[0] for page in pages}) == 1


@pytest.mark.parametrize(
    "given", [typed("kort"), typed("password1234"), typed(OWN, "iets anders gek"), typed("", "")]
)
def test_a_weak_or_mistyped_password_is_refused_and_the_link_stays(
    client: Client, handler: Person, given: dict[str, str]
) -> None:
    token = starting.make_link(person=handler, by=BY)
    answer = client.post(address(token), given)
    assert answer.status_code == 422
    assert OWN not in answer.content.decode()
    assert starting.owner(token) == handler


def test_nobody_makes_a_link_for_themselves_or_for_who_left(administrator: Person, handler: Person) -> None:
    by = actor_for(administrator)
    with pytest.raises(Refused):
        starting.make_link(person=administrator, by=by)
    with pytest.raises(Refused):
        starting.make_link(person=administrator, by=actor_for(handler))
    services.deactivate_person(person=handler, by=BY)
    with pytest.raises(BadInput):
        starting.make_link(person=handler, by=by)


def test_no_journal_entry_no_link(handler: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    monkeypatch.setattr("sluitend.privacy.journal.act", broken)
    with pytest.raises(OSError):  # noqa: PT011 - the error carries no text
        starting.make_link(person=handler, by=BY)
    assert authenticate(username=handler.email, password=PASSWORD) == handler


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_use_a_link_at_once_one_succeeds(handler: Person) -> None:
    token = starting.make_link(person=handler, by=BY)
    won: list[int] = []

    def use(number: int) -> None:
        starting.choose_password(token=token, password=f"{OWN} {number}")
        won.append(number)

    results = at_once(*[partial(use, number) for number in range(10)])
    assert Counter(results) == {"done": 1, "NotFound": 9}
    assert authenticate(username=handler.email, password=f"{OWN} {won[0]}") == handler
