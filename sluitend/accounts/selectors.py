# SPDX-License-Identifier: EUPL-1.2
"""Who is somebody here, who is on duty, who may do something. All reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sluitend.accounts import rights
from sluitend.accounts.models import (
    Deputy,
    Leave,
    OrganisationAccount,
    Person,
    RoleAssignment,
    Session,
    pattern_of,
)
from sluitend.accounts.organisation import configuration
from sluitend.accounts.rights import Held
from sluitend.accounts.schedule import Schedule, Standing
from sluitend.core import clock, rows
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import NotFound
from sluitend.policy import selectors as policy

# How far ahead a working day is looked for before we say that nobody is known.
HORIZON_DAYS = 92
_PERSON = Person._meta.pk


@dataclass(frozen=True, slots=True)
class Post:
    """A role that somebody does today: their own, or that of `instead_of` for whom they stand in."""

    held: Held
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with rights in one municipality today: as an actor there, and where each right comes from."""

    person: Person
    actor: Actor
    posts: tuple[Post, ...]


def actor_for(person: Person) -> Actor:
    """Return the person as an actor with the rights of this moment.

    Rights come from the roles held today and from those for whom this person stands in today.
    Three queries, and one more for who stands in for somebody.
    """
    if not person.is_active:
        return Actor(ActorKind.STAFF, str(person.pk))
    today = clock.today()
    replaced = _replaced_by(person, today)
    held = [
        Held(role, municipality, idle=holder != person.pk and not replaced[holder])
        for holder, role, municipality in _held_by((person.pk, *sorted(replaced)), today)
    ]
    return actor_with(person, held)


def actor_with(person: Person, held: list[Held]) -> Actor:
    """Return the person as an actor who has the rights of these roles."""
    grants, roles = rights.rights(policy.current().pack, held) if held else (frozenset(), frozenset())
    return Actor(ActorKind.STAFF, str(person.pk), grants, roles)


def colleagues(municipality: str) -> list[Colleague]:
    """Return everybody who has rights in a municipality today, in order of name, in four queries.

    Each is the actor that `actor_for` makes of them, as far as it concerns this municipality.
    """
    today = clock.today()
    assigned: dict[UUID, list[str]] = {}
    rows_here = _assignments_on(today).filter(municipality=municipality).order_by("role", "pk")
    for holder, role in rows_here.values_list("person", "role"):
        assigned.setdefault(holder, []).append(role)
    deputies = _needed(Deputy.objects.filter(person__in=assigned, person__is_active=True), today)
    replacing: dict[UUID, dict[UUID, bool]] = {}
    for (deputy, holder), needed in deputies.items():
        replacing.setdefault(deputy, {})[holder] = needed
    everybody = Person.objects.in_bulk({*assigned, *replacing})
    found = []
    for person in sorted(everybody.values(), key=lambda one: (one.name, str(one.pk))):
        if not person.is_active:
            continue
        posts = [Post(Held(role, municipality)) for role in assigned.get(person.pk, ())]
        for holder, needed in replacing.get(person.pk, {}).items():
            name = everybody[holder].name
            posts += [Post(Held(role, municipality, idle=not needed), name) for role in assigned[holder]]
        found.append(Colleague(person, actor_with(person, [post.held for post in posts]), tuple(posts)))
    return found


def on_duty(role: str, municipality: str, day: date) -> Person | None:
    """Return who does this role on that day: a holder, else a deputy role, else a deputy in person.

    None when the office is closed or nobody works.
    """
    return Rota(role, municipality, day, days=1).person_on(day)


def next_working_day(role: str, municipality: str, from_day: date) -> tuple[date, Person | None]:
    """Return the first day *after* `from_day` on which somebody does this role, and who.

    When nobody is known within a quarter: the next day on which the office is open, and None.
    """
    rota = Rota(role, municipality, from_day + timedelta(days=1), days=HORIZON_DAYS)
    for offset in range(HORIZON_DAYS):
        day = rota.first + timedelta(days=offset)
        if person := rota.person_on(day):
            return day, person
    return rota.office.next_working_day(from_day), None


