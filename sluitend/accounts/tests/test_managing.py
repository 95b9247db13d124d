# SPDX-License-Identifier: EUPL-1.2
"""Who looks after whom: never oneself, never another municipality, and never beside dossiers."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from sluitend.accounts import blocking, managing, services
from sluitend.accounts.models import Deputy, Person, RoleAssignment
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.accounts.tests.villages import HERE, THERE, put_into_force
from sluitend.core.actor import Actor, ActorKind, system
from sluitend.core.errors import BadInput, NotFound, Refused
from sluitend.privacy.models import JournalEntry

BY = system("test")
TODAY = date(2026, 6, 2)
DAY = timedelta(days=1)
Act = Callable[[Person, Actor], object]

ACTS: dict[str, Act] = {
    "add": lambda person, by: services.add_person(
        name="Nina Nieuw", email="nina@example.invalid", municipality=LISSE, password=None, by=by
    ),
    "password": lambda person, by: services.set_password(person=person, password="x" * 20, by=by),
    "role": lambda person, by: services.grant_role(
        person=person, role="behandelaar", municipality=LISSE, by=by
    ),
    "end-role": lambda person, by: services.withdraw_role(
        assignment=RoleAssignment.objects.filter(person=person)[0], by=by
    ),
    "deputy": lambda person, by: services.set_deputy(
        person=person, deputy=Person.objects.get(name="Wim Waar"), by=by
    ),
    "leave": lambda person, by: services.deactivate_person(person=person, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_who_looks_after_people_changes_them(act: str, officer: Person, administrator: Person) -> None:
    colleague = add("Cor Collega", "communicatie")
    add("Wim Waar")
    nobody = Actor(ActorKind.STAFF, str(add("Otto Omstander").pk))
    for by in (nobody, actor_for(colleague), Actor(ActorKind.PARTNER, "shop")):
        with pytest.raises(Refused):
            ACTS[act](add(f"Vera{by.id}", "burgerzaken"), by)
    # Who judges access may end it, and no more.
    if act != "end-role":
        with pytest.raises(Refused):
            ACTS[act](colleague, actor_for(officer))
    ACTS[act](colleague, actor_for(administrator))
    assert JournalEntry.objects.filter(actor_id=str(administrator.pk)).exists()


def test_nobody_changes_their_own_access(administrator: Person, outsider: Person) -> None:
    by = actor_for(administrator)
    own = RoleAssignment.objects.get(person=administrator)
    with pytest.raises(Refused):
        services.grant_role(person=administrator, role="communicatie", municipality=LISSE, by=by)
    with pytest.raises(Refused):
        services.withdraw_role(assignment=own, by=by)
    with pytest.raises(Refused):
        services.set_deputy(person=outsider, deputy=administrator, by=by)
    with pytest.raises(Refused):
        services.deactivate_person(person=administrator, by=by)
    assert not RoleAssignment.objects.exclude(pk=own.pk).exists()


@pytest.mark.parametrize("by", [BY, None])
def test_whoever_gives_access_has_none(administrator: Person, officer: Person, by: Actor | None) -> None:
    second = add("Bob Beheerder", "beheerder")
    by = by or actor_for(administrator)
    with pytest.raises(BadInput):
        services.grant_role(person=second, role="behandelaar", municipality=LISSE, by=by)
    with pytest.raises(BadInput):
        services.grant_role(person=officer, role="beheerder", municipality=LISSE, by=by)
    with pytest.raises(BadInput):
        services.set_deputy(person=officer, deputy=second, by=by)
    with pytest.raises(BadInput):
        services.set_deputy(person=administrator, deputy=officer, by=by)


def test_standing_in_brings_nothing_together_afterwards_either(
    administrator: Person, officer: Person, outsider: Person
) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    with pytest.raises(BadInput):
        services.grant_role(person=outsider, role="beheerder", municipality=LISSE, by=BY)
    services.set_deputy(person=administrator, deputy=add("Wim Waar"), by=BY)
    with pytest.raises(BadInput):
        services.grant_role(person=administrator, role="zorg", municipality=LISSE, by=BY)


def test_the_last_who_looks_after_people_keeps_that(
    administrator: Person, officer: Person, handler: Person
) -> None:
    role = RoleAssignment.objects.get(person=administrator)
    for last_day in (None, TODAY + 10 * DAY):
        with pytest.raises(BadInput, match="Bea Beheerder"):
            services.withdraw_role(assignment=role, by=actor_for(officer), last_day=last_day)
    services.withdraw_role(assignment=RoleAssignment.objects.get(person=handler), by=actor_for(administrator))
    second = add("Bob Beheerder", "beheerder")
    blocking.block(person=second, by=BY)
    with pytest.raises(BadInput, match="Bea Beheerder"):
        services.withdraw_role(assignment=role, by=actor_for(officer))
    blocking.unblock(person=second, by=BY)
    services.withdraw_role(assignment=role, by=actor_for(officer))
    with pytest.raises(BadInput, match="Bob Beheerder"):
        services.withdraw_role(assignment=RoleAssignment.objects.get(person=second), by=actor_for(officer))


def test_who_looks_after_people_elsewhere_does_not_count(settings: Any, manager: Person) -> None:
    add("Bert Elders", "beheer", municipality=THERE)
    judge = add("Jo Oordeelt", "loket", municipality=HERE)
    role = RoleAssignment.objects.get(person=manager)
    with pytest.raises(BadInput):
        services.withdraw_role(assignment=role, by=actor_for(judge))


def test_an_arrangement_lies_ahead_and_is_made_once(
    officer: Person, handler: Person, outsider: Person
) -> None:
    period = {"start": TODAY - 9 * DAY, "end": TODAY - DAY}
    with pytest.raises(BadInput) as told:
        services.set_deputy(person=officer, deputy=outsider, by=BY, **period)
    assert told.value.field == "end"
    row = services.set_deputy(person=officer, deputy=outsider, by=BY, start=TODAY, end=TODAY + DAY)
    with pytest.raises(BadInput) as told:
        services.set_deputy(person=officer, deputy=outsider, by=BY, start=TODAY + DAY, end=TODAY + 2 * DAY)
    assert told.value.field == "start"
    services.set_deputy(person=handler, deputy=outsider, by=BY, start=TODAY, end=TODAY + DAY)
    services.remove_deputy(row=row, by=BY)
    services.set_deputy(person=officer, deputy=outsider, by=BY, start=TODAY + DAY, end=TODAY + 2 * DAY)


def test_after_the_one_role_has_ended_the_other_can_be_given(administrator: Person, clock: Any) -> None:
    services.withdraw_role(assignment=RoleAssignment.objects.get(person=administrator), by=BY)
    services.grant_role(person=administrator, role="behandelaar", municipality=LISSE, by=BY)
    words = {grant.permission for grant in actor_for(administrator).grants}
    assert "people.manage" not in words
    assert "dossier.read-own" in words


def test_roles_that_come_later_count_already(administrator: Person) -> None:
    coming = add("Tessa Toekomst")
    later = TODAY + 10 * DAY
    services.grant_role(person=coming, role="zorg", municipality=LISSE, valid_from=later, by=BY)
    with pytest.raises(BadInput):
        services.grant_role(person=coming, role="beheerder", municipality=LISSE, by=BY)


def test_a_role_ends_after_the_day_that_was_chosen(handler: Person, clock: Any) -> None:
    row = RoleAssignment.objects.get(person=handler)
    services.withdraw_role(assignment=row, last_day=TODAY + DAY, by=BY)
    assert actor_for(handler).grants
    clock.set_day(TODAY + DAY)
    assert actor_for(handler).grants
    clock.set_day(TODAY + 2 * DAY)
    assert not actor_for(handler).grants


@pytest.mark.parametrize("last_day", [TODAY - 2 * DAY, TODAY - DAY, date(2020, 1, 1)])
def test_no_role_ends_in_the_past(handler: Person, last_day: date) -> None:
    row = RoleAssignment.objects.get(person=handler)
    with pytest.raises(BadInput):
        services.withdraw_role(assignment=row, last_day=last_day, by=BY)


def test_a_role_that_ends_is_not_prolonged(handler: Person) -> None:
    row = RoleAssignment.objects.get(person=handler)
    services.withdraw_role(assignment=row, last_day=TODAY + DAY, by=BY)
    with pytest.raises(BadInput):
        services.withdraw_role(assignment=row, last_day=TODAY + 2 * DAY, by=BY)


def test_who_leaves_has_no_role_left_and_stands_in_no_more(officer: Person, outsider: Person) -> None:
    later = TODAY + 10 * DAY
    services.grant_role(person=outsider, role="communicatie", municipality=LISSE, valid_from=later, by=BY)
    services.grant_role(person=outsider, role="raad", municipality=LISSE, by=BY)
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    services.deactivate_person(person=outsider, by=BY)
    assert not RoleAssignment.objects.filter(managing.lasting(TODAY), person=outsider).exists()
    assert not Deputy.objects.exists()
    assert JournalEntry.objects.filter(action="role.withdraw", object_id=str(outsider.pk)).count() == 2
    with pytest.raises(BadInput):
        services.grant_role(person=outsider, role="raad", municipality=LISSE, by=BY)


@pytest.fixture
def villages(db: None, settings: Any, clock: object) -> None:
    put_into_force(settings)


@pytest.fixture
def neighbour(villages: None) -> Person:
    """Return somebody of another village, with a role there."""
    return add("Bert Buurman", "loket", municipality=THERE)


@pytest.fixture
def manager(villages: None) -> Person:
    """Return who looks after people here."""
    return add("Bea Beheerder", "beheer", municipality=HERE)


def test_somebody_of_another_municipality_does_not_exist(manager: Person, neighbour: Person) -> None:
    by = actor_for(manager)
    assert list(managing.people(by)) == [manager]
    with pytest.raises(NotFound) as hidden:
        managing.find(by, neighbour.pk)
    with pytest.raises(NotFound) as unknown:
        managing.find(by, manager.pk.__class__(int=7))
    assert str(hidden.value) == str(unknown.value)
    assert list(managing.people(by, text="Bert")) == []


def test_who_is_employed_elsewhere_is_seen_for_the_roles_here_only(
    manager: Person, neighbour: Person
) -> None:
    services.grant_role(person=neighbour, role="contactpersoon", municipality=HERE, by=BY)
    by = actor_for(manager)
    assert managing.find(by, neighbour.pk) == neighbour
    assert [row.municipality for row in managing.roles_of(by, neighbour)] == [HERE]
    assert not managing.employs(by, neighbour)
    wim = add("Wim Waar", municipality=HERE)
    for act in (
        lambda: services.set_password(person=neighbour, password="x" * 20, by=by),
        lambda: services.deactivate_person(person=neighbour, by=by),
        lambda: services.grant_role(person=neighbour, role="loket", municipality=THERE, by=by),
        lambda: services.set_deputy(person=neighbour, deputy=wim, by=by),
        lambda: services.withdraw_role(
            assignment=RoleAssignment.objects.get(person=neighbour, municipality=THERE), by=by
        ),
    ):
        with pytest.raises(Refused):
            act()
    services.withdraw_role(assignment=managing.roles_of(by, neighbour)[0], by=by)
    assert list(managing.people(by)) == [manager, wim]


def test_for_whom_somebody_stands_in_elsewhere_is_not_told(manager: Person, neighbour: Person) -> None:
    mine = add("Mina Hier", "contactpersoon", municipality=HERE)
    services.set_deputy(person=neighbour, deputy=mine, by=BY)
    services.set_deputy(person=mine, deputy=neighbour, by=BY)
    stand_ins, replaced = managing.arranged(actor_for(manager), mine)
    assert [row.deputy for row in stand_ins] == [neighbour]
    assert replaced == []


def test_who_looks_after_two_villages_sees_both(manager: Person, neighbour: Person) -> None:
    services.grant_role(person=manager, role="beheer", municipality=THERE, by=BY)
    assert list(managing.people(actor_for(manager))) == [manager, neighbour]


def test_who_stands_in_gets_nothing_in_a_place_that_is_new(
    settings: Any, manager: Person, neighbour: Person
) -> None:
    friend = add("Frits Vriend", municipality=HERE)
    person = add("Petra Punt", "dorpsraad", municipality=HERE)
    services.set_deputy(person=person, deputy=friend, by=actor_for(manager))
    other = add("Olga Ook", "dorpsraad", municipality=HERE)
    services.grant_role(person=other, role="loket", municipality=THERE, by=BY)
    with pytest.raises(BadInput, match="Frits Vriend") as told:
        services.grant_role(person=person, role="loket", municipality=THERE, by=BY)
    assert told.value.field == "role"
    services.grant_role(person=person, role="contactpersoon", municipality=HERE, by=BY)
    services.remove_deputy(row=Deputy.objects.get(), by=actor_for(manager))
    services.grant_role(person=person, role="loket", municipality=THERE, by=BY)
    assert {grant.municipality for grant in actor_for(friend).grants} == set()


def test_standing_in_is_arranged_where_somebody_has_a_role_and_nowhere_else(
    manager: Person, neighbour: Person
) -> None:
    at_home, away = add("Fien", "loket", municipality=HERE), add("Gijs", "loket", municipality=THERE)
    there = actor_for(add("Bas", "beheer", municipality=THERE))
    for by, person in ((there, at_home), (actor_for(manager), neighbour)):
        with pytest.raises(Refused):
            services.set_deputy(person=person, deputy=away, by=by)
    row = services.set_deputy(person=at_home, deputy=away, by=actor_for(manager))
    with pytest.raises(Refused):
        services.remove_deputy(row=row, by=there)
    services.remove_deputy(row=row, by=actor_for(manager))
    assert not Deputy.objects.exists()
