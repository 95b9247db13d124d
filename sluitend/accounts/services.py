# SPDX-License-Identifier: EUPL-1.2
"""All changes to people, their roles and their working days."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sluitend.accounts import acts, devices, managing, separation
from sluitend.accounts.models import Deputy, Leave, Person, RoleAssignment, Session, WorkPattern, tidy_email
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.policy import selectors as policy
from sluitend.policy.schema.people import PEOPLE, REVIEW


@transaction.atomic
def add_person(*, name: str, email: str, municipality: str, password: str | None, by: Actor) -> Person:
    """Add somebody who may sign in; without a password nobody can, until one is set."""
    managing.require_in(by, municipality)
    person = Person(
        name=name.strip(),
        email=tidy_email(email),
        municipality=municipality,
        password=make_password(password),
        added_at=clock.now(),
        added_by_kind=by.kind,
        added_by_id=by.id,
    )
    if not person.name or "@" not in person.email:
        message = _("Give a name and an e-mail address.")
        raise BadInput(message, field="email")
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        message = _("There is already somebody with this e-mail address.")
        raise Conflict(message) from error
    acts.write("person.add", person, by)
    return person


@transaction.atomic
def set_password(*, person: Person, password: str, by: Actor, but: str = "") -> None:
    """Give somebody a new password; all sessions of that person end by it, `but` the one with this row."""
    if by.id != str(person.pk):
        managing.require_in(by, person.municipality)
    person.password = make_password(password)
    person.save(update_fields=["password"])
    Session.objects.filter(person=person).exclude(pk=but).delete()
    acts.write("person.set-password", person, by)


@transaction.atomic
def change_password(*, person: Person, password: str, by: Actor, here: str) -> None:
    """Give somebody another password in place of the one that `person` was read with and that they showed.

    Their other sessions end; the one with the row `here` stays. Raises `Conflict` when the account or that
    session was ended or changed meanwhile: what ends access is never undone by what was under way.
    """
    now = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    alive = Session.objects.select_for_update().filter(pk=here, person=person).exists()
    same = (now.password, now.session_stamp) == (person.password, person.session_stamp)
    if not (now.is_active and same and alive):
        message = _("Your account was changed meanwhile. Sign in again.")
        raise Conflict(message)
    set_password(person=person, password=password, by=by, but=here)


@transaction.atomic
def forget_devices(*, person: Person, by: Actor) -> None:
    """Let no device be known to somebody any more; the next complete sign-in makes one known again."""
    person.devices_from = clock.now()
    person.save(update_fields=["devices_from"])
    acts.write("person.forget-devices", person, by)


@transaction.atomic
def let_in(*, person: Person, by: Actor) -> str:
    """Return an address that makes the device on which it is opened known to somebody, for half an hour.

    For who has to sign in at a new device while strangers guess at the account. It opens nothing.
    """
    if not person.is_active:
        message = _("This person has already left.")
        raise Conflict(message)
    acts.write("person.let-in", person, by)
    path = reverse("accounts:let-in", args=[devices.pass_for(person)])
    return settings.PUBLIC_URL.rstrip("/") + path


@transaction.atomic
def grant_role(
    *,
    person: Person,
    role: str,
    municipality: str,
    by: Actor,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleAssignment:
    """Give somebody a role of the pack in a municipality, from today unless said otherwise.

    Nobody gives themselves one, and nobody comes to look after people *and* to get at dossiers.
    """
    managing.require_in(by, municipality)
    managing.require_other(by, person)
    if policy.current(municipality).pack.find("roles", role) is None:
        message = _("The policy pack has no role “%(role)s”.") % {"role": role}
        raise BadInput(message, field="role")
    start = valid_from or clock.today()
    if valid_to is not None and valid_to < start:
        message = _("The last day lies before the first day.")
        raise BadInput(message, field="valid_to")
    separation.hold(person)
    _require_here(person, "role")
    separation.require_apart_with_role(person, role, municipality)
    separation.require_nobody_standing_in_from_elsewhere(person, municipality)
    assignment = RoleAssignment(
        person=person,
        role=role,
        municipality=municipality,
        valid_from=start,
        valid_to=valid_to,
        granted_at=clock.now(),
        granted_by_kind=by.kind,
        granted_by_id=by.id,
    )
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError as error:
        message = _("This person already has this role here.")
        raise Conflict(message) from error
    period = {"valid_from": start, "valid_to": valid_to}
    acts.write("role.grant", person, by, municipality=municipality, detail={"role": role, **period})
    return assignment


@transaction.atomic
def withdraw_role(*, assignment: RoleAssignment, by: Actor, last_day: date | None = None) -> None:
    """End a role after its last day; without one as of today: yesterday was its last day.

    One that has not begun never held. Who judges access may end it too.
    """
    managing.require_in(by, assignment.municipality, PEOPLE, REVIEW)
    managing.require_other(by, assignment.person)
    if by.kind is not ActorKind.SYSTEM:
        separation.require_somebody_left(assignment)
    yesterday = clock.today() - timedelta(days=1)
    last = last_day or yesterday
    if last < yesterday or (last_day is not None and last_day < assignment.valid_from):
        message = _("A role cannot end in the past.")
        raise BadInput(message, field="last_day")
    if assignment.valid_to is not None and last_day is not None and last_day > assignment.valid_to:
        message = _("This role ends earlier already. Give it anew when it must last longer.")
        raise BadInput(message, field="last_day")
    assignment.valid_to = min(assignment.valid_to or last, last)
    assignment.save(update_fields=["valid_to"])
    acts.write(
        "role.withdraw",
        assignment.person,
        by,
        municipality=assignment.municipality,
        detail={"role": assignment.role, "last_day": assignment.valid_to},
    )


@transaction.atomic
def deactivate_person(*, person: Person, by: Actor) -> None:
    """Let somebody leave: no sign-in or session, no roles, and no standing in by them or for them.

    The database refuses it while an open dossier still has this person as owner; release those first.
    """
    managing.require_in(by, person.municipality)
    managing.require_other(by, person)
    if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        message = _("This person has already left.")
        raise Conflict(message)
    person.is_active = False
    Session.objects.filter(person=person).delete()
    for assignment in RoleAssignment.objects.filter(managing.lasting(clock.today()), person=person):
        _end_on_leaving(assignment, by)
    _end_standing_in(Deputy.objects.filter(Q(person=person) | Q(deputy=person)), by)
    acts.write("person.deactivate", person, by)


@transaction.atomic
def set_deputy(
    *, person: Person, deputy: Person, by: Actor, start: date | None = None, end: date | None = None
) -> Deputy:
    """Let `deputy` stand in for `person`: always when absent, or in one period (both dates)."""
    for place in managing.places_of(person):
        managing.require_in(by, place)
    managing.require_other(by, deputy)
    if person.pk == deputy.pk:
        message = _("Somebody cannot stand in for themselves.")
        raise BadInput(message, field="deputy")
    separation.hold(person, deputy)
    if not deputy.is_active:
        message = _("This person has left and cannot stand in.")
        raise BadInput(message, field="deputy")
    _require_here(person, "deputy")
    check_standing_in(start, end)
    if start and Deputy.objects.filter(person=person, deputy=deputy, start__lte=end, end__gte=start).exists():
        message = _("This person stands in then already.")
        raise BadInput(message, field="start")
    separation.require_apart_with_deputy(person, deputy)
    row = Deputy(
        person=person,
        deputy=deputy,
        start=start,
        end=end,
        arranged_at=clock.now(),
        arranged_by_kind=by.kind,
        arranged_by_id=by.id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        message = _("This deputy is already known.")
        raise Conflict(message) from error
    acts.write("deputy.set", person, by, detail={"deputy": deputy.pk, "start": start, "end": end})
    return row


@transaction.atomic
def remove_deputy(*, row: Deputy, by: Actor) -> None:
    """End an arrangement to stand in; who looks after people there may, and who judges access."""
    if by.kind is not ActorKind.SYSTEM and not any(
        managing.places(by, word) & managing.places_of(row.person) for word in (PEOPLE, REVIEW)
    ):
        message = _("You may not do this in that municipality.")
        raise Refused(message)
    if not _end_standing_in(Deputy.objects.filter(pk=row.pk), by):
        message = _("Nobody stands in like this (any more).")
        raise NotFound(message)
    acts.write("deputy.remove", row.person, by, detail={"deputy": row.deputy_id})


def _end_standing_in(rows: QuerySet[Deputy], by: Actor) -> int:
    return rows.update(ended_at=clock.now(), ended_by_kind=by.kind, ended_by_id=by.id)


@transaction.atomic
def set_working_days(*, person: Person, weekdays: Iterable[int], by: Actor) -> None:
    """Record on which weekdays somebody works (0 is Monday); at least one."""
    digits = "".join(str(day) for day in sorted(set(weekdays)))
    if not digits or not set(digits) <= set("0123456"):
        message = _("Choose at least one working day.")
        raise BadInput(message, field="weekdays")
    _own_or_managed(person, by)
    WorkPattern.objects.update_or_create(person=person, defaults={"weekdays": digits})
    acts.write("person.set-working-days", person, by)


@transaction.atomic
def add_leave(*, person: Person, start: date, end: date, by: Actor) -> Leave:
    """Record that somebody is away from `start` up to and including `end`."""
    _check_period(start, end)
    _own_or_managed(person, by)
    if Leave.objects.filter(person=person, start__lte=end, end__gte=start).exists():
        message = _("These days overlap with leave that is already known.")
        raise BadInput(message, field="start")
    leave = Leave.objects.create(person=person, start=start, end=end)
    acts.write("leave.add", person, by)
    return leave


@transaction.atomic
def cancel_leave(*, person: Person, leave_id: UUID | str, by: Actor) -> None:
    """Remove a period of leave of this person; raise `NotFound` when it is not theirs."""
    _own_or_managed(person, by)
    if not Leave.objects.filter(person=person, pk=leave_id).delete()[0]:
        message = _("This leave is not known (any more).")
        raise NotFound(message)
    acts.write("leave.cancel", person, by)


@transaction.atomic
def record_sign_in(*, person: Person, by: Actor, means: str = "") -> None:
    """Journal that somebody signed in, and by which second factor."""
    acts.write("sign-in", person, by, detail={"second_factor": means} if means else None)


@transaction.atomic
def record_sign_out(*, person: Person, by: Actor) -> None:
    """Journal that somebody signed out."""
    acts.write("sign-out", person, by)


@transaction.atomic
def end_session(*, person: Person, row: str, by: Actor) -> None:
    """End one session of this person, named by the key of its row; raise `NotFound` when it is not theirs."""
    _own_or_managed(person, by, _("You can only end your own sessions."))
    # PostgreSQL refuses to look for what has a zero byte in it.
    if "\x00" in row or not Session.objects.filter(person=person, pk=row).delete()[0]:
        message = _("You are not signed in there any more.")
        raise NotFound(message)
    acts.write("session.end", person, by)


@transaction.atomic
def end_sessions(*, person: Person, by: Actor, but: str = "") -> int:
    """End all sessions of this person, `but` the row of one; return how many could still be used."""
    _own_or_managed(person, by, _("You can only end your own sessions."))
    found = Session.objects.filter(person=person).exclude(pk=but)
    number = found.filter(expire_date__gt=clock.now()).count()
    found.delete()
    acts.write("session.end-all", person, by, detail={"number": number, "kept": 1 if but else 0})
    return number


def _end_on_leaving(assignment: RoleAssignment, by: Actor) -> None:
    """End a role in whatever municipality: who leaves its employer has left everywhere."""
    assignment.valid_to = clock.today() - timedelta(days=1)
    assignment.save(update_fields=["valid_to"])
    place, detail = assignment.municipality, {"role": assignment.role, "last_day": assignment.valid_to}
    acts.write("role.withdraw", assignment.person, by, municipality=place, detail=detail)


def _require_here(person: Person, field: str) -> None:
    if not person.is_active:
        message = _("This person has left.")
        raise BadInput(message, field=field)


def _own_or_managed(person: Person, by: Actor, otherwise: str = "") -> None:
    own = by.id == str(person.pk)
    managed = any(place == person.municipality for place, _compartment in by.where("people.manage"))
    if not (own or managed):
        message = otherwise or _("You can only change your own working days and leave.")
        raise Refused(message)


def check_standing_in(start: date | None, end: date | None) -> None:
    """Raise `BadInput` for a period that is none, or is over."""
    _check_period(start, end)
    if end is not None and end < clock.today():
        message = _("This period is over already.")
        raise BadInput(message, field="end")


def _check_period(start: date | None, end: date | None) -> None:
    if (start is None) != (end is None):
        message = _("Give both dates, or neither.")
        raise BadInput(message, field="end")
    if start is not None and end is not None and end < start:
        message = _("The last day lies before the first day.")
        raise BadInput(message, field="end")
