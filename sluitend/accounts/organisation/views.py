# SPDX-License-Identifier: EUPL-1.2
"""To the identity provider and back: signing in there, showing it once more, and what stays open there."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sluitend.accounts import selectors
from sluitend.accounts.factors import confirmed
from sluitend.accounts.factors import services as factors
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.models import Person
from sluitend.accounts.organisation import configuration, journey, services, talking
from sluitend.accounts.organisation.configuration import Provider
from sluitend.accounts.organisation.journey import Journey, Purpose
from sluitend.accounts.organisation.problems import PAGES, Kind, Problem
from sluitend.accounts.organisation.tokens import Said
from sluitend.accounts.views import StaffRequest, begin, goal_of, staff_required

P = ParamSpec("P")
_log = logging.getLogger(__name__)


def _with_provider(
    view: Callable[Concatenate[HttpRequest, Provider, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the provider; without one its door is not there. A problem becomes a page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        provider = configuration.provider()
        if provider is None:
            raise Http404
        try:
            return view(request, provider, *args, **kwargs)
        except Problem as problem:
            _log.warning("signing in at the identity provider: %s: %s", problem.kind, problem)
            page = PAGES[problem.kind]
            context = {
                "page": page,
                "name": provider.name,
                "next": problem.goal or goal_of(request),
                "confirming": problem.confirming,
            }
            return render(request, "accounts/organisation_problem.html", context, status=page.status)

    return guarded


@never_cache
@require_GET
@_with_provider
def leave(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Go to the provider to sign in there."""
    return redirect(journey.set_out(request, provider, Purpose.SIGN_IN, goal=goal_of(request)))


@never_cache
@require_GET
@_with_provider
@staff_required
def confirm(request: StaffRequest, provider: Provider) -> HttpResponse:
    """Go to the provider to show once more, with password and all, that it is still you."""
    return redirect(journey.set_out(request, provider, Purpose.CONFIRM, goal=goal_of(request)))


@never_cache
@require_GET
@_with_provider
def back(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Come back from the provider."""
    ended = journey.end(request)
    try:
        said = journey.brought(request, provider, ended)
        if ended.purpose == Purpose.CONFIRM:
            return _confirmed(request, provider, ended, said)
        return _signed_in(request, provider, ended, said)
    except Problem as problem:
        problem.goal, problem.confirming = ended.goal, ended.purpose == Purpose.CONFIRM
        raise


def _signed_in(request: HttpRequest, provider: Provider, ended: Journey, said: Said) -> HttpResponse:
    """Let somebody in who was recognised; a second step follows when none was shown there."""
    person, refused = services.recognise(provider=provider, said=said)
    means = Means.IDENTITY_PROVIDER if said.second_factor(provider) else None
    # Who was let through without being asked has shown nothing just now.
    shown_at = said.shown_at or confirmed.LONG_AGO
    response = begin(request, person, goal=ended.goal, means=means, shown_at=shown_at)
    journey.remember(request)
    if refused:
        sentence = _(
            "You did not get every role that your organisation gives you: "
            "they do not go together, or one is unknown here."
        )
        messages.warning(request, sentence)
    return response


@never_cache
@require_GET
@_with_provider
def signed_out(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Say that one is still signed in at the organisation, and where that is ended."""
    try:
        end = talking.about(provider).get("end_session_endpoint", "")
    except Problem:
        # The page tells what to do without it too.
        end = ""
    if end:
        end += f"{'&' if '?' in end else '?'}{urlencode({'client_id': provider.client_id})}"
    context = {"name": provider.name, "end": end}
    return render(request, "accounts/organisation_signed_out.html", context)


def _confirmed(request: HttpRequest, provider: Provider, ended: Journey, said: Said) -> HttpResponse:
    """Note that the same person showed a second factor there after they set out."""
    person = request.user
    same = isinstance(person, Person) and services.person_of(provider, said) == person
    if not isinstance(person, Person) or not same:
        raise Problem(Kind.NOT_SHOWN, "somebody else came back")
    if not (journey.is_since(ended, said) and said.second_factor(provider)):
        raise Problem(Kind.NOT_SHOWN, "no second factor was shown just now")
    by = selectors.actor_for(person)
    with transaction.atomic():
        factors.record_confirmation(person=person, means=Means.IDENTITY_PROVIDER, by=by)
        confirmed.record(request.session, person.pk, Means.IDENTITY_PROVIDER, at=said.shown_at)
    return redirect(ended.goal)
