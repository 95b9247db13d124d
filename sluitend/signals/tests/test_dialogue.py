# SPDX-License-Identifier: EUPL-1.2
"""Questions and answers through the receipt, and who then has to do what."""

from datetime import date
from typing import Any

import pytest

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.actor import Actor, system
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.signals import selectors
from sluitend.signals.models import Message, Receipt
from sluitend.signals.services import dialogue, triage
from sluitend.signals.services.dialogue import MAX_LENGTH
from sluitend.signals.tests.making import acts, again, recorded, with_receipt

pytestmark = pytest.mark.django_db


def ask(row: Any, by: Actor, text: str = "Hoe laat was dat?") -> Message:
    return dialogue.ask_reporter(dossier=again(row), text=text, submission=new_id(), by=by)


def write(receipt: Receipt, text: str = "Rond tien uur.") -> Message:
    return dialogue.write_as_reporter(receipt=receipt, text=text, submission=new_id())


def planned(row: Any) -> tuple[str, date | None]:
    return again(row).next_step, again(row).due


@pytest.fixture
def taken_on(officer: Person) -> Receipt:
    """A signal with a receipt, in intake."""
    receipt = with_receipt(acute="no")
    triage.take_on(dossier=again(receipt), by=actor_for(officer))
    return receipt


def test_both_sides_read_the_talk_in_order(taken_on: Receipt, officer: Person) -> None:
    by = actor_for(officer)
    ask(taken_on, by)
    write(taken_on)
    ask(taken_on, by, "Dank u. Was er een kenteken?")
    lines = selectors.dialogue(taken_on)
    assert [(line.direction, line.text) for line in lines] == [
        ("to-reporter", "Hoe laat was dat?"),
        ("from-reporter", "Rond tien uur."),
        ("to-reporter", "Dank u. Was er een kenteken?"),
    ]
    assert selectors.content(by, again(taken_on), purpose="signal-page").messages == lines


def test_a_question_is_followed_by_waiting_for_the_answer(taken_on: Receipt, officer: Person) -> None:
    assert planned(taken_on) == ("complete-intake", date(2026, 6, 9))
    ask(taken_on, actor_for(officer))
    assert planned(taken_on) == ("await-answer", date(2026, 6, 9))


def test_a_question_does_not_put_off_what_comes_earlier(officer: Person) -> None:
    receipt = with_receipt()
    ask(receipt, actor_for(officer))
    assert planned(receipt) == ("urgency-check", date(2026, 6, 2))


def test_an_answer_is_to_be_read_by_the_next_working_day(
    taken_on: Receipt, officer: Person, clock: FrozenClock
) -> None:
    ask(taken_on, actor_for(officer))
    clock.set_day(date(2026, 6, 5))  # a Friday
    write(taken_on)
    assert planned(taken_on) == ("read-answer", date(2026, 6, 8))


def test_what_a_reporter_adds_unasked_is_to_be_read_too(taken_on: Receipt) -> None:
    write(taken_on, "Ik zag het weer.")
    assert planned(taken_on) == ("read-answer", date(2026, 6, 3))


def test_an_answer_does_not_put_off_what_comes_earlier(lisse: Any) -> None:
    receipt = with_receipt()
    write(receipt)
    assert planned(receipt) == ("urgency-check", date(2026, 6, 2))


def test_writing_on_does_not_put_off_the_reading(taken_on: Receipt, clock: FrozenClock) -> None:
    write(taken_on)
    clock.set_day(date(2026, 6, 3))
    write(taken_on, "En nog iets.")
    assert planned(taken_on) == ("read-answer", date(2026, 6, 3))


def test_an_answer_that_came_after_the_due_date_is_to_be_read(
    taken_on: Receipt, officer: Person, clock: FrozenClock
) -> None:
    ask(taken_on, actor_for(officer))
    clock.set_day(date(2026, 6, 12))
    dossiers.escalate(dossier_id=taken_on.dossier_id, today=date(2026, 6, 12), by=system("overdue"))
    write(taken_on)
    assert planned(taken_on) == ("read-answer", date(2026, 6, 15))
    assert again(taken_on).escalated_on is None


def test_a_follow_up_question_ends_the_reading(taken_on: Receipt, officer: Person) -> None:
    write(taken_on)
    ask(taken_on, actor_for(officer))
    assert planned(taken_on) == ("await-answer", date(2026, 6, 9))


def test_what_a_reporter_writes_after_closing_takes_the_signal_up_again(
    taken_on: Receipt, officer: Person
) -> None:
    triage.close(dossier=again(taken_on), outcome="no-action", reason="Te weinig", by=actor_for(officer))
    write(taken_on, "Nu zag ik het weer.")
    found = again(taken_on)
    assert found.is_open
    assert (found.state, found.next_step, found.due) == ("intake", "read-answer", date(2026, 6, 3))
    assert acts(taken_on)[-2:] == ["signal.reporter-wrote", "dossier.reopen"]


def test_a_retried_submit_adds_nothing_either_way(taken_on: Receipt, officer: Person) -> None:
    same = new_id()
    for _time in range(2):
        dialogue.ask_reporter(
            dossier=again(taken_on), text="Hoe laat?", submission=same, by=actor_for(officer)
        )
    other = new_id()
    for _time in range(2):
        dialogue.write_as_reporter(receipt=taken_on, text="Tien uur", submission=other)
    assert Message.objects.count() == 2
    assert acts(taken_on).count("signal.reporter-wrote") == 1
    assert acts(taken_on).count("signal.ask-reporter") == 1


def test_the_same_name_for_a_submit_in_two_signals_is_two_submits(lisse: Any) -> None:
    same = new_id()
    for receipt in (with_receipt(), with_receipt()):
        dialogue.write_as_reporter(receipt=receipt, text="Tien uur", submission=same)
    assert Message.objects.count() == 2


def test_each_side_sees_whether_the_other_has_read_it(taken_on: Receipt, officer: Person) -> None:
    by = actor_for(officer)
    ask(taken_on, by)
    assert [line.read for line in selectors.dialogue(taken_on)] == [False]
    asked = Message.Direction.TO_REPORTER
    reporter = dialogue.reporter(taken_on)
    assert dialogue.mark_read(dossier=again(taken_on), direction=asked, by=reporter) == 1
    assert dialogue.mark_read(dossier=again(taken_on), direction=asked, by=reporter) == 0
    assert [line.read for line in selectors.dialogue(taken_on)] == [True]
    assert acts(taken_on).count("signal.messages-read") == 1


@pytest.mark.parametrize("text", ["", "  \n", "x" * (MAX_LENGTH + 1)])
def test_a_message_has_text_of_a_readable_length(taken_on: Receipt, officer: Person, text: str) -> None:
    with pytest.raises(BadInput) as told:
        write(taken_on, text)
    assert told.value.field == "text"
    with pytest.raises(BadInput):
        ask(taken_on, actor_for(officer), text)
    assert not Message.objects.exists()


def test_a_reporter_without_a_code_cannot_be_asked_here(officer: Person) -> None:
    with pytest.raises(BadInput, match="code"):
        ask(recorded(), actor_for(officer))


def test_only_who_works_on_an_open_signal_asks(taken_on: Receipt, officer: Person, handler: Person) -> None:
    # Also where the question would plan nothing: what is due today stays planned.
    for receipt in (taken_on, with_receipt()):
        with pytest.raises(NotFound):
            ask(receipt, actor_for(handler))
    triage.close(dossier=again(taken_on), outcome="no-action", reason="Te weinig", by=actor_for(officer))
    with pytest.raises(Conflict):
        ask(taken_on, actor_for(officer))
    assert not Message.objects.exists()
