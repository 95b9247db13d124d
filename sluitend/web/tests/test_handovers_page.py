# SPDX-License-Identifier: EUPL-1.2
"""What waits for a partner stands on one page, the most urgent first."""

from typing import Any

import pytest
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover import services
from sluitend.handover.models import Handover
from sluitend.handover.states import State
from sluitend.handover.tests.making import linked, partner
from sluitend.privacy.models import JournalEntry

pytestmark = pytest.mark.django_db
URL = "/werk/overdrachten/"


@pytest.fixture
def handed_over(officer: Person, clock: FrozenClock) -> None:
    """Hand over on three days: late twice, then confirmed, refused and of today."""
    for _ in range(2):
        linked(officer)
        clock.advance(days=1)
    clock.advance(days=14)
    confirmed, refused = linked(officer).handover, linked(officer).handover
    services.acknowledge(handover=confirmed, by=partner("shop"))
    services.refuse(handover=refused, reason="Niet voor ons", submission=new_id(), by=partner("shop"))
    linked(officer)


def test_all_that_wait_are_listed_late_ones_first(handed_over: None, officer: Person, client: Client) -> None:
    client.force_login(officer)
    looks = JournalEntry.objects.count()
    page = client.get(URL)
    groups = {group.heading: group.rows for group in page.context["groups"]}
    assert list(groups) == ["Te laat: bel de partner", "Wacht op bevestiging", "Wacht op terugkoppeling"]
    shown = [row.handover.pk for rows in groups.values() for row in rows]
    waiting = Handover.objects.filter(state__in=[State.SENT, State.OPENED, State.ACKNOWLEDGED])
    assert set(shown) == set(waiting.values_list("pk", flat=True))
    assert [len(rows) for rows in groups.values()] == [2, 1, 1]
    for rows in groups.values():
        assert [row.due for row in rows] == sorted(row.due for row in rows)

    late = client.get(URL, {"lijst": "te-laat"})
    assert [group.heading for group in late.context["groups"]] == ["Te laat: bel de partner"]
    # A list opens nothing.
    assert JournalEntry.objects.count() == looks


def test_page_says_when_nobody_is_waited_for(client: Client, officer: Person) -> None:
    client.force_login(officer)
    assert "Geen partner hoeft te reageren" in client.get(URL).content.decode()
    late = client.get(URL, {"lijst": "te-laat"}).content.decode()
    assert "Er is niets te laat" in late


@pytest.mark.parametrize("role", ["burgemeester", "auditor", "toezichthouder-boa"])
def test_page_does_not_exist_for_who_does_not_hand_over(lisse: Any, client: Client, role: str) -> None:
    client.force_login(add("Vera Voorbeeld", role))
    assert client.get(URL).status_code == 404


def test_what_is_asked_of_a_closed_signal_stands_first_until_somebody_decides(
    client: Client, officer: Person
) -> None:
    by, made = actor_for(officer), linked(officer)
    dossier = Dossier.objects.get(pk=made.handover.dossier_id)
    dossiers.close(dossier=dossier, outcome="no-action", reason="Niets gehoord", by=by)
    services.ask_fresh_link(link=made.link, by=Actor(ActorKind.PARTNER, "shop"))
    client.force_login(officer)
    heading = "Afgesloten, en de partner vraagt een nieuwe link"
    assert client.get(URL).context["groups"][0].heading == heading
    own = f"/werk/signaal/{dossier.pk}/overdracht/{made.handover.pk}/"
    page = client.get(own).content.decode()
    assert "De partner vraagt een nieuwe link" in page
    assert f"{own}geen-link/" in page
    assert client.post(f"{own}geen-link/", {"reason": "Zaak is klaar"}).status_code == 302
    assert heading not in [group.heading for group in client.get(URL).context["groups"]]
