# SPDX-License-Identifier: EUPL-1.2
"""The list of people, and adding somebody to it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts import keeping, managing, services
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.models import Person
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import BadInput, Conflict
from sluitend.shell.forms import refuse
from sluitend.web.staff.people import shown
from sluitend.web.staff.people.forms import PersonForm, typed

PAGE = 50
LEFT = "vertrokken"


@staff_required
@require_GET
def people(request: StaffRequest) -> HttpResponse:
    """Show who is here, or who has left, with their roles of today."""
    managing.require_somewhere(request.actor)
    text, left = request.GET.get("zoek", "").strip(), request.GET.get("wie") == LEFT
    found = managing.people(request.actor, text=text, left=left)
    rows = list(_after(found, request.GET.get("na", ""))[: PAGE + 1])
    more = len(rows) > PAGE
    context = {
        "lines": shown.lines(request.actor, rows[:PAGE]),
        "text": text,
        "left": left,
        "tabs": [
            {"label": _("Work here"), "url": reverse("web:people"), "current": not left},
            {"label": _("Have left"), "url": f"{reverse('web:people')}?wie={LEFT}", "current": left},
        ],
        "first_url": _address(text, left) if "na" in request.GET else "",
        "next_url": _address(text, left, after=str(rows[PAGE - 1].pk)) if more else "",
    }
    return render(request, "web/people/list.html", context)


@staff_required
@fresh_factor_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Add somebody; roles and the way to sign in come on their own page."""
    managing.require_somewhere(request.actor)
    form = PersonForm(typed(request), places=managing.places(request.actor))
    status = 422
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = services.add_person(
                name=given["name"],
                email=given["email"],
                municipality=given["municipality"],
                password=None,
                by=request.actor,
            )
        except (BadInput, Conflict) as refusal:
            status = refuse(form, refusal)
        else:
            sentence = _("%(name)s has been added. Now give a role, and make a start link.")
            messages.success(request, sentence % {"name": person.name})
            return redirect("web:person", person.pk)
    return render(request, "web/people/add.html", {"form": form}, status=status if form.errors else 200)


def _after(found: QuerySet[Person], key: str) -> QuerySet[Person]:
    """Go on after one person of the list; from the beginning when nobody has this key."""
    try:
        last = Person.objects.filter(pk=UUID(key)).first()
    except ValueError:
        last = None
    if last is None:
        return found
    return found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))


def _address(text: str, left: bool, after: str = "") -> str:
    asked = {"zoek": text, "wie": LEFT if left else "", "na": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('web:people')}?{query}"
