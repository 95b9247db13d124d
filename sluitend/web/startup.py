# SPDX-License-Identifier: EUPL-1.2
"""What must hold before web or worker start. Each fault is a sentence with its remedy."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sluitend.accounts.organisation import configuration as organisation
from sluitend.core.networks import read_networks
from sluitend.privacy import readiness
from sluitend.privacy.readiness import NotReady
from sluitend.shell import security_txt

__all__ = ["NotReady", "require"]

SHORTEST_SECRET = 40
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})


def require() -> None:
    """Raise `NotReady` with one line per fault, unless this instance may serve people."""
    settings_faults = [*_secret_faults(), *_demo_faults(), *_proxy_faults(), *security_txt.faults()]
    found = [*settings_faults, *_schema_faults()]
    # Without its tables nothing else can be asked of the database.
    if not found:
        found = [*readiness.faults(), *organisation.faults()]
    if found:
        raise NotReady("\n".join(["Sluitend does not start:", *(f"- {fault}" for fault in found)]))


def _secret_faults() -> list[str]:
    try:
        secret = settings.SECRET_KEY
    except ImproperlyConfigured:
        # Django's way to say that it is empty.
        secret = ""
    if len(secret) >= SHORTEST_SECRET:
        return []
    state = "too short" if secret else "missing"
    return [
        f"The secret is {state}. Put at least {SHORTEST_SECRET} random characters in a file that only "
        "this account can read, and name that file in SLUITEND_SECRET_KEY_FILE."
    ]


def _proxy_faults() -> list[str]:
    """Behind a proxy that nobody named, all visitors are one network: one of them slows down all."""
    try:
        trusted = read_networks(settings.TRUSTED_PROXIES)
    except ValueError as fault:
        return [f"SLUITEND_TRUSTED_PROXIES is a list such as 127.0.0.1,10.2.0.0/16: {fault}"]
    if trusted or not settings.SECURE_TRANSPORT:
        return []
    return [
        "SLUITEND_URL is an https address, so a proxy stands in front of this server. Name it, as this "
        "server sees it, in SLUITEND_TRUSTED_PROXIES."
    ]


def _demo_faults() -> list[str]:
    """Refuse to call an instance a demo that others can reach: a demo asks for no second factor."""
    hosts = {urlsplit(settings.PUBLIC_URL).hostname or "", *settings.ALLOWED_HOSTS}
    if not settings.DEMO or hosts <= _LOOPBACK:
        return []
    return [
        "SLUITEND_DEMO=1 is for made-up data on this machine only, and this instance answers to "
        f"{', '.join(sorted(hosts - _LOOPBACK))}. Take SLUITEND_DEMO out of its environment."
    ]


def _schema_faults() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{len(plan)} migrations are not applied. Run: sluitend migrate"] if plan else []
