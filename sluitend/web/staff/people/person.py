# SPDX-License-Identifier: EUPL-1.2
"""The page of one person: roles, who stands in, signing in, and leaving."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sluitend.accounts import blocking, managing, starting
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.models import Person
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, LooseEnd, NotFound
from sluitend.web import departing
from sluitend.web.staff.people import shown


@staff_required
@require_GET
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Show one person: who it is, which roles, who stands in, and whether they sign in."""
    found = managing.find(request.actor, person_id)
    held = shown.held(request.actor, found)
    added = (found.added_by_kind, found.added_by_id)
    deputies, stands_in_for = managing.arranged(request.actor, found)
    context = {
        **_frame(request.actor, found),
        "roles": [role for role in held if not role.ended],
        "ended": [role for role in held if role.ended],
        "deputies": deputies,
        "stands_in_for": stands_in_for,
        "may_arrange": managing.places_of(found) <= managing.places(request.actor),
        "added_by": shown.actors([added])[added],
        "hours": int(starting.LIFETIME.total_seconds() // 3600),
    }
    return render(request, "web/people/person.html", context)


@require_POST
@staff_required
@fresh_factor_required
def start_link(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Make a link with which this person chooses a password, and show it this once."""
    found = managing.find(request.actor, person_id)
    token = starting.make_link(person=found, by=request.actor)
    context = {
        **_frame(request.actor, found),
        "link": settings.PUBLIC_URL.rstrip("/") + reverse("web:start-password", args=[token]),
        "until": clock.now() + starting.LIFETIME,
    }
    return render(request, "web/people/start_link.html", context)


@require_POST
@staff_required
@fresh_factor_required
def block(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Let nobody sign in as this person from now on."""
    found = managing.find(request.actor, person_id)
    blocking.block(person=found, by=request.actor)
    said = _("%(name)s is blocked: nobody can sign in as this person any more.")
    messages.success(request, said % {"name": found.name})
    return redirect("web:person", found.pk)


@require_POST
@staff_required
@fresh_factor_required
def unblock(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Let this person sign in again."""
    found = managing.find(request.actor, person_id)
    blocking.unblock(person=found, by=request.actor)
    messages.success(request, _("%(name)s can sign in again.") % {"name": found.name})
    return redirect("web:person", found.pk)


@staff_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def leave(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Show what goes where when this person leaves; a POST lets them leave."""
    found = managing.find(request.actor, person_id)
    if not managing.employs(request.actor, found) or not found.is_active:
        raise NotFound(_("There is nobody here to let go."))
    managing.require_other(request.actor, found)
    refusal = ""
    if request.method == "POST":
        try:
            returned = departing.let_leave(person=found, by=request.actor)
        except (LooseEnd, BadInput) as error:
            refusal = str(error)
        else:
            messages.success(request, _left(found, returned))
            return redirect("web:person", found.pk)
    deputies, stands_in_for = managing.arranged(request.actor, found)
    goes = departing.preview(person=found, by=request.actor)
    context = {
        **_frame(request.actor, found),
        "goes": [(one, shown.role_name(one.role), shown.place_name(one.municipality)) for one in goes],
        "stuck": [shown.role_name(one.role) for one in goes if not one.others],
        "roles": [role for role in shown.held(request.actor, found) if not role.ended],
        "stands_in_for": stands_in_for,
        "deputies": deputies,
        "refusal": refusal,
    }
    return render(request, "web/people/leave.html", context, status=409 if refusal else 200)


def _frame(by: Actor, found: Person) -> dict[str, object]:
    """Return what every page about a person shows."""
    return {
        "person": found,
        "place": shown.place_name(found.municipality),
        "several_places": shown.several_places(),
        "self": by.id == str(found.pk),
        "employs": managing.employs(by, found),
    }


def _left(found: Person, returned: int) -> str:
    if not returned:
        return _("%(name)s has left and can no longer sign in.") % {"name": found.name}
    sentence = _(
        "%(name)s has left and can no longer sign in. Open dossiers back with their role: %(number)s."
    )
    return sentence % {"name": found.name, "number": returned}
