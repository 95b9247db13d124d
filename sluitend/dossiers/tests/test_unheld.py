# SPDX-License-Identifier: EUPL-1.2
"""A dossier whose role nobody holds is shown to who sees it, until somebody does."""

from typing import Any

import pytest

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.core.ids import new_id
from sluitend.core.references import new_reference
from sluitend.dossiers.tests.making import TEST, opened
from sluitend.dossiers.unheld import Unheld, unheld

pytestmark = pytest.mark.django_db


def test_a_role_without_anybody_is_told_with_its_open_dossiers(officer: Person) -> None:
    for _ in range(2):
        opened(owner_role="burgerzaken")
    opened()
    by = actor_for(officer)
    assert unheld(by) == [Unheld("burgerzaken", 2)]
    somebody = add("Bas Burgerzaken", "burgerzaken")
    assert unheld(by) == []
    accounts.deactivate_person(person=somebody, by=TEST)
    assert unheld(by) == [Unheld("burgerzaken", 2)]


def test_a_deputy_role_is_somebody(deputy: Person) -> None:
    opened()
    assert unheld(actor_for(deputy)) == []


def test_who_sees_only_their_own_is_told_nothing(handler: Person, administrator: Person) -> None:
    opened(owner_role="burgerzaken")
    for somebody in (handler, administrator):
        assert unheld(actor_for(somebody)) == []


@pytest.mark.parametrize(
    "changed", [{"municipality": "GM0534"}, {"compartment": "bibob"}, {"owner_role": "bibob"}], ids=str
)
def test_what_lies_elsewhere_is_not_counted(officer: Person, changed: dict[str, str]) -> None:
    found = opened(owner_role="burgerzaken")
    found.pk, found.reference = new_id(), new_reference()
    for field, value in changed.items():
        setattr(found, field, value)
    found.save(force_insert=True)
    counted = {one.role: one.number for one in unheld(actor_for(officer))}
    assert counted["burgerzaken"] == 1


def test_it_costs_one_query(officer: Person, django_assert_max_num_queries: Any) -> None:
    from sluitend.policy.selectors import one_look

    opened(owner_role="burgerzaken")
    by = actor_for(officer)
    unheld(by)
    with one_look(), django_assert_max_num_queries(2):
        unheld(by)