def holders(role: str, municipality: str, day: date) -> list[Person]:
    """Return the active people who hold this very role that day, in order of name."""
    rows = _assignments_on(day).filter(role=role, municipality=municipality, person__is_active=True)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("name", "pk"))


def stand_ins(role: str, municipality: str, day: date) -> list[Person]:
    """Return the active people who stand in for a role: by a deputy role, or for a holder in person.

    An arrangement for a period counts only within it; a standing one always.
    """
    deputy_roles = rights.roles_that_do(policy.current().pack, role)[1:]
    by_role = _assignments_on(day).filter(role__in=deputy_roles, municipality=municipality)
    for_holders = Deputy.objects.filter(
        Q(start__isnull=True) | Q(start__lte=day, end__gte=day),
        person__in=_assignments_on(day).filter(role=role, municipality=municipality).values("person"),
    )
    found = Q(pk__in=by_role.values("person")) | Q(pk__in=for_holders.values("deputy"))
    return list(Person.objects.filter(found, is_active=True).order_by("name", "pk"))


def who_may(permissions: Iterable[str], *, municipality: str, compartment: str) -> list[Person]:
    """Return the active people whose own roles give one of these permissions there today."""
    roles = rights.roles_with(policy.current().pack, permissions, compartment)
    rows = _assignments_on(clock.today()).filter(role__in=roles, municipality=municipality)
    return list(Person.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("name", "pk"))


def person(person_id: UUID | str) -> Person:
    """Return a person by id; raise `NotFound` when there is none."""
    try:
        return Person.objects.get(pk=person_id)
    except (Person.DoesNotExist, ValueError, TypeError) as error:
        message = _("There is no such person.")
        raise NotFound(message) from error


def coming_leave(somebody: Person, day: date) -> list[Leave]:
    """Return the leave of a person that has not ended before this day, in order."""
    return list(Leave.objects.filter(person=somebody, end__gte=day).order_by("start"))


def sessions_of(somebody: Person) -> list[Session]:
    """Return where a person is signed in at this moment; what was used last comes first."""
    found = Session.objects.filter(person=somebody, expire_date__gt=clock.now())
    return list(found.defer("session_data").order_by("-seen_at", "pk"))


def has_account_there(somebody: Person) -> bool:
    """Return whether a person signs in at an identity provider that this instance still has."""
    return configuration.is_there() and OrganisationAccount.objects.filter(person=somebody).exists()


def deputies_of(somebody: Person) -> list[Deputy]:
    """Return who stands in for a person, now or later."""
    return list(_not_over(Deputy.objects.filter(person=somebody)).select_related("deputy"))


def stands_in_for(somebody: Person) -> list[Deputy]:
    """Return for whom a person stands in, now or later."""
    return list(_not_over(Deputy.objects.filter(deputy=somebody)).select_related("person"))


