# SPDX-License-Identifier: EUPL-1.2
"""Signals for tests, made the way the pages make them."""

from typing import Any

from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Dossier
from sluitend.handover import services as handovers
from sluitend.handover.guard import Circumstances, Confirmation
from sluitend.handover.models import Handover
from sluitend.policy import selectors as policy
from sluitend.privacy import journal
from sluitend.sharing import Informed, Minor
from sluitend.signals import selectors
from sluitend.signals.models import Channel, Receipt, Signal, SourceKind
from sluitend.signals.packets import packet
from sluitend.signals.report import Report
from sluitend.signals.services.recording import record_signal
from sluitend.signals.services.triage import PrivacyTest

SOMEBODY = Actor(ActorKind.REPORTER, "public-form")
ANSWERS = {
    "goal": "Nagaan wie er woont",
    "necessary": "Zonder dit weten wij het niet",
    "proportionate": "Alleen dit ene adres",
    "least_intrusive": "Aanbellen waarschuwt de verhuurder",
}


def report(**changed: Any) -> Report:
    """A boa saw men sleep in a shed, unless said otherwise."""
    values: dict[str, Any] = {
        "submission": new_id(),
        "channel": Channel.WEB,
        "reporter_group": "boa",
        "facts": "Vier mannen slapen in een schuur.",
        "source_kind": SourceKind.OWN,
        "forms": ("arbeid",),
    }
    return Report(**(values | changed))


def recorded(*, code: str = "", by: Actor = SOMEBODY, place: str = LISSE, **changed: Any) -> Signal:
    """A signal that was just recorded."""
    return record_signal(report=report(**changed), municipality=place, by=by, receipt_code=code)


def with_receipt(**changed: Any) -> Receipt:
    """The receipt of a signal that was just recorded."""
    return Receipt.objects.select_related("dossier").get(dossier=recorded(code=new_code(), **changed).pk)


def again(row: Any) -> Dossier:
    """Return the dossier of a signal, receipt or handover as it is in the database now."""
    return Dossier.objects.get(pk=row.pk if isinstance(row, Dossier) else row.dossier_id)


def acts(row: Any) -> list[str]:
    """Return what was done with a dossier, in order."""
    return [line.action for line in journal.entries(again(row).pk, acts_only=True)]


def looks(row: Any) -> list[tuple[str, str]]:
    """Return the purposes of all looks and the vaults that were opened."""
    lines = journal.entries(again(row).pk)
    return [(line.action, line.object_id) for line in lines if line.object_type == "vault"]


def privacy_test(test_id: str) -> PrivacyTest:
    return PrivacyTest(test_id, ANSWERS)


def prepared(signal: Signal, person: Person, **changed: Any) -> Handover:
    """A handover of a signal to the Labour Authority by phone, unless said otherwise."""
    by, dossier = actor_for(person), again(signal)
    content = selectors.content(by, dossier, purpose="hand-over")
    values: dict[str, Any] = {
        "partner_id": "nla",
        "kind": "report",
        "way": "phone",
        "packet": packet(content, dossier, policy.current().pack),
        "circumstances": Circumstances(purpose="investigation", informed=Informed.YES, minor=Minor.NO),
        "confirmation": Confirmation(),
        "submission": new_id(),
    }
    return handovers.prepare(dossier=dossier, by=by, **(values | changed))


def signed_in(client: Client, person: Person) -> Client:
    """Let somebody sign in on this client."""
    client.force_login(person)
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())
