# SPDX-License-Identifier: EUPL-1.2
"""The way to the provider and back: what this browser must bring along for an answer to count, once."""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sluitend.accounts.organisation import talking, tokens
from sluitend.accounts.organisation.configuration import Provider
from sluitend.accounts.organisation.problems import Kind, Problem
from sluitend.accounts.organisation.tokens import Said
from sluitend.accounts.sessions import MOST as LONGEST_SESSION
from sluitend.core import clock

# As long as the step after a password waits.
LIFETIME = timedelta(minutes=15)
# Windows in which somebody set out at the same time.
MOST = 5
_KEY = "organisation-journeys"
_BY = "signed-in-at-organisation"
_BYTES = 32


class Purpose(StrEnum):
    """Why somebody goes there."""

    SIGN_IN = "sign-in"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Journey:
    """One way there and back. Stands in the session, which only the cookie opens."""

    purpose: str
    goal: str
    nonce: str
    verifier: str
    since: float


def set_out(request: HttpRequest, provider: Provider, purpose: Purpose, *, goal: str) -> str:
    """Return the address at the provider to which this browser goes now; raises `Problem`."""
    there = talking.about(provider)["authorization_endpoint"]
    state, nonce, verifier = (secrets.token_urlsafe(_BYTES) for _ in range(3))
    now = clock.now().timestamp()
    journeys = dict(list(_journeys(request).items())[1 - MOST :])
    journeys[state] = asdict(Journey(purpose, goal, nonce, verifier, now))
    request.session[_KEY] = journeys
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back(),
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        # Whoever proved who they are there longer ago than a session of ours lasts, does so again.
        "max_age": str(int(LONGEST_SESSION.total_seconds())),
    }
    if purpose is Purpose.CONFIRM:
        asked |= {"max_age": "0", "prompt": "login"}
    if provider.acr:
        asked["acr_values"] = " ".join(provider.acr)
    return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}"


def end(request: HttpRequest) -> Journey:
    """Return which journey this browser comes back from; raises `Problem`. No journey ends twice."""
    journeys = _journeys(request)
    found = journeys.pop(request.GET.get("state", ""), None)
    if found is None:
        raise Problem(Kind.STATE, "nobody set out on this journey in this browser")
    request.session[_KEY] = journeys
    # At once: an answer that ends in an error has not been used up otherwise.
    request.session.save()
    journey = Journey(**found)
    if not 0 <= clock.now().timestamp() - journey.since <= LIFETIME.total_seconds():
        raise Problem(Kind.STATE, "the journey took too long")
    return journey


def brought(request: HttpRequest, provider: Provider, journey: Journey) -> Said:
    """Return what the provider says of who comes back from this journey; raises `Problem`."""
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise Problem(Kind.INVALID, "the answer came from another issuer")
    if error := request.GET.get("error"):
        down = error in {"server_error", "temporarily_unavailable"}
        raise Problem(Kind.DOWN if down else Kind.REFUSED, "the provider answered with an error")
    code = request.GET.get("code", "")
    if not code:
        raise Problem(Kind.INVALID, "the answer has no code")
    said = tokens.read(provider, talking.exchange(provider, code, journey.verifier, back()), journey.nonce)
    if said.shown_at is not None and not _within(LONGEST_SESSION, journey, said):
        raise Problem(Kind.INVALID, "the provider let somebody through who signed in there too long ago")
    return said


def is_since(journey: Journey, said: Said) -> bool:
    """Return whether somebody proved who they are after they set out on this journey."""
    return _within(timedelta(0), journey, said)


def back() -> str:
    """Return the address to which the provider sends people back; it must be registered there."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("accounts:organisation-back")


def remember(request: HttpRequest) -> None:
    """Note that this session began at the provider, where ending it here ends nothing."""
    request.session[_BY] = True


def began_there(request: HttpRequest) -> bool:
    """Return whether this session began at the provider."""
    return bool(request.session.get(_BY))


def _within(span: timedelta, journey: Journey, said: Said) -> bool:
    """Return whether they did so at most this long before they set out, as far as two clocks can tell."""
    earliest = journey.since - (span + tokens.SKEW).total_seconds()
    return said.shown_at is not None and said.shown_at.timestamp() >= earliest


def _journeys(request: HttpRequest) -> dict[str, dict[str, Any]]:
    return dict(request.session.get(_KEY, {}))


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
