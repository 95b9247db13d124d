# SPDX-License-Identifier: EUPL-1.2
"""Which rights somebody has at this moment."""

from datetime import date, timedelta
from typing import Any

import pytest

from sluitend.accounts import services
from sluitend.accounts.models import Person, RoleAssignment
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.core.actor import system
from sluitend.core.errors import BadInput
from sluitend.core.tests.owning import with_every_right

BY = system("test")
SIGNALS = {"municipality": LISSE, "compartment": "signals"}
TUESDAY = date(2026, 6, 2)


def test_officer_may_read_signals_and_not_care(officer: Person) -> None:
    actor = actor_for(officer)
    assert actor.id == str(officer.pk)
    assert actor.may("dossier.read", **SIGNALS)
    assert not actor.may("dossier.read", municipality=LISSE, compartment="care")
    assert not actor.may("dossier.read", municipality="GM0546", compartment="signals")
    assert actor.roles == {"aandachtsfunctionaris"}


def test_somebody_without_a_role_may_nothing(outsider: Person) -> None:
    assert actor_for(outsider).grants == frozenset()


def test_deputy_role_has_the_rights_and_the_work_of_the_role_it_replaces(
    officer: Person, deputy: Person
) -> None:
    mine, theirs = actor_for(deputy), actor_for(officer)
    assert theirs.grants <= mine.grants
    assert "aandachtsfunctionaris" in mine.roles


def test_a_role_counts_from_its_first_to_its_last_day(lisse: Any, clock: Any) -> None:
    person = add("Tijs Tijdelijk")
    services.grant_role(
        person=person,
        role="aandachtsfunctionaris",
        municipality=LISSE,
        valid_from=TUESDAY + timedelta(days=1),
        valid_to=TUESDAY + timedelta(days=2),
        by=BY,
    )
    seen = []
    for offset in range(4):
        clock.set_day(TUESDAY + timedelta(days=offset))
        seen.append(actor_for(person).may("dossier.read", **SIGNALS))
    assert seen == [False, True, True, False]


def test_a_role_that_was_withdrawn_gives_nothing_from_that_moment(officer: Person) -> None:
    services.withdraw_role(assignment=RoleAssignment.objects.get(person=officer), by=BY)
    assert actor_for(officer).grants == frozenset()


def test_a_role_that_the_pack_does_not_know_gives_nothing(outsider: Person, officer: Person) -> None:
    with_every_right()
    RoleAssignment.objects.filter(person=officer).update(role="opgeheven")
    assert actor_for(officer).grants == frozenset()


def test_personal_deputy_has_the_rights_while_the_other_is_on_leave(
    officer: Person, outsider: Person, clock: Any
) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    services.add_leave(person=officer, start=TUESDAY, end=TUESDAY, by=actor_for(officer))
    assert actor_for(outsider).may("reporter.read", **SIGNALS)
    assert actor_for(outsider).roles == {"aandachtsfunctionaris"}


def test_personal_deputy_has_the_rights_on_weekdays_off(
    officer: Person, outsider: Person, clock: Any
) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    services.set_working_days(person=officer, weekdays=[0, 3], by=actor_for(officer))
    assert actor_for(outsider).may("dossier.write", **SIGNALS)
    clock.set_day(date(2026, 6, 4))
    assert not actor_for(outsider).may("dossier.write", **SIGNALS)


def test_idle_deputy_keeps_only_what_was_brought_to_them(
    officer: Person, outsider: Person, clock: Any
) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    actor = actor_for(outsider)
    assert actor.may("dossier.read-own", **SIGNALS)
    for permission in ("dossier.read", "dossier.register", "reporter.read", "safe-contact.read"):
        assert not actor.may(permission, **SIGNALS)
    assert actor.roles == frozenset()


def test_deputy_for_a_period_has_no_rights_before_or_after_it(
    officer: Person, outsider: Person, clock: Any
) -> None:
    services.set_deputy(
        person=officer,
        deputy=outsider,
        start=TUESDAY + timedelta(days=1),
        end=TUESDAY + timedelta(days=1),
        by=BY,
    )
    seen = []
    for offset in range(3):
        clock.set_day(TUESDAY + timedelta(days=offset))
        seen.append(bool(actor_for(outsider).grants))
    assert seen == [False, True, False]


def test_who_left_may_nothing_and_nobody_acts_for_them(officer: Person, outsider: Person, clock: Any) -> None:
    services.set_deputy(person=officer, deputy=outsider, start=TUESDAY, end=TUESDAY, by=BY)
    services.deactivate_person(person=officer, by=BY)
    assert actor_for(officer).grants == frozenset()
    assert actor_for(outsider).grants == frozenset()


def test_an_actor_costs_three_queries_and_one_more_who_stands_in(
    officer: Person, outsider: Person, clock: Any, django_assert_max_num_queries: Any
) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=BY)
    services.add_leave(person=officer, start=TUESDAY, end=TUESDAY, by=actor_for(officer))
    for person, most in ((officer, 3), (outsider, 4)):
        with django_assert_max_num_queries(most):
            actor_for(person)


@pytest.mark.parametrize("weekdays", [[], [7], [-1]])
def test_working_days_are_weekdays(officer: Person, weekdays: list[int]) -> None:
    with pytest.raises(BadInput):
        services.set_working_days(person=officer, weekdays=weekdays, by=actor_for(officer))
