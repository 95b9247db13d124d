# SPDX-License-Identifier: EUPL-1.2
"""What a list or a form offers: what who looks may see or work on, and nothing beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.cases import selectors
from sluitend.cases.tests.making import case_of, meeting_of
from sluitend.core.actor import system
from sluitend.dossiers import services as dossiers
from sluitend.signals.tests.making import again, recorded, signed_in, text_of


def test_a_list_of_cases_holds_ones_own_and_those_one_is_let_see(
    officer: Person, handler: Person, boa: Person
) -> None:
    own, let_see = case_of(officer, owner=handler), case_of(officer)
    dossiers.involve(dossier=again(let_see), person=boa, why="supervision", by=actor_for(officer))
    assert [one.pk for one in selectors.cases(actor_for(handler)).rows] == [own.pk]
    assert [one.pk for one in selectors.cases(actor_for(boa)).rows] == [let_see.pk]
    assert {one.pk for one in selectors.cases(actor_for(officer)).rows} == {own.pk, let_see.pk}


@pytest.mark.parametrize("what", ["case", "meeting"])
def test_who_works_on_their_own_is_offered_their_own_signals(
    client: Client, officer: Person, handler: Person, what: str
) -> None:
    mine, other = recorded(), recorded()
    dossiers.assign(dossier=again(mine), to=handler, by=actor_for(officer))
    there = case_of(officer, owner=handler) if what == "case" else meeting_of(officer, owner=handler)
    word = {"case": "signaal", "meeting": "punt"}[what]
    page = reverse(f"cases:{what}-act", args=[there.pk, word])
    offered = text_of(signed_in(client, handler).get(page))
    assert again(mine).reference in offered
    assert again(other).reference not in offered
    offered = text_of(signed_in(client, officer).get(page))
    assert again(mine).reference in offered
    assert again(other).reference in offered


def test_a_case_of_a_partnership_is_begun_by_who_sits_there_and_is_offered_no_signal(
    client: Client, officer: Person
) -> None:
    begin = reverse("cases:case-begin")
    assert "RIEC-casus" not in text_of(signed_in(client, officer).get(begin))
    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    assert "RIEC-casus" in text_of(client.get(begin))
    signal, case = recorded(), case_of(officer, sort="riec")
    offered = client.get(reverse("cases:case-act", args=[case.pk, "signaal"]))
    assert offered.status_code == 200
    assert again(signal).reference not in text_of(offered)
