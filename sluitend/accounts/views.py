# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out, and one's own working days and leave."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sluitend.accounts import devices, keeping, selectors, services
from sluitend.accounts.factors import confirmed, passkeys
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.forms import TOO_SOON, LeaveForm, SignInForm, WorkingDaysForm
from sluitend.accounts.models import Person
from sluitend.accounts.organisation import configuration, journey
from sluitend.core import clock, scope
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in; `actor` holds the rights of this moment.

    `counts` is what a page has counted already and its menu shows too.
    """

    user: Person
    actor: Actor
    counts: Any


def staff_required(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only people in who have signed in, and put `request.actor` there once per request."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        keeps = getattr(view, "keeps_typed", False)
        if not isinstance(user, Person) and not user.is_authenticated:
            return _to_sign_in(request, keeps=keeps)
        staff: Any = request
        actor_of(staff)
        only_keep = request.method == "POST" and "Only-Keep" in request.headers
        if not keeps:
            # What is sent to be kept only must never be done.
            return HttpResponse(status=400) if only_keep else view(staff, *args, **kwargs)
        if only_keep:
            return keeping.only_keep(request, staff.user.pk)
        kept = keeping.waiting(request, staff.user.pk) if request.method == "GET" else None
        if kept is not None:
            return keeping.give_back(request, kept, lambda: view(staff, *args, **kwargs))
        response = view(staff, *args, **kwargs)
        keeping.remember(request, response, staff.user.pk)
        return response

    return guarded


def actor_of(request: Any) -> Actor:
    """Return who looks, with the rights of this moment: worked out once a request, which settles there."""
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        found = request.actor = selectors.actor_for(request.user)
        scope.settle(found.places())
    return found


def _to_sign_in(request: HttpRequest, *, keeps: bool) -> HttpResponse:
    """Ask to sign in, and come back to this page; a button without a form leads to where it stood.

    A script gets no page to put in the place of what is typed there: the page itself says what to do.
    """
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Session"})
    if request.method == "POST" and keeps:
        response = redirect_to_login(request.get_full_path())
        keeping.keep(request, response)
        return response
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(came_from(request))


def came_from(request: HttpRequest) -> str:
    """Return the page of ours on which a button stood, or else where staff begin."""
    address = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if here else resolve_url(settings.LOGIN_REDIRECT_URL)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with e-mail address and password; what comes after that, allauth's stages decide."""
    goal = goal_of(request)
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.was_right()
        return begin(request, form.get_user(), goal=goal)
    return sign_in_page(request, form)


def sign_in_page(request: HttpRequest, form: forms.Form) -> HttpResponse:
    """Show the page with what was tried; its status says that nobody was signed in.

    It says that what was typed has been kept, when it has.
    """
    context = {
        "form": form,
        "sign_in_form": form if isinstance(form, SignInForm) else SignInForm(request),
        "next": goal_of(request),
        "kept": keeping.is_kept(request),
        "passkeys": passkeys.possible(),
        "organisation": configuration.name() if configuration.is_there() else "",
        "mostly_there": configuration.passwords_are_for_few(),
    }
    refused = 429 if form.has_error(NON_FIELD_ERRORS, TOO_SOON) else 422
    return render(request, "accounts/sign_in.html", context, status=refused if form.is_bound else 200)


def begin(
    request: HttpRequest,
    person: Person,
    *,
    goal: str,
    means: Means | None = None,
    shown_at: datetime | None = None,
) -> HttpResponse:
    """Let somebody begin to sign in who proved who they are; `means` is a second factor they showed too.

    `shown_at` is when, if that was not just now.
    Whoever was signed in here before is signed out; nothing of another session comes along.
    """
    with transaction.atomic():
        if isinstance(request.user, Person) or request.user.is_authenticated:
            before: Any = request.user
            services.record_sign_out(person=before, by=selectors.actor_for(before))
        logout(request)
    if means is not None:
        confirmed.record(request.session, person.pk, means, at=shown_at)
    done: HttpResponse = perform_login(request, person, redirect_url=goal)
    return done


def goal_of(request: HttpRequest) -> str:
    """Return where somebody wants to go after this step: a page of ours, or else where staff begin."""
    asked = str(request.POST.get("next") or request.GET.get("next") or "")
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if here else resolve_url(settings.LOGIN_REDIRECT_URL)


@never_cache
@require_GET
def let_in(request: HttpRequest, brought: str) -> HttpResponse:
    """Let this device be known to a colleague to whom the administrator gave this address."""
    response = redirect("accounts:sign-in")
    if devices.let_in(request, response, brought):
        messages.success(request, _("This device is known now. You can sign in."))
    else:
        messages.error(request, _("This link does not work any more. Ask your administrator for a new one."))
    return response


@require_POST
@staff_required
def sign_out(request: StaffRequest) -> HttpResponse:
    """End this session; one that began at the organisation is still open there, which a page then says."""
    there = configuration.is_there() and journey.began_there(request)
    with transaction.atomic():
        services.record_sign_out(person=request.user, by=request.actor)
        logout(request)
    return redirect("accounts:organisation-signed-out" if there else settings.LOGOUT_REDIRECT_URL)


@staff_required
@keeping.keeps_typed
@require_http_methods(["GET", "POST"])
def availability(request: StaffRequest) -> HttpResponse:
    """Show one's working days, leave and deputies; a POST changes the working days or adds leave."""
    person = request.user
    days, leave = WorkingDaysForm.of(person), LeaveForm()
    if request.method == "POST":
        if request.POST.get("act") == "leave":
            leave = LeaveForm(request.POST)
            done = _done(leave, _("Your leave has been recorded."), request, _add_leave)
        else:
            days = WorkingDaysForm(request.POST)
            done = _done(days, _("Your working days have been recorded."), request, _set_days)
        if done:
            return redirect("accounts:availability")
    context = {
        "form": days if days.is_bound else leave,
        "days_form": days,
        "leave_form": leave,
        "leaves": selectors.coming_leave(person, clock.today()),
        "deputies": selectors.deputies_of(person),
        "stands_in_for": selectors.stands_in_for(person),
    }
    status = 422 if days.errors or leave.errors else 200
    return render(request, "accounts/availability.html", context, status=status)


@require_POST
@staff_required
def cancel_leave(request: StaffRequest, leave_id: UUID) -> HttpResponse:
    """Take back a period of one's own leave."""
    services.cancel_leave(person=request.user, leave_id=leave_id, by=request.actor)
    messages.success(request, _("Your leave has been taken back."))
    return redirect("accounts:availability")


def _done(
    form: forms.Form, sentence: str, request: StaffRequest, act: Callable[[StaffRequest, forms.Form], None]
) -> bool:
    """Carry out a form; what cannot be done is said at the field, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        act(request, form)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(request, sentence)
    return True


def _add_leave(request: StaffRequest, form: forms.Form) -> None:
    period = form.cleaned_data
    services.add_leave(person=request.user, start=period["start"], end=period["end"], by=request.actor)


def _set_days(request: StaffRequest, form: forms.Form) -> None:
    weekdays = [int(digit) for digit in form.cleaned_data["weekdays"]]
    services.set_working_days(person=request.user, weekdays=weekdays, by=request.actor)
