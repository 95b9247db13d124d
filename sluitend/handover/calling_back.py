# SPDX-License-Identifier: EUPL-1.2
"""Who hands over, and how a partner reaches them: from the pack of today, never from an old packet."""

from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.core import clock
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Channel

_KINDS = ("phone", "mail")


@dataclass(frozen=True, slots=True)
class CallBack:
    """The role that answers for a dossier, and its numbers and addresses in the pack (maybe none)."""

    role: str
    channels: tuple[Channel, ...]

    @property
    def in_words(self) -> str:
        """All numbers and addresses on one line; empty when the pack has none."""
        return ", ".join(channel.value for channel in self.channels)


def to(dossier: Dossier, language: str) -> CallBack:
    """Return whom a partner calls back about a dossier."""
    pack = policy.current(dossier.municipality).pack
    role = pack.find("roles", dossier.owner_role)
    name = role.name.text(language) if role is not None else dossier.owner_role
    return CallBack(name, _channels(pack, [dossier.owner_role], dossier.municipality))


def anybody() -> tuple[Channel, ...]:
    """Return how to reach who receives signals, for a page that may not tell which dossier it is about."""
    pack = policy.current().pack
    roles = [role.id for role in pack.roles if role.receives_signals and pack.used(role)]
    return _channels(pack, roles, "")


def _channels(pack: Pack, roles: Iterable[str], municipality: str) -> tuple[Channel, ...]:
    wanted, today = set(roles), clock.today()
    return tuple(
        channel
        for partner in pack.partners
        if partner.role in wanted
        and pack.used(partner)
        and partner.holds_on(today)
        and (not partner.municipalities or municipality in partner.municipalities)
        for channel in partner.channels
        if channel.kind in _KINDS and channel.holds_on(today)
    )
