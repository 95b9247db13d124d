# SPDX-License-Identifier: EUPL-1.2
"""What who can write in the database cannot do to people and their roles: leave no trace."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from sluitend.accounts import services
from sluitend.accounts.models import Deputy, Person, RoleAssignment
from sluitend.accounts.selectors import actor_for, holders
from sluitend.accounts.tests.cast import LISSE
from sluitend.core import clock as today_is
from sluitend.core.actor import system
from sluitend.core.tests.owning import become_owner
from sluitend.core.tests.refusing import OTHER, refused

pytestmark = pytest.mark.django_db
BY = system("test")
ROLE = "aandachtsfunctionaris"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _owner(db: None) -> None:
    """On PostgreSQL the application lacks most of these rights; triggers hold back the owner too."""
    become_owner()


def _ended(officer: Person, clock: Any) -> RoleAssignment:
    clock.advance(days=3)
    row = RoleAssignment.objects.get(person=officer)
    services.withdraw_role(assignment=row, by=BY)
    return row


def test_a_role_is_not_deleted(officer: Person) -> None:
    with refused():
        RoleAssignment.objects.all()._raw_delete(using="default")
    assert actor_for(officer).grants


def test_a_role_is_not_turned_into_another(officer: Person) -> None:
    for field in RoleAssignment._meta.concrete_fields:
        if field.name != "valid_to":
            with refused("UPDATE refused"):
                RoleAssignment.objects.update(**{field.attname: OTHER[field.get_internal_type()]})


def test_a_role_that_ended_does_not_come_back(officer: Person, clock: Any) -> None:
    _ended(officer, clock)
    for later in (None, today_is.today()):
        with refused("never prolonged"):
            RoleAssignment.objects.update(valid_to=later)
    assert not actor_for(officer).grants


def test_ending_a_role_again_does_not_prolong_it(officer: Person, clock: Any) -> None:
    row = _ended(officer, clock)
    last_day = row.valid_to
    clock.advance(days=5)
    services.withdraw_role(assignment=row, by=BY)
    row.refresh_from_db()
    assert row.valid_to == last_day


def test_a_role_that_ended_can_be_given_anew(officer: Person, clock: Any) -> None:
    _ended(officer, clock)
    services.grant_role(person=officer, role=ROLE, municipality=LISSE, by=BY)
    assert actor_for(officer).grants
    assert RoleAssignment.objects.filter(person=officer).count() == 2


def test_a_role_that_is_withdrawn_on_its_first_day_stays_on_record(officer: Person) -> None:
    services.withdraw_role(assignment=RoleAssignment.objects.get(person=officer), by=BY)
    row, today = RoleAssignment.objects.get(person=officer), today_is.today()
    assert row.valid_to == row.valid_from - DAY
    for day in (today - DAY, today, today + DAY):
        assert holders(ROLE, LISSE, day) == []
    services.grant_role(person=officer, role=ROLE, municipality=LISSE, by=BY)
    assert holders(ROLE, LISSE, today) == [officer]


def test_no_role_is_written_that_ends_before_it_begins(officer: Person) -> None:
    row = RoleAssignment.objects.get(person=officer)
    row.pk, row.role, row.valid_to = UUID(int=7), "behandelaar", row.valid_from - DAY
    with refused("before its first day"):
        row.save(force_insert=True)


def test_an_arrangement_to_stand_in_does_not_change(officer: Person, outsider: Person) -> None:
    row = services.set_deputy(person=officer, deputy=outsider, by=BY)
    for field in Deputy._meta.concrete_fields:
        if not field.name.startswith("ended_"):
            with refused("UPDATE refused"):
                Deputy.objects.update(**{field.attname: OTHER[field.get_internal_type()]})
    with refused("DELETE refused"):
        Deputy.objects.all()._raw_delete("default")
    services.remove_deputy(row=row, by=BY)
    for again in ({"ended_by_id": "somebody"}, {"ended_at": None, "ended_by_kind": "", "ended_by_id": ""}):
        with refused("stays ended"):
            Deputy.ended_too.update(**again)


def test_who_added_a_person_does_not_change(officer: Person) -> None:
    for name in ("added_at", "added_by_kind", "added_by_id"):
        kind = Person._meta.get_field(name).get_internal_type()
        with refused("UPDATE refused"):
            Person.objects.filter(pk=officer.pk).update(**{name: OTHER[kind]})


@pytest.mark.parametrize("table", ["accounts_person", "accounts_roleassignment", "accounts_deputy"])
def test_no_table_is_replaced_or_emptied_at_once(officer: Person, outsider: Person, table: str) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    if connection.vendor == "sqlite":
        act = f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"'  # noqa: S608
    else:
        connection.check_constraints()
        act = f'TRUNCATE "{table}" CASCADE'
    with (
        pytest.raises(DatabaseError, match=r"refused|never deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)
