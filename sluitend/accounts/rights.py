# SPDX-License-Identifier: EUPL-1.2
"""From roles of the pack to rights in force. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.core.actor import Grant
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import Role

# What a standing deputy keeps on days on which the other is at work: the right to deal with what
# was brought to them, and with nothing else.
_WHILE_IDLE = {
    "dossier.read": "dossier.read-own",
    "dossier.read-own": "dossier.read-own",
    "dossier.write": "dossier.write-own",
    "dossier.write-own": "dossier.write-own",
    "dossier.hand-over": "dossier.hand-over",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role held in a municipality; `idle` for a deputy who is not needed today."""

    role: str
    municipality: str
    idle: bool = False


def rights(pack: Pack, held: Iterable[Held]) -> tuple[frozenset[Grant], frozenset[str]]:
    """Return the grants and the role ids that count for worklists.

    A role that stands in for another has that role's rights and work besides its own. A role that
    the pack does not know (any more) gives nothing.
    """
    grants: set[Grant] = set()
    roles: set[str] = set()
    for one in held:
        for role in _with_replaced(pack, one.role):
            grants.update(_grants(role, one))
            if not one.idle:
                roles.add(role.id)
    return frozenset(grants), frozenset(roles)


def roles_that_do(pack: Pack, role: str) -> tuple[str, ...]:
    """Return the role itself and then the roles that stand in for it, in order of the pack."""
    return (role, *(other.id for other in pack.roles if other.deputy_of == role and pack.used(other)))


def roles_with(pack: Pack, permissions: Iterable[str], compartment: str) -> tuple[str, ...]:
    """Return the roles that hold one of these permissions in a compartment, deputy roles included."""
    wanted = {f"{permission}@{compartment}" for permission in permissions}
    return tuple(
        role.id
        for role in pack.roles
        if any(wanted & set(each.permissions) for each in _with_replaced(pack, role.id))
    )


def words(pack: Pack, role_id: str) -> frozenset[str]:
    """Return the permissions of a role and of the role that it stands in for, wherever they count."""
    return frozenset(word for role in _with_replaced(pack, role_id) for word in role.words())


def _with_replaced(pack: Pack, role_id: str) -> list[Role]:
    found = [pack.find("roles", role_id)]
    if found[0] is not None and found[0].deputy_of:
        found.append(pack.find("roles", found[0].deputy_of))
    return [role for role in found if role is not None and pack.used(role)]


def _grants(role: Role, held: Held) -> Iterable[Grant]:
    for text in role.permissions:
        permission, _, compartment = text.partition("@")
        word = _WHILE_IDLE.get(permission, "") if held.idle else permission
        if word:
            yield Grant(word, held.municipality, compartment)
