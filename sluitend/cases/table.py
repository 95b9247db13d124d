# SPDX-License-Identifier: EUPL-1.2
"""What may be told at a table to each who sits there.

A table has no legal base of its own. So the sharing guard is asked twice: what may be told at this table
at all, and what of that the organisation at the table may have. Names, facts and persons are never told
here: they go by a handover, to who may have them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.dossiers.models import Dossier
from sluitend.handover import guard
from sluitend.handover.guard import Asked, Circumstances
from sluitend.handover.models import Kind
from sluitend.handover.packet import Field, Packet
from sluitend.policy import selectors as policy
from sluitend.policy import sharing as rules
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner, PartnerRole
from sluitend.policy.schema.people import Consultation
from sluitend.sharing import Informed, Step, Withheld

# The outline, the place and the question: enough to decide what happens, nothing by which one is named.
FIELDS = frozenset(
    {
        *("reference", "question", "municipality", "received", "forms", "minor", "acute", "source-kind"),
        *("signs", "place-kind", "neighbourhood", "address", "business", "kvk"),
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the guard lets one organisation see of one item, and what stays behind."""

    partner: Partner
    asked: Asked
    packet: Packet
    stays: tuple[Withheld, ...]
    before: tuple[Step, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is told, in order."""
        return tuple(one for one in self.packet.fields if one.id in self.asked.decision.allowed_ids)


def offers(
    *, dossier: Dossier, consultation: Consultation, packet: Packet, partners: Iterable[str]
) -> dict[str, Offer]:
    """Return for each partner of the pack what it may be told of this dossier at this table."""
    pack = policy.current(dossier.municipality).pack
    offered = Packet(tuple(one for one in packet.fields if one.id in FIELDS))
    bound = _bound(pack, consultation)
    at_table = _ask(dossier, pack, bound, offered) if bound is not None else None
    if at_table is not None:
        kept = at_table.decision.allowed_ids
        offered = Packet(tuple(one for one in offered.fields if one.id in kept))
    found = {}
    for partner_id in dict.fromkeys(partners):
        partner: Partner | None = pack.find("partners", partner_id)
        if partner is None:
            continue
        asked = _ask(dossier, pack, partner, offered)
        both = [one for one in (at_table, asked) if one is not None]
        steps = {step.id: step for one in both for step in one.decision.before}
        stays = tuple(item for one in both for item in one.decision.withheld)
        found[partner_id] = Offer(partner, asked, offered, stays, tuple(steps.values()))
    return found


def partner_of(person: Person, pack: Pack) -> str:
    """Return the internal partner of the pack that a colleague is; empty when the pack has none.

    Within a municipality sharing counts too: a colleague at the table hears what their task needs.
    """
    held = accounts.actor_for(person).roles
    internal = [
        one
        for one in pack.partners
        if PartnerRole.INTERNAL in one.roles and one.consultation is None and pack.used(one)
    ]
    own = [one.id for one in internal if one.role in held]
    return next(iter([*own, *(one.id for one in internal)]), "")


def _bound(pack: Pack, consultation: Consultation) -> Partner | None:
    """Return the partner under whose rule a table stands, when the pack has such a rule."""
    return next(
        (one for one in pack.partners if one.consultation == consultation.id and pack.used(one)), None
    )


def _ask(dossier: Dossier, pack: Pack, partner: Partner, packet: Packet) -> Asked:
    rule = rules.rule_of(pack, partner)
    purposes = [str(one) for one in rule.purposes] if rule else []
    return guard.ask(
        dossier=dossier,
        partner_id=partner.id,
        kind=Kind.REPORT,
        packet=packet,
        circumstances=Circumstances(purpose=next(iter(purposes), ""), informed=Informed.NO),
    )
