# SPDX-License-Identifier: EUPL-1.2
"""Who can see a dossier is told by the rule by which they can: listed if and only if they may."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FrozenClock
from sluitend.accounts import services as accounts
from sluitend.accounts.models import Deputy, Leave, Person, RoleAssignment, WorkPattern
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core import clock as core_clock
from sluitend.core.actor import Actor, ActorKind, Grant
from sluitend.core.errors import NotFound
from sluitend.core.ids import new_id
from sluitend.core.references import new_reference
from sluitend.dossiers import access, services, sight
from sluitend.dossiers.access import Way
from sluitend.dossiers.models import Dossier, Involvement, TimedAccess
from sluitend.dossiers.sight import Reason
from sluitend.dossiers.tests.making import TEST, opened
from sluitend.privacy import vaults

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 2)
ELSEWHERE = "GM0546"
ROLES = (
    "aandachtsfunctionaris",
    "plaatsvervanger",
    "behandelaar",
    "toezichthouder-boa",
    "zorg",
    "fg",
    "beheerder",
)
PLACES = ((LISSE, "signals"), (LISSE, "care"), (ELSEWHERE, "signals"))
PEOPLE = st.integers(0, 5)
DAYS = st.integers(-3, 3)
CASTS = st.fixed_dictionaries(
    {
        "roles": st.lists(
            st.tuples(PEOPLE, st.sampled_from(ROLES), st.sampled_from((LISSE, ELSEWHERE)), DAYS), max_size=9
        ),
        "left": st.sets(PEOPLE, max_size=1),
        "deputies": st.dictionaries(st.tuples(PEOPLE, PEOPLE), st.none() | DAYS, max_size=4),
        "leaves": st.lists(st.tuples(PEOPLE, DAYS), max_size=3),
        "part_time": st.sets(PEOPLE, max_size=2),
        "owners": st.tuples(*[st.none() | PEOPLE] * 3),
        "involved": st.sets(st.tuples(PEOPLE, st.integers(0, 2)), max_size=4),
        "timed": st.lists(
            st.tuples(PEOPLE, st.integers(0, 2), st.sampled_from(("emergency", "inspection")), st.booleans()),
            max_size=5,
        ),
    }
)


@settings(max_examples=40)
@given(plan=CASTS)
def test_somebody_is_listed_if_and_only_if_they_may_see_it(
    lisse: Any, clock: FrozenClock, plan: dict[str, Any]
) -> None:
    with transaction.atomic():
        people, dossiers = cast(plan, lisse)
        for dossier in dossiers:
            listed = {one.person.pk: one for one in sight.viewers(whoever(dossier), dossier)}
            for person in people:
                by = actor_for(person)
                assert (person.pk in listed) == access.may(by, access.READ, dossier), (person, dossier.pk)
                if person.pk in listed:
                    assert listed[person.pk].reasons
                    assert listed[person.pk].writes == access.may(by, access.WRITE, dossier)
        transaction.set_rollback(True)


def whoever(dossier: Dossier) -> Actor:
    """Somebody who may ask who sees this dossier."""
    grant = Grant(access.READ, dossier.municipality, dossier.compartment)
    return Actor(ActorKind.STAFF, str(new_id()), frozenset({grant}))


def cast(plan: dict[str, Any], lisse: Any) -> tuple[list[Person], list[Dossier]]:
    """Put people and dossiers of a plan into the database."""
    traced = {"added_at": core_clock.now(), "added_by_kind": "system", "added_by_id": "test"}
    people = [
        Person(id=new_id(), email=f"p{n}@example.invalid", name=f"Persoon {n}", municipality=LISSE, **traced)
        for n in range(6)
    ]
    Person.objects.bulk_create(people)
    day = [TODAY + timedelta(days=n) for n in range(-3, 4)]
    held = {(person, role, place): offset for person, role, place, offset in plan["roles"]}
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            person=people[person],
            role=role,
            municipality=place,
            valid_from=day[offset + 3] - timedelta(days=2),
            valid_to=day[offset + 3],
            granted_at=core_clock.now(),
            granted_by_kind="system",
            granted_by_id="test",
        )
        for (person, role, place), offset in held.items()
    )
    Deputy.objects.bulk_create(
        Deputy(
            person=people[one],
            deputy=people[other],
            start=None if offset is None else day[offset + 3],
            end=None if offset is None else day[offset + 3] + timedelta(days=1),
            arranged_at=core_clock.now(),
            arranged_by_kind="system",
            arranged_by_id="test",
        )
        for (one, other), offset in plan["deputies"].items()
        if one != other
    )
    Leave.objects.bulk_create(
        Leave(person=people[one], start=day[offset + 3], end=day[offset + 3])
        for one, offset in plan["leaves"]
    )
    WorkPattern.objects.bulk_create(
        WorkPattern(person=people[one], weekdays="0") for one in plan["part_time"]
    )
    dossiers = [dossier_at(place, lisse) for place in PLACES]
    for dossier, owner in zip(dossiers, plan["owners"], strict=True):
        if owner is not None:
            Dossier.objects.filter(pk=dossier.pk).update(owner=people[owner], version=2)
            dossier.owner_id = people[owner].pk
    bind(plan, people, dossiers, traced)
    owning = {dossier.owner_id for dossier in dossiers}
    for one in plan["left"]:
        if people[one].pk not in owning:
            Person.objects.filter(pk=people[one].pk).update(is_active=False)
            people[one].is_active = False
    return people, dossiers


def bind(plan: dict[str, Any], people: list[Person], dossiers: list[Dossier], traced: dict[str, Any]) -> None:
    for one, at in plan["involved"]:
        Involvement.objects.create(
            person=people[one], dossier=dossiers[at], why="asked", **place(dossiers[at]), **traced
        )
    now = core_clock.now()
    for one, at, kind, over in plan["timed"]:
        TimedAccess.objects.create(
            person=people[one],
            dossier=dossiers[at],
            kind=kind,
            purpose="supervision" if kind == "inspection" else "",
            review_by=TODAY if kind == "emergency" else None,
            opened_at=now - timedelta(hours=3),
            opened_by_kind="staff",
            opened_by_id=str(people[one].pk),
            until=now - timedelta(hours=1) if over else now + timedelta(hours=1),
            **place(dossiers[at]),
        )


def place(dossier: Dossier) -> dict[str, str]:
    return {"municipality": dossier.municipality, "compartment": dossier.compartment}


def dossier_at(where: tuple[str, str], lisse: Any) -> Dossier:
    """An open dossier anywhere; its pack serves Lisse only, which does not matter here."""
    found = Dossier(
        id=new_id(),
        reference=new_reference(),
        municipality=where[0],
        compartment=where[1],
        kind="signal",
        state="received",
        owner_role="aandachtsfunctionaris",
        next_step="weigh",
        due=TODAY,
        opened_at=core_clock.now(),
        opened_by_kind="system",
        opened_by_id="test",
        pack_version_id=lisse.version_id,
    )
    found.save(force_insert=True)
    return found


def told(by: Person, dossier: Dossier) -> dict[str, tuple[Reason, ...]]:
    return {one.person.name: one.reasons for one in sight.viewers(actor_for(by), dossier)}


def test_each_is_told_why(
    officer: Person, deputy: Person, handler: Person, boa: Person, outsider: Person, administrator: Person
) -> None:
    dossier = opened()
    services.assign(dossier=dossier, to=handler, by=TEST)
    services.involve(dossier=dossier, person=handler, why="asked", by=TEST)
    row = services.break_glass(dossier=dossier, reason="Nood", by=actor_for(boa))
    accounts.set_deputy(person=officer, deputy=outsider, by=TEST, start=TODAY, end=TODAY)
    assert told(officer, dossier) == {
        "Bo Boa": (Reason(Way.EMERGENCY, until=row.until),),
        "Fenna Functionaris": (Reason(Way.ROLE, "aandachtsfunctionaris"),),
        "Hanna Handelaar": (Reason(Way.OWNER), Reason(Way.INVOLVED, "asked")),
        "Otto Omstander": (Reason(Way.ROLE, "aandachtsfunctionaris", "Fenna Functionaris"),),
        "Willem Waarnemer": (Reason(Way.ROLE, "plaatsvervanger"),),
    }


def test_who_looked_lately_is_told_by_name_and_day(officer: Person, boa: Person, clock: FrozenClock) -> None:
    dossier = opened()
    by = actor_for(officer)
    vaults.look(dossier.pk, by=by, purpose="signal-page")
    clock.advance(days=20)
    services.break_glass(dossier=dossier, reason="Nood", by=actor_for(boa))
    for _ in range(3):
        vaults.look(dossier.pk, by=actor_for(boa), purpose="signal-page")
    vaults.look(dossier.pk, vaults=["reporter"], by=by, purpose="reporter-identity")
    found = [(one.who, str(one.day), set(one.vaults)) for one in sight.looks(by, dossier)]
    assert found == [
        ("Fenna Functionaris", "2026-06-22", {"reporter"}),
        ("Bo Boa", "2026-06-22", {"content"}),
        ("Fenna Functionaris", "2026-06-02", {"content"}),
    ]
    clock.advance(days=11)
    assert {str(one.day) for one in sight.looks(by, dossier)} == {"2026-06-22"}


def test_who_may_not_see_the_dossier_learns_nothing_of_who_may(handler: Person, outsider: Person) -> None:
    dossier = opened()
    for somebody in (handler, outsider):
        for read in (sight.viewers, sight.looks):
            with pytest.raises(NotFound):
                read(actor_for(somebody), dossier)


def test_the_list_costs_the_same_for_many_colleagues(
    officer: Person, lisse: Any, django_assert_max_num_queries: Any
) -> None:
    from sluitend.accounts.tests.cast import add
    from sluitend.policy.selectors import one_look

    dossier, by = opened(), actor_for(officer)
    for number in range(30):
        add(f"persoon{number} Voorbeeld", "plaatsvervanger" if number % 2 else "behandelaar")
    with one_look(), django_assert_max_num_queries(6):
        assert len(sight.viewers(by, dossier)) == 16
