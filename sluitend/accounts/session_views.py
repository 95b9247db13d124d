# SPDX-License-Identifier: EUPL-1.2
"""Where somebody is signed in, ending that, and going on when a page stood open for long."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sluitend.accounts import selectors, services
from sluitend.accounts.sessions import row_of
from sluitend.accounts.views import StaffRequest, staff_required


@require_safe
@staff_required
def sessions(request: StaffRequest) -> HttpResponse:
    """Show the sessions of who asks; this one first."""
    here = row_of(request.session.session_key)
    found = selectors.sessions_of(request.user)
    context = {
        "here": next((one for one in found if one.pk == here), None),
        "others": [one for one in found if one.pk != here],
    }
    return render(request, "accounts/sessions.html", context)


@require_POST
@staff_required
def end(request: StaffRequest) -> HttpResponse:
    """End one session of one's own."""
    services.end_session(person=request.user, row=request.POST.get("session", ""), by=request.actor)
    messages.success(request, _("You are no longer signed in there."))
    return redirect("accounts:sessions")


@require_POST
@staff_required
def end_others(request: StaffRequest) -> HttpResponse:
    """End every session of one's own but this."""
    here = row_of(request.session.session_key)
    number = services.end_sessions(person=request.user, but=here, by=request.actor)
    sentence = ngettext(
        "You are no longer signed in at %(number)s other place.",
        "You are no longer signed in at %(number)s other places.",
        number,
    )
    messages.success(request, sentence % {"number": number})
    return redirect("accounts:sessions")


@require_POST
@staff_required
def go_on(request: StaffRequest) -> HttpResponse:
    """Answer nothing: that somebody asked is use enough for the session to go on."""
    return HttpResponse(status=204)
