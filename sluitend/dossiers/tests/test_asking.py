# SPDX-License-Identifier: EUPL-1.2
"""Whoever asks after a dossier is told what they may know of it, whichever way they ask."""

from collections.abc import Callable

import pytest

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person, RoleAssignment
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.core.references import new_reference
from sluitend.dossiers import access, reviews, selectors, services
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.tests.making import TEST, again, opened

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


ACTS: dict[str, Callable[[Dossier, Actor, Person], object]] = {
    "move": lambda dossier, by, _: services.move(dossier=dossier, to="intake", by=by),
    "weigh, as it stands": lambda dossier, by, _: services.weigh(
        dossier=dossier, outcome="to-signal-meeting", reason="Samen bekijken", by=by
    ),
    "close": lambda dossier, by, _: services.close(
        dossier=dossier, outcome="out-of-scope", reason="Een arbeidsconflict", by=by
    ),
    "reopen": lambda dossier, by, _: services.reopen(dossier=dossier, reason="Er is meer", by=by),
    "plan": lambda dossier, by, _: services.plan_next_step(
        dossier=dossier, next_step=dossier.next_step, due=dossier.due, by=by
    ),
    "assign": lambda dossier, by, person: services.assign(dossier=dossier, to=person, by=by),
    "involve": lambda dossier, by, person: services.involve(
        dossier=dossier, person=person, why="Weet", by=by
    ),
    "end-involvement": lambda dossier, by, person: services.end_involvement(
        dossier=dossier, person=person, by=by
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_who_only_reads_a_dossier_changes_nothing(
    officer: Person, boa: Person, handler: Person, act: Callable[[Dossier, Actor, Person], object]
) -> None:
    dossier = opened(state="intake")
    # Where a weighing stays, which asks for the right by itself.
    services.move(dossier=dossier, to="in-approach", by=TEST)
    services.involve(dossier=dossier, person=handler, why="Weet ervan", by=TEST)
    services.break_glass(dossier=dossier, reason=WHY, by=actor_for(boa))
    before = again(dossier)
    with pytest.raises(Refused):
        act(before, actor_for(boa), handler)
    assert again(dossier).version == before.version


def test_an_emergency_is_of_one_person_and_one_dossier(officer: Person, boa: Person) -> None:
    dossier, other, colleague = opened(), opened(), add("Bas Boa", "toezichthouder-boa")
    taken = services.break_glass(dossier=dossier, reason=WHY, by=actor_for(boa))
    assert services.break_glass(dossier=dossier, reason=WHY, by=actor_for(boa)) == taken
    theirs = services.break_glass(dossier=dossier, reason=WHY, by=actor_for(colleague))
    second = services.break_glass(dossier=other, reason=WHY, by=actor_for(boa))
    assert len({taken.pk, theirs.pk, second.pk}) == 3


def test_who_leaves_takes_nothing_of_others_along(officer: Person, boa: Person, handler: Person) -> None:
    dossier, other, colleague = opened(), opened(), add("Bas Boa", "toezichthouder-boa")
    by = actor_for(officer)
    for person in (boa, colleague):
        services.break_glass(dossier=dossier, reason=WHY, by=actor_for(person))
        services.involve(dossier=other, person=person, why="Weet ervan", by=TEST)
    services.involve(dossier=dossier, person=handler, why="Weet ervan", by=TEST)
    services.end_involvement(dossier=other, person=handler, by=TEST)
    assert {row.person for row in selectors.involved(by, dossier)} == {handler}
    assert {row.person for row in selectors.involved(by, other)} == {boa, colleague}
    owned = opened(owner=officer)
    assert services.release_person(person=boa, by=TEST) == 0
    assert again(owned).owner == officer
    assert [row.person for row in access.running()] == [colleague]
    assert {row.person for row in selectors.involved(by, other)} == {colleague}
    services.end_involvement(dossier=other, person=colleague, by=TEST)
    assert {row.person for row in selectors.involved(by, dossier)} == {handler}


def test_the_worklist_of_who_sees_their_own_has_nothing_else(officer: Person, handler: Person) -> None:
    involves, of_another = opened(), opened()
    services.involve(dossier=involves, person=handler, why="Weet ervan", by=TEST)
    services.involve(dossier=of_another, person=officer, why="Weet ervan", by=TEST)
    elsewhere = opened(owner=handler)
    elsewhere.pk, elsewhere.reference, elsewhere.municipality = new_id(), new_reference(), "GM0534"
    elsewhere.save(force_insert=True)
    mine = opened(owner=handler)
    Dossier.objects.filter(pk=elsewhere.pk).update(owner=handler, version=elsewhere.version + 1)
    found = selectors.worklist(actor_for(handler)).rows
    assert {row.pk for row in found} == selectors.visible_ids(actor_for(handler), [row.pk for row in found])
    assert involves.pk in {row.pk for row in found}
    assert mine.pk in {row.pk for row in found}
    assert not {elsewhere.pk, of_another.pk} & {row.pk for row in found}


def test_who_could_not_take_an_emergency_any_more_reads_nothing_of_it(officer: Person, boa: Person) -> None:
    dossier = opened()
    row = services.break_glass(dossier=dossier, reason=WHY, by=actor_for(boa))
    assert reviews.get(actor_for(boa), row.pk) == row
    accounts.withdraw_role(assignment=RoleAssignment.objects.get(person=boa), by=TEST)
    for role in ("", "communicatie"):
        if role:
            accounts.grant_role(person=boa, role=role, municipality=LISSE, by=TEST)
        with pytest.raises(NotFound):
            reviews.get(actor_for(boa), row.pk)
    assert reviews.words(actor_for(officer), row).reason == WHY


def test_what_was_seen_by_standing_in_ends_with_that(officer: Person, boa: Person, handler: Person) -> None:
    rows = [accounts.set_deputy(person=officer, deputy=person, by=TEST) for person in (boa, handler)]
    dossier = opened()
    services.involve(dossier=dossier, person=boa, why="escalated", by=TEST)
    services.involve(dossier=dossier, person=handler, why="escalated", by=TEST)
    other = opened()
    services.involve(dossier=other, person=boa, why="Weet ervan", by=TEST)
    accounts.remove_deputy(row=rows[0], by=TEST)
    for person in (boa, handler):
        services.end_borrowed_sight(person)
    by = actor_for(officer)
    assert {row.person for row in selectors.involved(by, dossier)} == {handler}
    assert {row.person for row in selectors.involved(by, other)} == {boa}
