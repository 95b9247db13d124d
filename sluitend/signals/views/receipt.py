# SPDX-License-Identifier: EUPL-1.2
"""Coming back with the code: status, content-free result, questions and answers both ways."""

import uuid

from django import forms
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.core.errors import BadInput
from sluitend.signals import selectors
from sluitend.signals.models import Message, Receipt
from sluitend.signals.services import dialogue

COOKIE = "bewijs"
SECONDS_OPEN = 30 * 60


class CodeForm(forms.Form):
    """The code of the receipt."""

    code = forms.CharField(
        label=gettext_lazy("Your code"),
        help_text=gettext_lazy("Capitals, spaces and dashes do not matter."),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


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
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if found := selectors.open_receipt(form.cleaned_data["code"]):
            response = redirect("signals:receipt")
            response.set_signed_cookie(
                COOKIE,
                str(found.pk),
                max_age=SECONDS_OPEN,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
            return response
        form.add_error("code", _("This code does not open anything. Check it and try again."))
    return render(request, "signals/receipt_enter.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What became of the signal, and the talk about it."""
    found = _opened(request)
    if found is None:
        return redirect("signals:receipt-enter")
    form = MessageForm(request.POST or None, initial={"submission": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            dialogue.write_as_reporter(receipt=found, **form.cleaned_data)
        except BadInput as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("signals:receipt")
    lines = selectors.dialogue(found)
    dialogue.mark_read(
        dossier=found.dossier, direction=Message.Direction.TO_REPORTER, by=dialogue.reporter(found)
    )
    context = {
        "told": selectors.told(found.dossier, get_language() or "nl"),
        "is_open": found.dossier.is_open,
        "received": found.created_at,
        "lines": lines,
        "form": form,
    }
    return render(request, "signals/receipt.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the receipt on this device."""
    response = redirect("web:start")
    response.delete_cookie(COOKIE)
    return response


def _opened(request: HttpRequest) -> Receipt | None:
    try:
        receipt_id = request.get_signed_cookie(COOKIE, max_age=SECONDS_OPEN)
    except (KeyError, BadSignature):
        return None
    return selectors.receipt_in_use(receipt_id) if receipt_id else None
