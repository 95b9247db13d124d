# SPDX-License-Identifier: EUPL-1.2
"""The menu shows each role what it has a use for, at a bounded cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import add
from sluitend.core import scope
from sluitend.core.actor import system
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.shell.navigation import Link
from sluitend.signals.models import Channel
from sluitend.signals.report import Report
from sluitend.signals.services.recording import record_signal
from sluitend.web import navigation

pytestmark = pytest.mark.django_db
TOGETHER = ["Casussen", "Overleggen"]
OFFICER = [
    *("Werklijst", "Nieuw signaal", "Bij partners", *TOGETHER, "Noodtoegang", "Plan", "Schatting"),
    "Toegang",
    "Beschikbaarheid",
]
BY_ROLE = {
    "aandachtsfunctionaris": OFFICER,
    "plaatsvervanger": OFFICER,
    "behandelaar": ["Werklijst", "Nieuw signaal", *TOGETHER, "Noodtoegang", "Plan", "Beschikbaarheid"],
    "toezichthouder-boa": ["Werklijst", *TOGETHER, "Noodtoegang", "Beschikbaarheid"],
    "burgerzaken": ["Werklijst", *TOGETHER, "Beschikbaarheid"],
    "vertegenwoordiger-wgs": ["Werklijst", "Casussen", "Noodtoegang", "Beschikbaarheid"],
    # Care and Bibob register in a part of their own, for which there is no form yet.
    "zorg": ["Werklijst", "Bij partners", "Noodtoegang", "Beschikbaarheid"],
    "bibob": ["Werklijst", "Noodtoegang", "Beschikbaarheid"],
    "burgemeester": ["Plan"],
    "ketenregisseur": ["Plan", "Schatting"],
    "raad": ["Plan"],
    "communicatie": ["Plan"],
    "fg": ["Noodtoegang", "Inzage voor toezicht", "Plan", "Logboek"],
    "beheerder": ["Plan", "Mensen"],
    "auditor": ["Logboek"],
}


def menu_of(person: Any) -> list[Link]:
    """The menu as a page of this person shows it."""
    with scope.of_a_request():
        return list(navigation.staff(asked_by(person)))


def asked_by(person: Any) -> HttpRequest:
    request = RequestFactory().get("/werk/")
    request.user = person
    return request


@pytest.fixture
def signal(lisse: Any) -> Callable[[], Dossier]:
    """Record a signal that is due today."""
    from uuid import uuid4

    def record() -> Dossier:
        report = Report(
            submission=uuid4(), channel=Channel.PHONE, reporter_group="boa", facts="Bedden in een loods."
        )
        return record_signal(report=report, municipality="GM0553", by=system("test")).dossier

    return record


@pytest.mark.parametrize("role", BY_ROLE)
def test_each_role_sees_its_own_menu(lisse: Any, role: str) -> None:
    person = add("Vera Voorbeeld", role)
    with translation.override("nl"):
        found = menu_of(person)
    assert [link.label for link in found] == BY_ROLE[role]


def test_every_link_of_the_menu_leads_to_a_page(lisse: Any, client: Client, officer: Person) -> None:
    client.force_login(officer)
    for link in menu_of(officer):
        assert client.get(link.url).status_code == 200, link


def test_worklist_tells_how_many_are_open_and_whether_any_is_late(
    signal: Callable[[], Dossier], officer: Person, clock: Any
) -> None:
    signal()
    signal()
    with translation.override("nl"):
        worklist = menu_of(officer)[0]
        assert (worklist.count, worklist.late, worklist.count_label) == (2, 0, "open dossiers")
        clock.advance(days=2)
        worklist = menu_of(officer)[0]
        assert (worklist.count, worklist.count_label) == (2, "open dossiers")
        assert (worklist.late, worklist.late_label) == (2, "daarvan te laat")


def test_menu_costs_at_most_four_queries(signal: Callable[[], Dossier], officer: Person) -> None:
    signal()
    request = asked_by(officer)
    with scope.of_a_request(), policy.one_look():
        navigation.staff(request)
        with CaptureQueriesContext(connection) as queries:
            navigation.staff(request)
    assert len(queries) <= 4, queries.captured_queries


def test_nobody_who_is_not_signed_in_gets_a_menu(lisse: Any) -> None:
    assert menu_of(AnonymousUser()) == []


def test_foot_of_public_pages_leads_to_contacts_and_back_with_a_code(lisse: Any, client: Client) -> None:
    page = client.get("/").content.decode()
    foot = page[page.index("<footer") :]
    assert 'href="/contact/"' in foot
    assert 'href="/terug/"' in foot
