# SPDX-License-Identifier: EUPL-1.2
"""The calendar feed and the page on which somebody makes or ends its address; and the one A4."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import calendar, sheet
from sluitend.cases.views.acting import require_dossiers
from sluitend.cases.views.meeting import as_file
from sluitend.core import scope
from sluitend.core.errors import NotFound


@never_cache
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar program its owner's feed; an unknown and an ended address look alike."""
    person = calendar.find(token)
    if person is None:
        raise NotFound(_("This page does not exist."))
    scope.settle(actor_for(person).places())
    return HttpResponse(calendar.calendar_of(person), content_type="text/calendar; charset=utf-8")


@never_cache
@staff_required
@require_GET
def own(request: StaffRequest) -> HttpResponse:
    """Show whether there is an address, and what a calendar reads there."""
    require_dossiers(request)
    return render(request, "cases/feed.html", {"there": calendar.has_feed(request.user)})


@never_cache
@staff_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def make(request: StaffRequest) -> HttpResponse:
    """Make a fresh address and show it once."""
    require_dossiers(request)
    if request.method != "POST":
        return redirect("cases:own-feed")
    address = calendar.make_feed(person=request.user, by=request.actor)
    return render(request, "cases/feed.html", {"there": True, "address": address})


@never_cache
@staff_required
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest) -> HttpResponse:
    """End the address at once."""
    require_dossiers(request)
    if request.method == "POST":
        calendar.end_feed(person=request.user, by=request.actor)
        messages.success(request, _("The address has ended. A calendar that still knows it reads nothing."))
    return redirect("cases:own-feed")


@never_cache
@staff_required
@require_GET
def one_page(request: StaffRequest) -> HttpResponse:
    """The one A4: what to bring to which table, what came out, what is due; nothing is decrypted."""
    require_dossiers(request)
    context: dict[str, Any] = {"a4": sheet.of(request.actor, request.user)}
    return render(request, "cases/a4.html", context)


@never_cache
@staff_required
@require_GET
def one_page_document(request: StaffRequest) -> HttpResponse:
    """The one A4 on paper."""
    require_dossiers(request)
    made = sheet.document(sheet.of(request.actor, request.user), request.user)
    return as_file(made.pdf(), "pdf", made.file_name)
