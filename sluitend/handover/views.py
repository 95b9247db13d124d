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

from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.handover import calling_back, doors, keeping, pages, selectors, services
from sluitend.handover import document as documents
from sluitend.handover.entrance import Entrance, settled
from sluitend.handover.models import Link
from sluitend.handover.states import READABLE
from sluitend.shell.forms import refuse

COOKIE = "overdracht"


def _beside(request: HttpRequest, token: str) -> dict[str, Any]:
    fresh = reverse("handover:fresh-link", args=[token])
    return {"kept": keeping.COOKIE in request.COOKIES, "fresh_url": fresh}


ENTRANCE = Entrance(doors.PACKETS, cookie=COOKIE, done="handover:done", beside=_beside)


@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Show the packet to who came in, the same question for a code to everybody else."""
    if request.method == "POST":
        return ENTRANCE.knock(request, token, _opened)
    link = ENTRANCE.open_link(request, token)
    if link is None:
        return ENTRANCE.code_page(request, token)
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
    link = ENTRANCE.open_link(request, token)
    if link is None:
        return keeping.keep(request, token, act, ENTRANCE.code_page(request, token, kept=True))
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
        return ENTRANCE.stay(token, link)
    if handover.state not in READABLE:
        return ENTRANCE.leave(token)
    messages.success(request, str(pages.THANKS[act]))
    return ENTRANCE.stay(token, link)


@never_cache
@require_GET
def document(request: HttpRequest, token: str) -> HttpResponse:
    """Give the packet as PDF to who came in."""
    link = ENTRANCE.open_link(request, token)
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
    return ENTRANCE.with_ticket(response, token, link)


@never_cache
@require_http_methods(["GET", "POST"])
def fresh_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a fresh link. The answer is the same whether there is anything to ask for or not."""
    if request.method != "POST":
        return redirect("handover:door", token=token)
    link = settled(doors.find(token))
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
    return ENTRANCE.leave(token)


@never_cache
@require_GET
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Say goodbye. Tells nothing of any packet."""
    return render(request, "handover/done.html")


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
    return ENTRANCE.with_ticket(response, token, link)


def _opened(link: Link) -> None:
    services.open_packet(handover=link.handover, by=_partner(link))


def _partner(link: Link) -> Actor:
    return Actor(ActorKind.PARTNER, link.handover.partner_id)
