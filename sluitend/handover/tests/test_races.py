# SPDX-License-Identifier: EUPL-1.2
"""Fifty at the same moment: exactly one legal history."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.ids import new_id
from sluitend.core.tests.racing import at_once
from sluitend.handover import doors, outbox, services
from sluitend.handover.models import Handover, Line, Outgoing
from sluitend.handover.states import State, allowed
from sluitend.handover.tests.making import acts, again, linked, partner, prepared, received
from sluitend.privacy import journal
from sluitend.privacy.guessing import RULES, Door, TooSoon

pytestmark = pytest.mark.django_db(transaction=True)
SHOP = partner("shop")


def assert_one_legal_history(handover: Handover) -> None:
    handover = again(handover)
    moves = list(handover.history.order_by("seq"))
    assert [move.seq for move in moves] == list(range(1, len(moves) + 1))
    assert len(moves) == handover.moves
    before = State.PREPARED
    for move in moves:
        assert move.from_state == before
        assert allowed(move.from_state, move.to_state)
        before = State(move.to_state)
    assert before == handover.state


def test_fifty_who_acknowledge_refuse_and_withdraw_leave_one_history(officer: Person) -> None:
    handover = linked(officer).handover
    by = actor_for(officer)
    tasks: list[Callable[[], object]] = []
    for number in range(50):
        if number % 3 == 0:
            tasks.append(partial(services.acknowledge, handover=handover, by=SHOP))
        elif number % 3 == 1:
            tasks.append(
                partial(
                    services.refuse, handover=handover, reason="Buiten regio", submission=new_id(), by=SHOP
                )
            )
        else:
            tasks.append(
                partial(services.withdraw, handover=handover, reason="Fout", submission=new_id(), by=by)
            )
    results = at_once(*tasks)
    assert set(results) <= {"done", "Conflict"}
    assert_one_legal_history(handover)
    ended = [name for name in acts(handover) if name in ("handover.refuse", "handover.withdraw")]
    assert len(ended) == 1
    assert Line.objects.count() == 1
    assert again(handover).state in ("refused", "withdrawn")
    assert journal.verify().sound


def test_one_submit_that_arrives_many_times_makes_one_handover(officer: Person) -> None:
    dossier, submission = received(officer), new_id()
    tasks = [partial(prepared, officer, dossier=dossier, submission=submission)] * 10
    assert set(at_once(*tasks)) == {"done"}
    assert Handover.objects.count() == 1


def test_wrong_codes_are_all_counted(officer: Person) -> None:
    link = linked(officer).link
    token = doors.token_of(link.pk)
    results = at_once(*[partial(doors.try_code, token, "WRONG", browser="x", address=None)] * 20)
    tries = RULES[Door.PACKET].account
    assert tries
    assert results.count("done") == tries.at_once
    assert results.count("TooSoon") == 20 - tries.at_once


def test_many_workers_deliver_a_notice_once(officer: Person) -> None:
    linked(officer)
    row = Outgoing.objects.get()
    at_once(*[partial(outbox.deliver, row.pk)] * 10)
    from django.core import mail

    assert len(mail.outbox) == 1
    assert Outgoing.objects.get().attempts == 1


def test_of_many_browsers_with_the_right_code_one_gets_in(officer: Person) -> None:
    made = linked(officer)
    token = doors.token_of(made.link.pk)
    won: list[str] = []

    def knock(browser: str) -> None:
        with suppress(TooSoon):
            if doors.try_code(token, made.code, browser=browser, address=None):
                won.append(browser)

    assert set(at_once(*[partial(knock, f"browser-{number}") for number in range(12)])) == {"done"}
    assert len(won) == 1
