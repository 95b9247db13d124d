# SPDX-License-Identifier: EUPL-1.2
"""Giving a role, after what it lets somebody do has been read; and ending one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.accounts import keeping, managing, services
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.models import Person, RoleAssignment
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.policy import selectors as policy
from sluitend.shell.forms import refuse
from sluitend.web import departing
from sluitend.web.staff.people import rights, shown
from sluitend.web.staff.people.forms import LATER, EndRoleForm, RoleForm, typed


@staff_required
@fresh_factor_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def give(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Choose a role; read what it lets this person do; then give it."""
    person = _changeable(request, person_id)
    pack = policy.current().pack
    form = RoleForm(typed(request), pack=pack, places=managing.places(request.actor))
    status, context = 422, {"person": person, "form": form}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        given = form.cleaned_data
        if "confirm" not in request.POST:
            return render(request, "web/people/give_role_check.html", context | _told(given))
        try:
            services.grant_role(
                person=person,
                role=given["role"],
                municipality=given["municipality"],
                valid_from=given["start"],
                valid_to=given["end"],
                by=request.actor,
            )
        except (BadInput, Conflict) as refusal:
            renamed = {"valid_to": "end", "valid_from": "start"}
            if isinstance(refusal, BadInput):
                refusal.field = renamed.get(refusal.field, refusal.field)
            status = refuse(form, refusal)
        else:
            messages.success(request, _given(person, given))
            return redirect("web:person", person.pk)
    return render(request, "web/people/give_role.html", context, status=status if form.errors else 200)


@staff_required
@fresh_factor_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, person_id: UUID, role_id: UUID) -> HttpResponse:
    """Ask when a role ends, and end it."""
    person = _changeable(request, person_id)
    assignment = _lasting(request, person, role_id)
    form, status = EndRoleForm(typed(request)), 422
    name = shown.role_name(assignment.role)
    if request.method == "POST" and form.is_valid():
        later = form.cleaned_data["when"] == LATER
        try:
            with transaction.atomic():
                services.withdraw_role(
                    assignment=assignment,
                    last_day=form.cleaned_data["last_day"] if later else None,
                    by=request.actor,
                )
                departing.end_borrowed_sight(person)
        except (BadInput, Conflict) as refusal:
            status = refuse(form, refusal)
        else:
            said = {"name": person.name, "role": name}
            messages.success(request, _("%(name)s: the end of the role “%(role)s” has been recorded.") % said)
            return redirect("web:person", person.pk)
    context = {"person": person, "role": name, "place": shown.place_name(assignment.municipality)}
    context |= {"form": form, "several_places": shown.several_places(), "assignment": assignment}
    return render(request, "web/people/end_role.html", context, status=status if form.errors else 200)


def _changeable(request: StaffRequest, person_id: UUID) -> Person:
    """Return somebody whose roles this actor may change: nobody changes their own."""
    person = managing.find(request.actor, person_id)
    managing.require_other(request.actor, person)
    return person


def _lasting(request: StaffRequest, person: Person, role_id: UUID) -> RoleAssignment:
    held = RoleAssignment.objects.filter(
        managing.lasting(clock.today()), person=person, municipality__in=managing.places(request.actor)
    )
    found = held.select_related("person").filter(pk=role_id).first()
    if found is None:
        raise NotFound(_("This person does not have this role here (any more)."))
    return found


def _told(given: dict[str, Any]) -> dict[str, Any]:
    pack = policy.current().pack
    role = pack.find("roles", given["role"])
    return {
        "role": rights.name(role) if role else "",
        "about": role.description.text(rights.language()) if role and role.description else "",
        "rights": rights.sentences(pack, role) if role else [],
        "replaces": rights.stands_in_for(pack, role) if role else "",
        "dossiers": bool(role and rights.sees_dossiers(pack, role)),
        "place": shown.place_name(given["municipality"]),
        "start": given["start"],
        "end": given["end"],
    }


def _given(person: Person, given: dict[str, Any]) -> str:
    said = {"name": person.name, "role": shown.role_name(given["role"])}
    if given["start"] > clock.today():
        return _("%(name)s gets the role “%(role)s” on the first day that you chose.") % said
    return _("%(name)s now has the role “%(role)s”.") % said
