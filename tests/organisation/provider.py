# SPDX-License-Identifier: EUPL-1.2
"""The identity provider as a process, and a browser that goes there and comes back."""

import atexit
import json
import subprocess
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
    urlopen,
)

from django.test import Client

from sluitend.shell.management.commands.assets import find_node

SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT, SECRET = "sluitend", "a-secret-of-the-suite-only-0123456789"
# The client of the provider knows this address, at any port.
HERE = "http://127.0.0.1"
LEAVE, BACK = "/inloggen/organisatie/", "/inloggen/organisatie/terug/"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        """Leave it to who asks where to go on."""


@dataclass
class Process:
    """A provider that runs; it lets in whoever `says` names next, without a question."""

    issuer: str

    def says(self, sub: str = "fenna", **told: Any) -> None:
        """Say who signs in from now on: `claims`, `amr`, `acr`, and what goes wrong on purpose."""
        told.setdefault(
            "claims", {"email": f"{sub}@example.invalid", "email_verified": True, "name": "Proef"}
        )
        text = json.dumps({"sub": sub, "amr": ["pwd"], **told}).encode()
        with urlopen(Request(f"{self.issuer}/suite", text), timeout=10):  # noqa: S310 - loopback
            pass


@cache
def running() -> Process:
    """Start the provider once for each test process; it ends with it."""
    node, _npm = find_node()
    process = subprocess.Popen(
        [node, str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    atexit.register(process.kill)
    assert process.stdout is not None
    issuer = process.stdout.readline().strip()
    assert issuer.startswith(HERE), "the identity provider did not start"
    return Process(issuer)


@dataclass
class Browser:
    """A browser of one person: our pages by Django's client, the provider's over HTTP."""

    client: Client
    jar: CookieJar = field(default_factory=CookieJar)

    def sign_in(self, goal: str = "/beschikbaarheid/", *, door: str = LEAVE) -> Any:
        """Go to the provider and back; return our answer to what it sent along."""
        return self.client.get(self.way_back(self.leave(goal, door=door)))

    def leave(self, goal: str = "/beschikbaarheid/", *, door: str = LEAVE) -> str:
        """Return the address at the provider to which our page leads."""
        answer = self.client.get(door, {"next": goal})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def way_back(self, address: str) -> str:
        """Follow the provider until it leads back here; return that address, to be asked or changed."""
        opener = build_opener(_Stay, HTTPCookieProcessor(self.jar))
        for _step in range(6):
            address = urljoin(address, _redirected(opener, address))
            parts = urlsplit(address)
            if parts.path == BACK:
                return f"{parts.path}?{parts.query}"
        raise AssertionError(address)


def _redirected(opener: OpenerDirector, address: str) -> str:
    try:
        with opener.open(address, timeout=10) as page:
            raise AssertionError(page.read()[:500])
    except HTTPError as error:
        with error:
            if error.code not in {302, 303}:
                message = f"{error.code} {error.read()[:500]!r}"
                raise AssertionError(message) from error
            return str(error.headers["Location"])


def settings_for(issuer: str, **more: str) -> dict[str, str]:
    """Return what an instance that signs in there has for settings."""
    from django.conf import settings

    given = {"issuer": issuer, "client_id": CLIENT, "client_secret": SECRET, **more}
    return {**settings.OIDC, **given}
