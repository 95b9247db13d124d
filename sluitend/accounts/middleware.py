# SPDX-License-Identifier: EUPL-1.2
"""Who is signed in: somebody whose session knows of a second factor, and nobody else."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sluitend.accounts.factors import confirmed


class TwoFactorAuthenticationMiddleware(AuthenticationMiddleware):
    """`request.user`, for pages, menus and errors alike; asked for only when somebody looks."""

    def process_request(self, request: HttpRequest) -> None:
        """Take a session without a second factor for one of a visitor, wherever it came from."""
        super().process_request(request)
        user = request.user

        def found() -> object:
            holds = not user.is_authenticated or confirmed.holds(request.session, user.pk)
            return user if holds else AnonymousUser()

        request.user = SimpleLazyObject(found)  # type: ignore[assignment]  # as Django itself does
