# SPDX-License-Identifier: EUPL-1.2
"""Inspection: the data protection officer reads a dossier for a task of supervision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import BadInput, NotFound, Refused
from sluitend.dossiers import access, reviews, services, shown
from sluitend.dossiers.models import TimedAccess
from sluitend.privacy.errors import Unreadable
from sluitend.shell.forms import refuse
from sluitend.web.staff.timed.forms import InspectionForm
from sluitend.web.staff.timed.rows import row_of

Kind = TimedAccess.Kind


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def inspection(request: StaffRequest) -> HttpResponse:
    """Ask for a dossier and a reason; a POST opens it for eight hours."""
    if not request.actor.where(access.INSPECT):
        raise NotFound
    asked = {"reference": request.GET.get("kenmerk", "")}
    form = InspectionForm(request.POST if request.method == "POST" else None, initial=asked)
    if request.method == "POST" and form.is_valid():
        opened = _opened(request, form)
        if opened is not None:
            return opened
    running = [row for row in reviews.mine(request.actor) if row.kind == Kind.INSPECTION]
    context = {"form": form, "running": [row_of(row) for row in running]}
    return render(request, "web/timed/inspection.html", context, status=422 if form.errors else 200)


def _opened(request: StaffRequest, form: InspectionForm) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        dossier = services.find(reference=given["reference"], kind=Kind.INSPECTION, by=request.actor)
        services.inspect(dossier=dossier, purpose=given["purpose"], reason=given["reason"], by=request.actor)
    except (BadInput, Refused, Unreadable) as refusal:
        refuse(form, refusal)
        return None
    messages.success(request, _("You can read this dossier for eight hours."))
    return redirect(shown.address(dossier))
