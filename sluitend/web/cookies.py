# SPDX-License-Identifier: EUPL-1.2
"""Cookies that only this very host can set.

Any other site under the same domain, and whoever sits between a visitor and an address without TLS, can
plant a cookie for us: a draft of which they have the key too, so that they read what is typed into it.
Browsers take a name with one of these prefixes from a secure answer of the host itself only (`__Host-`),
or from a secure answer (`__Secure-`, for a cookie of one path). Inside, names are as ever.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from sluitend.cases.views import door
from sluitend.handover import keeping, views

_HOST, _SECURE = "__Host-", "__Secure-"
# The door of a partner keeps its cookies to its own address.
_OF_ONE_PATH = frozenset(
    {views.COOKIE, views.ENTRANCE.browser_cookie, keeping.COOKIE, door.COOKIE, door.ENTRANCE.browser_cookie}
)


class OwnCookiesMiddleware:
    """Prefixes every cookie on its way out, and takes in none without; only where the transport is secure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.SECURE_TRANSPORT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Translate names both ways."""
        request.COOKIES = _ours(request.COOKIES)
        response = self.get_response(request)
        for name in list(response.cookies):
            morsel = response.cookies.pop(name)
            morsel.set(_outside(name), morsel.value, morsel.coded_value)
            # Also when it takes a cookie away: without it the browser would not listen.
            morsel["secure"] = True
            response.cookies[morsel.key] = morsel
        return response


def _outside(name: str) -> str:
    return (_SECURE if name in _OF_ONE_PATH else _HOST) + name


def _ours(received: dict[str, str]) -> dict[str, str]:
    bare = {name.removeprefix(_HOST).removeprefix(_SECURE) for name in received}
    return {name: received[_outside(name)] for name in bare if _outside(name) in received}
