# SPDX-License-Identifier: EUPL-1.2
"""Reporting without an account: one question per screen, a summary, a receipt."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import selectors as accounts
from sluitend.core import clock, scope
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.codes import new_code, show_code
from sluitend.core.errors import BadInput, NotFound
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.shell.forms import refuse
from sluitend.signals import draft, identifiers
from sluitend.signals.beside import Beside, for_a_minor
from sluitend.signals.draft import Intake
from sluitend.signals.forms.report import INVESTIGATION
from sluitend.signals.hints import Hint, hints
from sluitend.signals.models import Channel, ThreeWay
from sluitend.signals.report import Report
from sluitend.signals.services.recording import COMPARTMENT, AlreadySent, intake_role, record_signal
from sluitend.signals.views import steps

SOMEBODY = Actor(ActorKind.REPORTER, "public-form")


def may_report(pack: Pack, reporter_group: str) -> bool:
    """Return whether this visitor gets the form; who is not known yet is asked there."""
    if not pack.feature("public-report"):
        return False
    reporter = pack.find("reporters", reporter_group)
    if reporter is None or reporter.kind != "inhabitant":
        return True
    return pack.feature("report-by-inhabitants")


@never_cache
@require_http_methods(["GET"])
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the first screen that is not answered yet; after a report was sent, ask what is wanted."""
    intake, pack = draft.load(request), policy.current().pack
    if intake.sent:
        return render(request, "signals/sent_before.html", {})
    if elsewhere := _elsewhere(request, intake, pack):
        return elsewhere
    waiting = [one.slug for one in steps.needed(pack, intake) if not steps.done(intake, one)]
    return redirect("signals:report-screen", slug=waiting[0]) if waiting else redirect("signals:report-check")


