# SPDX-License-Identifier: EUPL-1.2
"""Arranging who stands in for somebody, and ending that."""

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
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.shell.forms import refuse
from sluitend.web import departing
from sluitend.web.staff.people.forms import DeputyForm, typed


@staff_required
@fresh_factor_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def arrange(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Let somebody stand in for this person: always when absent, or in a period."""
    person = managing.find(request.actor, person_id)
    # Nobody arranges that they stand in themselves; whoever is away can be anybody.
    others = managing.people(request.actor).exclude(pk__in=[person.pk, request.user.pk])
    form, status = DeputyForm(typed(request), people=others), 422
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        deputy = managing.find(request.actor, UUID(given["deputy"]))
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
