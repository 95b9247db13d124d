# SPDX-License-Identifier: EUPL-1.2
"""What must hold before this instance may serve anyone. Each fault comes with its remedy."""

import logging

from django.db import connection

from sluitend.core import durability, scope, triggers, walls
from sluitend.core.errors import SluitendError
from sluitend.privacy import keys
from sluitend.privacy.errors import KeyProblem, Tampered
from sluitend.privacy.models import DossierKey

_log = logging.getLogger(__name__)


class NotReady(SluitendError):  # noqa: N818
    """The instance must not start; the text holds one line per fault."""


def faults() -> list[str]:
    """Return one sentence per fault; none means ready. Opens no personal data."""
    return [*_key_faults(), *guard_faults(), *durability.faults(connection)]


def tell_lost_guards() -> None:
    """Log each fault of triggers and walls; the worker asks, because start-up only looks once."""
    for fault in guard_faults():
        _log.error("%s", fault)


def _key_faults() -> list[str]:
    try:
        keys.ring().check()
        _open_one_key()
    except KeyProblem as problem:
        return [str(problem)]
    except Tampered as problem:
        return [problem.detail]
    return []


def _open_one_key() -> None:
    """The key folder must be the one of *this* database: try its newest compartment key."""
    if DossierKey._meta.db_table not in connection.introspection.table_names():
        return
    with scope.instance_wide("one key of any place will do"):
        newest = DossierKey.objects.order_by("-id").values_list("compartment_key_id", flat=True).first()
    if newest is not None:
        keys.ring().compartment(newest)


def guard_faults() -> list[str]:
    """Return one sentence per fault of what the database itself refuses and hides."""
    return [*trigger_faults(), *walls.faults(connection)]


def trigger_faults() -> list[str]:
    """Return one sentence for triggers that are missing or changed, and one for those that are not ours."""
    absent, strange = triggers.missing(connection), triggers.surplus(connection)
    found = []
    if absent:
        names = ", ".join(absent)
        found.append(
            f"The database lacks these triggers, or has them changed: {names}. Run: sluitend migrate"
        )
    if strange:
        names = ", ".join(strange)
        found.append(
            f"The database has triggers that are not ours: {names}. Find out who made them and what they "
            "did; then remove them with: sluitend migrate"
        )
    return found
