# SPDX-License-Identifier: EUPL-1.2
"""Who works in one village is nobody in another, and what is somebody's is nobody else's."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.test import override_settings

from sluitend.accounts import selectors, services
from sluitend.accounts.models import Leave, OrganisationAccount, Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.villages import HERE, THERE, put_into_force
from sluitend.core import clock as core_clock
from sluitend.core.actor import system

BY = system("test")
TODAY = date(2026, 6, 2)
DAY = timedelta(days=1)


class Village(NamedTuple):
    """The people of one village: at the desk, its deputy by role, and who stands in for it in person."""

    code: str
    desk: Person
    by_role: Person
    in_person: Person


def settle(code: str) -> Village:
    desk, by_role = (add(f"{role}{code}", role, municipality=code) for role in ("loket", "achterwacht"))
    in_person = add(f"zelf{code}", municipality=code)
    services.set_deputy(person=desk, deputy=in_person, by=BY)
    return Village(code, desk, by_role, in_person)


def leave(person: Person) -> Leave:
    return services.add_leave(person=person, start=TODAY, end=TODAY, by=actor_for(person))


@pytest.fixture
def villages(settings: Any, db: None, clock: object) -> tuple[Village, Village]:
    put_into_force(settings)
    return settle(HERE), settle(THERE)


@pytest.fixture(params=[0, 1])
def village(villages: tuple[Village, Village], request: pytest.FixtureRequest) -> Village:
    return villages[request.param]


def test_a_role_is_held_done_and_stood_in_for_in_one_village(village: Village) -> None:
    assert selectors.holders("loket", village.code, TODAY) == [village.desk]
    assert selectors.stand_ins("loket", village.code, TODAY) == [village.by_role, village.in_person]
    assert [row.person for row in selectors.held(["loket"], village.code, TODAY)] == [village.desk]
    may = selectors.who_may(["dossier.read"], municipality=village.code, compartment="signals")
    assert may == [village.by_role, village.desk]


def test_colleagues_are_those_of_the_village(village: Village) -> None:
    found = {one.person for one in selectors.colleagues(village.code)}
    assert found == {village.desk, village.by_role, village.in_person}


def test_the_duty_of_a_village_falls_to_its_own_people(village: Village) -> None:
    assert selectors.on_duty("loket", village.code, TODAY) == village.desk
    for away in (village.desk, village.by_role, village.in_person):
        assert selectors.on_duty("loket", village.code, TODAY) == away
        leave(away)
    assert selectors.on_duty("loket", village.code, TODAY) is None
    assert selectors.next_working_day("loket", village.code, TODAY) == (TODAY + DAY, village.desk)


def test_leave_of_somebody_else_makes_nobody_needed(villages: tuple[Village, Village]) -> None:
    here, there = villages
    leave(there.desk)
    assert not actor_for(here.in_person).may("dossier.read", municipality=HERE, compartment="signals")
    assert actor_for(there.in_person).may("dossier.read", municipality=THERE, compartment="signals")


def test_the_page_of_ones_own_time_shows_nothing_of_others(villages: tuple[Village, Village]) -> None:
    here, there = villages
    own = leave(here.desk)
    leave(there.desk)
    assert selectors.coming_leave(here.desk, TODAY) == [own]
    assert [row.deputy for row in selectors.deputies_of(here.desk)] == [here.in_person]
    assert [row.person for row in selectors.stands_in_for(here.in_person)] == [here.desk]


def test_an_account_at_the_organisation_is_one_persons(villages: tuple[Village, Village]) -> None:
    here, there = villages
    OrganisationAccount.objects.create(
        token=b"t" * 32,
        proof=b"p" * 32,
        person=there.desk,
        linked_at=core_clock.now(),
        linked_by_kind=BY.kind,
        linked_by_id=BY.id,
    )
    with override_settings(OIDC={"issuer": "https://login.example.invalid"}):
        assert selectors.has_account_there(there.desk)
        assert not selectors.has_account_there(here.desk)
