# SPDX-License-Identifier: EUPL-1.2
"""Whether what the provider says was signed by it, for us, for this very sign-in, and lately."""

import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from sluitend.accounts.organisation import talking
from sluitend.accounts.organisation.configuration import Provider
from sluitend.accounts.organisation.problems import Kind, Problem
from sluitend.core import clock

# Clocks of two organisations differ.
SKEW = timedelta(seconds=60)
# Keys that only the provider has: nothing that is signed with our secret, and nothing unsigned.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
# Who may have signed, and when, is judged below: by our clock, and with all audiences in sight.
_OPTIONS: Any = {"require": _NEEDED, "verify_exp": False, "verify_iat": False, "verify_nbf": False}


@dataclass(frozen=True, slots=True)
class Said:
    """What the provider says of who signed in there; `shown_at` is when they last proved who they are."""

    subject: str
    email: str
    email_verified: bool
    name: str
    roles: frozenset[str]
    shown_at: datetime | None
    amr: frozenset[str] = field(default=frozenset())
    acr: str = ""

    def second_factor(self, provider: Provider) -> bool:
        """Return whether a second factor was shown there, by what this instance takes for one."""
        return self.acr in provider.acr or any(needed <= self.amr for needed in provider.amr)


def read(provider: Provider, answer: dict[str, Any], nonce: str) -> Said:
    """Return what the tokens of one sign-in say; raises `Problem` when anything does not hold.

    What the ID token does not tell of address and roles is asked with the access token. Neither is kept.
    """
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise Problem(Kind.INVALID, "the answer has no ID token")
    proven = _verified(provider, token)
    if not hmac.compare_digest(str(proven["nonce"]).encode(), nonce.encode()):
        raise Problem(Kind.INVALID, "the ID token belongs to another sign-in")
    claims = proven
    if "email" not in proven or (provider.rules and _at(proven, provider.roles_claim) is None):
        more = talking.userinfo(provider, str(answer.get("access_token") or ""))
        if more and more.get("sub") != proven["sub"]:
            raise Problem(Kind.INVALID, "the userinfo is about somebody else")
        claims = more | proven
    return _said(provider, proven, claims)


def _verified(provider: Provider, token: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(provider, jwt.get_unverified_header(token)),
            algorithms=list(ALGORITHMS),
            options=_OPTIONS,
            issuer=provider.issuer,
            audience=provider.client_id,
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Problem(Kind.INVALID, f"the ID token does not hold: {type(error).__name__}") from error
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    # Among several audiences, the token says itself for whom it was made.
    made_for = claims.get("azp", audience[0] if len(audience) == 1 else None)
    if made_for != provider.client_id:
        raise Problem(Kind.INVALID, "the ID token was made for another application")
    now = clock.now()
    if (
        _time(claims, "exp") + SKEW <= now
        or _time(claims, "iat") - SKEW > now
        or ("nbf" in claims and _time(claims, "nbf") - SKEW > now)
    ):
        raise Problem(Kind.INVALID, "the ID token is not of this moment")
    return claims


def _key(provider: Provider, header: dict[str, Any]) -> jwt.PyJWK:
    if header.get("alg") not in ALGORITHMS:
        raise Problem(Kind.INVALID, "the ID token is signed in a way that proves nothing")
    found = jwt.PyJWKSet.from_dict(talking.keys(provider)).keys
    mine = [one for one in found if one.public_key_use in {None, "sig"}]
    if "kid" in header:
        mine = [one for one in mine if one.key_id == header["kid"]]
    if len(mine) != 1:
        raise Problem(Kind.INVALID, "the provider does not show the key that signed the ID token")
    return mine[0]


def _time(claims: dict[str, Any], name: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(claims[name]), UTC)
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise Problem(Kind.INVALID, f"the ID token has no moment in {name}") from error


def _said(provider: Provider, proven: dict[str, Any], claims: dict[str, Any]) -> Said:
    """Take what we use. How and when somebody proved who they are counts only when it was signed."""
    amr = proven.get("amr")
    names = (claims.get("name"), f"{claims.get('given_name') or ''} {claims.get('family_name') or ''}")
    return Said(
        subject=str(proven["sub"]),
        email=str(claims.get("email") or "").strip(),
        email_verified=str(claims.get(provider.verified_claim)).lower() in {"true", "1"},
        name=next((str(name).strip() for name in names if name and str(name).strip()), ""),
        roles=_words(_at(claims, provider.roles_claim)),
        shown_at=min(_time(proven, "auth_time"), clock.now()) if "auth_time" in proven else None,
        amr=_words(amr),
        acr=str(proven.get("acr") or ""),
    )


def _at(claims: dict[str, Any], path: str) -> Any:
    """Return a claim by its name, or by the way to it with dots, as `realm_access.roles`."""
    found: Any = claims
    if path in claims:
        return claims[path]
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _words(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset(value.split())
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list) else frozenset()
