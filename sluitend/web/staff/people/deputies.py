# SPDX-License-Identifier: EUPL-1.2
"""Arranging who stands in for somebody, and ending that."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import keeping, managing, services
from sluitend.accounts import selectors as accounts
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.models import Person
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.policy import selectors as policy
from sluitend.shell.forms import refuse
from sluitend.web import departing
from sluitend.web.staff.people import rights, shown
from sluitend.web.staff.people.forms import DeputyForm, typed


@staff_required
@fresh_factor_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def arrange(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Choose who stands in for this person; read what they get by it; then arrange it."""
    person = managing.find(request.actor, person_id)
    # Nobody arranges that they stand in themselves; whoever is away can be anybody.
    others = managing.people(request.actor).exclude(pk__in=[person.pk, request.user.pk])
    form, status = DeputyForm(typed(request), people=others), 422
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        given = form.cleaned_data
        deputy = managing.find(request.actor, UUID(given["deputy"]))
        if "confirm" not in request.POST:
            context = {"person": person, "form": form, **given, "deputy": deputy}
            told = context | _told(request, person, deputy)
            return render(request, "web/people/deputy_check.html", told)
        try:
            services.set_deputy(
                person=person, deputy=deputy, start=given["start"], end=given["end"], by=request.actor
            )
        except (BadInput, Conflict) as refusal:
            status = refuse(form, refusal)
        else:
            said = {"name": deputy.name, "person": person.name}
            messages.success(request, _("%(name)s stands in for %(person)s.") % said)
            return redirect("web:person", person.pk)
    context = {"person": person, "form": form, "nobody": not others}
    return render(request, "web/people/deputy.html", context, status=status if form.errors else 200)


def _told(request: StaffRequest, person: Person, deputy: Person) -> dict[str, Any]:
    """Return what comes along with standing in, and whether somebody comes to see dossiers by it."""
    pack = policy.current().pack
    along = [held for held in shown.held(request.actor, person) if not held.ended]
    own = [held for held in shown.held(request.actor, deputy) if not held.ended]
    found = [(held.name, pack.find("roles", held.role)) for held in along]
    return {
        "roles": [(name, rights.sentences(pack, role) if role else []) for name, role in found],
        "comes_to_see": any(held.dossiers for held in along) and not any(held.dossiers for held in own),
    }


@require_POST
@staff_required
@fresh_factor_required
def end(request: StaffRequest, person_id: UUID, deputy_id: UUID) -> HttpResponse:
    """End an arrangement to stand in for this person."""
    person = managing.find(request.actor, person_id)
    row = next((row for row in accounts.deputies_of(person) if row.pk == deputy_id), None)
    if row is None:
        raise NotFound(_("Nobody stands in like this (any more)."))
    with transaction.atomic():
        services.remove_deputy(row=row, by=request.actor)
        departing.end_borrowed_sight(row.deputy)
    said = {"name": row.deputy.name, "person": person.name}
    messages.success(request, _("%(name)s does not stand in for %(person)s any more.") % said)
    return redirect("web:person", person.pk)
