# SPDX-License-Identifier: EUPL-1.2
"""How many do we not see? Asked with a table, worked out beside, and taken along on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import keeping
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import Conflict, NotFound
from sluitend.web.navigation import ESTIMATE
from sluitend.web.staff.estimates import document, jobs, parts, shown
from sluitend.web.staff.estimates.forms import MOST_SIGNS, TableForm
from sluitend.web.staff.estimates.jobs import Told
from sluitend.web.staff.estimates.parts import Answer, Question

_PAGE = "web/estimates/estimate.html"
_EXAMPLE = ("politie,zorg,ggd,aantal", "1,0,0,120", "0,1,0,90", "1,1,0,30", "1,1,1,9")


@never_cache
@staff_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def estimate(request: StaffRequest) -> HttpResponse:
    """Ask for a table, then show how far the estimate is, and at last all of it."""
    _require_permission(request)
    if request.method != "POST":
        return _asked(request, TableForm())
    if "change" in request.POST:
        jobs.stop(request.POST.get("job", ""))
        return _asked(request, TableForm(initial=request.POST.dict()))
    # What is larger than we take in does not come in at all.
    too_large = int(request.META.get("CONTENT_LENGTH") or 0) > 4 * MOST_SIGNS and not request.FILES
    form = TableForm(request.POST, request.FILES, too_large=too_large)
    if not form.is_valid() or form.question is None:
        return _asked(request, form)
    if job := request.POST.get("job"):
        return _as_far_as_it_is(request, form.question, job)
    return _begin(request, form, form.question)


@never_cache
@staff_required
@require_POST
def report(request: StaffRequest) -> HttpResponse:
    """Give the estimate as a document; what is not ready is worked out first, with the same seed."""
    _require_permission(request)
    form = TableForm(request.POST)
    if not form.is_valid() or form.question is None:
        return _asked(request, form)
    question = form.question
    answer = jobs.opened(question, request.POST.get("ready", ""))
    if answer is None or parts.busy_with(question, answer):
        return _begin(request, form, question)
    found = shown.show(question, answer.whole(question))
    name = f"{_('estimate')}-{clock.today().isoformat()}.pdf"
    return HttpResponse(
        document.pdf(found, shown.asked(question)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _require_permission(request: StaffRequest) -> None:
    if not request.actor.where(ESTIMATE):
        raise NotFound


def _asked(request: StaffRequest, form: TableForm) -> HttpResponse:
    context = {"form": form, "example": _EXAMPLE}
    response = render(request, _PAGE, context, status=422 if form.errors else 200)
    if form.throws_away:
        keeping.forget(request, response, request.user.pk)
    return response


def _begin(request: StaffRequest, form: TableForm, question: Question) -> HttpResponse:
    try:
        job = jobs.start(question)
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        return _asked(request, form)
    return _progress(request, question, job)


def _as_far_as_it_is(request: StaffRequest, question: Question, job: str) -> HttpResponse:
    try:
        told = jobs.ask(question, job)
    except jobs.GoneError:
        return _progress(request, question, "", Told(Answer(), waits=False))
    if parts.busy_with(question, told.answer):
        return _progress(request, question, job, told)
    # From here on the page has it all.
    jobs.stop(job)
    found = shown.show(question, told.answer.whole(question))
    context = {
        "question": question,
        "ready": jobs.sealed(question, told.answer),
        "shown": found,
        "legend": document.legend(found),
        "about": document.about(),
        "no_number": document.no_number(),
    }
    return render(request, _PAGE, context)


def _progress(request: StaffRequest, question: Question, job: str, told: Told | None = None) -> HttpResponse:
    """Show how far a job is; without a name of one it has stopped, and can be begun again."""
    answer = told.answer if told else Answer()
    number = len(answer.methods) + len(answer.variants)
    context = {
        "question": question,
        "job": job,
        "number": number,
        "steps": shown.steps(question, answer),
        "busy": shown.busy(question, answer) if job else _("Computing has stopped"),
        "begins": told is None or not job,
        # Who listens hears each part once.
        "news": request.POST.get("number") != str(number) or not job,
        "waits": bool(told and told.waits),
        "seen": shown.seen(question),
    }
    return render(request, _PAGE, context)
