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
        if confirmed.is_fresh(request.session, request.user.pk):
            return view(request, *args, **kwargs)
        keeps = getattr(view, "keeps_typed", False)
        goal = request.get_full_path() if keeps or request.method != "POST" else came_from(request)
        response = redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': goal})}")
        if keeps and request.method == "POST":
            keeping.keep(request, response, why=keeping.Why.CONFIRM, owner=str(request.user.pk))
        return response

    return guarded