def names(person_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of people by id, in one query; who is not a person is left out."""
    found = Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def held(roles: Iterable[str], municipality: str, day: date) -> QuerySet[RoleAssignment]:
    """Return by whom active one of these roles is held there that day, to ask whether anybody does."""
    rows_here = _assignments_on(day).filter(role__in=list(roles), municipality=municipality)
    return rows_here.filter(person__is_active=True)


def known_in(municipalities: Iterable[str]) -> list[Person]:
    """Return everybody who is or was employed there or held a role there, in order of name."""
    places = list(municipalities)
    held = RoleAssignment.objects.filter(municipality__in=places).values("person")
    return list(Person.objects.filter(Q(municipality__in=places) | Q(pk__in=held)).order_by("name", "pk"))


class Rota:
    """Who does one role in one municipality over a number of days, read once."""

    def __init__(self, role: str, municipality: str, first: date, *, days: int) -> None:
        self.first, self.last = first, first + timedelta(days=days - 1)
        pack = policy.current(municipality).pack
        self.office = pack.calendar(first.year, self.last.year + 1)
        self._order = {name: place for place, name in enumerate(rights.roles_that_do(pack, role))}
        self._role = role
        self._assigned = self._read_assigned(municipality)
        holders = [row.person_id for row in self._assigned if row.role == role]
        self._deputies = list(
            Deputy.objects.filter(person__in=holders, deputy__is_active=True)
            .select_related("deputy__work_pattern")
            .order_by("deputy__name", "pk")
        )
        ids = {row.person_id for row in self._assigned} | {row.deputy_id for row in self._deputies}
        self._leaves = self._read_leaves(ids)

    def person_on(self, day: date) -> Person | None:
        """Return who does the role on one day of the period."""
        assigned = [row for row in self._assigned if _holds(row, day)]
        for row in assigned:
            if self._schedule(row.person).works(day, self.office):
                return row.person
        principals = {row.person_id: row.person for row in assigned if row.role == self._role}
        for stand_in in self._deputies:
            principal = principals.get(stand_in.person_id)
            if principal is None or not self._schedule(stand_in.deputy).works(day, self.office):
                continue
            if Standing(stand_in.start, stand_in.end).holds(day, self._schedule(principal)):
                return stand_in.deputy
        return None

    def _read_assigned(self, municipality: str) -> list[RoleAssignment]:
        rows = (
            RoleAssignment.objects.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gte=self.first),
                role__in=self._order,
                municipality=municipality,
                valid_from__lte=self.last,
                person__is_active=True,
            )
            .select_related("person__work_pattern")
            .order_by("person__name", "pk")
        )
        return sorted(rows, key=lambda row: self._order[row.role])

    def _read_leaves(self, people: set[UUID]) -> dict[UUID, list[tuple[date, date]]]:
        found: dict[UUID, list[tuple[date, date]]] = {}
        rows = Leave.objects.filter(person__in=people, start__lte=self.last, end__gte=self.first)
        for person_id, start, end in rows.values_list("person_id", "start", "end"):
            found.setdefault(person_id, []).append((start, end))
        return found

    def _schedule(self, somebody: Person) -> Schedule:
        weekdays = frozenset(int(digit) for digit in pattern_of(somebody))
        return Schedule(weekdays, tuple(self._leaves.get(somebody.pk, ())))


def _replaced_by(person: Person, day: date) -> dict[UUID, bool]:
    """For whom this person stands in, and whether that is needed today. At most two queries."""
    # Nearly everybody stands in for nobody, and every page of staff asks.
    if not rows.any_with(Deputy, "deputy", person.pk):
        return {}
    found = _needed(Deputy.objects.filter(deputy=person, person__is_active=True), day)
    return {holder: needed for (_deputy, holder), needed in found.items()}


def _needed(arrangements: QuerySet[Deputy], day: date) -> dict[tuple[UUID, UUID], bool]:
    """Return of these arrangements, by deputy and holder, whether they are needed that day. One query.

    A period counts on its own days only; a standing arrangement stays, needed or not.
    """
    away = Leave.objects.filter(person=OuterRef("person"), start__lte=day, end__gte=day)
    found: dict[tuple[UUID, UUID], bool] = {}
    for row in arrangements.annotate(on_leave=Exists(away)).select_related("person__work_pattern"):
        leaves = ((day, day),) if row.on_leave else ()
        other = Schedule(frozenset(int(digit) for digit in pattern_of(row.person)), leaves)
        needed = Standing(row.start, row.end).holds(day, other)
        if needed or row.start is None:
            pair = (row.deputy_id, row.person_id)
            found[pair] = found.get(pair, False) or needed
    return found


def _held_by(people: tuple[UUID, ...], day: date) -> Iterator[tuple[UUID, str, str]]:
    """Yield who holds which role where on a day, among these people."""
    with connection.cursor() as cursor:
        cursor.execute(*_held_sql(people, day))
        for holder, role, municipality in cursor.fetchall():
            yield _PERSON.to_python(holder), role, municipality


@lru_cache(maxsize=512)
def _held_sql(people: tuple[UUID, ...], day: date) -> tuple[str, tuple[Any, ...]]:
    found = _assignments_on(day).filter(person__in=people)
    return found.values_list("person_id", "role", "municipality").query.sql_with_params()


def _not_over(rows: QuerySet[Deputy]) -> QuerySet[Deputy]:
    return rows.filter(Q(end__isnull=True) | Q(end__gte=clock.today())).order_by("start", "pk")


def _assignments_on(day: date) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def _holds(row: RoleAssignment, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
