# SPDX-License-Identifier: EUPL-1.2
"""Who owns a dossier, and who may know of it."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Refused
from sluitend.dossiers import access
from sluitend.dossiers.locking import lock_dossier, lock_dossiers
from sluitend.dossiers.models import Dossier, Involvement
from sluitend.dossiers.services.changing import change, pack_for, require_open, write_act
from sluitend.dossiers.services.timed import end_all

ESCALATED = "escalated"


@transaction.atomic
def assign(
    *, dossier: Dossier, to: Person | None, by: Actor, role: str = "", version: int | None = None
) -> Dossier:
    """Give a dossier to a person, or back to its role when `to` is None; `role` changes the role.

    Raises `BadInput` for somebody who left or who could not work on it, `Conflict` when somebody
    else changed the dossier first.
    """
    access.require_write(by, dossier)
    require_open(dossier)
    values: dict[str, Any] = {"owner": to}
    if role:
        if pack_for(dossier).find("roles", role) is None:
            raise BadInput(_("Choose a role."), field="role")
        values["owner_role"] = role
    if to is not None:
        _require_able(to, dossier)
    change(dossier, version, **values)
    about = ("person", str(to.pk)) if to else ("role", dossier.owner_role)
    write_act("dossier.assign", dossier, by, about=about)
    return dossier


@transaction.atomic
def involve(*, dossier: Dossier, person: Person, why: str, by: Actor) -> Involvement:
    """Let a person know of a dossier; `why` is a short machine word. Twice is the same as once."""
    access.require_write(by, dossier)
    if not person.is_active:
        raise BadInput(_("This person has left."), field="person")
    row, new = Involvement.objects.get_or_create(
        dossier=dossier,
        person=person,
        why=why,
        defaults={
            "municipality": dossier.municipality,
            "compartment": dossier.compartment,
            "added_at": clock.now(),
            "added_by_kind": by.kind,
            "added_by_id": by.id,
        },
    )
    if new:
        write_act("dossier.involve", dossier, by, about=("person", str(person.pk)))
    return row


@transaction.atomic
def end_involvement(*, dossier: Dossier, person: Person, by: Actor, why: str = "") -> None:
    """Let a person no longer know of a dossier: for one reason, or for whatever reason they did."""
    access.require_write(by, dossier)
    rows = Involvement.objects.filter(dossier=dossier, person=person)
    if (rows.filter(why=why) if why else rows).delete()[0]:
        write_act("dossier.end-involvement", dossier, by, about=("person", str(person.pk)))


@transaction.atomic
def release_person(*, person: Person, by: Actor) -> int:
    """Give every open dossier of a person back to its role and end what else lets them see one.

    Returns how many dossiers changed hands. Comes before `accounts.services.deactivate_person`,
    in one transaction: the database refuses to let somebody leave who still owns open dossiers.
    """
    if by.kind is ActorKind.STAFF and not any(
        place == person.municipality for place, _compartment in by.where("people.manage")
    ):
        raise Refused(_("You may not do this."))
    owned = Dossier.objects.filter(owner=person, closed_at__isnull=True)
    sight = access.running().filter(person=person)
    # All at once: who locks several takes them in one order.
    concerned = Q(pk__in=owned.values("pk")) | Q(pk__in=sight.values("dossier"))
    list(lock_dossiers(Dossier.objects.filter(concerned)))
    # Asked again now that they are locked: somebody may have given one away meanwhile.
    dossiers = list(owned)
    Involvement.objects.filter(person=person).delete()
    end_all(sight, by=by)
    for dossier in dossiers:
        change(dossier, None, owner=None)
        write_act("dossier.release", dossier, by, about=("role", dossier.owner_role))
    return len(dossiers)


def end_escalation(dossier: Dossier) -> None:
    """End what deputies could see only because the dossier was overdue."""
    Involvement.objects.filter(dossier=dossier, why=ESCALATED).delete()


def end_borrowed_sight(person: Person) -> None:
    """End what somebody could see of overdue dossiers because they stood in, where they do so no more."""
    today = clock.today()
    for row in Involvement.objects.filter(person=person, why=ESCALATED).select_related("dossier"):
        role, place = row.dossier.owner_role, row.dossier.municipality
        if person not in accounts.stand_ins(role, place, today):
            row.delete()


def _require_able(person: Person, dossier: Dossier) -> None:
    # The lock makes leaving wait for this, and this for leaving: nobody becomes owner on the way out.
    # The dossier comes first here too, as it does for who releases all dossiers of a person.
    lock_dossier(dossier.pk)
    current = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not current.is_active:
        raise BadInput(_("This person has left. Choose somebody else."), field="to")
    able = accounts.actor_for(current)
    place = {"municipality": dossier.municipality, "compartment": dossier.compartment}
    if not (able.may(access.WRITE, **place) or able.may(access.WRITE_OWN, **place)):
        raise BadInput(_("This person may not work on this dossier. Choose somebody else."), field="to")
