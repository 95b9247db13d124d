# SPDX-License-Identifier: EUPL-1.2
"""How many do we not see? Asked with a table, answered in parts or at once, and taken along on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import keeping
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import NotFound
from sluitend.web.navigation import ESTIMATE
from sluitend.web.staff.estimates import document, parts, shown
from sluitend.web.staff.estimates.forms import TableForm
from sluitend.web.staff.estimates.parts import Answer, Question

_PAGE = "web/estimates/estimate.html"
# How many seconds one request goes on: so that the page tells how far it is, and without a script.
_A_WHILE, _AT_ONCE = 2.0, 20.0
_EXAMPLE = ("politie,zorg,ggd,aantal", "1,0,0,120", "0,1,0,90", "1,1,0,30", "1,1,1,9")


@never_cache
@staff_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def estimate(request: StaffRequest) -> HttpResponse:
    """Ask for a table; then show how far the estimate is, or without a script all of it at once."""
    _require_permission(request)
    if request.method != "POST":
        return _asked(request, TableForm())
    if "change" in request.POST:
        return _asked(request, TableForm(initial=request.POST.dict()))
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid() or form.question is None:
        return _asked(request, form)
    if _in_parts(request):
        return _progress(request, form.question, Answer())
    return _as_far_as_it_is(request, form.question, parts.all_of(form.question, Answer(), seconds=_AT_ONCE))


@never_cache
@staff_required
@require_POST
def part(request: StaffRequest) -> HttpResponse:
    """Go on with what the page carries with it; after the last part show everything."""
    _require_permission(request)
    form = TableForm(request.POST)
    if not form.is_valid() or form.question is None:
        return _asked(request, form)
    before = parts.opened(form.question, request.POST.get("ready", ""))
    if _in_parts(request):
        answer = parts.further(form.question, before, seconds=_A_WHILE)
    else:
        answer = parts.all_of(form.question, before, seconds=_AT_ONCE)
    return _as_far_as_it_is(request, form.question, answer, waits=answer == before)


@never_cache
@staff_required
@require_POST
def report(request: StaffRequest) -> HttpResponse:
    """Give the estimate as a document; what is not ready is worked out again with the same seed."""
    _require_permission(request)
    form = TableForm(request.POST)
    if not form.is_valid() or form.question is None:
        return _asked(request, form)
    ready = parts.opened(form.question, request.POST.get("ready", ""))
    answer = parts.all_of(form.question, ready, seconds=_AT_ONCE)
    if parts.busy_with(form.question, answer):
        return _progress(request, form.question, answer)
    found = shown.show(form.question, answer.whole(form.question))
    name = f"{_('estimate')}-{clock.today().isoformat()}.pdf"
    return HttpResponse(
        document.pdf(found, shown.asked(form.question)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _require_permission(request: StaffRequest) -> None:
    if not request.actor.where(ESTIMATE):
        raise NotFound


def _in_parts(request: StaffRequest) -> bool:
    return "HX-Request" in request.headers


def _asked(request: StaffRequest, form: TableForm) -> HttpResponse:
    """Show the form. A script puts it in the page only when the answer says that all is well."""
    status = 422 if form.errors and not _in_parts(request) else 200
    return render(request, _PAGE, {"form": form, "example": _EXAMPLE}, status=status)


def _as_far_as_it_is(
    request: StaffRequest, question: Question, answer: Answer, *, waits: bool = False
) -> HttpResponse:
    if parts.busy_with(question, answer):
        return _progress(request, question, answer, waits=waits)
    found = shown.show(question, answer.whole(question))
    context = {
        "question": question,
        "ready": parts.sealed(question, answer),
        "shown": found,
        "legend": document.legend(found),
        "about": document.about(),
    }
    return render(request, _PAGE, context)


def _progress(
    request: StaffRequest, question: Question, answer: Answer, *, waits: bool = False
) -> HttpResponse:
    """Show how far it is; `waits` when others keep us busy."""
    context = {
        "question": question,
        "ready": parts.sealed(question, answer),
        "steps": shown.steps(question, answer),
        "busy": shown.busy(question, answer),
        "begins": answer == Answer(),
        "waits": waits,
        "seen": shown.seen(question),
    }
    return render(request, _PAGE, context)
