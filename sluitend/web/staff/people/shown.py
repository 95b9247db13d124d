# SPDX-License-Identifier: EUPL-1.2
"""People, roles and standing in as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from sluitend.accounts import managing
from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person, RoleAssignment
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.policy import selectors as policy
from sluitend.web.staff.people import rights


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list."""

    person: Person
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One role of a person; `ended` says that it holds no more, `coming` that it does not hold yet."""

    pk: UUID
    role: str
    name: str
    place: str
    start: date
    end: date | None
    granted_at: datetime
    granted_by: str
    ended: bool
    coming: bool
    dossiers: bool


def lines(by: Actor, people: Iterable[Person]) -> list[Line]:
    """Return people with the roles of today that this actor may know of. One query."""
    people, today = list(people), clock.today()
    rows = RoleAssignment.objects.filter(
        managing.lasting(today),
        valid_from__lte=today,
        person__in=[person.pk for person in people],
        municipality__in=managing.places(by),
    )
    found: dict[UUID, list[str]] = {}
    for row in rows.order_by("role", "municipality"):
        place = f" ({place_name(row.municipality)})" if several_places() else ""
        found.setdefault(row.person_id, []).append(role_name(row.role) + place)
    return [Line(person, tuple(found.get(person.pk, ()))) for person in people]


def held(by: Actor, person: Person) -> list[Held]:
    """Return the roles of a person in the actor's municipalities, newest first."""
    rows, today = managing.roles_of(by, person), clock.today()
    who = actors((row.granted_by_kind, row.granted_by_id) for row in rows)
    pack = policy.current().pack
    found = []
    for row in rows:
        role = pack.find("roles", row.role)
        found.append(
            Held(
                pk=row.pk,
                role=row.role,
                name=role_name(row.role),
                place=place_name(row.municipality),
                start=row.valid_from,
                end=row.valid_to,
                granted_at=row.granted_at,
                granted_by=who[row.granted_by_kind, row.granted_by_id],
                ended=row.valid_to is not None and row.valid_to < today,
                coming=row.valid_from > today,
                dossiers=role is not None and rights.sees_dossiers(pack, role),
            )
        )
    return found


def actors(found: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return who these actors are, in words; one query."""
    pairs = set(found)
    names = accounts.names(id_ for kind, id_ in pairs if kind == ActorKind.STAFF)
    return {
        (kind, id_): names.get(id_) or (_("the system") if kind == ActorKind.SYSTEM else _("not known"))
        for kind, id_ in pairs
    }


def role_name(role: str) -> str:
    """Return the name of a role; one that the pack does not know any more keeps its id."""
    found = policy.current().pack.find("roles", role)
    return rights.name(found) if found is not None else role


def place_name(municipality: str) -> str:
    """Return the name of a municipality."""
    found = policy.current().pack.find("municipalities", municipality)
    return found.name if found is not None else municipality


def several_places() -> bool:
    """Return whether this instance serves more than one municipality: only then they are named."""
    return len(policy.current().pack.pack.serves) > 1
