# SPDX-License-Identifier: EUPL-1.2
"""Where django-allauth asks us: how a session begins, and what stays closed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sluitend.accounts import services, tries
from sluitend.accounts.factors import confirmed
from sluitend.accounts.models import Person
from sluitend.core.actor import Actor, ActorKind


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in through allauth's stages, the journal included; signing up and mail are closed."""

    def get_login_stages(self) -> list[str]:
        """Return what comes between a proven password (or other first proof) and a session."""
        return ["sluitend.accounts.factors.stage.SecondFactor"]

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin a session, the one place where that happens; no journal entry, no session."""
        if not isinstance(user, Person):
            message = "only a person of this instance signs in"
            raise TypeError(message)
        if not confirmed.holds(request.session, user.pk):
            message = "nobody signs in without a second factor"
            raise PermissionDenied(message)
        by, means = Actor(ActorKind.STAFF, str(user.pk)), confirmed.means_of(request.session, user.pk)
        with transaction.atomic():
            services.record_sign_in(person=user, means=means, by=by)
            super().login(request, user)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, *, redirect_url: str | None, **_more: Any
    ) -> HttpResponse:
        """Go where somebody wanted to go, which the caller has checked; from now on this device is known."""
        response = redirect(redirect_url or settings.LOGIN_REDIRECT_URL)
        if isinstance(user, Person):
            tries.came_in(request, response, user)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Begin anew, without a word about who has left."""
        return redirect(settings.LOGIN_URL)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: an administrator adds who works here."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing: allauth counts in the cache, of which each process has its own."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our own pages say what happened, in our own words."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: mail leaves through the outbox only, and accounts send none."""
        message = "accounts send no mail"
        raise NotImplementedError(message)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: who changed a factor sees it in the journal and on the page of factors."""
