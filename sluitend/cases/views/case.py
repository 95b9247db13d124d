# SPDX-License-Identifier: EUPL-1.2
"""Cases: the list, the page of one, and beginning one from a signal."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts import selectors as accounts
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import reading, selectors
from sluitend.cases.forms import CaseForm
from sluitend.cases.guidance import repression
from sluitend.cases.listing import REGISTER, own_tasks, task_in_words
from sluitend.cases.models import Case, SheetLine
from sluitend.cases.services import opening
from sluitend.cases.services.working import BARRIERS, PLAN, components
from sluitend.cases.views.acting import act, language, paging, require_dossiers
from sluitend.core import clock
from sluitend.core.errors import NotFound, Refused
from sluitend.dossiers import access, because, reviews
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.policy.schema.cases import CaseSort
from sluitend.policy.schema.pack import Pack
from sluitend.shell.forms import Hinted
from sluitend.signals.views import words
from sluitend.signals.views.signal import timeline
from sluitend.signals.views.worklist import forms_in_words, rows_of

CLOSED = "afgesloten"
_BADGES = {
    SheetLine.State.UNKNOWN: "neutral",
    SheetLine.State.MISSING: "late",
    SheetLine.State.ASKED: "warning",
    SheetLine.State.IN_PLACE: "ok",
    SheetLine.State.NOT_NEEDED: "neutral",
}

_STYLES = {
    SheetLine.State.MISSING: "sl-barrier--missing",
    SheetLine.State.ASKED: "sl-barrier--asked",
    SheetLine.State.IN_PLACE: "sl-barrier--in-place",
}


@never_cache
@staff_required
@require_GET
def listing(request: StaffRequest) -> HttpResponse:
    """The cases that somebody may see: open ones by due date, or closed ones; nothing is decrypted."""
    require_dossiers(request)
    closed = request.GET.get("lijst") == CLOSED
    page = selectors.cases(request.actor, closed=closed, after=request.GET.get("na", ""))
    rows = rows_of(page.rows, policy.current().pack, clock.today())
    left = selectors.open_tasks(page.rows)
    numbers = {one.reference: left.get(one.pk, 0) for one in page.rows}
    context = {
        "rows": [(row, numbers[row.reference]) for row in rows],
        "closed": closed,
        "tabs": [
            {"label": _("Running"), "url": "?", "current": not closed},
            {"label": _("Closed"), "url": f"?lijst={CLOSED}", "current": closed},
        ],
        "tasks": own_tasks(request),
        **paging(request, page.next, lijst=CLOSED if closed else ""),
        "may_open": any(place in request.actor.where(REGISTER) for place in request.actor.where(access.READ)),
    }
    return render(request, "cases/listing.html", context)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def begin(request: StaffRequest) -> HttpResponse:
    """Begin a case: from a signal (`?signaal=`), or without one."""
    places = sorted(request.actor.where(REGISTER))
    if not places:
        raise Refused(_("You may not register this here."))
    signal = _asked_signal(request)
    municipality = signal.municipality if signal is not None else places[0][0]
    pack = policy.current(municipality).pack
    sorts = [one for one in pack.case_sorts if pack.used(one) and (municipality, one.compartment) in places]
    # A signal and a case of a partnership are kept apart: the signal is escalated by a handover.
    if signal is not None:
        sorts = [one for one in sorts if one.compartment == signal.compartment]
    form = CaseForm(
        request.POST or None,
        sorts=[(one.id, Hinted(one.name.text(language()), _told(one))) for one in sorts],
        own_only=frozenset(one.id for one in sorts if one.own_only),
        initial={
            "submission": uuid.uuid4(),
            "sort": sorts[0].id if sorts else "",
        },
    )
    made: list[Case] = []

    def do(given: dict[str, Any]) -> str:
        made.append(
            opening.open_case(
                sort=given["sort"],
                municipality=municipality,
                title=given["title"],
                goal=given["goal"],
                signals=[signal] if signal is not None else [],
                owner=accounts.person(request.actor.id),
                their_reference=given.get("their_reference", ""),
                contribution=given.get("contribution", ""),
                submission=given["submission"],
                by=request.actor,
            )
        )
        return _("The case has been opened.")

    back = reverse("signals:signal", args=[signal.pk]) if signal is not None else reverse("cases:cases")
    response = act(
        request,
        form,
        do,
        back=back,
        title=_("New case"),
        over=signal.reference if signal is not None else "",
        lead=_("One goal, who takes part, tasks with a name and a date."),
    )
    if made:
        response["Location"] = reverse("cases:case", args=[made[0].pk])
    return response


@never_cache
@staff_required
@require_GET
def page(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show a case; opening this page is a look and stands in the journal."""
    case = selectors.case(request.actor, case_id)
    dossier, by = case.dossier, request.actor
    pack = policy.current(dossier.municipality).pack
    content = reading.case_content(by, case, purpose="case-page")
    sort: CaseSort | None = pack.find("case_sorts", case.sort)
    writes = access.may(by, access.WRITE, dossier)
    lines = {one.word: one for one in content.lines}
    tasks = [task_in_words(one, pack, language()) for one in content.tasks]
    context = {
        "case": case,
        "dossier": dossier,
        "content": content,
        "sort": sort,
        "sort_name": words.name(pack, "case_sorts", case.sort),
        "base": sort.base.text(language()) if sort else "",
        "requests": sort.requests.text(language()) if sort and sort.requests else "",
        "own_only": bool(sort and sort.own_only),
        "forms": forms_in_words(case.forms, pack),
        "state": words.name(pack, "states", dossier.state),
        "next_step": words.name(pack, "next_steps", dossier.next_step),
        "role": words.name(pack, "roles", dossier.owner_role),
        "outcome": words.name(pack, "outcomes", dossier.outcome) if dossier.outcome else "",
        "writes": writes and dossier.is_open,
        "may_reopen": writes and not dossier.is_open,
        "for_a_time": None if writes else reviews.of_dossier(by, dossier),
        **_who(request, dossier, content, pack),
        "signals": rows_of(selectors.signals_of(by, case), pack, clock.today()),
        "open_tasks": [one for one in tasks if not one["state"]],
        "done_tasks": [one for one in tasks if one["state"]],
        "decisions": [
            {"name": words.name(pack, "outcomes", one.outcome), "reason": one.reason, "at": one.at}
            for one in content.decisions
        ],
        "plan": _plan(lines, pack),
        "barriers": barriers(lines, pack),
        "told": [
            {
                "step": words.name(pack, "prosecution_steps", one.step),
                "partner": words.name(pack, "partners", one.partner_id),
                "on": one.on,
                "note": one.note,
            }
            for one in content.told
        ],
        "repression": repression(case.forms, pack, language()),
        "agendas": [
            (one.meeting, words.name(pack, "consultations", one.meeting.consultation))
            for one in selectors.agendas_with(by, dossier)
        ],
        "timeline": timeline(dossiers.timeline(by, dossier), pack),
    }
    return render(request, "cases/case.html", context)


