# SPDX-License-Identifier: EUPL-1.2
"""Coming back with a code: which codes open, how long, and what the reporter then reads."""

from datetime import timedelta
from typing import Any

import pytest

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import clock as time
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.codes import RANDOM_SYMBOLS, check_symbol, new_code, show_code
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.handover import services as handovers
from sluitend.signals import receipts, selectors
from sluitend.signals.services import triage
from sluitend.signals.services.handing_over import hand_over
from sluitend.signals.tests.making import again, looks, prepared, recorded, with_receipt

pytestmark = pytest.mark.django_db


def test_a_code_opens_however_it_is_typed(lisse: Any) -> None:
    code = new_code()
    signal = recorded(code=code)
    shown = show_code(code)
    for typed in (code, shown, shown.lower(), f"  {shown.replace('-', ' ')} ", code.replace("0", "O")):
        found = selectors.open_receipt(typed)
        assert found is not None, typed
        assert found.dossier_id == signal.pk


# A code that is typed right and was never given out.
WELL_FORMED = "0" * RANDOM_SYMBOLS + check_symbol("0" * RANDOM_SYMBOLS)


@pytest.mark.parametrize("typed", ["", " ", "AAAA", "é" * 30, "A" * 10_000, "\x00", WELL_FORMED])
def test_another_code_opens_nothing(lisse: Any, typed: str) -> None:
    recorded(code=new_code())
    assert selectors.open_receipt(typed) is None


def test_a_code_opens_until_ninety_days_after_closing_and_again_after_reopening(
    officer: Person, clock: FrozenClock
) -> None:
    code, by = new_code(), actor_for(officer)
    signal = recorded(code=code)
    clock.advance(days=400)
    assert selectors.open_receipt(code) is not None
    triage.close(dossier=again(signal), outcome="no-action", reason="Te weinig", by=by)
    closed_on = time.today()
    last = closed_on + timedelta(days=90)
    while last.weekday() > 4:  # a term that ends on a day off runs on to the next working day
        last += timedelta(days=1)
    clock.set_day(last)
    found = selectors.open_receipt(code)
    assert found is not None
    clock.set_day(last + timedelta(days=1))
    assert selectors.open_receipt(code) is None
    assert selectors.receipt_in_use(receipts.ticket(found)) is None
    dossiers.reopen(dossier=again(signal), reason="Er kwam meer bij", by=by)
    assert selectors.open_receipt(code) is not None


def test_an_unknown_receipt_is_not_in_use(lisse: Any) -> None:
    assert selectors.receipt_in_use(f"{new_id()}:{new_id()}") is None


def told(row: Any, language: str = "nl") -> str:
    return selectors.told(again(row), language)


def test_the_reporter_reads_how_far_it_is_and_never_what_it_is(officer: Person) -> None:
    by = actor_for(officer)
    receipt = with_receipt()
    assert told(receipt) == "Uw signaal is ontvangen."
    assert told(receipt, "en") == "Your signal has been received."
    triage.take_on(dossier=again(receipt), by=by)
    assert told(receipt) == "Uw signaal is opgepakt."
    triage.close(dossier=again(receipt), outcome="help-arranged", reason="Er is opvang", by=by)
    assert told(receipt) == "Uw signaal is opgepakt en afgerond."


def test_what_a_partner_did_with_it_is_told_in_the_words_of_the_pack(
    officer: Person, clock: FrozenClock
) -> None:
    by, signal = actor_for(officer), recorded(code=new_code())
    triage.take_on(dossier=again(signal), by=by)
    handover = prepared(signal, officer)
    hand_over(
        handover=handover,
        send=lambda: handovers.record_phone_call(
            handover=handover, number="0800-5151", spoken_to="Ina Inspecteur", called_at=time.now(), by=by
        ),
        by=by,
    )
    assert told(signal) == "Uw signaal is doorgezet naar een partner."
    partner = Actor(ActorKind.PARTNER, "nla")
    for outcome, sentence in (
        ("partner-investigates", "Een partner onderzoekt uw signaal."),
        ("partner-took-up", "Een partner heeft uw signaal opgepakt."),
    ):
        clock.advance(hours=1)
        handovers.give_feedback(
            handover=handover, outcome=outcome, text="Geheim onderzoek", submission=new_id(), by=partner
        )
        assert told(signal) == sentence
    triage.weigh(dossier=again(signal), outcome="own-approach", reason="Wij gaan verder", by=by)
    assert told(signal) == "Er wordt aan uw signaal gewerkt."


def test_reading_the_talk_opens_nothing_else_and_is_a_look(lisse: Any) -> None:
    receipt = with_receipt()
    assert selectors.dialogue(receipt) == ()
    assert looks(receipt) == [("receipt-page", "content")]
