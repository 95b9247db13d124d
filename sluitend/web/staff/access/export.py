# SPDX-License-Identifier: EUPL-1.2
"""The list of who has access as a file, for whoever audits it: with a reason, and in the journal first."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.accounts import keeping
from sluitend.accounts import selectors as accounts
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.models import AccessVerdict, Person
from sluitend.accounts.reviewing import selectors, services
from sluitend.accounts.reviewing.selectors import Overview
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.spreadsheet import as_csv
from sluitend.web.staff.access import shown
from sluitend.web.staff.people.forms import ReasonForm, typed
from sluitend.web.staff.people.shown import place_name

Line = list[str]


@staff_required
@fresh_factor_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def export(request: StaffRequest, place: str) -> HttpResponse:
    """Ask why the list is needed, note that, and give the list."""
    overview = selectors.overview(request.actor, place)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        services.record_export(municipality=place, reason=form.cleaned_data["reason"], by=request.actor)
        content = as_csv(_header(), _lines(request.actor, overview))
        name = f"{_('access')}-{place}-{clock.today().isoformat()}.csv"
        return HttpResponse(
            content,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )
    context = {"form": form, "place": place}
    return render(request, "web/access/export.html", context, status=422 if form.errors else 200)


def _header() -> Line:
    return [
        _("Municipality"),
        _("Name"),
        _("E-mail address"),
        _("Has left"),
        _("Access"),
        _("Sees dossiers"),
        _("First day"),
        _("Last day"),
        _("Given by"),
        _("Given on"),
        _("Last sign-in"),
        _("Judgement"),
        _("Judged by"),
        _("Judged on"),
    ]


def _lines(by: Actor, overview: Overview) -> Iterator[Line]:
    """Who has access, what the last review ended, and who has an account without access."""
    review = overview.review or overview.last
    verdicts = selectors.verdicts_of(by, review) if review else []
    judged = {verdict.subject: verdict for verdict in verdicts}
    names, principals = shown.judges(verdicts), accounts.names(_principals(verdicts))
    place = place_name(overview.municipality)
    for row in shown.rows(overview, by.id):
        access = row.access
        what = [row.what, _yes(access.dossiers), shown.day(access.start), shown.day(access.end)]
        given = [row.granted_by, shown.day(access.granted_at)]
        yield [
            place,
            *_who(access.person),
            *what,
            *given,
            shown.day(access.person.last_login),
            *_verdict(judged.pop(access.subject, None), names),
        ]
    for verdict in judged.values():
        what = [
            shown.what(verdict.kind, verdict.about, principals.get(verdict.about, "")),
            "",
            "",
            "",
            "",
            "",
        ]
        last = shown.day(verdict.person.last_login)
        yield [place, *_who(verdict.person), *what, last, *_verdict(verdict, names)]
    for person in overview.without_access:
        what = [_("No role"), _yes(False), "", "", "", ""]
        yield [place, *_who(person), *what, shown.day(person.last_login), "", "", ""]


def _principals(verdicts: list[AccessVerdict]) -> list[str]:
    return [one.about for one in verdicts if one.kind == AccessVerdict.Kind.STANDS_IN]


def _who(person: Person) -> Line:
    return [person.name, person.email, _yes(not person.is_active)]


def _verdict(verdict: AccessVerdict | None, names: dict[tuple[str, str], str]) -> Line:
    if verdict is None:
        return ["", "", ""]
    word = _("Stays") if verdict.word == AccessVerdict.Word.STAYS else _("Ends")
    return [word, names[verdict.judged_by_kind, verdict.judged_by_id], shown.day(verdict.judged_at)]


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
