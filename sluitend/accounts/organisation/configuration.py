# SPDX-License-Identifier: EUPL-1.2
"""Which identity provider, whose word counts for what. Read from the settings, checked at start."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sluitend.accounts.models import tidy_email
from sluitend.policy import selectors as policy

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has this value in the claim of roles, has this role of the pack in this municipality."""

    value: str
    role: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider of this instance and what it is believed about."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    verified_claim: str
    roles_claim: str
    rules: tuple[Rule, ...]
    new_people: bool
    amr: tuple[frozenset[str], ...]
    acr: tuple[str, ...]

    @property
    def name(self) -> str:
        """How people call it."""
        return name()


class BadRules(ValueError):  # noqa: N818 - names read as sentences
    """The file of roles cannot be used; the text says why."""


def provider() -> Provider | None:
    """Return the identity provider; None when people sign in here only. Raises `BadRules`."""
    given: dict[str, str] = settings.OIDC
    if not is_there():
        return None
    return Provider(
        issuer=given["issuer"],
        client_id=given["client_id"],
        client_secret=given["client_secret"],
        scopes=tuple(given["scopes"].split()),
        verified_claim=given["verified_claim"],
        roles_claim=given["roles_claim"],
        rules=_rules(given["roles"]),
        new_people=given["new_people"] == "1",
        amr=tuple(frozenset(one.split("+")) for one in given["amr"].split()),
        acr=tuple(given["acr"].split()),
    )


def is_there() -> bool:
    """Return whether this instance has an identity provider."""
    return bool(settings.OIDC["issuer"])


def name() -> str:
    """Return how people call it, within a sentence: “Sign in at …”."""
    return settings.OIDC["name"] or _("the municipality")


def may_sign_in_here(email: str) -> bool:
    """Return whether this address signs in with a password or passkey of this site.

    Everybody does, unless a setting names the few who keep a way in for when the provider is down.
    """
    few = {tidy_email(one) for one in settings.OIDC["passwords_for"].split(",") if one.strip()}
    return not is_there() or not few or tidy_email(email) in few


def passwords_are_for_few() -> bool:
    """Return whether the provider is the way in for nearly everybody."""
    return is_there() and bool(settings.OIDC["passwords_for"].strip())


def is_safe(address: str) -> bool:
    """Return whether an address may be asked: TLS, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def faults() -> list[str]:
    """Return what is wrong with the settings, each with its remedy. The pack in force is looked at too."""
    try:
        found = provider()
    except BadRules as problem:
        return [f"The file of SLUITEND_OIDC_ROLES cannot be used: {problem}"]
    if found is None:
        needing_it = ("client_id", "client_secret", "roles", "new_people", "passwords_for")
        others = any(settings.OIDC[name] for name in needing_it)
        return ["SLUITEND_OIDC_ISSUER is missing, while other settings of it are there."] if others else []
    return [*_setting_faults(found), *_rule_faults(found)]


def _setting_faults(found: Provider) -> Iterator[str]:
    if not is_safe(found.issuer) or urlsplit(found.issuer).query or urlsplit(found.issuer).fragment:
        yield "SLUITEND_OIDC_ISSUER must be an https address, exactly as the provider writes it."
    if not found.client_id or not found.client_secret:
        yield "Set SLUITEND_OIDC_CLIENT_ID and SLUITEND_OIDC_CLIENT_SECRET_FILE as the provider gave them."
    if "openid" not in found.scopes:
        yield "SLUITEND_OIDC_SCOPES must have the word openid."
    if found.new_people and not found.rules:
        yield "SLUITEND_OIDC_NEW_PEOPLE=1 needs SLUITEND_OIDC_ROLES: nobody is added without a role."


def _rule_faults(found: Provider) -> Iterator[str]:
    for rule in found.rules:
        try:
            pack = policy.current(rule.municipality).pack
        except policy.NoPack:
            yield f"SLUITEND_OIDC_ROLES names {rule.municipality}, which the policy pack does not serve."
            continue
        role = pack.find("roles", rule.role)
        if role is None or not pack.used(role):
            yield f"SLUITEND_OIDC_ROLES names the role {rule.role}, which the policy pack does not have."


@lru_cache(maxsize=8)
def _rules(file: str) -> tuple[Rule, ...]:
    if not file:
        return ()
    try:
        written = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadRules(str(problem)) from problem
    if set(written) != {"role"} or not isinstance(written["role"], list):
        message = "it holds [[role]] tables and nothing else"
        raise BadRules(message)
    return tuple(_rule(one) for one in written["role"])


def _rule(one: Any) -> Rule:
    names = {"value", "role", "municipality"}
    whole = isinstance(one, dict) and set(one) == names
    if not whole or not all(isinstance(text, str) and text for text in one.values()):
        message = "each [[role]] has a value, a role and a municipality, as text"
        raise BadRules(message)
    return Rule(**one)
