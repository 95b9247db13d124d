# SPDX-License-Identifier: EUPL-1.2
"""Who looks after whom: people and roles are managed within one's own municipalities, never one's own.

Jobs and commands of the system itself pass: who runs them has the server in hand.
"""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sluitend.accounts.models import Deputy, Person, RoleAssignment
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import NotFound, Refused
from sluitend.policy.schema.people import PEOPLE


def places(by: Actor, word: str = PEOPLE) -> frozenset[str]:
    """Return the municipalities in which this actor looks after people (or may do what `word` says)."""
    return frozenset(place for place, _compartment in by.where(word))


def lasting(day: date) -> Q:
    """Return the condition that a role holds on this day or will hold later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def people(by: Actor, *, text: str = "", left: bool = False) -> QuerySet[Person]:
    """Return the people whom this actor looks after, in order of name.

    These are who is employed in one of the actor's municipalities, and who has a role there.
    `text` is looked for in names and addresses; `left` asks for who has left instead.
    """
    mine = places(by)
    with_a_role = RoleAssignment.objects.filter(
        lasting(clock.today()), person=OuterRef("pk"), municipality__in=mine
    )
    found = Person.objects.filter(Q(municipality__in=mine) | Exists(with_a_role), is_active=not left)
    if text.strip():
        found = found.filter(Q(name__icontains=text.strip()) | Q(email__icontains=text.strip()))
    return found.order_by("name", "pk")


def find(by: Actor, person_id: UUID) -> Person:
    """Return one of those people, also when they have left; anybody else does not exist (`NotFound`)."""
    for left in (False, True):
        if person := people(by, left=left).filter(pk=person_id).first():
            return person
    raise no_such_person()


def roles_of(by: Actor, person: Person) -> list[RoleAssignment]:
    """Return all roles that a person has or had in the actor's municipalities, newest first."""
    found = RoleAssignment.objects.filter(person=person, municipality__in=places(by))
    return list(found.order_by("-valid_from", "role", "pk"))


def arranged(by: Actor, person: Person) -> tuple[list[Deputy], list[Deputy]]:
    """Return who stands in for a person, and for whom this person stands in, now or later.

    Of the latter only for people with access in the actor's municipalities: others are not theirs to know.
    """
    rows = Deputy.objects.filter(Q(end__isnull=True) | Q(end__gte=clock.today())).order_by("start", "pk")
    stand_ins = rows.filter(person=person).select_related("deputy")
    replaced = rows.filter(deputy=person, person__in=people(by).order_by()).select_related("person")
    return list(stand_ins), list(replaced)


def employs(by: Actor, person: Person) -> bool:
    """Return whether this actor looks after the account itself, not only after roles in one place."""
    return person.municipality in places(by)


def places_of(person: Person) -> set[str]:
    """Return where a person's access counts: where they have a role, else where they are employed."""
    held = RoleAssignment.objects.filter(lasting(clock.today()), person=person)
    return set(held.values_list("municipality", flat=True)) or {person.municipality}


def require_somewhere(by: Actor) -> None:
    """Raise `NotFound` for who looks after nobody: these pages are not there."""
    if not places(by):
        raise no_such_person()


def require_in(by: Actor, municipality: str, *words: str) -> None:
    """Raise `Refused` when this actor has none of the permissions (default: looking after people) there."""
    if by.kind is ActorKind.SYSTEM:
        return
    if not any(municipality in places(by, word) for word in words or (PEOPLE,)):
        raise Refused(_("You may not do this in that municipality."))


def require_other(by: Actor, person: Person) -> None:
    """Raise `Refused` when somebody changes their own access."""
    if by.kind is ActorKind.STAFF and by.id == str(person.pk):
        raise Refused(_("Nobody changes their own access. Ask somebody else to do it."))


def no_such_person() -> NotFound:
    """Return the error that is the same for who is unknown and who belongs to another municipality."""
    return NotFound(_("There is no such person here."))
