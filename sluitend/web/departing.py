# SPDX-License-Identifier: EUPL-1.2
"""Somebody leaves: what goes where is told beforehand, and nothing stays behind without an owner."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluitend.accounts import managing, rights
from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person, RoleAssignment
from sluitend.core import clock, scope
from sluitend.core.actor import Actor
from sluitend.core.errors import LooseEnd
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.services import end_borrowed_sight as end_sight
from sluitend.dossiers.services import release_person
from sluitend.policy import selectors as policy


@dataclass(frozen=True, slots=True)
class Goes:
    """Open dossiers of one role: how many return to it, and how many it has besides.

    `others` says whether anybody else does this role; without them the dossiers would have nobody.
    """

    municipality: str
    role: str
    returns: int
    besides: int
    others: bool


@scope.instance_wide("who leaves may own dossiers in places that an administrator cannot see")
def preview(*, person: Person, by: Actor) -> list[Goes]:
    """Return where the open dossiers go when this person leaves; numbers only, for any administrator."""
    counted = dossiers.open_with(by, person, _done_by(person))
    return [
        Goes(
            municipality=one.municipality,
            role=one.role,
            returns=one.owned,
            besides=one.unowned,
            others=bool(_others(person, one.municipality, one.role)),
        )
        for one in counted
    ]


@scope.instance_wide("who leaves may own dossiers in places that an administrator cannot see")
def let_leave(*, person: Person, by: Actor) -> int:
    """Let somebody leave with all that follows, in one transaction; return how many dossiers returned.

    Raises `LooseEnd` when open dossiers would be left to a role that nobody else has.
    """
    with transaction.atomic():
        roles = _done_by(person) | {(one.municipality, one.role) for one in preview(person=person, by=by)}
        returned = release_person(person=person, by=by)
        _require_others(person, roles, by)
        accounts.deactivate_person(person=person, by=by)
    return returned


@scope.instance_wide("overdue dossiers may lie in places that who looks after people cannot see")
def end_borrowed_sight(*people: Person) -> None:
    """End what these people saw only because they stood in, after that was ended."""
    for person in people:
        end_sight(person)


def role_name(role: str) -> str:
    """Return the name of a role of the pack in the language of who looks."""
    found = policy.current().pack.find("roles", role)
    return found.name.text((get_language() or "nl").split("-")[0]) if found else role


def _require_others(person: Person, roles: set[tuple[str, str]], by: Actor) -> None:
    left = {(one.municipality, one.role) for one in dossiers.open_with(by, person, roles)}
    for municipality, role in sorted(left):
        # Two who share a role cannot both be the one who leaves first: the second waits and sees it.
        others = _others(person, municipality, role)
        locked = Person.objects.select_for_update(no_key=True).filter(pk__in={person.pk, *others})
        if not any(one.is_active for one in locked.order_by("pk") if one.pk != person.pk):
            message = _(
                "Nobody else has the role “%(role)s”, and it has open dossiers. "
                "Give somebody this role first."
            )
            raise LooseEnd(message % {"role": role_name(role)})


def _done_by(person: Person) -> set[tuple[str, str]]:
    """Return the roles that a person does: their own, and those that these stand in for."""
    pack = policy.current().pack
    rows = RoleAssignment.objects.filter(managing.lasting(clock.today()), person=person)
    found: set[tuple[str, str]] = set()
    for municipality, held in rows.values_list("municipality", "role"):
        role = pack.find("roles", held)
        found.add((municipality, held))
        if role is not None and role.deputy_of:
            found.add((municipality, role.deputy_of))
    return found


def _others(person: Person, municipality: str, role: str) -> set[object]:
    """Return who else does a role today: by the role itself, or by one that stands in for it."""
    today = clock.today()
    rows = RoleAssignment.objects.filter(
        managing.lasting(today),
        valid_from__lte=today,
        municipality=municipality,
        role__in=rights.roles_that_do(policy.current().pack, role),
        person__is_active=True,
    )
    return set(rows.exclude(person=person).values_list("person", flat=True))
