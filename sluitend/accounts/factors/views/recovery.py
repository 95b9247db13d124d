# SPDX-License-Identifier: EUPL-1.2
"""Recovery codes: shown once, until somebody says that they have them; afterwards nobody can read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts.factors import services
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.views import StaffRequest, goal_of, staff_required
from sluitend.core import clock

# In the session, of which only this browser can open the content.
_FRESH = "new-recovery-codes"


@never_cache
@staff_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """Show codes that were just made; a POST says that they have been kept."""
    fresh = request.session.get(_FRESH)
    if fresh is None:
        return redirect("accounts:security")
    if request.method == "POST":
        del request.session[_FRESH]
        return redirect(goal_of(request))
    context = {"codes": fresh, "today": clock.today(), "next": goal_of(request)}
    return render(request, "accounts/recovery_codes.html", context)


@never_cache
@staff_required
@fresh_factor_required
@require_POST
def renew(request: StaffRequest) -> HttpResponse:
    """Make new recovery codes; the old ones count no more."""
    fresh = services.renew_recovery_codes(person=request.user, by=request.actor)
    return redirect(to_show(request, fresh, goal=reverse("accounts:security")))


def to_show(request: HttpRequest, fresh: list[str], *, goal: str) -> str:
    """Keep fresh codes for their one page, and return its address; from there one goes on to `goal`."""
    request.session[_FRESH] = fresh
    return f"{reverse('accounts:recovery-codes')}?{urlencode({'next': goal})}"


def are_waiting(request: HttpRequest) -> bool:
    """Return whether new codes wait until somebody says that they have them."""
    return _FRESH in request.session
