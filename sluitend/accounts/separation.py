# SPDX-License-Identifier: EUPL-1.2
"""Whoever gives access has none: nobody looks after people and gets at dossiers in one municipality.

A role of the pack cannot hold both (its check sees to that). Here the same holds for all roles of a
person together, with those of whom they stand in for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sluitend.accounts import managing, rights
from sluitend.accounts.models import Deputy, Person, RoleAssignment
from sluitend.core import clock
from sluitend.core.errors import BadInput
from sluitend.policy import selectors as policy
from sluitend.policy.schema.people import PEOPLE, must_stay_apart


def require_apart_with_role(person: Person, role: str, municipality: str) -> None:
    """Raise `BadInput` when this role would bring together what stays apart, for the person or a deputy."""
    more = rights.words(policy.current().pack, role)
    stand_ins = _running(Deputy.objects.filter(person=person)).values_list("deputy", flat=True)
    for somebody in (person.pk, *stand_ins):
        if must_stay_apart(more | _words(_access_of(somebody))[municipality]):
            raise BadInput(_together(), field="role")


def require_apart_with_deputy(person: Person, deputy: Person) -> None:
    """Raise `BadInput` when standing in for this person would bring together what stays apart."""
    if any(map(must_stay_apart, _words(_access_of(deputy.pk) | {person.pk}).values())):
        raise BadInput(_together(), field="deputy")


def require_nobody_standing_in_from_elsewhere(person: Person, municipality: str) -> None:
    """Raise `BadInput` when who stands in for a person would come along into a place that is new to both.

    Standing in was arranged by who looks after people where the person had access then; it counts everywhere.
    """
    if municipality not in managing.places_of(person):
        stand_in = _running(Deputy.objects.filter(person=person)).select_related("deputy").first()
        if stand_in is not None:
            message = _(
                "%(deputy)s stands in for this person, and would get this role too. First have that ended; "
                "after that it can be arranged anew."
            )
            raise BadInput(message % {"deputy": stand_in.deputy.name}, field="role")


def require_somebody_left(assignment: RoleAssignment) -> None:
    """Raise `BadInput` when nobody would be left in a municipality to look after people."""
    pack, today = policy.current().pack, clock.today()
    roles = [role.id for role in pack.roles if PEOPLE in rights.words(pack, role.id)]
    if assignment.role not in roles:
        return
    others = RoleAssignment.objects.filter(
        managing.lasting(today), valid_from__lte=today, role__in=roles, municipality=assignment.municipality
    )
    at_work = others.filter(valid_to__isnull=True, person__is_active=True, person__blocked_at__isnull=True)
    if not at_work.exclude(pk=assignment.pk).exists():
        message = _(
            "%(name)s is the only one here who looks after people. Without somebody who does, nobody can be "
            "given access any more. First let a colleague do that."
        )
        raise BadInput(message % {"name": assignment.person.name})


def hold(*people: Person) -> None:
    """Have changes to the access of these people wait for each other, until the transaction ends.

    Whoever stands in for one of them is held too: two changes at once, each fine by itself, could
    otherwise bring together what stays apart.
    """
    wanted, held = {person.pk for person in people}, set[UUID]()
    while wanted - held:
        rows = Person.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        held = set(rows.values_list("pk", flat=True)) | wanted
        wanted = held | set(_running(Deputy.objects.filter(person__in=held)).values_list("deputy", flat=True))


def _access_of(person_id: UUID) -> set[UUID]:
    """Return whose roles count for a person: their own, and of whom they stand in for."""
    found = _running(Deputy.objects.filter(deputy=person_id)).values_list("person", flat=True)
    return {person_id, *found}


def _words(people: Iterable[UUID]) -> Mapping[str, frozenset[str]]:
    """Return what all roles of these people together allow, for each municipality."""
    held = RoleAssignment.objects.filter(managing.lasting(clock.today()), person__in=people)
    words, pack = defaultdict[str, frozenset[str]](frozenset), policy.current().pack
    for municipality, role in held.values_list("municipality", "role").distinct():
        words[municipality] |= rights.words(pack, role)
    return words


def _running(rows: QuerySet[Deputy]) -> QuerySet[Deputy]:
    return rows.filter(Q(end__isnull=True) | Q(end__gte=clock.today()))


def _together() -> str:
    return _(
        "Whoever looks after people does not get at dossiers, and the other way round. "
        "Choose somebody else, or end the other role first."
    )