def barriers(lines: dict[str, reading.LineSeen], pack: Pack) -> list[dict[str, Any]]:
    """Return the picture of barriers: each step of a trafficker, and what is in its way."""
    found = []
    for one in pack.barriers:
        if not pack.used(one):
            continue
        line = lines.get(f"{BARRIERS}:{one.id}")
        state = SheetLine.State(line.state) if line else SheetLine.State.UNKNOWN
        found.append(
            {
                "id": one.id,
                "name": one.name.text(language()),
                "question": one.question.text(language()),
                "state": state,
                "label": state.label,
                "badge": _BADGES[state],
                "style": _STYLES.get(state, ""),
                "by_whom": line.by_whom if line else "",
                "text": line.text if line else "",
                "facts": [
                    fact.name.text(language()) for name in one.facts if (fact := pack.find("facts", name))
                ],
            }
        )
    return found


def _who(
    request: StaffRequest, dossier: Dossier, content: reading.CaseContent, pack: Pack
) -> dict[str, list[dict[str, Any]]]:
    """Return who takes part besides the owner: colleagues who may see the case, organisations that do not."""
    return {
        "colleagues": [
            {"name": one.person.name, "why": because.told(one.why)}
            for one in dossiers.involved(request.actor, dossier)
        ],
        "organisations": [
            {
                "pk": one.row.pk,
                "of": words.name(pack, "partners", one.row.partner_id),
                "name": one.name,
                "why": one.why,
            }
            for one in content.organisations
        ],
    }


def _plan(lines: dict[str, reading.LineSeen], pack: Pack) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "name": words.name(pack, "facts", name),
            "text": lines[f"{PLAN}:{name}"].text if f"{PLAN}:{name}" in lines else "",
        }
        for name in components(pack)
    ]


def _asked_signal(request: StaffRequest) -> Dossier | None:
    asked = request.GET.get("signaal", "")
    if not asked:
        return None
    dossier = dossiers.get(request.actor, asked, access.WRITE)
    if dossier.kind != "signal":
        raise NotFound
    return dossier


def _told(sort: CaseSort) -> str:
    return sort.description.text(language()) if sort.description else ""
