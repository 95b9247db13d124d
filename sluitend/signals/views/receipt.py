# SPDX-License-Identifier: EUPL-1.2
"""Coming back with the code: status, content-free result, questions and answers both ways."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.core import clock, scope
from sluitend.core.errors import BadInput, Conflict
from sluitend.core.networks import address_of
from sluitend.privacy import guessing
from sluitend.privacy.guessing import Door, TooSoon
from sluitend.shell import traces
from sluitend.shell.forms import refuse
from sluitend.signals import receipts, selectors
from sluitend.signals.models import Message, Receipt
from sluitend.signals.services import dialogue

COOKIE = "bewijs"
SECONDS_OPEN = 30 * 60
# However often it is looked at: who copied the cookie from a device does not stay inside for good.
SECONDS_OPEN_AT_MOST = 8 * 3600
_WROTE = "+"


class CodeForm(forms.Form):
    """The code of the receipt; `text` and `submission` carry what was typed when the receipt closed.

    The code is any text at all: what cannot be a code gets the same answer as a wrong one.
    """

    code: Any = forms.Field(
        label=gettext_lazy("Your code"),
        help_text=gettext_lazy("Capitals, spaces and dashes do not matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "maxlength": "80",
            }
        ),
    )
    text = forms.CharField(required=False, max_length=dialogue.MAX_LENGTH, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)


class MessageForm(forms.Form):
    """What the reporter wants to add or answer."""

    text = forms.CharField(
        label=gettext_lazy("Your answer or addition"),
        max_length=dialogue.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Wrong, unknown and expired codes get the same page."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask_code(request, form)
    given = form.cleaned_data
    try:
        found = _settled(_try_code(request, given["code"]))
    except TooSoon as soon:
        message = _("Too many wrong codes. Wait %(wait)s and try again.")
        form.add_error("code", message % {"wait": soon.wait})
        return _ask_code(request, form, refused=429)
    if found is None:
        form.add_error("code", _("This code does not open anything. Check it and try again."))
        return _ask_code(request, form)
    if given["text"]:
        kept = {"text": given["text"], "submission": given["submission"] or uuid.uuid4()}
        return _show(request, found, MessageForm(initial=kept), since=_now())
    return _keep_open(redirect("signals:receipt"), found, since=_now())


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What became of the signal, and the talk about it."""
    found, since = _opened(request)
    if found is None:
        typed = {name: request.POST.get(name, "") for name in ("text", "submission")}
        if typed["text"]:
            return _ask_code(request, CodeForm(initial=typed))
        return redirect("signals:receipt-enter")
    if request.method == "GET":
        form = MessageForm(initial={"submission": uuid.uuid4()})
        return _show(request, found, form, since=since, wrote=_wrote(request))
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            dialogue.write_as_reporter(receipt=found, **form.cleaned_data)
        except (BadInput, Conflict) as refusal:
            refuse(form, refusal)
        else:
            return _keep_open(redirect("signals:receipt"), found, since=since, wrote=True)
    return _show(request, found, form, since=since)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the receipt on this device."""
    response = redirect("web:start")
    response.delete_cookie(COOKIE)
    return traces.cleared(response)


def _try_code(request: HttpRequest, code: str) -> Receipt | None:
    """Count a try for the network it comes from, then compare; raises `TooSoon`."""
    tried = guessing.attempt(Door.RECEIPT, subject="", address=address_of(request))
    found = selectors.open_receipt(code)
    if found is not None:
        guessing.was_right(tried)
    return found


def _ask_code(request: HttpRequest, form: CodeForm, *, refused: int = 422) -> HttpResponse:
    context = {"form": form, "kept": bool(form["text"].value())}
    return render(request, "signals/receipt_enter.html", context, status=refused if form.errors else 200)


def _show(
    request: HttpRequest, found: Receipt, form: MessageForm, *, since: int, wrote: bool = False
) -> HttpResponse:
    lines, asked = selectors.dialogue(found), Message.Direction.TO_REPORTER
    if any(line.direction == asked and line.new for line in lines):
        dialogue.mark_read(dossier=found.dossier, direction=asked, by=dialogue.reporter(found))
    context = {
        "told": selectors.told(found.dossier, get_language() or "nl"),
        "is_open": found.dossier.is_open,
        "received": found.created_at,
        "lines": lines,
        "form": form,
        "wrote": wrote,
    }
    response = render(request, "signals/receipt.html", context, status=422 if form.errors else 200)
    return _keep_open(response, found, since=since)


def _keep_open(response: HttpResponse, found: Receipt, *, since: int, wrote: bool = False) -> HttpResponse:
    """Let this browser open the receipt for half an hour from now, without the code.

    `since` is when the code was typed: it travels along, so that the half hours come to an end.
    `wrote`: the next page says once that what was written has arrived.
    """
    response.set_signed_cookie(
        COOKIE,
        f"{receipts.ticket(found)}:{since}" + (_WROTE if wrote else ""),
        max_age=SECONDS_OPEN,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _opened(request: HttpRequest) -> tuple[Receipt | None, int]:
    """Return the receipt that stands open here, if any, and since when."""
    try:
        value = request.get_signed_cookie(COOKIE, max_age=SECONDS_OPEN) or ""
    except (KeyError, BadSignature):
        return None, 0
    ticket, _colon, since = value.removesuffix(_WROTE).rpartition(":")
    if not ticket or not since.isdecimal() or _now() - int(since) > SECONDS_OPEN_AT_MOST:
        return None, 0
    return _settled(selectors.receipt_in_use(ticket)), int(since)


def _settled(found: Receipt | None) -> Receipt | None:
    """Let the rest of the request see the compartment of this dossier, and no other."""
    if found is not None:
        scope.settle({(found.municipality, found.compartment)})
    return found


def _wrote(request: HttpRequest) -> bool:
    """Return whether something was written just before; the page that says so forgets it."""
    return (request.get_signed_cookie(COOKIE, default="", max_age=SECONDS_OPEN) or "").endswith(_WROTE)


def _now() -> int:
    return int(clock.now().timestamp())
