# SPDX-License-Identifier: EUPL-1.2
"""What somebody does with a case. Each act has its own address and comes back to the case."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import selectors as accounts
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import forms, reading, selectors
from sluitend.cases.models import Case, SheetLine
from sluitend.cases.services import opening, taking_part, working
from sluitend.cases.services.common import require_ours
from sluitend.cases.views.acting import act, language, named_partners
from sluitend.core import clock
from sluitend.core.errors import NotFound
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers import services as dossier_services
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import outcomes
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.shell.forms import Hinted
from sluitend.signals.forms import staff as staff_forms
from sluitend.signals.views import choices, words
from sluitend.signals.views.worklist import rows_of

View = Callable[[StaffRequest, Case, Pack, str], HttpResponse]


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def case_act(request: StaffRequest, case_id: UUID, what: str) -> HttpResponse:
    """Do one act on a case, for who may work on it."""
    if what not in _ACTS:
        raise NotFound(_("This page does not exist."))
    case = selectors.case(request.actor, case_id, access.WRITE)
    pack = policy.current(case.municipality).pack
    return _ACTS[what](request, case, pack, reverse("cases:case", args=[case.pk]))


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def write_line(request: StaffRequest, case_id: UUID, sheet: str, word: str) -> HttpResponse:
    """Write one line of the plan of approach, or of the picture of barriers."""
    case = selectors.case(request.actor, case_id, access.WRITE)
    pack = policy.current(case.municipality).pack
    if word not in working.words_of(pack, sheet):
        raise NotFound(_("This page does not exist."))
    content = reading.case_content(request.actor, case, purpose="case-act")
    line = next((one for one in content.lines if one.word == f"{sheet}:{word}"), None)
    typed = {"text": line.text, "by_whom": line.by_whom, "state": line.state} if line else {}
    initial = {"version": case.dossier.version, "state": SheetLine.State.UNKNOWN, **typed}
    form: forms.PlanLineForm | forms.BarrierForm
    if sheet == working.PLAN:
        form = forms.PlanLineForm(request.POST or None, initial=initial)
        title, lead = words.name(pack, "facts", word), ""
    else:
        states = [(str(value), str(label)) for value, label in SheetLine.State.choices]
        form = forms.BarrierForm(request.POST or None, states=states, initial=initial)
        title = words.name(pack, "barriers", word)
        lead = pack.find("barriers", word).question.text(language())

    def do(given: dict[str, Any]) -> str:
        working.write_line(
            dossier=case.dossier,
            sheet=sheet,
            word=word,
            text=given["text"],
            by_whom=given.get("by_whom", ""),
            state=given.get("state", SheetLine.State.UNKNOWN),
            version=given["version"],
            by=request.actor,
        )
        return _("It has been written down.")

    back = reverse("cases:case", args=[case.pk])
    return act(
        request,
        form,
        do,
        back=f"{back}#{sheet}",
        title=title,
        lead=lead,
        over=case.dossier.reference,
        dossier=case.dossier,
    )


@never_cache
@staff_required
@require_POST
def remove_signal(request: StaffRequest, case_id: UUID, signal_id: UUID) -> HttpResponse:
    """Take a signal out of a case."""
    case = selectors.case(request.actor, case_id, access.WRITE)
    signal = dossiers.get(request.actor, signal_id)
    opening.remove_signal(case=case.dossier, signal=signal, by=request.actor)
    return redirect("cases:case", case_id=case.pk)


@never_cache
@staff_required
@require_POST
def end_part(request: StaffRequest, case_id: UUID, organisation_id: UUID) -> HttpResponse:
    """Let an organisation work on a case no more."""
    case = selectors.case(request.actor, case_id, access.WRITE)
    row = selectors.participant(case, organisation_id)
    taking_part.end_part(case=case, participant=row, by=request.actor)
    return redirect("cases:case", case_id=case.pk)


def _describe(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    content = reading.case_content(request.actor, case, purpose="case-act")
    sort = pack.find("case_sorts", case.sort)
    form = forms.DescribeForm(
        request.POST or None,
        own_only=bool(sort and sort.own_only),
        initial={
            "version": case.dossier.version,
            "title": content.title,
            "goal": content.goal,
            "their_reference": content.their_reference,
            "contribution": content.contribution,
        },
    )

    def do(given: dict[str, Any]) -> str:
        opening.describe_case(case=case, by=request.actor, **given)
        return _("It has been written down.")

    title, over = _("Goal and name"), case.dossier.reference
    return act(request, form, do, back=back, title=title, over=over, dossier=case.dossier)


def _decide(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    found = [(one.id, one.name.text(language())) for one in outcomes(pack, "decide", case.dossier.kind)]
    form = forms.DecisionForm(request.POST or None, outcomes=found, initial={"submission": uuid.uuid4()})

    def do(given: dict[str, Any]) -> str:
        working.decide(dossier=case.dossier, by=request.actor, **given)
        return _("The decision stands in the log.")

    return act(request, form, do, back=back, title=_("Record a decision"), over=case.dossier.reference)


def _told(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    steps = [
        (
            one.id,
            Hinted(one.name.text(language()), one.explanation.text(language()) if one.explanation else ""),
        )
        for one in pack.prosecution_steps
        if pack.used(one)
    ]
    form = forms.ToldForm(
        request.POST or None,
        steps=steps,
        partners=named_partners(pack, case.municipality),
        initial={"submission": uuid.uuid4(), "told_on": clock.today()},
    )

    def do(given: dict[str, Any]) -> str:
        working.record_told(dossier=case.dossier, by=request.actor, **given)
        return _("It has been written down.")

    lead = _("The municipality investigates no crime. Write down only what the partner told you.")
    title = _("What a partner told of the investigation")
    return act(request, form, do, back=back, title=title, lead=lead, over=case.dossier.reference)


def _add_signal(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    there = {one.pk for one in selectors.signals_of(request.actor, case)}
    found = {str(one.pk): one for one in _signals(request, case) if one.pk not in there}
    rows = {row.reference: row for row in rows_of(found.values(), pack, clock.today())}
    listed = [(pk, f"{one.reference} · {rows[one.reference].what}") for pk, one in found.items()]
    form = forms.AddSignalForm(request.POST or None, signals=listed)

    def do(given: dict[str, Any]) -> str:
        opening.add_signal(case=case.dossier, signal=found[given["signal"]], by=request.actor)
        return _("The signal belongs to this case now.")

    return act(request, form, do, back=back, title=_("Add a signal"), over=case.dossier.reference)


def _signals(request: StaffRequest, case: Case) -> list[Dossier]:
    """Return the open signals of the same place that the actor may work on."""
    rows = Dossier.objects.filter(
        kind="signal", closed_at__isnull=True, municipality=case.municipality, compartment=case.compartment
    )
    if (case.municipality, case.compartment) not in request.actor.where(access.WRITE):
        rows = rows.filter(owner=access.person_id(request.actor))
    return list(rows.order_by("due", "pk")[: selectors.PAGE_SIZE])


def _organisation(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    require_ours(case.dossier)
    there = {one.partner_id for one in selectors.participants(case)}
    found = [one for one in named_partners(pack, case.municipality) if one[0] not in there]
    form = forms.OrganisationForm(request.POST or None, partners=found, initial={"submission": uuid.uuid4()})

    def do(given: dict[str, Any]) -> str:
        taking_part.add_organisation(case=case, by=request.actor, **given)
        return _("This organisation takes part now. It sees nothing until you share or hand over.")

    title, over = _("Add an organisation"), case.dossier.reference
    lead = _("Who works on this case, and for what. They see nothing by it.")
    return act(request, form, do, back=back, title=title, lead=lead, over=over)


def _assign(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    people = [("", _("Nobody: back to the role"))]
    people += [(str(one.pk), one.name) for one in dossiers.candidates(case.dossier)]
    initial = {"version": case.dossier.version}
    form = staff_forms.AssignForm(request.POST or None, people=people, initial=initial)

    def do(given: dict[str, Any]) -> str:
        to = accounts.person(given["to"]) if given["to"] else None
        dossier_services.assign(dossier=case.dossier, to=to, by=request.actor, version=given["version"])
        return _("The case has been assigned.")

    return act(
        request, form, do, back=back, title=_("Assign"), over=case.dossier.reference, dossier=case.dossier
    )


def _next_step(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    dossier = case.dossier
    steps = [
        (one.id, one.name.text(language())) for one in pack.next_steps if choices.fits(one, dossier, pack)
    ]
    initial = {"version": dossier.version, "next_step": dossier.next_step, "due": dossier.due}
    form = staff_forms.NextStepForm(request.POST or None, next_steps=steps, initial=initial)

    def do(given: dict[str, Any]) -> str:
        dossier_services.plan_next_step(dossier=dossier, by=request.actor, **given)
        return _("The next step is planned.")

    return act(
        request, form, do, back=back, title=_("Plan the next step"), over=dossier.reference, dossier=dossier
    )


def _close(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    found = [(one.id, one.name.text(language())) for one in outcomes(pack, "close", case.dossier.kind)]
    initial = {"version": case.dossier.version}
    form = forms.CloseCaseForm(request.POST or None, outcomes=found, initial=initial)

    def do(given: dict[str, Any]) -> str:
        working.close_case(case=case, by=request.actor, **given)
        return _("You have closed this case.")

    title, over = _("Close and evaluate"), case.dossier.reference
    return act(request, form, do, back=back, title=title, over=over, dossier=case.dossier)


def _reopen(request: StaffRequest, case: Case, pack: Pack, back: str) -> HttpResponse:
    form = staff_forms.ReasonForm(request.POST or None, initial={"version": case.dossier.version})

    def do(given: dict[str, Any]) -> str:
        dossier_services.reopen(dossier=case.dossier, by=request.actor, **given)
        return _("You have reopened this case.")

    return act(
        request, form, do, back=back, title=_("Reopen"), over=case.dossier.reference, dossier=case.dossier
    )


_ACTS: dict[str, View] = {
    "gegevens": _describe,
    "besluit": _decide,
    "opsporing": _told,
    "signaal": _add_signal,
    "organisatie": _organisation,
    "toewijzen": _assign,
    "volgende-stap": _next_step,
    "sluiten": _close,
    "heropenen": _reopen,
}
