# SPDX-License-Identifier: EUPL-1.2
"""Escalating a signal to a partnership: check questions first, then it is handed over like any other."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases.forms import CheckForm
from sluitend.cases.services.checking import record_check
from sluitend.cases.views.acting import act, language, outside
from sluitend.core.errors import NotFound
from sluitend.dossiers import selectors as dossiers
from sluitend.policy import selectors as policy
from sluitend.policy.schema.cases import CaseSort
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner

HAND_OVER = "dossier.hand-over"


@never_cache
@staff_required
@require_GET
def choose(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Choose to which partnership a signal is escalated."""
    dossier = dossiers.get(request.actor, dossier_id, HAND_OVER)
    pack = policy.current(dossier.municipality).pack
    found = [
        {
            "name": one.name.text(language()),
            "text": one.description.text(language()) if one.description else "",
            "url": reverse("cases:escalate-to", args=[dossier.pk, one.id]),
        }
        for one in pack.case_sorts
        if one.partner_roles and pack.used(one) and partner_of(pack, one, dossier.municipality)
    ]
    context = {"dossier": dossier, "sorts": found, "back": reverse("signals:signal", args=[dossier.pk])}
    return render(request, "cases/escalate.html", context)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def check(request: StaffRequest, dossier_id: UUID, sort_id: str) -> HttpResponse:
    """Answer the check questions; the page says whether the criteria are met, and a person decides."""
    dossier = dossiers.get(request.actor, dossier_id, HAND_OVER)
    pack = policy.current(dossier.municipality).pack
    sort: CaseSort | None = pack.find("case_sorts", sort_id)
    partner = partner_of(pack, sort, dossier.municipality) if sort is not None and pack.used(sort) else None
    if sort is None or partner is None:
        raise NotFound(_("This page does not exist."))
    questions = [(one.id, one.text.text(language())) for one in sort.questions]
    form = CheckForm(request.POST or None, questions=questions)

    def do(given: dict[str, Any]) -> str:
        answers = {name.removeprefix("q-"): value for name, value in given.items() if name.startswith("q-")}
        record_check(dossier=dossier, sort=sort.id, answers=answers, reason=given["reason"], by=request.actor)
        if sort.meets(form.yes()):
            return _("The criteria are met. Now hand it over.")
        return _("Not all criteria are met; your reason stands in the journal. Now hand it over, or do not.")

    return act(
        request,
        form,
        do,
        back=reverse("cases:escalate", args=[dossier.pk]),
        then=reverse("signals:hand-over-to", args=[dossier.pk, partner.id]),
        title=_("Check before you escalate: %(sort)s") % {"sort": sort.name.text(language())},
        over=dossier.reference,
        lead=sort.base.text(language()),
        before=sort.before.text(language()) if sort.before else "",
    )


def partner_of(pack: Pack, sort: CaseSort, municipality: str) -> Partner | None:
    """Return to which partner this sort is escalated: the municipality's own house, or who has the role."""
    place = pack.find("municipalities", municipality)
    own = {place.zvh} if place is not None and place.zvh else set()
    found = [one for one in outside(pack, municipality) if set(one.roles) & set(sort.partner_roles)]
    return next((one for one in found if one.id in own), next(iter(found), None))
