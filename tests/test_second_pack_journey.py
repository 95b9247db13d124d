# SPDX-License-Identifier: EUPL-1.2
"""The whole journey on the made-up second plan: report, weigh, hand over by mail, feedback, close."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.core.actor import Actor, ActorKind, system
from sluitend.core.codes import new_code, show_code
from sluitend.core.errors import NotFound
from sluitend.core.ids import new_id
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover import services as handovers
from sluitend.handover.guard import Circumstances, Confirmation
from sluitend.handover.models import Handover
from sluitend.handover.services.sending import IN_PERSON
from sluitend.policy import selectors as policy
from sluitend.policy import services as publishing
from sluitend.policy.loader import load_path
from sluitend.sharing import Consent, Informed, Minor
from sluitend.signals import selectors as signals
from sluitend.signals.models import Channel, Signal
from sluitend.signals.packets import packet
from sluitend.signals.report import Report
from sluitend.signals.services.handing_over import hand_over
from sluitend.signals.services.recording import record_signal
from sluitend.signals.services.triage import close, take_on, weigh

pytestmark = pytest.mark.django_db
PACK = Path(django_settings.BASE_DIR) / "tests" / "packs" / "drie-dorpen"
FICTIEHOVEN = "GM9902"
SOMEBODY = Actor(ActorKind.REPORTER, "public-form")
MAIL = "vraagbaak@zvh.example.invalid"


@pytest.fixture
def desk(settings: Any, clock: object) -> Person:
    """Somebody at the desk of the three villages, under their pack."""
    settings.PACK = "drie-dorpen"
    publishing.publish(load_path(PACK), by=system("test"))
    return add("Vera Voorbeeld", "loket", municipality=FICTIEHOVEN)


def reported(code: str) -> Signal:
    report = Report(
        submission=new_id(),
        channel=Channel.WEB,
        reporter_group="inwoner",
        facts="Een meisje van de Voorbeeldstraat moet trouwen met iemand die zij niet kent.",
        forms=("huwelijk",),
        indicators=("h1-verloofd",),
    )
    return record_signal(
        report=report,
        municipality=FICTIEHOVEN,
        by=Actor(ActorKind.REPORTER, "public-form"),
        receipt_code=code,
    )


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def told(code: str) -> str:
    receipt = signals.open_receipt(show_code(code))
    assert receipt is not None
    return signals.told(receipt.dossier, "nl")


def handed_over(dossier: Dossier, by: Actor) -> Handover:
    pack = policy.current(FICTIEHOVEN).pack
    content = signals.content(by, dossier, purpose="signal-page")
    handover = handovers.prepare(
        dossier=dossier,
        partner_id="vraagbaak",
        kind="report",
        way="link",
        packet=packet(content, dossier, pack),
        circumstances=Circumstances(
            purpose="coordination", consent=Consent.GIVEN, informed=Informed.YES, minor=Minor.NO
        ),
        confirmation=Confirmation(),
        submission=new_id(),
        by=by,
    )
    hand_over(
        handover=handover,
        send=lambda: handovers.send_link(
            handover=handover, address=MAIL, code_by=IN_PERSON, by=by, submission=new_id()
        ),
        by=by,
    )
    return Handover.objects.get(pk=handover.pk)


def test_the_loop_closes_under_a_plan_that_the_code_does_not_know(desk: Person) -> None:
    code, by = new_code(), actor_for(desk)
    dossier = reported(code).dossier
    assert dossier.owner_role == "loket"
    assert told(code) == "Uw signaal is ontvangen."

    take_on(dossier=fresh(dossier), by=by)
    weigh(dossier=fresh(dossier), outcome="to-partner", reason="De Vraagbaak gaat hierover", by=by)
    handover = handed_over(fresh(dossier), by)
    assert fresh(dossier).state == "handed-over"

    partner = Actor(ActorKind.PARTNER, "vraagbaak")
    handovers.acknowledge(handover=handover, by=partner)
    handovers.give_feedback(
        handover=Handover.objects.get(pk=handover.pk),
        outcome="partner-took-up",
        text="Wij praten met de familie.",
        submission=new_id(),
        by=partner,
    )
    assert fresh(dossier).state == "fed-back"

    close(dossier=fresh(dossier), outcome="taken-over", reason="De Vraagbaak helpt verder", by=by)
    assert not fresh(dossier).is_open
    assert told(code) == "Een partner heeft uw signaal overgenomen."


def test_acknowledgement_is_expected_within_the_days_that_the_partner_has_in_the_pack(desk: Person) -> None:
    by = actor_for(desk)
    dossier = reported(new_code()).dossier
    take_on(dossier=fresh(dossier), by=by)
    handover = handed_over(fresh(dossier), by)
    assert handover.acknowledge_by is not None
    assert handover.acknowledge_by.isoformat() == "2026-06-05"  # three working days after 2 June


def test_municipalities_of_one_pack_stay_apart(desk: Person) -> None:
    dossier = reported(new_code()).dossier
    neighbour = add("Bert Buurman", "loket", municipality="GM9901")
    with pytest.raises(NotFound):
        dossiers.get(actor_for(neighbour), dossier.pk, "dossier.read")