@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    """Begin a new report; what was written for another, and its code, are gone from this device."""
    intake, response = draft.load(request), redirect("signals:report")
    intake.report_anew()
    draft.save(request, response, intake)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """One screen of the report. What was typed is kept at every step."""
    intake, pack = draft.load(request), policy.current().pack
    # Who said to be an inhabitant by mistake can say so.
    if (slug != steps.WHO or intake.sent) and (elsewhere := _elsewhere(request, intake, pack)):
        return elsewhere
    one = steps.step(pack, intake, slug)
    if one is None:
        raise NotFound
    form = steps.form_of(pack, intake, one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _hints(form.cleaned_data) if "hints_seen" not in request.POST else []
        if found:
            return _show(request, intake, pack, one, form, found)
        try:
            return _stored(request, intake, pack, one, form.cleaned_data)
        except BadInput as refusal:
            refuse(form, refusal)
    return _show(request, intake, pack, one, form, [])


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The summary; sending stores the report exactly once, however often it is sent."""
    intake, pack = draft.load(request), policy.current().pack
    if elsewhere := _elsewhere(request, intake, pack):
        return elsewhere
    missing = [one for one in steps.needed(pack, intake) if not steps.done(intake, one)]
    if missing:
        return redirect("signals:report-screen", slug=missing[0].slug)
    if not intake.submission:
        return _summary(request, intake, pack)
    if request.method == "POST":
        try:
            return _send(request, intake, pack)
        except BadInput as refusal:
            if isinstance(refusal, AlreadySent):
                # The next press is a submit of its own, with a code of its own.
                intake.submission = ""
            return _summary(request, intake, pack, error=str(refusal))
    return _summary(request, intake, pack)


@never_cache
@require_http_methods(["GET"])
def receipt_shown(request: HttpRequest) -> HttpResponse:
    """The code, who picks it up on which day, and whom to call meanwhile."""
    intake, pack = draft.load(request), policy.current().pack
    if not intake.sent:
        return redirect("signals:report")
    municipality = _municipality(pack, intake)
    role, today = intake_role(pack), clock.today()
    here = accounts.on_duty(role, municipality, today) is not None
    day, person = accounts.next_working_day(role, municipality, today)
    language = get_language() or "nl"
    context = {
        "code": show_code(intake.receipt_code),
        "role": pack.find("roles", role).name.text(language),
        "works_today": here,
        "next_day": day if person else None,
        "emergency": pack.find("partners", pack.pack.emergency or ""),
        "minor": _for_a_minor(pack, intake),
    }
    return render(request, "signals/receipt_shown.html", context)


def _elsewhere(request: HttpRequest, intake: Intake, pack: Pack) -> HttpResponse | None:
    """Return where a visitor goes who has sent the report already, or who gets no form here."""
    if intake.sent:
        return redirect("signals:receipt-shown")
    if not may_report(pack, str(steps.value(intake, steps.WHO, "reporter") or "")):
        return render(request, "signals/not_here.html", {})
    return None


def _stored(
    request: HttpRequest, intake: Intake, pack: Pack, one: steps.Step, cleaned: dict[str, Any]
) -> HttpResponse:
    if cleaned.get("capacity") == INVESTIGATION:
        # The Police Data Act forbids this store: nothing that was written is kept.
        response = render(request, "signals/not_stored.html", {})
        draft.drop(request, response)
        return response
    intake.report[one.slug] = cleaned
    if one.slug == steps.WHO:
        intake.context["reporter"] = intake.known["reporter"] = cleaned["reporter"]
        if not may_report(pack, cleaned["reporter"]):
            # Nothing is reported here. What was typed stays for who chose by mistake.
            del intake.report[one.slug]
    back = "back_to_check" in request.POST
    response = redirect("signals:report-check") if back else _next(pack, intake, after=one.slug)
    draft.save(request, response, intake)
    return response


def _show(
    request: HttpRequest, intake: Intake, pack: Pack, one: steps.Step, form: forms.Form, found: list[Hint]
) -> HttpResponse:
    context = {
        "step": one,
        "form": form,
        "hints": found,
        "secrecy": steps.reminds_of_secrecy(pack, intake, one),
        "investigation": steps.reminds_of_investigation(pack, intake, one),
        "place": steps.place_of(pack, intake, one),
        "back_to_check": "controle" in request.GET or "back_to_check" in request.POST,
    }
    return render(request, "signals/report.html", context, status=422 if form.errors else 200)


def _hints(cleaned: dict[str, Any]) -> list[Hint]:
    return [hint for text in cleaned.values() if isinstance(text, str) for hint in hints(text)]


def _next(pack: Pack, intake: Intake, *, after: str) -> HttpResponse:
    one = steps.following(pack, intake, after)
    return redirect("signals:report-screen", slug=one.slug) if one else redirect("signals:report-check")


def _summary(request: HttpRequest, intake: Intake, pack: Pack, *, error: str = "") -> HttpResponse:
    """Show the report before it is sent.

    The name and the code of the submit are fixed here, before it can be sent: a button pressed
    twice, a crash and the retry after it all end with one signal and the same code.
    """
    lines = [(one, steps.in_words(pack, intake, one)) for one in steps.reachable(pack, intake)]
    context = {
        "lines": [(one, words) for one, words in lines if words or not one.optional],
        "more": [one for one, words in lines if one.optional and not words],
        "error": error,
        "minor": _for_a_minor(pack, intake),
    }
    response = render(request, "signals/check.html", context, status=422 if error else 200)
    if not intake.submission:
        intake.prepare_submission(new_code())
        draft.save(request, response, intake)
    return response


def _for_a_minor(pack: Pack, intake: Intake) -> Beside | None:
    if steps.minor(intake) != ThreeWay.YES:
        return None
    return for_a_minor(pack, get_language() or "nl")


def _send(request: HttpRequest, intake: Intake, pack: Pack) -> HttpResponse:
    response = redirect("signals:receipt-shown")
    municipality = _municipality(pack, intake)
    scope.settle({(municipality, COMPARTMENT)})
    # One commit: the draft forgets what was written in the same moment in which it is kept.
    with transaction.atomic():
        record_signal(
            report=report_of(pack, intake),
            municipality=municipality,
            by=SOMEBODY,
            receipt_code=intake.receipt_code,
        )
        kept = {"gemeente": intake.report.get("gemeente", {}), "leeftijd": {"minor": steps.minor(intake)}}
        intake.sent, intake.report = True, kept
        draft.save(request, response, intake)
    return response


def report_of(pack: Pack, intake: Intake) -> Report:
    """Return the report as it was written and as the route knows it."""
    in_force = policy.current()
    value = steps.value
    known = {one.id for one in pack.forms}
    return Report(
        submission=UUID(intake.submission),
        channel=Channel.WEB,
        reporter_group=str(value(intake, steps.WHO, "reporter") or ""),
        facts=str(value(intake, "wat", "facts") or ""),
        source_kind=steps.source_kind(intake),
        forms=tuple(form for form in steps.chosen_forms(intake) if form in known),
        minor=steps.minor(intake),
        acute=steps.acute(intake),
        route={
            "map": intake.map_id,
            "answers": intake.answers,
            "context": intake.context,
            "pack": {"id": in_force.id, "version": in_force.version, "sha256": in_force.sha256},
        },
        circumstances=str(value(intake, "omstandigheden", "circumstances") or ""),
        interpretation=str(value(intake, "gedachte", "interpretation") or ""),
        source_note=str(value(intake, "bron", "source_note") or ""),
        indicators=tuple(value(intake, "signalen", "indicators") or ()),
        identifiers=tuple(
            (kind, str(text)) for kind in identifiers.KINDS if (text := value(intake, "herkennen", kind))
        ),
        reporter_name=str(value(intake, "melder", "reporter_name") or ""),
        reporter_contact=str(value(intake, "melder", "reporter_contact") or ""),
        safe_contact=str(value(intake, "veilig-contact", "safe_contact") or ""),
    )


def _municipality(pack: Pack, intake: Intake) -> str:
    """Return the municipality that the reporter chose, or the only one; never another one instead."""
    serves = pack.pack.serves
    chosen = str((intake.report.get("gemeente") or {}).get("municipality") or "")
    if chosen in serves:
        return chosen
    if len(serves) > 1:
        raise BadInput(_("Choose the municipality again: this one is not served here."))
    return serves[0]
