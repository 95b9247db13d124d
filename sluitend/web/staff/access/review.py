# SPDX-License-Identifier: EUPL-1.2
"""The yearly review: judge each way of access, confirm what ends, sign it off."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts import keeping
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.keeping import KeptForm
from sluitend.accounts.reviewing import selectors, services
from sluitend.accounts.reviewing.selectors import Overview
from sluitend.accounts.reviewing.services import ENDS, STAYS
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.shell.forms import refuse
from sluitend.web import departing
from sluitend.web.staff.access import shown
from sluitend.web.staff.access.shown import Row
from sluitend.web.staff.people.forms import typed
from sluitend.web.staff.people.shown import actors, place_name, several_places

_FIELD = "judge-"


class JudgeForm(KeptForm):
    """One choice for each way of access; what is left open is judged later."""

    mark_optional = False

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            if row.own:
                continue
            verdict = row.access.verdict
            self.fields[_name(row)] = forms.ChoiceField(
                label=f"{row.access.person.name}: {row.what}",
                choices=[(STAYS.value, _("Stays")), (ENDS.value, _("Ends"))],
                widget=forms.RadioSelect,
                required=False,
                initial=verdict.word if verdict else None,
            )

    def words(self) -> dict[UUID, str]:
        """Return what was chosen, by what it is about."""
        chosen = {name: word for name, word in self.cleaned_data.items() if word}
        return {UUID(name.removeprefix(_FIELD)): word for name, word in chosen.items()}


class SignForm(KeptForm):
    """The signature: a tick beside what it means."""

    sure = forms.BooleanField(
        label=later("I have looked at everybody in this list. What stays is needed for their work."),
        error_messages={"required": later("Tick this when it is so.")},
    )


@staff_required
@require_GET
def places(request: StaffRequest) -> HttpResponse:
    """Show the municipalities whose access one judges; with one only, go there."""
    mine = selectors.reviewed_places(request.actor)
    if not mine:
        raise NotFound(_("There is no such review."))
    if len(mine) == 1:
        return redirect("web:access-review", mine[0])
    due = selectors.due_dates(mine)
    context = {"places": [(place, place_name(place), due.get(place)) for place in mine]}
    return render(request, "web/access/places.html", context)


@staff_required
@fresh_factor_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, place: str) -> HttpResponse:
    """Show who has access; a POST judges it or signs it off."""
    overview = selectors.overview(request.actor, place)
    rows = shown.rows(overview, request.actor.id)
    signing = request.POST.get("act") == "sign"
    sent = typed(request)
    judge, sign = JudgeForm(None if signing else sent, rows=rows), SignForm(sent if signing else None)
    form, status = (sign, 422) if signing else (judge, 422)
    if form.is_valid():
        try:
            if signing:
                return _signed(request, place)
            ending = [row for row in rows if _ends(row, judge)]
            if ending and "confirm" not in request.POST:
                context = {"place": place, "ending": ending, "form": judge}
                return render(request, "web/access/ends.html", context)
            return _judged(request, place, judge.words())
        except (BadInput, Conflict) as refusal:
            status = refuse(form, refusal)
    context = _page(request, overview, rows, judge) | {"sign_form": sign, "form": form}
    return render(request, "web/access/review.html", context, status=status if form.errors else 200)


def _judged(request: StaffRequest, place: str, words: dict[UUID, str]) -> HttpResponse:
    if not words:
        messages.info(request, _("You have not judged anything yet."))
        return redirect("web:access-review", place)
    accesses = selectors.overview(request.actor, place).accesses
    with transaction.atomic():
        services.judge(municipality=place, words=words, by=request.actor)
        ended = {one.person for one in accesses if words.get(one.subject) == services.ENDS}
        departing.end_borrowed_sight(*ended)
    messages.success(request, _("Your judgement has been recorded."))
    return redirect("web:access-review", place)


def _signed(request: StaffRequest, place: str) -> HttpResponse:
    services.sign_off(municipality=place, by=request.actor)
    messages.success(request, _("The review has been signed off. The next one is due in a year."))
    return redirect("web:access-review", place)


def _page(request: StaffRequest, overview: Overview, rows: list[Row], judge: JudgeForm) -> dict[str, Any]:
    stands = shown.standing(overview)
    judging = stands.running or stands.near or "nu" in request.GET or request.method == "POST"
    if judging:
        # A new round begins blank: what was judged a year ago is no judgement of today.
        rows = rows if stands.running else [replace(row, verdict=None, judged_by="") for row in rows]
        rows = [row if row.own else replace(row, field=judge[_name(row)]) for row in rows]
    own_open = [row for row in rows if row.own and row.access.verdict is None]
    last = overview.last
    signed = (last.signed_by_kind, last.signed_by_id) if last else ("", "")
    names = actors([new.by for new in overview.new_on_dossiers] + ([signed] if last else []))
    signers = selectors.signers(overview.municipality)
    return {
        "overview": overview,
        "place": overview.municipality,
        "place_name": place_name(overview.municipality) if several_places() else "",
        "stands": stands,
        "judging": judging,
        "rows": rows,
        "open": overview.open,
        "own_open": own_open,
        "others": selectors.other_reviewers(overview.municipality, [request.user.pk]) if own_open else [],
        "signed_by": names.get(signed, ""),
        "signers": signers if request.user.pk not in {person.pk for person in signers} else [],
        "new": [
            (new, shown.what(new.kind, new.about, new.principal.name if new.principal else ""), names[new.by])
            for new in overview.new_on_dossiers
        ],
    }


def _ends(row: Row, judge: JudgeForm) -> bool:
    return not row.own and judge.cleaned_data.get(_name(row)) == ENDS


def _name(row: Row) -> str:
    return f"{_FIELD}{row.access.subject}"
