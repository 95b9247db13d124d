# SPDX-License-Identifier: EUPL-1.2
"""Reporting without an account: one question per screen, a summary, a receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sluitend.accounts import selectors as accounts
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.codes import new_code, show_code
from sluitend.core.errors import BadInput, NotFound
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals import draft, identifiers
from sluitend.signals.draft import Intake
from sluitend.signals.hints import hints
from sluitend.signals.models import Channel
from sluitend.signals.report import Report
from sluitend.signals.services.recording import intake_role, record_signal
from sluitend.signals.views import steps

SOMEBODY = Actor(ActorKind.REPORTER, "public-form")


def may_report(pack: Pack, reporter_group: str) -> bool:
    """Return whether this visitor gets the form; who is not known yet is asked there."""
    reporter = pack.find("reporters", reporter_group)
    if reporter is None or reporter.kind in ("internal", "external"):
        return True
    return pack.feature("report-by-inhabitants")


@never_cache
@require_http_methods(["GET"])
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the first screen that is not answered yet."""
    intake, pack = draft.load(request), policy.current().pack
    if intake.sent:
        return redirect("signals:receipt-shown")
    if not may_report(pack, str(steps.value(intake, "wie", "reporter") or "")):
        return render(request, "signals/not_here.html", {})
    return _next(pack, intake, after="")


@never_cache
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """One screen of the report. What was typed is kept at every step."""
    intake, pack = draft.load(request), policy.current().pack
    if intake.sent:
        return redirect("signals:receipt-shown")
    one = steps.step(pack, intake, slug)
    if one is None:
        raise NotFound
    form = steps.form_of(pack, intake, one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _hints(form.cleaned_data) if "hints_seen" not in request.POST else []
        if not found:
            return _stored(request, intake, pack, one, form.cleaned_data)
        return _show(request, intake, pack, one, form, found)
    return _show(request, intake, pack, one, form, [])


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The summary; sending stores the report exactly once, however often it is sent."""
    intake, pack = draft.load(request), policy.current().pack
    if intake.sent:
        return redirect("signals:receipt-shown")
    missing = [one for one in steps.steps(pack, intake) if not steps.done(intake, one) and not one.optional]
    if missing:
        return redirect("signals:report-screen", slug=missing[0].slug)
    error = ""
    if request.method == "POST":
        try:
            return _send(request, intake, pack)
        except BadInput as refusal:
            error = str(refusal)
    lines = [(one, steps.in_words(pack, intake, one)) for one in steps.ALL if _shown(pack, intake, one)]
    return render(
        request, "signals/check.html", {"lines": lines, "error": error}, status=422 if error else 200
    )


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
    }
    return render(request, "signals/receipt_shown.html", context)


def _stored(
    request: HttpRequest, intake: Intake, pack: Pack, one: steps.Step, cleaned: dict[str, Any]
) -> HttpResponse:
    intake.report[one.slug] = cleaned
    if one.slug == "wie":
        intake.context["reporter"] = intake.known["reporter"] = cleaned["reporter"]
    if cleaned.get("capacity") == "investigation":
        # The Police Data Act forbids this store: nothing that was written is kept.
        response = render(request, "signals/not_stored.html", {})
        draft.drop(request, response)
        return response
    response = _next(pack, intake, after=one.slug)
    if "back_to_check" in request.POST:
        response = redirect("signals:report-check")
    draft.save(request, response, intake)
    return response


def _show(
    request: HttpRequest, intake: Intake, pack: Pack, one: steps.Step, form: Any, found: list[Any]
) -> HttpResponse:
    way = steps.steps(pack, intake)
    place = way.index(one) if one in way else 0
    context = {
        "step": one,
        "form": form,
        "hints": found,
        "number": place + 1,
        "count": len(way),
        "previous": way[place - 1] if place else None,
        "back_to_check": "controle" in request.GET or "back_to_check" in request.POST,
    }
    return render(request, "signals/report.html", context, status=422 if form.errors else 200)


def _hints(cleaned: dict[str, Any]) -> list[Any]:
    return [hint for text in cleaned.values() if isinstance(text, str) for hint in hints(text)]


def _next(pack: Pack, intake: Intake, *, after: str) -> HttpResponse:
    way = [one.slug for one in steps.steps(pack, intake)]
    rest = way[way.index(after) + 1 :] if after in way else way
    return redirect("signals:report-screen", slug=rest[0]) if rest else redirect("signals:report-check")


def _shown(pack: Pack, intake: Intake, one: steps.Step) -> bool:
    return steps.step(pack, intake, one.slug) is not None


def _send(request: HttpRequest, intake: Intake, pack: Pack) -> HttpResponse:
    intake.prepare_submission(new_code())
    # The name and the code of this submit are safe before the report is stored: a crash in
    # between, and the retry that follows it, end with one signal and the same code.
    ticket = draft.save_now(request, intake)
    record_signal(
        report=report_of(pack, intake),
        municipality=_municipality(pack, intake),
        by=SOMEBODY,
        receipt_code=intake.receipt_code,
    )
    intake.sent, intake.report = True, {"gemeente": intake.report.get("gemeente", {})}
    response = redirect("signals:receipt-shown")
    draft.keep(response, draft.save_under(ticket, intake))
    return response


def report_of(pack: Pack, intake: Intake) -> Report:
    """Return the report as it was written and as the route knows it."""
    in_force = policy.current()
    value = steps.value
    known = {one.id for one in pack.forms}
    chosen = value(intake, "vorm", "forms") or []
    return Report(
        submission=UUID(intake.submission),
        channel=Channel.WEB,
        reporter_group=str(value(intake, "wie", "reporter") or ""),
        facts=str(value(intake, "wat", "facts") or ""),
        source_kind=steps.source_kind(intake),
        forms=tuple(form for form in chosen if form in known),
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
    chosen = str(value_of_municipality(intake) or "")
    return chosen if chosen in pack.pack.serves else pack.pack.serves[0]


def value_of_municipality(intake: Intake) -> Any:
    """Return the municipality that the reporter chose, where there is a choice."""
    return (intake.report.get("gemeente") or {}).get("municipality")
