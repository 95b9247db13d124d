# SPDX-License-Identifier: EUPL-1.2
"""Changes to people: journalled, and never a half of one."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sluitend.accounts import services
from sluitend.accounts.models import Leave, Person, RoleAssignment
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, PASSWORD, add
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.core.tests.owning import become_owner
from sluitend.privacy import journal
from sluitend.privacy.models import JournalEntry

BY = system("test")


def test_an_address_is_known_whatever_its_capitals(lisse: Any) -> None:
    person = services.add_person(
        name=" Vera Voorbeeld ", email=" Vera@Example.INVALID ", municipality=LISSE, password=PASSWORD, by=BY
    )
    assert (person.name, person.email) == ("Vera Voorbeeld", "vera@example.invalid")
    assert Person.objects.get_by_natural_key("VERA@example.invalid") == person
    with pytest.raises(Conflict):
        add("Vera Voorbeeld")


@pytest.mark.parametrize(("name", "email"), [("", "a@example.invalid"), ("Naam", "geen-adres")])
def test_a_person_needs_a_name_and_an_address(lisse: Any, name: str, email: str) -> None:
    with pytest.raises(BadInput):
        services.add_person(name=name, email=email, municipality=LISSE, password=None, by=BY)


def test_without_a_password_nobody_signs_in(lisse: Any) -> None:
    person = services.add_person(
        name="Vera Voorbeeld", email="vera@example.invalid", municipality=LISSE, password=None, by=BY
    )
    assert not person.has_usable_password()


def test_a_role_must_be_in_the_pack(outsider: Person) -> None:
    with pytest.raises(BadInput):
        services.grant_role(person=outsider, role="verzonnen", municipality=LISSE, by=BY)


def test_the_same_role_twice_is_a_conflict(officer: Person) -> None:
    with pytest.raises(Conflict):
        services.grant_role(person=officer, role="aandachtsfunctionaris", municipality=LISSE, by=BY)


def test_people_are_never_deleted(outsider: Person) -> None:
    # On PostgreSQL the application lacks the right; the owner meets the trigger.
    become_owner()
    with pytest.raises(IntegrityError), transaction.atomic():
        outsider.delete()
    assert Person.objects.filter(pk=outsider.pk).exists()


def test_leaving_twice_is_a_conflict(officer: Person) -> None:
    services.deactivate_person(person=officer, by=BY)
    with pytest.raises(Conflict):
        services.deactivate_person(person=officer, by=BY)


def test_who_left_cannot_stand_in(officer: Person, outsider: Person) -> None:
    services.deactivate_person(person=outsider, by=BY)
    with pytest.raises(BadInput):
        services.set_deputy(person=officer, deputy=outsider, by=BY)


def test_nobody_stands_in_for_themselves(officer: Person) -> None:
    with pytest.raises(BadInput):
        services.set_deputy(person=officer, deputy=officer, by=BY)


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2026, 6, 2), None), (None, date(2026, 6, 2)), (date(2026, 6, 3), date(2026, 6, 2))],
)
def test_a_period_has_two_dates_in_order(
    officer: Person, outsider: Person, start: date | None, end: date | None
) -> None:
    with pytest.raises(BadInput):
        services.set_deputy(person=officer, deputy=outsider, start=start, end=end, by=BY)


def test_leave_does_not_overlap(officer: Person) -> None:
    by = actor_for(officer)
    services.add_leave(person=officer, start=date(2026, 7, 1), end=date(2026, 7, 10), by=by)
    with pytest.raises(BadInput):
        services.add_leave(person=officer, start=date(2026, 7, 10), end=date(2026, 7, 12), by=by)


def test_leave_of_somebody_else_is_not_mine_to_change(officer: Person, outsider: Person) -> None:
    leave = services.add_leave(
        person=officer, start=date(2026, 7, 1), end=date(2026, 7, 10), by=actor_for(officer)
    )
    with pytest.raises(Refused):
        services.cancel_leave(person=officer, leave_id=leave.pk, by=actor_for(outsider))
    with pytest.raises(NotFound):
        services.cancel_leave(person=outsider, leave_id=leave.pk, by=actor_for(outsider))
    assert Leave.objects.filter(pk=leave.pk).exists()


def test_administrator_may_record_leave_for_others(officer: Person, administrator: Person) -> None:
    services.add_leave(
        person=officer, start=date(2026, 7, 1), end=date(2026, 7, 1), by=actor_for(administrator)
    )
    assert Leave.objects.filter(person=officer).count() == 1


def test_every_change_is_in_the_journal(officer: Person, outsider: Person) -> None:
    by = actor_for(officer)
    services.set_working_days(person=officer, weekdays=[0], by=by)
    leave = services.add_leave(person=officer, start=date(2026, 7, 1), end=date(2026, 7, 1), by=by)
    services.cancel_leave(person=officer, leave_id=leave.pk, by=by)
    row = services.set_deputy(person=officer, deputy=outsider, by=BY)
    services.remove_deputy(row=row, by=BY)
    services.set_password(person=officer, password=PASSWORD, by=BY)
    services.withdraw_role(assignment=RoleAssignment.objects.get(person=officer), by=BY)
    services.deactivate_person(person=officer, by=BY)
    written = JournalEntry.objects.filter(object_id=str(officer.pk)).order_by("seq")
    assert list(written.values_list("action", flat=True)) == [
        "person.add",
        "role.grant",
        "person.set-working-days",
        "leave.add",
        "leave.cancel",
        "deputy.set",
        "deputy.remove",
        "person.set-password",
        "role.withdraw",
        "person.deactivate",
    ]


def test_no_journal_entry_no_act(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    monkeypatch.setattr(journal, "act", broken)
    with pytest.raises(OSError):  # noqa: PT011 - the error carries no text
        services.deactivate_person(person=officer, by=BY)
    officer.refresh_from_db()
    assert officer.is_active
