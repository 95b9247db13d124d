# SPDX-License-Identifier: EUPL-1.2
"""What somebody does with a signal. Each act has its own address and comes back to the signal."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sluitend.accounts import selectors as accounts
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers import services as dossier_services
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.shell.forms import refuse
from sluitend.signals import added, identifiers
from sluitend.signals.added import Answers
from sluitend.signals.forms import staff as screens
from sluitend.signals.forms.staff import HIGHEST_VERSION
from sluitend.signals.models import SourceKind, ThreeWay
from sluitend.signals.services import adding, dialogue, triage
from sluitend.signals.services.triage import PrivacyTest
from sluitend.signals.services.urgency import URGENCY_CHECK, due_now
from sluitend.signals.views import choices, words
from sluitend.signals.views import signal as page

BACK_TO_ROLE = ""


@never_cache
@staff_required
@require_http_methods(["GET", "POST"])
def take_on(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Take a signal on oneself, with one press."""
    if request.method != "POST":
        return page.lead_back(request, dossier_id)
    dossier = dossiers.get(request.actor, dossier_id)
    checking = dossier.next_step == URGENCY_CHECK
    triage.take_on(dossier=dossier, by=request.actor, version=_version(request))
    told = _("You have taken this signal on.")
    if checking and dossier.next_step != URGENCY_CHECK:
        said = ThreeWay(added.answers_of(dossier.pk).acute).label
        told = f"{told} {_('In danger now, as reported: %(answer)s.') % {'answer': str(said).lower()}}"
    messages.success(request, told)
    return redirect("signals:signal", dossier_id=dossier.pk)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def assign(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Give a signal to a colleague, or back to its role."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    people = [(BACK_TO_ROLE, _("Nobody: back to the role"))]
    people += [(str(one.pk), one.name) for one in dossiers.candidates(dossier)]
    form = screens.AssignForm(request.POST or None, people=people, initial=_initial(dossier))

    def do(given: dict[str, Any]) -> None:
        to = accounts.person(given["to"]) if given["to"] else None
        dossier_services.assign(dossier=dossier, to=to, by=request.actor, version=given["version"])

    return _act(request, dossier, form, do, title=gettext_lazy("Assign"), done=_assigned)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def next_step(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Say what is next and by when."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    pack, language = policy.current(dossier.municipality).pack, get_language() or "nl"
    steps = [(one.id, one.name.text(language)) for one in pack.next_steps if choices.fits(one, dossier, pack)]
    initial = {**_initial(dossier), "next_step": dossier.next_step, "due": dossier.due}
    form = screens.NextStepForm(request.POST or None, next_steps=steps, initial=initial)

    def do(given: dict[str, Any]) -> None:
        given["due"] = given["due"] or due_now(dossier)
        dossier_services.plan_next_step(dossier=dossier, by=request.actor, **given)

    done = gettext_lazy("The next step is planned.")
    return _act(request, dossier, form, do, title=gettext_lazy("Plan the next step"), done=done)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Add what was learned later; the check whether it is urgent is done here too."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    initial = {**_initial(dossier), **added.answers_of(dossier.pk)._asdict()}
    form = screens.AddForm(request.POST or None, initial=initial)
    checking = dossier.next_step == URGENCY_CHECK

    def do(given: dict[str, Any]) -> None:
        adding.add_to_signal(
            dossier=dossier,
            answers=Answers(given["acute"], given["minor"]),
            note=given["note"],
            source_kind=SourceKind(given["source_kind"]),
            source_note=given["source_note"],
            identifiers=[(kind, given[kind]) for kind in identifiers.KINDS],
            by=request.actor,
            version=given["version"],
        )

    title = gettext_lazy("Check whether it is urgent") if checking else gettext_lazy("Add to this signal")

    def done(changed: Dossier) -> str:
        said = _("It has been added to this signal.")
        lost = words.incomparable(form.cleaned_data, changed.municipality)
        return f"{said} {_('Kept, but it cannot be compared: %(what)s.') % {'what': lost}}" if lost else said

    return _act(
        request, dossier, form, do, title=title, done=done, template="signals/add.html", checking=checking
    )


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def weigh(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Decide what happens with a signal; a step that needs a privacy test asks for it on the same page."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    pack = policy.current(dossier.municipality).pack
    form = screens.WeighForm(
        request.POST or None,
        outcomes=choices.by_state(pack, "weigh"),
        asks_reference=choices.asking_reference(pack),
        initial=_initial(dossier),
    )
    chosen = request.POST.get("outcome", "")
    needed = triage.required_test(dossier, chosen)
    test = screens.PrivacyTestForm(request.POST if "goal" in request.POST else None) if needed else None

    def do(given: dict[str, Any]) -> None:
        answered = test is not None and test.is_valid()
        recorded = PrivacyTest(needed, test.cleaned_data) if test is not None and answered else None
        triage.weigh(dossier=dossier, by=request.actor, test=recorded, **given)

    return _act(
        request,
        dossier,
        form,
        do,
        title=gettext_lazy("Weigh"),
        done=gettext_lazy("You have weighed this signal."),
        after=_after_weighing,
        template="signals/weigh.html",
        test=test,
        known=page.known(request, dossier, pack),
    )


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Close a signal with an outcome and a reason."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    pack = policy.current(dossier.municipality).pack
    form = screens.CloseForm(
        request.POST or None,
        outcomes=choices.told(pack),
        asks_reference=choices.asking_reference(pack),
        initial=_initial(dossier),
    )

    def do(given: dict[str, Any]) -> None:
        triage.close(dossier=dossier, by=request.actor, **given)

    done = gettext_lazy("You have closed this signal.")
    return _act(
        request, dossier, form, do, title=gettext_lazy("Close"), done=done, template="signals/decide.html"
    )


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def reopen(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Take a closed signal up again."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    form = screens.ReasonForm(request.POST or None, initial=_initial(dossier))

    def do(given: dict[str, Any]) -> None:
        dossier_services.reopen(dossier=dossier, by=request.actor, due=due_now(dossier), **given)

    done = gettext_lazy("You have reopened this signal.")
    return _act(request, dossier, form, do, title=gettext_lazy("Reopen"), done=done)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def ask_reporter(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Put a question to the reporter; it waits behind the code."""
    if request.method != "POST":
        return page.lead_back(request, dossier_id)
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    form = screens.QuestionForm(request.POST)
    if form.is_valid():
        try:
            dialogue.ask_reporter(dossier=dossier, by=request.actor, **form.cleaned_data)
        except (BadInput, Conflict) as refusal:
            return page.show(request, dossier, status=refuse(form, refusal), form=form, question_form=form)
        messages.success(request, _("Your question is waiting for the reporter."))
        return redirect("signals:signal", dossier_id=dossier.pk)
    return page.show(request, dossier, status=422, form=form, question_form=form)


def _act(
    request: StaffRequest,
    dossier: Dossier,
    form: forms.Form,
    do: Callable[[dict[str, Any]], None],
    *,
    title: str | Promise,
    done: Promise | Callable[[Dossier], str],
    after: Callable[[Dossier], HttpResponse] | None = None,
    template: str = "signals/act.html",
    **extra: Any,
) -> HttpResponse:
    """Show the form of an act, or do it; what was typed stays when it is refused.

    After a conflict the form stands on the version of now: who has looked again can send it again.
    """
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except (BadInput, Conflict) as refusal:
            status = refuse(form, refusal)
            dossier.refresh_from_db(fields=["version"])
            given = request.POST.copy()
            given["version"] = str(dossier.version)
            form.data = given
        else:
            dossier.refresh_from_db()
            told = done(dossier) if callable(done) else str(done)
            messages.success(request, f"{told} {_what_is_next(dossier)}".strip())
            return after(dossier) if after else redirect("signals:signal", dossier_id=dossier.pk)
    context = {"dossier": dossier, "form": form, "title": title, **extra}
    return render(request, template, context, status=status if form.errors else 200)


def _assigned(dossier: Dossier) -> str:
    if dossier.owner is None:
        return _("This signal is back with its role.")
    return _("You have assigned this signal to %(name)s.") % {"name": dossier.owner.name}


def _what_is_next(dossier: Dossier) -> str:
    """Return what the dossier now waits for, as a sentence; nothing for one that is closed."""
    if dossier.due is None:
        return ""
    step = words.name(policy.current(dossier.municipality).pack, "next_steps", dossier.next_step)
    day = date_format(dossier.due, "j F Y")
    return _("Next step: %(step)s, by %(day)s.") % {"step": step, "day": day}


def _after_weighing(dossier: Dossier) -> HttpResponse:
    if dossier.next_step == triage.HAND_OVER_STEP:
        return redirect("signals:hand-over", dossier_id=dossier.pk)
    return redirect("signals:signal", dossier_id=dossier.pk)


def _initial(dossier: Dossier) -> dict[str, Any]:
    return {"version": dossier.version}


def _version(request: StaffRequest) -> int | None:
    """Return the version on which the user acts; None when the form named none."""
    given = request.POST.get("version", "")
    if not given:
        return None
    try:
        return int(forms.IntegerField(min_value=0, max_value=HIGHEST_VERSION).clean(given))
    except ValidationError:
        raise BadInput(_("This page is not as we made it. Load it again and press once more.")) from None
