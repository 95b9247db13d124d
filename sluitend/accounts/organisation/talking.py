# SPDX-License-Identifier: EUPL-1.2
"""What this server asks the identity provider itself, over TLS. Nothing is followed elsewhere."""

import base64
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from django.core.cache import cache

from sluitend.accounts.organisation.configuration import Provider, is_safe
from sluitend.accounts.organisation.problems import Kind, Problem

SECONDS = 5
LONGEST_ANSWER = 1_000_000
# What a provider says of itself changes seldom; that it is down is asked again soon, not by every visitor.
_KEEP, _KEEP_DOWN = 300, 5
_WELL_KNOWN = "/.well-known/openid-configuration"
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_ASKED = (*_NEEDED, "userinfo_endpoint", "end_session_endpoint")


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        """Follow nothing: an answer that leads elsewhere is an error like any other."""


def about(provider: Provider) -> dict[str, Any]:
    """Return what the provider says of itself; raises `Problem`, also when it is not the one we know."""
    key = f"oidc:{provider.issuer}"
    found = cache.get(key)
    if found is None:
        try:
            found = _checked(provider, _ask(Request(provider.issuer.rstrip("/") + _WELL_KNOWN)))  # noqa: S310
        except Problem as problem:
            cache.set(key, str(problem.kind), _KEEP_DOWN)
            raise
        cache.set(key, found, _KEEP)
    if isinstance(found, str):
        raise Problem(Kind(found), "the provider did not answer a moment ago")
    return dict(found)


def exchange(provider: Provider, code: str, verifier: str, back: str) -> dict[str, Any]:
    """Return the tokens for a code; a code that does not hold is `Kind.INVALID`."""
    known = about(provider)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    methods = known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    return _ask(Request(known["token_endpoint"], urlencode(form).encode(), headers))  # noqa: S310 - is_safe


def keys(provider: Provider) -> dict[str, Any]:
    """Return the public keys with which the provider signs at this moment."""
    return _ask(Request(about(provider)["jwks_uri"]))  # noqa: S310 - is_safe


def userinfo(provider: Provider, access_token: str) -> dict[str, Any]:
    """Return what the provider tells of somebody besides the ID token; empty when it has no such page."""
    address = about(provider).get("userinfo_endpoint")
    if not address or not access_token:
        return {}
    return _ask(Request(address, headers={"Authorization": f"Bearer {access_token}"}))  # noqa: S310 - is_safe


def _checked(provider: Provider, found: dict[str, Any]) -> dict[str, Any]:
    if found.get("issuer") != provider.issuer:
        raise Problem(Kind.INVALID, "the provider calls itself another issuer than SLUITEND_OIDC_ISSUER")
    if not all(isinstance(found.get(name), str) for name in _NEEDED):
        raise Problem(Kind.INVALID, "the provider does not say where to sign in")
    if not all(is_safe(found[name]) for name in _ASKED if found.get(name)):
        raise Problem(Kind.INVALID, "the provider names an address without TLS")
    return found


def _ask(request: Request) -> dict[str, Any]:
    """Return the object that is answered; raises `Problem`: DOWN without one, INVALID with a wrong one."""
    request.add_header("Accept", "application/json")
    try:
        with _opener().open(request, timeout=SECONDS) as answer:
            found = json.loads(answer.read(LONGEST_ANSWER))
    except HTTPError as error:
        kind = Kind.DOWN if error.code >= 500 else Kind.INVALID
        error.close()
        raise Problem(kind, f"the provider answered {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Problem(Kind.DOWN, f"the provider does not answer: {type(error).__name__}") from error
    except ValueError as error:
        raise Problem(Kind.INVALID, "the provider answered something that is no JSON") from error
    if not isinstance(found, dict):
        raise Problem(Kind.INVALID, "the provider answered something that is no object")
    return found


def _opener() -> OpenerDirector:
    return build_opener(_StayHere)
