# SPDX-License-Identifier: EUPL-1.2
"""The partner's door: a code, the packet, and a few things to say.

Opening the address never uses it up, because mail scanners open addresses. The answers to an
unknown address, an expired link and a wrong code are the same.
"""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.core import scope
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.core.networks import address_of
from sluitend.handover import calling_back, doors, keeping, pages, selectors, services
from sluitend.handover import document as documents
from sluitend.handover.forms import CodeForm
from sluitend.handover.models import Link
from sluitend.handover.states import READABLE
from sluitend.privacy.guessing import TooSoon
from sluitend.shell import traces
from sluitend.shell.forms import refuse

COOKIE = "overdracht"
# Names this browser at this address, from the first look on: a code binds its link to it.
BROWSER = "overdracht-apparaat"


@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Show the packet to who came in, the same question for a code to everybody else."""
    if request.method == "POST":
        return _knock(request, token)
    link = _open_link(request, token)
    if link is None:
        return _code_page(request, token)
    return _packet_page(request, token, link, kept=keeping.give_back(request, link))


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, token: str, act: str) -> HttpResponse:
    """Take in what the partner says: acknowledge, refuse, ask, feed back or advise.

    Who loads the address again is led to the door.
    """
    if act not in pages.ACTS:
        raise NotFound(_("This page does not exist."))
    return (
        _take_in(request, token, act) if request.method == "POST" else redirect("handover:door", token=token)
    )


def _take_in(request: HttpRequest, token: str, act: str) -> HttpResponse:
    link = _open_link(request, token)
    if link is None:
        return keeping.keep(request, token, act, _code_page(request, token, kept=True))
    form = pages.form_for(act, link.handover, data=request.POST)
    if form is not None and not form.is_valid():
        return _packet_page(request, token, link, bound={act: form}, status=422)
    given = form.cleaned_data if form is not None else {}
    try:
        handover = pages.ACTS[act](link.handover, given, _partner(link))
    except BadInput as refusal:
        if form is None:
            raise
        status = refuse(form, refusal)
        return _packet_page(request, token, link, bound={act: form}, status=status)
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return _stay(token, link)
    if handover.state not in READABLE:
        return _farewell(token)
    messages.success(request, str(pages.THANKS[act]))
    return _stay(token, link)


@never_cache
@require_GET
def document(request: HttpRequest, token: str) -> HttpResponse:
    """Give the packet as PDF to who came in."""
    link = _open_link(request, token)
    if link is None:
        return redirect("handover:door", token=token)
    opened = selectors.open_content(_partner(link), link.handover, purpose="packet-pdf")
    content = documents.packet_pdf(
        opened.packet,
        partner_name=pages.partner_name(link.handover),
        ground=pages.ground_of(opened),
        call_back=calling_back.to(link.handover.dossier, pages.language()),
        more=pages.knows_more(opened),
    )
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{opened.packet.reference or "pakket"}.pdf"'
    return _with_ticket(response, token, link)


@never_cache
@require_http_methods(["GET", "POST"])
def fresh_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a fresh link. The answer is the same whether there is anything to ask for or not."""
    if request.method != "POST":
        return redirect("handover:door", token=token)
    link = _settled(doors.find(token))
    if link is not None:
        # Withdrawn or refused: nobody is called, and the asker learns nothing of it.
        with suppress(Conflict):
            services.ask_fresh_link(link=link, by=_partner(link))
    return render(request, "handover/fresh_link.html", {"channels": calling_back.anybody()})


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Close the door behind the partner."""
    if request.method != "POST":
        return redirect("handover:door", token=token)
    return _farewell(token)


@never_cache
@require_GET
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Say goodbye. Tells nothing of any packet."""
    return render(request, "handover/done.html")


def _knock(request: HttpRequest, token: str) -> HttpResponse:
    """Try a code. What was wrong is not said."""
    form = CodeForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            browser = _browser(request)
            code = form.cleaned_data["code"]
            link = _settled(doors.try_code(token, code, browser=browser, address=address_of(request)))
        except TooSoon as soon:
            message = _("Too many wrong codes. Wait %(wait)s and try again.")
            form.add_error("code", message % {"wait": soon.wait})
            status = 429
        else:
            if link is not None:
                services.open_packet(handover=link.handover, by=_partner(link))
                return _named(_stay(token, link), token, browser)
            form.add_error(
                "code", _("This link and code do not open anything. Check the code and try again.")
            )
    return _code_page(request, token, form, status=status)


def _code_page(
    request: HttpRequest, token: str, form: CodeForm | None = None, *, kept: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "form": form or CodeForm(),
        "kept": kept or keeping.COOKIE in request.COOKIES,
        "door_url": reverse("handover:door", args=[token]),
        "fresh_url": reverse("handover:fresh-link", args=[token]),
    }
    response = render(request, "handover/code.html", context, status=status)
    return _named(response, token, _browser(request))


def _packet_page(
    request: HttpRequest,
    token: str,
    link: Link,
    *,
    bound: dict[str, forms.Form] | None = None,
    kept: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    opened = selectors.open_content(_partner(link), link.handover, purpose="packet-page")
    context = pages.packet_page(opened, link, bound=bound or {}, kept=kept or {})
    response = render(request, "handover/packet.html", {**context, "token": token}, status=status)
    if kept:
        keeping.drop(request, response)
    return _with_ticket(response, token, link)


def _open_link(request: HttpRequest, token: str) -> Link | None:
    cookie = request.COOKIES.get(COOKIE, "")
    browser = request.COOKIES.get(BROWSER, "")
    return _settled(doors.opened_by(token, cookie, browser=browser)) if cookie else None


def _settled(link: Link | None) -> Link | None:
    """Let the rest of the request see the compartment of this dossier, and no other."""
    if link is not None:
        scope.settle({(link.municipality, link.compartment)})
    return link


def _browser(request: HttpRequest) -> str:
    """Return the name of this browser at this address; a new one when it has none yet."""
    return request.COOKIES.get(BROWSER) or doors.new_browser()


def _named(response: HttpResponse, token: str, browser: str) -> HttpResponse:
    """Let this browser keep its name as long as a link can live.

    Given with the question for the code, so that a code sent twice comes twice from the same browser.
    """
    response.set_cookie(
        BROWSER,
        browser,
        max_age=int(doors.LIFETIME.total_seconds()),
        path=reverse("handover:door", args=[token]),
        httponly=True,
        samesite="Lax",
        secure=keeping.secure(),
    )
    return response


def _partner(link: Link) -> Actor:
    return Actor(ActorKind.PARTNER, link.handover.partner_id)


def _stay(token: str, link: Link) -> HttpResponse:
    return _with_ticket(redirect("handover:door", token=token), token, link)


def _farewell(token: str) -> HttpResponse:
    response = redirect("handover:done", token=token)
    response.delete_cookie(COOKIE, path=reverse("handover:door", args=[token]))
    return traces.cleared(response)


def _with_ticket(response: HttpResponse, token: str, link: Link) -> HttpResponse:
    """Keep the door open for another short while, at this address only."""
    response.set_cookie(
        COOKIE,
        doors.ticket(link),
        max_age=int(doors.SESSION.total_seconds()),
        path=reverse("handover:door", args=[token]),
        httponly=True,
        samesite="Lax",
        secure=keeping.secure(),
    )
    return response
