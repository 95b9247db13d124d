# SPDX-License-Identifier: EUPL-1.2
"""Somebody leaves: told beforehand in numbers, whole or not at all, and nothing without an owner."""

from typing import Any

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.villages import HERE, THERE, put_into_force
from sluitend.core.actor import system
from sluitend.core.errors import LooseEnd, Refused
from sluitend.dossiers.models import Dossier, Involvement
from sluitend.dossiers.services import assign, involve
from sluitend.dossiers.tests.making import OFFICER, again, opened
from sluitend.privacy.models import JournalEntry
from sluitend.web.departing import Goes, let_leave, preview

BY = system("test")
LISSE = "GM0553"


def owned(person: Person, number: int = 1) -> list[Dossier]:
    """Return dossiers of the officer's role that somebody works on."""
    return [assign(dossier=opened(), to=person, by=BY) for _ in range(number)]


def test_what_goes_where_is_told_in_numbers(
    officer: Person, handler: Person, deputy: Person, administrator: Person
) -> None:
    owned(handler, 2)
    owned(officer)
    opened()
    by = actor_for(administrator)
    assert preview(person=handler, by=by) == [Goes(LISSE, OFFICER, returns=2, besides=0, others=True)]
    assert preview(person=officer, by=by) == [Goes(LISSE, OFFICER, returns=1, besides=1, others=True)]
    assert preview(person=administrator, by=by) == []


def test_everything_returns_to_its_role(officer: Person, handler: Person, administrator: Person) -> None:
    [mine] = owned(handler)
    other = opened()
    involve(dossier=other, person=handler, why="asked", by=BY)
    assert let_leave(person=handler, by=actor_for(administrator)) == 1
    handler.refresh_from_db()
    assert not handler.is_active
    assert (again(mine).owner, again(mine).owner_role) == (None, OFFICER)
    assert not Involvement.objects.filter(person=handler).exists()
    assert JournalEntry.objects.filter(action="person.deactivate").count() == 1


@pytest.mark.parametrize("in_person", [True, False])
def test_the_last_one_of_a_role_with_open_dossiers_does_not_leave(
    officer: Person, administrator: Person, in_person: bool
) -> None:
    dossier = owned(officer)[0] if in_person else opened()
    by = actor_for(administrator)
    assert [one.others for one in preview(person=officer, by=by)] == [False]
    with pytest.raises(LooseEnd, match="Aandachtsfunctionaris"):
        let_leave(person=officer, by=by)
    officer.refresh_from_db()
    assert officer.is_active
    assert again(dossier).owner == (officer if in_person else None)
    assert not JournalEntry.objects.filter(action="dossier.release").exists()
    add("Willem Waarnemer", "plaatsvervanger")
    let_leave(person=officer, by=by)
    assert again(dossier).owner is None


def test_who_has_the_role_in_another_village_does_not_do_it_here(
    settings: Any, db: None, clock: object
) -> None:
    put_into_force(settings)
    last, manager = add("Fien", "loket", municipality=HERE), add("Bea", "beheer", municipality=HERE)
    add("Gijs", "loket", municipality=THERE)
    opened(municipality=HERE, owner_role="loket")
    by = actor_for(manager)
    assert [one.others for one in preview(person=last, by=by)] == [False]
    with pytest.raises(LooseEnd):
        let_leave(person=last, by=by)
    add("Fons", "loket", municipality=HERE)
    let_leave(person=last, by=by)


def test_who_worked_for_a_role_that_nobody_has_does_not_leave_it_to_nobody(
    handler: Person, administrator: Person
) -> None:
    owned(handler)
    with pytest.raises(LooseEnd):
        let_leave(person=handler, by=actor_for(administrator))


def test_a_deputy_who_comes_later_does_not_do_the_role_yet(
    officer: Person, administrator: Person, clock: Any
) -> None:
    from sluitend.accounts.services import grant_role
    from sluitend.core.clock import today

    opened()
    coming = add("Tessa Toekomst")
    later = today().replace(month=9)
    grant_role(person=coming, role="plaatsvervanger", municipality=LISSE, valid_from=later, by=BY)
    with pytest.raises(LooseEnd):
        let_leave(person=officer, by=actor_for(administrator))


def test_closed_dossiers_hold_nobody_back(officer: Person, administrator: Person) -> None:
    assert let_leave(person=officer, by=actor_for(administrator)) == 0


def test_only_who_looks_after_people_counts_and_lets_leave(officer: Person, handler: Person) -> None:
    by = actor_for(officer)
    for act in (preview, let_leave):
        with pytest.raises(Refused):
            act(person=handler, by=by)


def test_no_journal_entry_nobody_leaves(
    officer: Person, handler: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    [mine] = owned(handler)

    def broken(**_values: object) -> None:
        raise OSError

    monkeypatch.setattr("sluitend.privacy.journal.act", broken)
    with pytest.raises(OSError):  # noqa: PT011 - the error carries no text
        let_leave(person=handler, by=actor_for(administrator))
    assert again(mine).owner == handler
