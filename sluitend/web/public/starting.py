# SPDX-License-Identifier: EUPL-1.2
"""The door of a start link: choosing a password of one's own."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sluitend.accounts import starting
from sluitend.accounts.passwords import NewPasswordForm
from sluitend.core.errors import NotFound
from sluitend.web.staff.people.forms import typed


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a password and open the account with it. Looking at the page uses nothing up."""
    try:
        person = starting.owner(token)
        form = NewPasswordForm(typed(request), person=person)
        if request.method == "POST" and form.is_valid():
            starting.choose_password(token=token, password=form.cleaned_data["password"])
            messages.success(request, _("Your password has been set. Sign in with it now."))
            return redirect(resolve_url(settings.LOGIN_URL))
    except NotFound:
        return render(request, "web/people/no_start.html", status=410)
    context = {"form": form, "person": person}
    return render(request, "web/people/start.html", context, status=422 if form.errors else 200)
