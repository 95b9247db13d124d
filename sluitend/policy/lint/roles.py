# SPDX-License-Identifier: EUPL-1.2
"""Rights that must not meet in one role: who looks after people or only reads figures sees no dossier."""

from collections.abc import Iterator

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import PEOPLE, PUBLISHED, REVIEW, Role, opens_dossiers

# A word, what it must not meet, and what a pack does instead.
_APART = {
    PEOPLE: "whoever gives access has none: give the work on dossiers to another role",
    PUBLISHED: "published figures are for who sees no dossier; `figures.read` is for who does",
}


def roles(pack: Pack) -> Iterator[Finding]:
    """Find roles whose rights, with those of the role that they stand in for, must stay apart."""
    for role in pack.roles:
        words = _words(pack, role)
        opened = sorted(word for word in words if opens_dossiers(word))
        for word, remedy in _APART.items():
            if word in words and opened:
                what = f"`{word}` goes with no right on dossiers, and this role has `{opened[0]}`"
                yield Finding(Level.ERROR, "roles", role.id, what, remedy, ("permissions",))
        if {PEOPLE, REVIEW} <= words:
            what = f"`{PEOPLE}` and `{REVIEW}` are in one role"
            remedy = "whoever gives access does not judge it: give the yearly review to another role"
            yield Finding(Level.ERROR, "roles", role.id, what, remedy, ("permissions",))


def _words(pack: Pack, role: Role) -> set[str]:
    replaced = pack.find("roles", role.deputy_of) if role.deputy_of else None
    return set(role.words()) | (set(replaced.words()) if replaced else set())
