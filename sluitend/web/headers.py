# SPDX-License-Identifier: EUPL-1.2
"""Headers on every response, errors and static files included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Of what a browser can give a page: signing in with a passkey, and copying a code. A script that
# slipped in gets no more than our own.
_OURS = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
_NOBODYS = (
    "accelerometer",
    "ambient-light-sensor",
    "attribution-reporting",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
POLICY = ", ".join([f"{name}=(self)" for name in _OURS] + [f"{name}=()" for name in _NOBODYS])
# What no view decides about. Pages hold nothing of another origin, so that they can refuse all of it.
ALWAYS = {
    "Permissions-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


class HeadersMiddleware:
    """Pages are kept nowhere unless a view says so, and the browser's powers are switched off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what the view did not decide itself, and what it cannot decide."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        for name, value in ALWAYS.items():
            response.headers[name] = value
        return response
