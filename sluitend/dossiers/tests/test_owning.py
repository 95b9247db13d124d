# SPDX-License-Identifier: EUPL-1.2
"""Who owns a dossier, and who may know of it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.dossiers import selectors, services
from sluitend.dossiers.models import Involvement
from sluitend.dossiers.tests.making import TEST, again, opened
from sluitend.privacy import journal


def test_the_officer_takes_a_signal_on(officer: Person) -> None:
    dossier = opened()
    services.assign(dossier=dossier, to=officer, by=actor_for(officer))
    assert again(dossier).owner == officer
    line = journal.entries(dossier.pk)[-1]
    assert (line.action, line.object_type, line.object_id) == ("dossier.assign", "person", str(officer.pk))


def test_a_handler_sees_what_was_assigned_and_nothing_else(officer: Person, handler: Person) -> None:
    mine, other = opened(), opened()
    services.assign(dossier=mine, to=handler, by=actor_for(officer))
    assert selectors.get(actor_for(handler), mine.pk) == mine
    with pytest.raises(NotFound):
        selectors.get(actor_for(handler), other.pk)


def test_a_dossier_goes_back_to_its_role(officer: Person) -> None:
    dossier = opened(owner=officer)
    services.assign(dossier=dossier, to=None, by=actor_for(officer))
    found = again(dossier)
    assert (found.owner, found.owner_role) == (None, "aandachtsfunctionaris")


def test_another_role_can_answer_for_it(officer: Person, handler: Person) -> None:
    dossier = opened(owner=officer)
    services.assign(dossier=dossier, to=handler, role="behandelaar", by=actor_for(officer))
    assert again(dossier).owner_role == "behandelaar"
    with pytest.raises(BadInput):
        services.assign(dossier=dossier, to=None, role="verzonnen", by=actor_for(officer))


def test_nobody_gets_what_they_could_not_work_on(officer: Person, outsider: Person) -> None:
    dossier = opened()
    with pytest.raises(BadInput) as told:
        services.assign(dossier=dossier, to=outsider, by=actor_for(officer))
    assert told.value.field == "to"
    assert again(dossier).owner is None


def test_who_left_gets_nothing(officer: Person, handler: Person) -> None:
    dossier = opened()
    accounts.deactivate_person(person=handler, by=TEST)
    with pytest.raises(BadInput):
        services.assign(dossier=dossier, to=handler, by=actor_for(officer))
    with pytest.raises(BadInput):
        services.involve(dossier=dossier, person=handler, why="asked", by=actor_for(officer))


def test_candidates_are_those_who_could_work_on_it(
    officer: Person, deputy: Person, handler: Person, outsider: Person, administrator: Person
) -> None:
    assert selectors.candidates(opened()) == [officer, handler, deputy]


def test_involving_twice_is_involving_once(officer: Person, handler: Person) -> None:
    dossier, by = opened(), actor_for(officer)
    for _ in range(2):
        services.involve(dossier=dossier, person=handler, why="asked", by=by)
    assert [row.person for row in selectors.involved(by, dossier)] == [handler]
    assert [line.action for line in journal.entries(dossier.pk)].count("dossier.involve") == 1


def test_an_involvement_that_ended_gives_no_sight(officer: Person, handler: Person) -> None:
    dossier, by = opened(), actor_for(officer)
    services.involve(dossier=dossier, person=handler, why="asked", by=by)
    services.end_involvement(dossier=dossier, person=handler, by=by)
    with pytest.raises(NotFound):
        selectors.get(actor_for(handler), dossier.pk)


def test_who_leaves_leaves_no_dossier_without_an_owner(
    officer: Person, handler: Person, administrator: Person
) -> None:
    mine = [opened(owner=handler) for _ in range(3)]
    closed = opened(owner=handler)
    services.close(dossier=closed, outcome="no-action", reason="Klaar", by=TEST)
    other = opened()
    services.involve(dossier=other, person=handler, why="asked", by=TEST)
    by = actor_for(administrator)
    with transaction.atomic():
        assert services.release_person(person=handler, by=by) == 3
        accounts.deactivate_person(person=handler, by=by)
    for dossier in mine:
        found = again(dossier)
        assert (found.owner, found.owner_role, found.version) == (None, "aandachtsfunctionaris", 2)
        assert journal.entries(dossier.pk)[-1].action == "dossier.release"
    assert again(closed).owner == handler
    assert not Involvement.objects.filter(person=handler).exists()


def test_the_database_lets_nobody_leave_with_open_dossiers(handler: Person) -> None:
    opened(owner=handler)
    with pytest.raises(IntegrityError), transaction.atomic():
        accounts.deactivate_person(person=handler, by=TEST)
    handler.refresh_from_db()
    assert handler.is_active


def test_releasing_is_for_who_manages_people(officer: Person, handler: Person) -> None:
    with pytest.raises(Refused):
        services.release_person(person=handler, by=actor_for(officer))


def test_assigning_on_an_older_version_is_a_conflict(officer: Person, deputy: Person) -> None:
    dossier = opened()
    first, second = again(dossier), again(dossier)
    services.assign(dossier=first, to=officer, by=actor_for(officer))
    with pytest.raises(Conflict) as told:
        services.assign(dossier=second, to=deputy, by=actor_for(deputy))
    assert str(told.value)
    assert again(dossier).owner == officer


def test_an_unknown_dossier_and_a_hidden_one_look_alike(outsider: Person, lisse: Any) -> None:
    said = set()
    for dossier_id in (opened().pk, "00000000-0000-7000-8000-000000000000", "geen-nummer"):
        with pytest.raises(NotFound) as told:
            selectors.get(actor_for(outsider), dossier_id)
        said.add(str(told.value))
    assert len(said) == 1
