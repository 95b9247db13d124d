# SPDX-License-Identifier: EUPL-1.2
"""Showing a second factor: after the password, instead of it, and again while signed in."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import keeping, tries
from sluitend.accounts.factors import codes, confirmed, passkeys, selectors, services, stage
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.factors.forms import CodeForm, PasskeyForm, RecoveryForm
from sluitend.accounts.forms import TOO_SOON, too_soon
from sluitend.accounts.models import Person
from sluitend.accounts.organisation import configuration
from sluitend.accounts.selectors import has_account_there
from sluitend.accounts.views import StaffRequest, begin, goal_of, sign_in_page, staff_required
from sluitend.core.errors import BadInput


@never_cache
@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of who typed a right password."""
    step = stage.waiting(request)
    if step is None:
        return redirect("accounts:sign-in")
    if not selectors.has_factor(step.login.user):
        return redirect("accounts:set-up")
    asked = _asked(request, step.login.user)
    if asked.means is not None:
        return stage.go_on(step, asked.means)
    context = _context(request, step.login.user, asked)
    return render(request, "accounts/second_factor.html", context, status=asked.status)


@never_cache
@staff_required
@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "POST"])
def confirm(request: StaffRequest) -> HttpResponse:
    """Ask for the second factor again, before something that asks for a fresh one."""
    person, goal = request.user, goal_of(request)
    asked = _asked(request, person)
    if asked.means is not None:
        with transaction.atomic():
            services.record_confirmation(person=person, means=asked.means, by=request.actor)
            confirmed.record(request.session, person.pk, asked.means)
        return redirect(goal)
    context = _context(request, person, asked) | {
        "goal": goal,
        "kept": keeping.is_kept(request),
        "without": not selectors.has_factor(person),
        "organisation": configuration.name() if has_account_there(person) else "",
    }
    return render(request, "accounts/confirm.html", context, status=asked.status)


@never_cache
@sensitive_post_parameters("credential")
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it is both factors at once."""
    form = PasskeyForm(request.POST)
    person = _shown(request, form, None)
    if person is not None and configuration.may_sign_in_here(person.email):
        return begin(request, person, goal=goal_of(request), means=Means.PASSKEY)
    if person is not None:
        form.add_error(None, _("You sign in at your organisation, not with a passkey of this site."))
    return sign_in_page(request, form)


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Return what the browser asks a passkey for: of who is signed in or waits here, else of anybody."""
    step = stage.waiting(request)
    person = step.login.user if step else request.user if request.user.is_authenticated else None
    return JsonResponse(passkeys.ask(request.session, person))


@dataclass(slots=True)
class Asked:
    """The form that was sent, and by what means somebody showed that it is them; None while they have not."""

    form: forms.Form
    means: Means | None = None

    @property
    def status(self) -> int:
        """What the answer says when the page comes back."""
        if self.form.has_error(NON_FIELD_ERRORS, TOO_SOON):
            return 429
        return 422 if self.form.is_bound else 200


def _asked(request: HttpRequest, person: Person) -> Asked:
    """Read what was sent. Here, and nowhere else, is a factor of a known person tried: counted first."""
    if request.method != "POST":
        return Asked(_code_form(request, person)())
    kind = PasskeyForm if "credential" in request.POST else _code_form(request, person)
    form = kind(request.POST)
    if not form.is_valid():
        return Asked(form)
    try:
        tried = tries.begin(request, person.email, door=tries.Door.FACTOR)
    except tries.TooSoon as soon:
        form.add_error(None, too_soon(soon))
        return Asked(form)
    means = _means(request, form, person)
    if means is not None:
        tries.was_right(tried)
    return Asked(form, means)


def _means(request: HttpRequest, form: forms.Form, person: Person) -> Means | None:
    """Try what was sent; what is wrong with it stands at the form."""
    if isinstance(form, PasskeyForm):
        return Means.PASSKEY if _shown(request, form, person) else None
    means = codes.check(person, form.cleaned_data["code"])
    if means is None:
        form.add_error("code", _("This code is not right, or it was used before. Fill in a new one."))
    return means


def _shown(request: HttpRequest, form: PasskeyForm, person: Person | None) -> Person | None:
    if not form.is_valid():
        return None
    try:
        return passkeys.check(request.session, person, form.cleaned_data["credential"])
    except BadInput as error:
        form.add_error(None, str(error))
        return None


def _code_form(request: HttpRequest, person: Person) -> type[CodeForm]:
    return RecoveryForm if _by_recovery(request) or not selectors.has_app(person) else CodeForm


def _by_recovery(request: HttpRequest) -> bool:
    return request.GET.get("met") == "herstelcode"


def _context(request: HttpRequest, person: Person, asked: Asked) -> dict[str, Any]:
    has_app, recovery = selectors.has_app(person), _by_recovery(request)
    with_passkey = selectors.has_passkey(person) and passkeys.possible() and not recovery
    again = {"next": goal_of(request)} if request.user.is_authenticated else {}
    here = request.path
    return {
        "here": request.get_full_path(),
        "form": asked.form,
        "code_form": asked.form if isinstance(asked.form, CodeForm) else _code_form(request, person)(),
        "with_code": has_app or recovery or not with_passkey,
        "with_passkey": with_passkey,
        "by_recovery": recovery or not has_app,
        "other": f"{here}?{urlencode(again | ({} if recovery else {'met': 'herstelcode'}))}",
        "recovery": recovery,
        "options_url": reverse("accounts:passkey-options"),
    }
