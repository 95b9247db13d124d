# SPDX-License-Identifier: EUPL-1.2
"""Handovers for tests, made the way the rooms make them."""

from dataclasses import replace
from typing import Any

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.tests.making import opened
from sluitend.handover import services
from sluitend.handover.guard import Circumstances, Confirmation
from sluitend.handover.models import Handover
from sluitend.handover.packet import Field, Packet
from sluitend.handover.services import SentLink
from sluitend.privacy import journal
from sluitend.sharing import Consent, Informed, Minor, Urgency

PHONE = "0800-5151"
SHOP_MAIL, SHOP_PHONE = "zoco@shop-denhaag.nl", "070-3614747"
PACKET = Packet(
    (
        Field("reference", "AAAA-BBBB"),
        Field("forms", "Arbeidsuitbuiting"),
        Field("facts", "Vier mannen slapen in een schuur.\nZe werken elke dag."),
        Field("address", "Voorbeeldstraat 1"),
        Field("victim", "Vera Voorbeeld"),
        Field("care-need", "Een arts"),
        Field("safe-contact", "Maandag, via de buurvrouw"),
        Field("reporter-name", "Bo Boa"),
        Field("question", "Wat kunnen wij het beste doen?"),
        Field("summary", ""),
    )
)
KNOWN = Circumstances(purpose="investigation", informed=Informed.YES, minor=Minor.NO)
IN_DANGER = replace(KNOWN, urgency=Urgency.ACUTE, danger="Zij zit opgesloten.")
AGREED = Circumstances(purpose="protection", consent=Consent.GIVEN, informed=Informed.YES, minor=Minor.NO)


def partner(partner_id: str) -> Actor:
    return Actor(ActorKind.PARTNER, partner_id)


def received(officer: Person) -> Dossier:
    """A signal in intake."""
    return dossiers.move(dossier=opened(), to="intake", by=actor_for(officer))


def prepared(officer: Person, **changed: Any) -> Handover:
    """A handover of a signal to the Labour Authority by phone, unless said otherwise."""
    values: dict[str, Any] = {
        "partner_id": "nla",
        "kind": "report",
        "way": "phone",
        "packet": PACKET,
        "circumstances": KNOWN,
        "confirmation": Confirmation(),
        "submission": new_id(),
        "by": actor_for(officer),
    }
    values |= changed
    values.setdefault("dossier", None)
    values["dossier"] = values["dossier"] or received(officer)
    return services.prepare(**values)


def called(officer: Person, **changed: Any) -> Handover:
    """A handover that was told by phone and accepted there."""
    told = {"number": PHONE, "spoken_to": "Ina Inspecteur", "called_at": clock.now(), **changed}
    return services.record_phone_call(handover=prepared(officer), by=actor_for(officer), **told)


def to_shop(officer: Person, **changed: Any) -> Handover:
    """A handover to the care coordinator by link, not yet sent."""
    given = {"partner_id": "shop", "way": "link", "circumstances": AGREED, **changed}
    return prepared(officer, **given)


def linked(officer: Person, **changed: Any) -> SentLink:
    """A handover to the care coordinator of which the link was sent."""
    handover = to_shop(officer, **changed)
    by = actor_for(officer)
    return services.send_link(
        handover=handover, address=SHOP_MAIL, code_by=SHOP_PHONE, by=by, submission=new_id()
    )


def again(handover: Handover) -> Handover:
    """Return the handover as it is in the database now."""
    return Handover.objects.select_related("dossier").get(pk=handover.pk)


def step_of(handover: Handover) -> str:
    return again(handover).dossier.next_step


def acts(handover: Handover) -> list[str]:
    """Return what the journal says of this handover, in order."""
    lines = journal.entries(handover.dossier_id, acts_only=True)
    return [line.action for line in lines if line.object_id == str(handover.pk)]
