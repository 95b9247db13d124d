# SPDX-License-Identifier: EUPL-1.2
"""Setting up a second factor: right after the first password, or as one more."""

import base64
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sluitend.accounts.factors import confirmed, passkeys, qr, selectors, services, stage, totp
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.factors.forms import CodeForm, NewPasskeyForm
from sluitend.accounts.factors.stage import SecondFactor
from sluitend.accounts.factors.views import recovery
from sluitend.accounts.models import Person
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict

_SECRET = "app-secret"  # noqa: S105 - the name of a place in the session, which is sealed


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose factor is set up; `step` is where they wait when they are not signed in yet."""

    person: Person
    step: SecondFactor | None

    @property
    def by(self) -> Actor:
        """The person acts for themselves."""
        return Actor(ActorKind.STAFF, str(self.person.pk))


@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Show the ways to choose from."""
    owner = _owner(request)
    if isinstance(owner, HttpResponse):
        return owner
    context = _context(owner) | {
        "passkeys": passkeys.possible(),
        "has_app": selectors.has_app(owner.person),
    }
    return render(request, "accounts/set_up.html", context)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Show a fresh secret as a QR code and in letters; a right code proves that an app has it."""
    owner = _owner(request)
    if isinstance(owner, HttpResponse):
        return owner
    secret = _secret(request, owner.person)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {"person": owner.person, "secret": secret, "code": form.cleaned_data["code"]}
        try:
            fresh = services.add_app(**given, first=owner.step is not None, by=owner.by)
        except (BadInput, Conflict) as error:
            form.add_error("code", str(error))
        else:
            request.session.pop(_SECRET, None)
            return _done(request, owner, Means.APP, fresh)
    context = _context(owner) | {
        "form": form,
        "qr": qr.draw(totp.address(secret, owner.person.email)),
        "letters": totp.shown(secret),
        "replaces": selectors.has_app(owner.person),
    }
    return render(request, "accounts/set_up_app.html", context, status=422 if form.is_bound else 200)


@never_cache
@sensitive_post_parameters("credential")
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey; this page is the one that needs JavaScript."""
    owner = _owner(request)
    if isinstance(owner, HttpResponse):
        return owner
    if not passkeys.possible():
        return redirect("accounts:set-up")
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = passkeys.made(request.session, owner.person, form.cleaned_data["credential"])
            fresh = services.add_passkey(
                person=owner.person,
                made=made,
                name=form.cleaned_data["name"],
                first=owner.step is not None,
                by=owner.by,
            )
        except (BadInput, Conflict) as error:
            form.add_error(None, str(error))
        else:
            return _done(request, owner, Means.PASSKEY, fresh)
    context = _context(owner) | {
        "form": form,
        "options_url": reverse("accounts:new-passkey-options"),
    }
    return render(request, "accounts/set_up_passkey.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Return what the browser makes a passkey of."""
    owner = _owner(request)
    if isinstance(owner, HttpResponse):
        return owner
    return JsonResponse(passkeys.ask_new(request.session, owner.person))


def _owner(request: HttpRequest) -> Owner | HttpResponse:
    """Return whose factor may be set up here, or the page that comes first.

    Who is signed in has shown a factor just now. Who waits after the password has none yet.
    """
    user: Any = request.user
    if user.is_authenticated:
        if confirmed.is_fresh(request.session, user.pk):
            return Owner(user, None)
        goal = request.path if request.method == "GET" else reverse("accounts:security")
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': goal})}")
    step = stage.waiting(request)
    if step is None:
        return redirect("accounts:sign-in")
    if selectors.has_factor(step.login.user):
        return redirect("accounts:second-factor")
    return Owner(step.login.user, step)


def _secret(request: HttpRequest, person: Person) -> bytes:
    """Return the secret that is being shared: the same one until it is in use, also after loading again."""
    kept = request.session.get(_SECRET)
    if kept and kept["person"] == str(person.pk):
        return base64.b64decode(kept["secret"])
    secret = totp.new_secret()
    request.session[_SECRET] = {"person": str(person.pk), "secret": base64.b64encode(secret).decode()}
    return secret


def _done(request: HttpRequest, owner: Owner, means: Means, fresh: list[str]) -> HttpResponse:
    """Go on: first to the recovery codes, when there are new ones; then to where one wanted to go."""
    if owner.step is None:
        confirmed.record(request.session, owner.person.pk, means)
        goal = reverse("accounts:security")
        return redirect(recovery.to_show(request, fresh, goal=goal) if fresh else goal)
    goal = owner.step.login.redirect_url
    return stage.go_on(owner.step, means, goal=recovery.to_show(request, fresh, goal=goal) if fresh else "")


def _context(owner: Owner) -> dict[str, Any]:
    return {"first": owner.step is not None}
