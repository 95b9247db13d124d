# SPDX-License-Identifier: EUPL-1.2
"""Open dossiers for which a role answers that nobody holds today: a loose end that no date shows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists

from sluitend.accounts import rights
from sluitend.accounts import selectors as accounts
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers.access import READ, WRITE, WRITE_OWN
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy

# Above this number a count says "more than".
LIMIT = 100

# Where, and who does a role there: the role itself first, then the roles that stand in for it.
_Asked = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Unheld:
    """A role that nobody holds, and for how many open dossiers it answers; above `LIMIT`: more."""

    role: str
    number: int


def unheld(by: Actor) -> list[Unheld]:
    """Return the roles without anybody, of dossiers that the actor sees by role, in one bounded query."""
    if by.kind is not ActorKind.STAFF or not by.where(READ):
        return []
    pack, asked = policy.current().pack, list[_Asked]()
    for municipality, compartment in sorted(by.where(READ)):
        for role in rights.roles_with(pack, (WRITE, WRITE_OWN), compartment):
            asked.append((municipality, compartment, rights.roles_that_do(pack, role)))
    if not asked:
        return []
    sql, params = _sql(tuple(asked), clock.today())
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        counted = Counter(row[0] for row in cursor.fetchall())
    return [Unheld(role, counted[role]) for role in sorted(counted)]


@lru_cache(maxsize=64)
def _sql(asked: tuple[_Asked, ...], today: date) -> tuple[str, tuple[Any, ...]]:
    """Write the query once a day for those who see the same; a role that is held costs one look."""
    parts: list[str] = []
    params: list[Any] = []
    for number, (municipality, compartment, roles) in enumerate(asked):
        rows = Dossier.objects.filter(
            ~Exists(accounts.held(roles, municipality, today)),
            closed_at__isnull=True,
            municipality=municipality,
            compartment=compartment,
            owner_role=roles[0],
        )
        found, values = rows.order_by().values("owner_role")[: LIMIT + 1].query.sql_with_params()
        # Every value is a parameter; only SQL that the ORM made is joined.
        parts.append(f"SELECT * FROM ({found}) AS source{number}")  # noqa: S608
        params += list(values)
    return " UNION ALL ".join(parts), tuple(params)
