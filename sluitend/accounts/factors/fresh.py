# SPDX-License-Identifier: EUPL-1.2
"""What only somebody may do who has just shown a second factor: identity, export, destruction, people."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from sluitend.accounts import keeping
from sluitend.accounts.factors import confirmed
from sluitend.accounts.views import StaffRequest, came_from

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def fresh_factor_required(view: View[P]) -> View[P]:
    """Ask for the second factor again when it was shown more than five minutes ago.

    Stands right below `staff_required`. Nothing is done and nothing typed is lost: after the question
    the page of a view that `keeps_typed` stands there as it was sent; a button leads back to where it
    stood.
    """

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        first = ask_first(request, keeps=getattr(view, "keeps_typed", False))
        return view(request, *args, **kwargs) if first is None else first

    return guarded


def ask_first(request: StaffRequest, *, keeps: bool) -> HttpResponse | None:
    """Return the page that asks again, or None when a factor was shown just now.

    For a view that needs it only now and then. `keeps` says that it `keeps_typed`.
    """
    if is_fresh(request):
        return None
    goal = request.get_full_path() if keeps or request.method != "POST" else came_from(request)
    response = redirect(where_to_confirm(goal))
    if keeps and request.method == "POST":
        keeping.keep(request, response, why=keeping.Why.CONFIRM, owner=str(request.user.pk))
    return response


def is_fresh(request: StaffRequest) -> bool:
    """Return whether who asks showed a second factor at most five minutes ago."""
    return confirmed.is_fresh(request.session, request.user.pk)


def where_to_confirm(goal: str) -> str:
    """Return the address at which one shows it again, and which leads on to `goal`."""
    return f"{reverse('accounts:confirm')}?{urlencode({'next': goal})}"
