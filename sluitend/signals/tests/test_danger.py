# SPDX-License-Identifier: EUPL-1.2
"""Somebody is in danger now: the same day until it is over, first on every list, and whom to call."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.signals.models import Signal
from sluitend.signals.services import dialogue, triage
from sluitend.signals.tests.making import again, recorded, signed_in, text_of, with_receipt

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 2)
ALERT = "Er is nu iemand in gevaar"


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def at(signal: Signal, act: str = "") -> str:
    return f"/werk/signaal/{signal.pk}/{act}"


def numbers(page: str) -> list[str]:
    return re.findall(r'href="tel:([^"]+)"', page)


def test_taking_on_keeps_the_same_day(officer: Person) -> None:
    signal = recorded(acute="yes")
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    assert (again(signal).next_step, again(signal).due) == ("complete-intake", TODAY)


@pytest.mark.parametrize("outcome", ["to-partner", "own-approach", "to-riec"])
def test_what_follows_from_weighing_is_due_the_same_day(officer: Person, outcome: str) -> None:
    signal = recorded(acute="yes")
    triage.weigh(dossier=again(signal), outcome=outcome, reason="Nu", by=actor_for(officer))
    assert again(signal).due == TODAY


def test_a_question_to_the_reporter_and_its_answer_are_due_the_same_day(
    officer: Person, clock: FrozenClock
) -> None:
    receipt = with_receipt(acute="yes")
    by = actor_for(officer)
    clock.advance(days=2)
    dialogue.ask_reporter(dossier=again(receipt), text="Waar is zij nu?", submission=new_id(), by=by)
    dossiers.plan_next_step(dossier=again(receipt), next_step="await-answer", by=by, due=date(2026, 6, 9))
    dialogue.write_as_reporter(receipt=receipt, text="Nog binnen.", submission=new_id())
    assert (again(receipt).next_step, again(receipt).due) == ("read-answer", date(2026, 6, 4))


def test_a_step_planned_without_a_date_and_reopening_are_due_the_same_day(desk: Client) -> None:
    signal = recorded(acute="yes")
    given = {"version": again(signal).version, "next_step": "first-reaction", "due": ""}
    desk.post(at(signal, "volgende-stap/"), given)
    assert again(signal).due == TODAY
    closing = {"version": again(signal).version, "outcome": "no-action", "reason": "Vergissing"}
    desk.post(at(signal, "sluiten/"), closing)
    desk.post(at(signal, "heropenen/"), {"version": again(signal).version, "reason": "Toch niet"})
    assert again(signal).due == TODAY


def test_on_the_worklist_danger_comes_first_among_what_is_late_and_what_is_due_today(
    desk: Client, officer: Person, clock: FrozenClock
) -> None:
    calm, acute = recorded(acute="no"), recorded(acute="yes")
    groups = desk.get("/werk/").context["groups"]
    assert [row.reference for row in groups[0].rows] == [again(acute).reference, again(calm).reference]
    clock.set_day(date(2026, 6, 3))
    signed_in(desk, officer)
    urgent = recorded(acute="yes")
    late, now = desk.get("/werk/").context["groups"]
    assert [row.acute for row in late.rows] == [True, False]
    assert [row.reference for row in now.rows] == [again(urgent).reference]


def test_the_page_says_whom_to_call_before_anything_else(desk: Client) -> None:
    page = text_of(desk.get(at(recorded(acute="yes", minor="no"))))
    assert page.index(ALERT) < page.index("Volgende stap")
    assert numbers(page) == ["112"]
    assert "Licht de ouders niet vooraf in" not in page


def test_of_a_child_the_page_names_who_protects_children_too(desk: Client) -> None:
    page = text_of(desk.get(at(recorded(acute="yes", minor="yes"))))
    assert numbers(page) == ["112", "08002000"]
    assert page.count("Licht de ouders niet vooraf in") == 1


@pytest.mark.parametrize("acute", ["no", "unknown"])
def test_without_danger_no_alert(desk: Client, acute: str) -> None:
    assert ALERT not in text_of(desk.get(at(recorded(acute=acute))))


def test_the_list_of_partners_begins_with_the_emergency_number(desk: Client) -> None:
    walked: dict[str, Any] = {"map": "persoon", "answers": {"p1": "no"}, "context": {"reporter": "boa"}}
    signal = recorded(acute="yes", route=walked)
    chosen = re.findall(r"doorzetten/([\w-]+)/\"", text_of(desk.get(at(signal, "doorzetten/"))))
    assert chosen[0] == "112"
    assert len(chosen) == len(set(chosen))


@pytest.mark.parametrize(
    ("acute", "next_step", "told"),
    [
        ("unknown", "urgency-check", ""),
        ("no", "complete-intake", "Nu in gevaar, volgens de melding: nee."),
        ("yes", "complete-intake", "Nu in gevaar, volgens de melding: ja."),
    ],
)
def test_taking_on_ticks_no_check_off_in_silence(desk: Client, acute: str, next_step: str, told: str) -> None:
    signal = recorded(acute=acute)
    desk.post(at(signal, "oppakken/"), {"version": again(signal).version})
    assert again(signal).next_step == next_step
    page = text_of(desk.get(at(signal)))
    assert ("volgens de melding" in page) == bool(told)
    assert told in page
