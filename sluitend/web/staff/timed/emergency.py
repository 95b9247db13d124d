# SPDX-License-Identifier: EUPL-1.2
"""Emergency access: opening a dossier at once, and judging what others opened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import selectors as accounts
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.dossiers import access, reviews, services, shown
from sluitend.dossiers.judging import may_judge, own_places, places
from sluitend.dossiers.models import Dossier, TimedAccess
from sluitend.privacy.errors import Unreadable
from sluitend.shell.forms import refuse
from sluitend.signals import selectors as signals
from sluitend.web.staff.timed.forms import EmergencyForm, ReviewForm
from sluitend.web.staff.timed.rows import row_of

HIT = "signaal"
Kind = TimedAccess.Kind


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def emergency(request: StaffRequest) -> HttpResponse:
    """Show what is to be judged and what runs; a POST opens a dossier at once."""
    by = request.actor
    may_open = bool(by.where(access.BREAK_GLASS))
    if not (may_open or places(by) or own_places(by)):
        raise NotFound
    form = _form(request) if may_open else None
    if request.method == "POST":
        if form is None:
            raise NotFound
        opened = _opened(request, form)
        if opened is not None:
            return opened
    return render(request, "web/timed/emergency.html", _page(request, form), status=_status(form))


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, access_id: UUID) -> HttpResponse:
    """Show one access with its reason, which is a look; a POST judges it."""
    row = reviews.get(request.actor, access_id)
    judges = may_judge(request.actor, row) and row.kind == Kind.EMERGENCY and row.reviewed_at is None
    form = ReviewForm(request.POST or None) if judges else None
    if request.method == "POST":
        if form is None:
            raise Conflict(_("There is nothing left to judge here."))
        if form.is_valid() and _judged(request, row, form):
            messages.success(request, _("Your verdict has been recorded."))
            return redirect("web:emergency")
    context = {
        "row": row_of(row, reviewer=_judges_of([row]).get(row.reviewed_by_id, "")),
        "words": reviews.words(request.actor, row),
        "looked": reviews.looked(request.actor, row),
        "form": form,
        "may_end": row.is_running(clock.now()),
        "may_see": access.may(request.actor, access.READ, row.dossier),
        "own": str(row.person_id) == request.actor.id,
    }
    return render(request, "web/timed/review.html", context, status=_status(form))


@never_cache
@staff_required
@require_POST
def end(request: StaffRequest, access_id: UUID) -> HttpResponse:
    """End sight of a dossier before its time."""
    row = services.end_access(access_id=access_id, by=request.actor)
    messages.success(request, _("The access has ended."))
    return redirect("web:inspection" if row.kind == Kind.INSPECTION else "web:emergency")


def _form(request: StaffRequest) -> EmergencyForm:
    hit = bool(_hit(request))
    return EmergencyForm(request.POST if request.method == "POST" else None, hidden_hit=hit)


def _hit(request: StaffRequest) -> Dossier | None:
    """Return the hidden hit of "seen before?" from which somebody came."""
    name = request.GET.get(HIT, "")
    if not name:
        return None
    dossier_id = signals.hidden_hit(request.actor, name)
    found = Dossier.objects.filter(pk=dossier_id).first() if dossier_id else None
    if found is None:
        raise NotFound(_("This way in has expired. Search again, or give the reference."))
    return found


def _opened(request: StaffRequest, form: EmergencyForm) -> HttpResponse | None:
    """Open the dossier and go there; None when the form has to be shown again."""
    if not form.is_valid():
        return None
    try:
        dossier = _hit(request) or services.find(
            reference=form.cleaned_data["reference"], kind=Kind.EMERGENCY, by=request.actor
        )
        if access.may(request.actor, access.READ, dossier):
            messages.info(request, _("You can see this dossier already. No emergency access was needed."))
        else:
            services.break_glass(dossier=dossier, reason=form.cleaned_data["reason"], by=request.actor)
            messages.success(request, _("You can read this dossier for four hours. Others have been told."))
    except (BadInput, Refused, Unreadable) as refusal:
        refuse(form, refusal)
        return None
    return redirect(shown.address(dossier))


def _judged(request: StaffRequest, row: TimedAccess, form: ReviewForm) -> bool:
    try:
        services.review(access_id=row.pk, by=request.actor, **form.cleaned_data)
    except (BadInput, Conflict) as refusal:
        refuse(form, refusal)
        return False
    return True


def _page(request: StaffRequest, form: EmergencyForm | None) -> dict[str, Any]:
    by = request.actor
    waiting, past = reviews.waiting(by), reviews.past(by)
    names, unreached = _judges_of(past), reviews.unreached(waiting)
    running = [row for row in reviews.mine(by) if row.kind == Kind.EMERGENCY]
    return {
        "form": form,
        "hidden_hit": form is not None and "reference" not in form.fields,
        "running": [row_of(row) for row in running],
        "waiting": [row_of(row, unreached=row.pk in unreached) for row in waiting],
        "past": [row_of(row, reviewer=names.get(row.reviewed_by_id, "")) for row in past],
        "judges": bool(places(by)),
        "more": len(past) == reviews.PAGE_SIZE,
    }


def _judges_of(rows: list[TimedAccess]) -> dict[str, str]:
    return accounts.names(row.reviewed_by_id for row in rows if row.reviewed_by_id)


def _status(form: EmergencyForm | ReviewForm | None) -> int:
    return 422 if form is not None and form.errors else 200
