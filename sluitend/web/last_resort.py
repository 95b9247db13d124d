# SPDX-License-Identifier: EUPL-1.2
"""The answer when not even an error page could be made: still with all headers, and the number to dial."""

import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from sluitend.web.headers import ALWAYS

_log = logging.getLogger(__name__)
_TEXT = b"""\
Er ging iets mis bij ons. Is er nu iemand in gevaar? Bel 112.
Wat u typte is misschien niet bewaard: ga terug in uw browser en probeer het opnieuw.

Something went wrong on our side. Is somebody in danger now? Call 112.
What you typed may not have been saved: go back in your browser and try again.
"""

Application = Callable[..., Iterable[bytes]]


def last_resort(application: Application) -> Application:
    """Return the application, with an answer of ours for what it could not answer at all."""

    def answering(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            _log.exception("no page could be made, not even for an error")
            start_response("500 Internal Server Error", _headers(), sys.exc_info())
            return [_TEXT]

    return answering


def _headers() -> list[tuple[str, str]]:
    found = ALWAYS | {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(_TEXT)),
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        found["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return list(found.items())
