# SPDX-License-Identifier: EUPL-1.2
"""Registering a signal that came by phone, mail, desk or from a partner, within a minute."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.codes import show_code
from sluitend.core.errors import BadInput, Refused
from sluitend.dossiers.access import WRITE
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.shell.forms import refuse
from sluitend.signals import identifiers, selectors, tickets
from sluitend.signals.forms.staff import RegisterForm
from sluitend.signals.hints import hints
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.signals.report import Report
from sluitend.signals.services.recording import COMPARTMENT, AlreadySent, record_signal
from sluitend.signals.views import words
from sluitend.signals.views.worklist import hits_in_words

REGISTER = "dossier.register"
_WRITTEN = ("facts", "circumstances", "interpretation")


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def register(request: StaffRequest) -> HttpResponse:
    """One screen; the registering colleague owns the signal at once when they may work on it."""
    pack = policy.current().pack
    places = _places(request)
    form = _form(request, pack, places)
    if request.method != "POST":
        return render(request, "signals/register.html", {"form": form})
    noticed = [hint for name in _WRITTEN for hint in hints(request.POST.get(name, ""))]
    if form.is_valid() and ("hints_seen" in request.POST or not noticed):
        try:
            return _recorded(request, form.cleaned_data, places)
        except BadInput as refusal:
            refuse(form, refusal)
            if isinstance(refusal, AlreadySent):
                _give_fresh_ticket(form, request)
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
    typed = [(kind, text) for kind in identifiers.KINDS if (text := request.POST.get(kind, "").strip())]
    # Who is still typing gets no answer yet.
    named = [(kind, text) for kind, text in typed if identifiers.comparable(kind, text, municipality)]
    hits = (
        selectors.search_before(request.actor, named, municipality=municipality, compartment=COMPARTMENT)
        if named
        else []
    )
    found = hits_in_words(hits, policy.current(municipality).pack)
    context = {"found": found, "asked": bool(typed), "unreadable": len(named) < len(typed)}
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


def _form(request: StaffRequest, pack: Pack, places: list[str]) -> RegisterForm:
    language = get_language() or "nl"
    reporters = [one for one in pack.reporters if pack.used(one)]
    return RegisterForm(
        request.POST if request.method == "POST" else None,
        initial={"submission": tickets.write(tickets.fresh(), request.user), "channel": Channel.PHONE},
        reporters=[(one.id, one.name.text(language)) for one in reporters],
        asked_capacity=frozenset(one.id for one in reporters if one.asks_capacity),
        exploitation=[
            (one.id, one.name.text(language)) for one in pack.forms if one.parent is None and pack.used(one)
        ],
        municipalities=[(code, pack.find("municipalities", code).name) for code in places],
    )


def _give_fresh_ticket(form: RegisterForm, request: StaffRequest) -> None:
    """Make the next press of the button a submit of its own."""
    given = request.POST.copy()
    given["submission"] = tickets.write(tickets.fresh(), request.user)
    form.data = given


def _recorded(request: StaffRequest, given: dict[str, Any], places: list[str]) -> HttpResponse:
    """Store the report and show the code on the answer itself: it is kept in no session and no message."""
    municipality = given.get("municipality") or places[0]
    may_work = request.actor.may(WRITE, municipality=municipality, compartment=COMPARTMENT)
    ticket = tickets.read(given["submission"], request.user)
    signal = record_signal(
        report=_report(given, ticket.submission),
        municipality=municipality,
        by=request.actor,
        receipt_code=ticket.code,
        owner=request.user if may_work else None,
    )
    context = {"dossier": signal.dossier, "code": show_code(ticket.code), "may_read": may_work}
    context["way_back"] = settings.PUBLIC_URL.rstrip("/") + reverse("signals:receipt-enter")
    context["incomparable"] = words.incomparable(given, municipality)
    return render(request, "signals/registered.html", context)


def _report(given: dict[str, Any], submission: UUID) -> Report:
    return Report(
        submission=submission,
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
