# SPDX-License-Identifier: EUPL-1.2
"""Registering a signal that came by phone, mail, desk or from a partner, within a minute."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.codes import new_code, show_code
from sluitend.core.errors import BadInput, Refused
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals import identifiers, selectors
from sluitend.signals.forms.staff import RegisterForm
from sluitend.signals.hints import hints
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.signals.report import Report
from sluitend.signals.services.recording import COMPARTMENT, record_signal

REGISTER = "dossier.register"


@never_cache
@staff_required
@require_http_methods(["GET", "POST"])
def register(request: StaffRequest) -> HttpResponse:
    """One screen; the registering colleague owns the signal at once when they may work on it."""
    pack = policy.current().pack
    places = _places(request)
    form = _form(pack, places, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _recorded(request, form.cleaned_data, places)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    noticed = [
        hint
        for name in ("facts", "circumstances", "interpretation")
        for hint in hints(form.data.get(name, ""))
    ]
    context = {"form": form, "hints": noticed}
    return render(request, "signals/register.html", context, status=422 if form.errors else 200)


@never_cache
@staff_required
@require_POST
def seen_before(request: StaffRequest) -> HttpResponse:
    """While typing: where does this address, phone, plate or KvK number occur already?"""
    places = _places(request)
    municipality = request.POST.get("municipality") or places[0]
    if municipality not in places:
        raise Refused(_("You may not register this here."))
    found, unreadable = [], []
    for kind in identifiers.KINDS:
        text = request.POST.get(kind, "").strip()
        try:
            if text:
                found += selectors.seen_before(
                    request.actor, [(kind, text)], municipality=municipality, compartment=COMPARTMENT
                )
        except BadInput:
            unreadable.append(kind)
    asked = any(request.POST.get(kind, "").strip() for kind in identifiers.KINDS)
    context = {"found": found, "asked": asked, "unreadable": unreadable}
    return render(request, "signals/_seen_before.html", context)


def _places(request: StaffRequest) -> list[str]:
    """Return the municipalities in which this colleague may register; raise `Refused` when none."""
    serves = policy.current().pack.pack.serves
    found = [
        code for code in serves if request.actor.may(REGISTER, municipality=code, compartment=COMPARTMENT)
    ]
    if not found:
        raise Refused(_("You may not register this here."))
    return found


def _form(pack: Pack, places: list[str], data: Any) -> RegisterForm:
    language = get_language() or "nl"
    return RegisterForm(
        data,
        initial={"submission": uuid.uuid4(), "channel": Channel.PHONE},
        reporters=[(one.id, one.name.text(language)) for one in pack.reporters if pack.used(one)],
        exploitation=[
            (one.id, one.name.text(language)) for one in pack.forms if one.parent is None and pack.used(one)
        ],
        municipalities=[(code, pack.find("municipalities", code).name) for code in places],
    )


def _recorded(request: StaffRequest, given: dict[str, Any], places: list[str]) -> HttpResponse:
    municipality = given.get("municipality") or places[0]
    may_work = request.actor.may("dossier.write", municipality=municipality, compartment=COMPARTMENT)
    code = new_code()
    signal = record_signal(
        report=_report(given),
        municipality=municipality,
        by=request.actor,
        receipt_code=code,
        owner=request.user if may_work else None,
    )
    if signal.submission == given["submission"] and selectors.open_receipt(code):
        text = _(
            "Registered. Code for the reporter, if they want to come back: %(code)s. It is shown only now."
        )
        messages.success(request, text % {"code": show_code(code)})
    return redirect("signals:signal", dossier_id=signal.pk) if may_work else redirect("signals:worklist")


def _report(given: dict[str, Any]) -> Report:
    return Report(
        submission=given["submission"],
        channel=Channel(given["channel"]),
        reporter_group=given["reporter_group"],
        facts=given["facts"],
        source_kind=SourceKind(given["source_kind"]),
        forms=tuple(given["forms"]),
        minor=ThreeWay(given["minor"]),
        acute=ThreeWay(given["acute"]),
        circumstances=given["circumstances"],
        interpretation=given["interpretation"],
        source_note=given["source_note"],
        identifiers=tuple((kind, given[kind]) for kind in identifiers.KINDS if given[kind]),
        reporter_name=given["reporter_name"],
        reporter_contact=given["reporter_contact"],
        safe_contact=given["safe_contact"],
    )
