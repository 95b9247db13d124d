# SPDX-License-Identifier: EUPL-1.2
"""What staff see: both sides of the packet, a script for the phone, and how far it is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.actor import Actor
from sluitend.core.errors import NotFound
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.handover import guard, selectors, services, staff
from sluitend.handover.models import Outgoing
from sluitend.handover.packet import Field, Packet, thaw
from sluitend.handover.tests.making import KNOWN, PACKET, again, linked, partner, prepared, received
from sluitend.sharing import Consent, Urgency

pytestmark = pytest.mark.django_db


def test_both_sides_name_reasons_ground_and_source(officer: Person) -> None:
    asked = guard.ask(
        dossier=received(officer), partner_id="nla", kind="report", packet=PACKET, circumstances=KNOWN
    )
    sides = staff.sides(asked, PACKET)
    assert {"key": "Adres", "value": "Voorbeeldstraat 1"} in sides["goes"]
    assert all(line["value"] for line in sides["stays"])
    assert sides["ground"].startswith("De Arbeidsinspectie")
    assert "Algemene verordening gegevensbescherming" in sides["source"]
    assert "Vera Voorbeeld" not in str(sides)


def test_the_script_tells_the_packet_and_nothing_else(officer: Person) -> None:
    handover = prepared(officer)
    opened = selectors.open_content(actor_for(officer), handover, purpose="handover-page")
    begin, told, _ask = staff.call_script(opened.packet)
    assert handover.dossier.reference in str(begin["lines"])
    assert "Adres: Voorbeeldstraat 1" in told["lines"]
    assert "Vera" not in str(told)


def test_a_script_for_advice_names_nobody() -> None:
    packet = thaw(
        {
            "schema": 1,
            "reference": "AAAA-BBBB",
            "sender": "Lisse",
            "kind": "advice",
            "made_on": "2026-06-02",
            "fields": [{"id": "question", "label": {"nl": "Vraag", "en": "Question"}, "value": "Wat nu?"}],
        }
    )
    assert staff.call_script(packet)[1]["lines"] == ["Vraag: Wat nu?"]


def test_the_status_says_what_is_waited_for(officer: Person, clock: FrozenClock) -> None:
    handover = linked(officer).handover
    by = actor_for(officer)
    Outgoing.objects.update(progress="failed")
    clock.set_day(date(2026, 6, 5))
    status = staff.status(selectors.of_dossier(by, again(handover).dossier)[0], url="/x/")
    assert (status["badge"], status["waits_for"]) == ("late", "acknowledgement")
    assert status["notice_failed"]
    page = render_to_string("handover/_status.html", {"status": status})
    assert 'href="/x/"' in page


def test_a_list_of_handovers_costs_the_same_however_many(officer: Person, lisse: Any) -> None:
    from django.db import connection

    dossier = received(officer)
    by = actor_for(officer)
    prepared(officer, dossier=dossier)
    with CaptureQueriesContext(connection) as one:
        [staff.status(row) for row in selectors.of_dossier(by, dossier)]
    for _ in range(4):
        prepared(officer, dossier=dossier)
    with CaptureQueriesContext(connection) as many:
        found = [staff.status(row) for row in selectors.of_dossier(by, dossier)]
    assert len(found) == 5
    assert (
        len(many) - len(one) <= 4 * 2
    )  # one small look at the pack in force for each name, outside a request


def test_who_may_not_see_the_dossier_sees_no_handover(officer: Person, outsider: Person) -> None:
    handover = prepared(officer)
    by = actor_for(outsider)
    for look in (
        lambda: selectors.get(by, handover.pk),
        lambda: selectors.of_dossier(by, again(handover).dossier),
        lambda: selectors.open_content(by, again(handover), purpose="handover-page"),
    ):
        with pytest.raises(NotFound):
            look()


def test_another_partner_sees_no_handover(officer: Person) -> None:
    handover, stranger = prepared(officer), partner("avim")
    for look in (
        lambda: selectors.get(stranger, handover.pk),
        lambda: selectors.open_content(stranger, again(handover), purpose="packet-page"),
    ):
        with pytest.raises(NotFound):
            look()


def test_what_needs_a_right_of_its_own_is_covered_in_the_packet_too(
    officer: Person, handler: Person, deputy: Person
) -> None:
    handover = prepared(officer, circumstances=replace(KNOWN, consent=Consent.GIVEN, reporter_agrees=True))
    dossiers.involve(dossier=handover.dossier, person=handler, why="second-reader", by=actor_for(officer))

    def packet(reader: Actor) -> dict[str, str]:
        opened = selectors.open_content(reader, again(handover), purpose="handover-page")
        return {entry.id: entry.value for entry in opened.packet.entries}

    whole = packet(actor_for(officer))
    assert (whole["reporter-name"], whole["safe-contact"]) == ("Bo Boa", "Maandag, via de buurvrouw")
    assert packet(actor_for(deputy)) == whole
    assert packet(partner("nla")) == whole
    covered = packet(actor_for(handler))
    assert covered["facts"] == whole["facts"]
    assert covered["reporter-name"] == covered["safe-contact"] == "Apart bewaard: u mag dit niet zien."


def test_an_id_that_is_none_is_not_found(officer: Person) -> None:
    for wrong in ("verzonnen", str(new_id())):
        with pytest.raises(NotFound):
            selectors.get(actor_for(officer), wrong)


def test_a_reporter_hears_nothing_before_there_is_feedback(officer: Person) -> None:
    handover = linked(officer).handover
    assert selectors.told_to_reporter(handover.dossier_id) is None
    services.refuse(handover=handover, reason="Nee", submission=new_id(), by=partner("shop"))
    assert selectors.told_to_reporter(handover.dossier_id) is None


def sides_of(officer: Person, partner_id: str, packet: Packet = PACKET, **told: Any) -> dict[str, Any]:
    circumstances = replace(KNOWN, purpose="protection", **told)
    asked = guard.ask(
        dossier=received(officer),
        partner_id=partner_id,
        kind="report",
        packet=packet,
        circumstances=circumstances,
    )
    return staff.sides(asked, packet)


def test_a_packet_with_which_nobody_could_act_says_so(officer: Person) -> None:
    outline = tuple(field for field in PACKET.fields if field.id in ("reference", "forms", "victim"))
    assert sides_of(officer, "shop", Packet(outline))["thin"]
    question = Field("question", "Is er vandaag plaats?")
    assert not sides_of(officer, "shop", Packet((*outline, question)))["thin"]
    assert not sides_of(officer, "shop", Packet(outline), consent=Consent.GIVEN)["thin"]


@pytest.mark.parametrize(
    ("partner_id", "told", "expected"),
    [
        ("shop", {}, True),
        ("shop", {"consent": Consent.GIVEN}, False),
        ("shop", {"consent": Consent.REFUSED}, False),
        ("shop", {"urgency": Urgency.ACUTE, "danger": "Zij is weg."}, False),
        ("nla", {}, False),
    ],
)
def test_who_should_have_been_asked_first_and_was_not_is_said(
    officer: Person, partner_id: str, told: dict[str, Any], expected: bool
) -> None:
    assert sides_of(officer, partner_id, **told)["ask_first"] is expected
