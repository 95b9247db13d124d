# SPDX-License-Identifier: EUPL-1.2
"""One way for all acts of this room: show the form, or do it; what was typed stays when it is refused."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language

from sluitend.accounts.views import StaffRequest
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.dossiers import access
from sluitend.dossiers.models import Dossier
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner
from sluitend.shell.forms import refuse

Do = Callable[[dict[str, Any]], "str | Promise"]


def act(
    request: StaffRequest,
    form: forms.Form,
    do: Do,
    *,
    back: str,
    title: str | Promise,
    over: str = "",
    dossier: Dossier | None = None,
    template: str = "cases/act.html",
    then: str = "",
    **extra: Any,
) -> HttpResponse:
    """Show the form of an act, or do it and go back; `do` returns the sentence that says what was done.

    After a conflict the form stands on the version of now: who has looked again can send it again.
    """
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            told = do(form.cleaned_data)
        except (BadInput, Conflict) as refusal:
            status = refuse(form, refusal)
            if dossier is not None and "version" in form.fields:
                dossier.refresh_from_db(fields=["version"])
                given = request.POST.copy()
                given["version"] = str(dossier.version)
                form.data = given
        else:
            messages.success(request, str(told))
            return HttpResponseRedirect(then or back)
    context = {"form": form, "title": title, "over": over, "back": back, **extra}
    return render(request, template, context, status=status if form.errors else 200)


def paging(request: StaffRequest, following: str, **keeps: str) -> dict[str, str]:
    """Return the links of a list to its first and its next page; `keeps` stays in the address."""
    kept = {name: value for name, value in keeps.items() if value}
    return {
        "first_url": f"?{urlencode(kept)}" if "na" in request.GET else "",
        "next_url": f"?{urlencode({**kept, 'na': following})}" if following else "",
    }


def require_dossiers(request: StaffRequest) -> None:
    """Raise `NotFound` for who works on no dossier anywhere."""
    if not access.works_somewhere(request.actor):
        raise NotFound


def language() -> str:
    """Return the language at hand."""
    return get_language() or "nl"


def outside(pack: Pack, municipality: str) -> list[Partner]:
    """Return the partners of the pack that are another organisation, and serve this municipality."""
    return [
        one
        for one in pack.partners
        if pack.used(one)
        and not one.role
        and not one.consultation
        and (not one.audience or "internal" in one.audience)
        and (not one.municipalities or municipality in one.municipalities)
    ]


def named_partners(pack: Pack, municipality: str) -> list[tuple[str, str]]:
    """Return those partners with their names, in alphabetical order."""
    found = [(one.id, one.name.text(language())) for one in outside(pack, municipality)]
    return sorted(found, key=lambda one: one[1].casefold())
