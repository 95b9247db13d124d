# SPDX-License-Identifier: EUPL-1.2
"""As much of a browser as a measurement needs: cookies, forms, and what a page makes it fetch."""

import http.client
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from sluitend.accounts.factors.totp import STEP, code_of

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_PART = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


def some_address() -> str:
    """Return an address in a network that nobody else is likely to have."""
    return f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(254) + 1}"


@dataclass(frozen=True)
class Page:
    """One answer."""

    status: int
    text: str
    size: int
    location: str

    @property
    def token(self) -> str:
        """The value that a form of this page must send along."""
        found = _TOKEN.search(self.text)
        if found is None:
            message = f"there is no form in this page ({self.status})"
            raise ValueError(message)
        return found[1]


@dataclass
class Browser:
    """One visitor from a network of its own; keeps cookies, follows nothing by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = field(default_factory=some_address)

    def get(self, path: str) -> Page:
        """Fetch a page."""
        return self._ask("GET", path, b"", {})

    def post(self, path: str, **values: str) -> Page:
        """Send a form."""
        return self._ask("POST", path, urlencode(values).encode(), {"Content-Type": FORM})

    @property
    def cookie(self) -> str:
        """The header with all cookies."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def weight(self, path: str) -> int:
        """Return the bytes of a page with everything that it loads, as they go over the line."""
        page = self.get(path)
        parts = {part for part in _PART.findall(page.text) if part.startswith("/")}
        return page.size + sum(self.get(part).size for part in parts)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            # As our proxy would say it: instances that are measured trust this machine.
            sent = {"Accept-Encoding": "br, gzip", "X-Forwarded-For": self.address, **headers}
            if self.cookies:
                sent["Cookie"] = self.cookie
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            raw = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        is_page = "text/html" in answer.headers.get("Content-Type", "")
        location = urlsplit(answer.headers.get("Location", "")).path
        return Page(answer.status, raw.decode() if is_page else "", len(raw), location)


def signed_in(port: int, email: str, password: str, app_secret: str) -> Browser:
    """Return a visitor who has signed in as this person, with a code of their app."""
    browser = Browser(port)
    page = browser.get("/inloggen/")
    answer = browser.post("/inloggen/", username=email, password=password, csrfmiddlewaretoken=page.token)
    page = browser.get(answer.location)
    # The next code, which counts already: the present one may have been used when the app was set up.
    code = code_of(bytes.fromhex(app_secret), datetime.now(UTC) + STEP)
    answer = browser.post(answer.location, code=code, csrfmiddlewaretoken=page.token)
    if answer.status != 302:
        message = f"signing in as {email} answers {answer.status}"
        raise RuntimeError(message)
    return browser
