# SPDX-License-Identifier: EUPL-1.2
"""Two who give access at the same moment do not bring together what stays apart."""

from collections.abc import Callable
from functools import partial

import pytest

from sluitend.accounts import services
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.core.actor import system
from sluitend.core.tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)
BY = system("test")
TIMES = 10


def giving(person: Person, role: str) -> Callable[[], object]:
    return partial(services.grant_role, person=person, role=role, municipality=LISSE, by=BY)


def standing_in(person: Person, deputy: Person) -> Callable[[], object]:
    return partial(services.set_deputy, person=person, deputy=deputy, by=BY)


def looks_after_people_and_dossiers(person: Person) -> bool:
    words = {grant.permission for grant in actor_for(person).grants}
    return "people.manage" in words and any(word.startswith("dossier.") for word in words)


def test_of_two_roles_that_must_not_meet_one_is_given(officer: Person) -> None:
    for number in range(TIMES):
        somebody = add(f"Iemand{number} Nieuw")
        acts = giving(somebody, "beheerder"), giving(somebody, "behandelaar")
        assert sorted(at_once(*acts)) == ["BadInput", "done"]
        assert not looks_after_people_and_dossiers(somebody)


def test_a_role_and_standing_in_at_once_do_not_bring_them_together(officer: Person) -> None:
    for number in range(TIMES):
        one, other = add(f"Een{number} Nieuw", "raad"), add(f"Ander{number} Nieuw", "raad")
        acts = standing_in(one, other), giving(one, "beheerder"), giving(other, "behandelaar")
        assert sorted(at_once(*acts)) == ["BadInput", "done", "done"]
