# SPDX-License-Identifier: EUPL-1.2
"""Who acts. Every write names its actor; every right is asked of it."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """The four kinds of actor; a person is never a reporter or a partner in this sense."""

    STAFF = "staff"
    REPORTER = "reporter"
    PARTNER = "partner"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission, bound to one municipality and one compartment."""

    permission: str
    municipality: str
    compartment: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or the system itself) who acts now.

    `id` is a person's id, a partner's id in the pack, a receipt's id, or the name of a job.
    `grants` are the rights in force at this moment, deputising included. `roles` are pack role
    ids; they serve worklists, never a permission check.
    """

    kind: ActorKind
    id: str
    grants: frozenset[Grant] = frozenset()
    roles: frozenset[str] = field(default=frozenset())

    def may(self, permission: str, *, municipality: str, compartment: str) -> bool:
        """Return whether this actor holds the permission there. Deny by default."""
        return Grant(permission, municipality, compartment) in self.grants

    def where(self, permission: str) -> frozenset[tuple[str, str]]:
        """Return the (municipality, compartment) pairs in which the permission is held."""
        return frozenset((g.municipality, g.compartment) for g in self.grants if g.permission == permission)

    def places(self) -> frozenset[tuple[str, str]]:
        """Return every (municipality, compartment) in which any permission is held."""
        return frozenset((grant.municipality, grant.compartment) for grant in self.grants)


def system(job: str) -> Actor:
    """Return the actor of a job of the system itself, such as `system("outbox")`."""
    return Actor(ActorKind.SYSTEM, job)
