# SPDX-License-Identifier: EUPL-1.2
"""Whoever asks after a dossier is told what they may know of it, whichever way they ask."""

from collections.abc import Callable

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import NotFound, Refused
from sluitend.dossiers import reviews, selectors, services
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.tests.making import TEST, opened

pytestmark = pytest.mark.django_db
WHY = "Een meisje belt mij nu: zij zit op dit adres."
OFFICER = "aandachtsfunctionaris"
PARTNER = Actor(ActorKind.PARTNER, "shop")
ASKED: dict[str, Callable[[Actor, Dossier], object]] = {
    "timeline": selectors.timeline,
    "involved": selectors.involved,
    "escalations": selectors.escalations,
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_was_done_with_a_dossier_is_told_to_who_may_see_it(
    lisse: object, officer: Person, boa: Person, asked: Callable[[Actor, Dossier], object]
) -> None:
    dossier = opened()
    asked(actor_for(officer), dossier)
    for stranger in (actor_for(boa), PARTNER):
        with pytest.raises(NotFound):
            asked(stranger, dossier)


def test_sight_for_a_time_is_ones_own_and_of_one_dossier(officer: Person, boa: Person) -> None:
    dossier, other = opened(), opened()
    taken = services.break_glass(dossier=dossier, reason=WHY, by=actor_for(boa))
    assert reviews.mine(actor_for(boa)) == [taken]
    assert reviews.of_dossier(actor_for(boa), dossier) == taken
    assert reviews.of_dossier(actor_for(boa), other) is None
    for somebody in (actor_for(officer), PARTNER, TEST):
        assert reviews.mine(somebody) == []
        assert reviews.of_dossier(somebody, dossier) is None


def test_work_is_counted_for_who_looks_after_people_and_of_these_roles_only(
    officer: Person, boa: Person, administrator: Person
) -> None:
    for owner in (officer, None, None):
        dossier = opened()
        Dossier.objects.filter(pk=dossier.pk).update(owner=owner, version=dossier.version + 1)
    by = actor_for(administrator)
    asked = [(LISSE, OFFICER), (LISSE, "bibob"), ("GM0534", OFFICER)]
    assert [(row.owned, row.unowned) for row in selectors.open_with(by, officer, asked[:1])] == [(1, 2)]
    assert [(row.owned, row.unowned) for row in selectors.open_with(by, officer, asked[1:])] == [(1, 0)]
    assert selectors.open_with(by, boa, asked[1:]) == []
    for nobody in (actor_for(boa), actor_for(officer)):
        with pytest.raises(Refused):
            selectors.open_with(nobody, officer, asked)
