# SPDX-License-Identifier: EUPL-1.2
"""The same thing twice at the same moment happens once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.core.tests.racing import at_once
from sluitend.dossiers.models import Dossier, Fact
from sluitend.handover import services as handovers
from sluitend.handover.models import Line
from sluitend.handover.tests.making import SHOP_MAIL, to_shop
from sluitend.privacy import journal
from sluitend.signals import selectors
from sluitend.signals.models import Message, Receipt, Signal, Weighing
from sluitend.signals.services import dialogue, triage
from sluitend.signals.services.handing_over import hand_over
from sluitend.signals.services.recording import record_signal
from sluitend.signals.tests.making import SOMEBODY, acts, again, recorded, report, with_receipt
from sluitend.signals.tests.registering import ADDRESS, fields
from sluitend.signals.tests.reporting import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def assert_one_signal() -> Signal:
    assert (Dossier.objects.count(), Receipt.objects.count()) == (1, 1)
    assert Fact.objects.filter(kind="signal-received").count() == 1
    assert journal.verify().sound
    return Signal.objects.get()


def test_a_submit_that_arrives_many_times_makes_one_signal_with_one_code(lisse: Any) -> None:
    same, code = report(), new_code()
    submit = partial(record_signal, report=same, municipality=LISSE, by=SOMEBODY, receipt_code=code)
    assert set(at_once(*[submit] * 8)) == {"done"}
    found = selectors.open_receipt(code)
    assert found is not None
    assert found.dossier_id == assert_one_signal().pk


def test_the_last_button_pressed_twice_at_once_makes_one_signal(lisse: Any, client: Client) -> None:
    visitor = Visitor(client)
    visitor.write_all()
    visitor.check()
    code, statuses = visitor.intake.receipt_code, []

    def press() -> None:
        browser = Client()
        browser.cookies = client.cookies
        statuses.append(browser.post("/melden/controleren/").headers["Location"])

    assert at_once(*[press] * 4) == ["done"] * 4
    assert set(statuses) == {"/melden/bewijs/"}
    assert_one_signal()
    assert selectors.open_receipt(code) is not None


def test_a_registration_sent_twice_at_once_makes_one_signal(officer: Person, client: Client) -> None:
    client.force_login(officer)
    given = fields(client)

    def press() -> None:
        browser = Client()
        browser.cookies = client.cookies
        assert browser.post(ADDRESS, given).status_code == 200

    assert at_once(*[press] * 4) == ["done"] * 4
    assert_one_signal()


def test_a_message_sent_many_times_at_once_is_one_message(lisse: Any) -> None:
    receipt, same = with_receipt(), new_id()
    write = partial(dialogue.write_as_reporter, receipt=receipt, text="Tien uur", submission=same)
    assert set(at_once(*[write] * 8)) == {"done"}
    assert Message.objects.count() == 1
    assert acts(receipt).count("signal.reporter-wrote") == 1


def test_two_who_weigh_at_once_leave_one_decision(officer: Person, deputy: Person) -> None:
    signal = recorded()
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    seen = again(signal).version
    tasks = [
        partial(
            triage.weigh,
            dossier=again(signal),
            outcome=outcome,
            reason="Zo is het",
            by=actor_for(person),
            version=seen,
        )
        for person, outcome in ((officer, "own-approach"), (deputy, "no-action"))
    ]
    assert sorted(at_once(*tasks)) == ["Conflict", "done"]
    assert Weighing.objects.count() == 1


def test_an_answer_and_a_closing_at_once_lose_neither(officer: Person) -> None:
    receipt = with_receipt()
    by = actor_for(officer)
    close = partial(triage.close, dossier=again(receipt), outcome="no-action", reason="Te weinig", by=by)
    write = partial(dialogue.write_as_reporter, receipt=receipt, text="Er is meer", submission=new_id())
    results = at_once(close, write)
    assert results[1] == "done"
    found = again(receipt)
    # Either the answer came last and took it up again, or it came first and is read with the closing.
    last = acts(receipt)[-1]
    assert found.is_open == (last != "dossier.close")
    assert Message.objects.count() == 1


def test_staff_and_partner_at_once_never_wait_for_each_other(officer: Person) -> None:
    # Both change the dossier and its handover; in different orders the database would end one of them.
    by, shop = actor_for(officer), Actor(ActorKind.PARTNER, "shop")
    handover = to_shop(officer)
    way: dict[str, Any] = {"handover": handover, "address": SHOP_MAIL, "by": by}
    way["code_by"] = handovers.IN_PERSON

    def send() -> None:
        again = partial(handovers.send_link, submission=new_id(), **way)
        hand_over(handover=handover, send=again, by=by)

    def ask() -> None:
        handovers.ask(handover=handover, question="Welke taal?", submission=new_id(), by=shop)

    def renew() -> None:
        handovers.renew_link(submission=new_id(), **way)

    def plan() -> None:
        handovers.plan_call_back(handover=handover, on=clock.today(), by=by)

    send()
    seen: set[str] = set()
    for number in range(40):
        # An old form that is sent again, against what the partner says and staff plan at that moment.
        tasks: list[Callable[[], object]] = [send, ask, renew, plan]
        seen |= set(at_once(*tasks[number % 4 :], *tasks[: number % 4]))
    assert seen == {"done", "Conflict"}
    assert Line.objects.filter(handover=handover, what=Line.What.QUESTION).count() == 40
    assert journal.verify().sound
