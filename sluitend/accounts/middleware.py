# SPDX-License-Identifier: EUPL-1.2
"""Who is signed in, and for how long: each request of staff keeps their session alive."""

import logging

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions import middleware
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from sluitend.accounts import browsers, devices
from sluitend.accounts.factors import confirmed
from sluitend.accounts.sessions import SessionStore
from sluitend.privacy import drafts

# Two numbers of seconds, for the script of pages that stay open: see `sessions.Left`.
LEFT = "Session-Left"
_log = logging.getLogger(__name__)


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


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, which also tells the session where a request comes from and that it is in use."""

    def process_request(self, request: HttpRequest) -> None:
        """Find the session of the cookie when somebody asks for it."""
        super().process_request(request)
        if isinstance(request.session, SessionStore):
            request.session.browser = browsers.recognise(request.headers.get("User-Agent", ""))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save what changed, and note the use of a session that this request looked into."""
        response = super().process_response(request, response)
        session = request.session
        if isinstance(session, SessionStore) and session.accessed:
            _note_use(session)
            if session.left is not None:
                response.headers[LEFT] = "{} {}".format(*session.left)
            elif session.signed_out:
                response.headers["Clear-Site-Data"] = _cleared(request)
        return response


def _cleared(request: HttpRequest) -> str:
    """Return what the browser throws away at sign-out: everything, unless a cookie is needed after it.

    One may open something that was typed and not sent, or make this device known: without that, who
    guesses at the account would hold up its owner.
    """
    needed = devices.COOKIE in request.COOKIES
    needed = needed or any(drafts.load(value) is not None for value in request.COOKIES.values())
    return '"cache"' if needed else '"cache", "cookies"'


def _note_use(session: SessionStore) -> None:
    try:
        session.note_use()
    except (OperationalError, InternalError, InterfaceError):
        # The page is there already. A database that takes nothing in ends the session early; that is all.
        _log.exception("the use of a session could not be noted")
