# SPDX-License-Identifier: EUPL-1.2
"""Who works in one village is nobody in another, and what is somebody's is nobody else's."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.test import override_settings

from sluitend.accounts import selectors, separation, services
from sluitend.accounts.models import Deputy, Leave, OrganisationAccount, Person, Session
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.villages import HERE, THERE, put_into_force
from sluitend.core import clock as core_clock
from sluitend.core.actor import Actor, system
from sluitend.core.errors import BadInput, Conflict, Refused

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


def test_whom_a_village_ever_knew_are_its_own(villages: tuple[Village, Village]) -> None:
    here, there = villages
    visitor = add("Vera Bezoek", "contactpersoon", municipality=HERE)
    Person.objects.filter(pk=visitor.pk).update(municipality=THERE)
    services.deactivate_person(person=here.desk, by=BY)
    assert set(selectors.known_in([HERE])) == {here.desk, here.by_role, here.in_person, visitor}
    assert set(selectors.known_in([THERE])) == {there.desk, there.by_role, there.in_person, visitor}


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


def session(person: Person) -> str:
    """Let somebody be signed in; return the key of the row."""
    now = core_clock.now()
    row = Session.objects.create(
        session_key=f"{person.pk.hex}{Session.objects.count():08}",
        person=person,
        begun_at=now,
        seen_at=now,
        expire_date=now + timedelta(minutes=15),
    )
    return row.pk


ENDING: dict[str, Callable[[Person, str], Any]] = {
    "another-password": lambda who, _here: services.set_password(person=who, password="x" * 20, by=BY),
    "a-password-of-ones-own": lambda who, here: services.change_password(
        person=who, password="x" * 20, by=actor_for(who), here=here
    ),
    "leaving": lambda who, _here: services.deactivate_person(person=who, by=BY),
    "all-of-them": lambda who, _here: services.end_sessions(person=who, by=actor_for(who)),
    "one-of-them": lambda who, here: services.end_session(person=who, row=here, by=actor_for(who)),
}


@pytest.mark.parametrize("act", ENDING)
def test_nobody_elses_session_ends(act: str, villages: tuple[Village, Village]) -> None:
    here, there = villages
    own, other = session(here.desk), session(there.desk)
    ENDING[act](here.desk, own)
    assert Session.objects.filter(pk=other).exists()


def test_the_session_of_somebody_else_is_not_where_one_stays_signed_in(
    villages: tuple[Village, Village],
) -> None:
    here, there = villages
    session(here.desk)
    with pytest.raises(Conflict):
        services.change_password(
            person=here.desk, password="x" * 20, by=actor_for(here.desk), here=session(there.desk)
        )


def kept_leave(person: Person) -> Any:
    """Return the leave that somebody has, or takes now."""
    return (Leave.objects.filter(person=person).first() or leave(person)).pk


OF_ANOTHER: dict[str, Callable[[Person, Actor], Any]] = {
    "working-days": lambda who, by: services.set_working_days(person=who, weekdays=[0], by=by),
    "leave": lambda who, by: services.add_leave(person=who, start=TODAY, end=TODAY, by=by),
    "no-leave": lambda who, by: services.cancel_leave(person=who, leave_id=kept_leave(who), by=by),
    "one-session": lambda who, by: services.end_session(person=who, row=session(who), by=by),
    "all-sessions": lambda who, by: services.end_sessions(person=who, by=by),
}


@pytest.mark.parametrize("act", OF_ANOTHER)
def test_time_and_sessions_are_changed_by_oneself_or_by_who_looks_after_people(
    act: str, villages: tuple[Village, Village]
) -> None:
    here, _there = villages
    colleague = add("Cor Collega", "contactpersoon", municipality=HERE)
    manager, stranger = (add(f"Beheer{code}", "beheer", municipality=code) for code in (HERE, THERE))
    for by in (colleague, stranger):
        with pytest.raises(Refused):
            OF_ANOTHER[act](here.desk, actor_for(by))
    OF_ANOTHER[act](here.desk, actor_for(manager))


def test_who_leaves_takes_no_role_and_no_deputy_of_others_along(villages: tuple[Village, Village]) -> None:
    here, there = villages
    services.deactivate_person(person=here.desk, by=BY)
    assert [row.person for row in Deputy.objects.all()] == [there.desk]
    assert actor_for(there.desk).roles == {"loket"}
    assert actor_for(here.by_role).roles


def test_what_stays_apart_is_asked_of_who_would_have_it_alone(villages: tuple[Village, Village]) -> None:
    # All around them are people with dossiers, who are stood in for.
    manager, idle = add("Bea Beheer", "beheer", municipality=HERE), add("Nel Niets", municipality=HERE)
    separation.require_apart_with_role(idle, "beheer", HERE)
    separation.require_apart_with_role(idle, "loket", HERE)
    separation.require_apart_with_role(manager, "loket", THERE)
    separation.require_apart_with_deputy(manager, idle)
    separation.require_apart_with_deputy(villages[1].desk, manager)
    with pytest.raises(BadInput):
        separation.require_apart_with_role(manager, "loket", HERE)
    with pytest.raises(BadInput):
        separation.require_apart_with_deputy(villages[0].desk, manager)
