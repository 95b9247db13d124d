# SPDX-License-Identifier: EUPL-1.2
"""Asks the sharing guard about a dossier and a partner of the pack in force."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sluitend import sharing
from sluitend.core.errors import BadInput
from sluitend.dossiers.models import Dossier
from sluitend.handover.packet import Packet
from sluitend.policy import selectors as policy
from sluitend.policy import sharing as rules
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner
from sluitend.policy.selectors import InForce
from sluitend.sharing import (
    Consent,
    Decision,
    GuardTable,
    Informed,
    Kind,
    Minor,
    Secrecy,
    StepId,
    Urgency,
)

# Material of these compartments carries its secrecy along, whatever somebody answers.
_OF_COMPARTMENT = {
    "bibob": Secrecy.BIBOB,
    "wpg": Secrecy.WPG,
    "wgs": Secrecy.WGS,
    "care": Secrecy.PROFESSIONAL,
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the guard has to know besides who and what.

    `danger` says what the danger is: danger opens more than anything else, so it is never unexplained.
    """

    purpose: str = ""
    consent: Consent = Consent.NOT_ASKED
    urgency: Urgency = Urgency.NORMAL
    informed: Informed = Informed.NO
    minor: Minor = Minor.UNKNOWN
    secrecy: Secrecy = Secrecy.NONE
    conflict_of_duties: bool = False
    reporter_agrees: bool = False
    danger: str = ""

    def as_record(self) -> dict[str, Any]:
        """Return plain data, to be sealed with the decision."""
        return {
            name: value if isinstance(value, bool) else str(value) for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the person who hands over declares about the steps that come first.

    `steps` are those that were done. `inform_reason` and `recheck_on` go with informing that was
    put off; `weighing` with a refusal that is overridden or a conflict of duties; `second_reader`
    is the id of the colleague who read along.
    """

    steps: frozenset[StepId] = frozenset()
    inform_reason: str = ""
    recheck_on: date | None = None
    weighing: str = ""
    second_reader: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the guard with its answer, and the pack that gave it."""

    in_force: InForce
    partner: Partner
    rule_id: str
    circumstances: Circumstances
    table: GuardTable
    decision: Decision


def ask(
    *, dossier: Dossier, partner_id: str, kind: str, packet: Packet, circumstances: Circumstances
) -> Asked:
    """Return what of `packet` may go to this partner under the pack in force. Decrypts nothing.

    Raises `BadInput` when the pack has no such partner in use for this municipality.
    """
    in_force = policy.current(dossier.municipality)
    partner = usable_partner(in_force.pack, partner_id, dossier.municipality)
    rule = rules.rule_of(in_force.pack, partner)
    rule_id = rule.id if rule else "none"
    told = _with_secrecy(circumstances, dossier)
    table = guard_table(in_force)
    decision = sharing.decide(
        table,
        kind=Kind(kind),
        fields=packet.ids,
        partner_role=rule_id,
        purpose=told.purpose,
        consent=told.consent,
        urgency=told.urgency,
        informed=told.informed,
        minor=told.minor,
        secrecy=told.secrecy,
        conflict_of_duties=told.conflict_of_duties,
        reporter_agrees=told.reporter_agrees,
    )
    return Asked(in_force, partner, rule_id, told, table, decision)


def usable_partner(pack: Pack, partner_id: str, municipality: str) -> Partner:
    """Return a partner of the pack that serves this municipality, or raise `BadInput`."""
    partner: Partner | None = pack.find("partners", partner_id)
    if (
        partner is None
        or not pack.used(partner)
        or (partner.municipalities and municipality not in partner.municipalities)
    ):
        raise BadInput(_("Choose a partner from the list."), field="partner")
    return partner


_tables: dict[str, GuardTable] = {}


def guard_table(in_force: InForce) -> GuardTable:
    """Return the guard's table of the pack in force; built once for each version."""
    table = _tables.get(in_force.sha256)
    if table is None:
        if len(_tables) >= 8:
            _tables.clear()
        table = _tables[in_force.sha256] = rules.build(in_force.pack)
    return table


def _with_secrecy(circumstances: Circumstances, dossier: Dossier) -> Circumstances:
    of_compartment = _OF_COMPARTMENT.get(dossier.compartment)
    return replace(circumstances, secrecy=of_compartment) if of_compartment else circumstances
