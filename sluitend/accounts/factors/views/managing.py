# SPDX-License-Identifier: EUPL-1.2
"""The page "Security": what somebody signs in with, when it was last used, and taking it away."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts import devices, passwords
from sluitend.accounts import services as accounts
from sluitend.accounts.factors import passkeys, selectors, services
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.factors.views import recovery
from sluitend.accounts.forms import TOO_SOON
from sluitend.accounts.sessions import row_of
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import NotFound


@never_cache
@staff_required
@require_GET
def security(request: StaffRequest) -> HttpResponse:
    """Show the own factors."""
    context = {
        "factors": selectors.factors_of(request.user),
        "passkeys_possible": passkeys.possible(),
        "codes_wait": recovery.are_waiting(request),
        "password": passwords.has_own(request.user),
    }
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters()
@never_cache
@staff_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Choose another password for who knows the present one; everywhere else it ends what was signed in."""
    person = request.user
    if not passwords.has_own(person):
        raise NotFound(_("This is not there (any more)."))
    sent = request.POST if request.method == "POST" else None
    form = passwords.ChangePasswordForm(sent, person=person, request=request)
    if form.is_valid():
        here = row_of(request.session.session_key)
        with transaction.atomic():
            chosen = form.cleaned_data["password"]
            accounts.change_password(person=person, password=chosen, by=request.actor, here=here)
            update_session_auth_hash(request, person)
        messages.success(request, _("Your password has been changed. Elsewhere you are signed out."))
        response = redirect("accounts:security")
        # A device is known by the password that it knew.
        devices.remember(request, response, person)
        return response
    refused = 429 if form.has_error(NON_FIELD_ERRORS, TOO_SOON) else 422
    status = refused if form.errors else 200
    return render(request, "accounts/change_password.html", {"form": form}, status=status)


@never_cache
@staff_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def remove_app(request: StaffRequest) -> HttpResponse:
    """Ask whether the app may go, and let it go."""
    factors = selectors.factors_of(request.user)
    if factors.app is None:
        raise NotFound(_("This is not there (any more)."))
    if request.method == "POST":
        services.remove_app(person=request.user, by=request.actor)
        messages.success(request, _("The app counts no more."))
        return redirect("accounts:security")
    return render(
        request, "accounts/remove_factor.html", {"factor": factors.app, "only": not factors.several}
    )


@never_cache
@staff_required
@fresh_factor_required
@require_http_methods(["GET", "POST"])
def remove_passkey(request: StaffRequest, passkey_id: int) -> HttpResponse:
    """Ask whether a passkey may go, and let it go."""
    factors = selectors.factors_of(request.user)
    found = next((one for one in factors.passkeys if one.id == passkey_id), None)
    if found is None:
        raise NotFound(_("This is not there (any more)."))
    if request.method == "POST":
        services.remove_passkey(person=request.user, passkey_id=passkey_id, by=request.actor)
        messages.success(request, _("The passkey counts no more. Remove it from your device too."))
        return redirect("accounts:security")
    return render(request, "accounts/remove_factor.html", {"factor": found, "only": not factors.several})
