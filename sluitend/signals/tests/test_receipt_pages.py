# SPDX-License-Identifier: EUPL-1.2
"""The pages behind the code: alike for every code that does not open, and nothing typed is lost."""

import re
import time
from typing import Any

import pytest
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code, show_code
from sluitend.core.ids import new_id
from sluitend.privacy.guessing import RULES, Door
from sluitend.signals.models import Message, Signal
from sluitend.signals.services import dialogue, triage
from sluitend.signals.tests.making import acts, again, looks, recorded, text_of
from sluitend.signals.views.receipt import COOKIE

pytestmark = pytest.mark.django_db
ENTER, PAGE = "/terug/", "/terug/melding/"


@pytest.fixture
def code(lisse: Any) -> str:
    found = new_code()
    recorded(code=found)
    return found


def entered(client: Client, code: str) -> Client:
    assert client.post(ENTER, {"code": code}).headers["Location"] == PAGE
    return client


def neutral(response: Any, typed: str) -> tuple[int, str]:
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(response))
    return response.status_code, page.replace(typed, "")


def test_the_code_opens_the_page_in_any_spelling(code: str, client: Client) -> None:
    page = entered(client, f" {show_code(code).lower()} ").get(PAGE)
    assert "Uw signaal is ontvangen." in text_of(page)
    assert code not in text_of(page)


def test_wrong_unknown_expired_and_malformed_codes_look_alike(
    code: str, officer: Person, client: Client, clock: FrozenClock
) -> None:
    expired = new_code()
    old = recorded(code=expired)
    triage.close(dossier=again(old), outcome="no-action", reason="Oud", by=actor_for(officer))
    clock.advance(days=120)
    tried = [new_code(), expired, "AAAA", "A" * 21, code[:-1], "x" * 400, "hallo", "\x00"]
    answers = {typed: neutral(client.post(ENTER, {"code": typed}), typed) for typed in tried}
    assert {status for status, _page in answers.values()} == {422}
    assert len({page for _status, page in answers.values()}) == 1
    assert COOKIE not in client.cookies


def test_too_many_wrong_codes_are_slowed_per_network_and_told_alike(
    code: str, client: Client, clock: FrozenClock
) -> None:
    budget = RULES[Door.RECEIPT].visitor
    for _wrong in range(budget.at_once):
        assert client.post(ENTER, {"code": new_code()}).status_code == 422
    tried = {"wrong": new_code(), "right": code, "mistyped": "AAAA"}
    answers = {why: neutral(client.post(ENTER, {"code": typed}), typed) for why, typed in tried.items()}
    assert len(set(answers.values())) == 1
    status, page = answers["right"]
    assert (status, "Wacht 10 seconden en probeer het opnieuw." in page) == (429, True)
    assert COOKIE not in client.cookies
    # Who comes from elsewhere is not held up, nor is anybody for long.
    elsewhere = client.post(ENTER, {"code": new_code()}, REMOTE_ADDR="192.0.2.9")
    assert elsewhere.status_code == 422
    clock.advance(seconds=budget.then_every.total_seconds())
    entered(client, code)


def test_who_comes_back_again_and_again_is_not_slowed(code: str, client: Client) -> None:
    for _again in range(3 * RULES[Door.RECEIPT].visitor.at_once):
        entered(client, code)


def test_what_was_typed_is_not_lost_while_one_has_to_wait(code: str, client: Client) -> None:
    for _wrong in range(RULES[Door.RECEIPT].visitor.at_once):
        client.post(ENTER, {"code": new_code()})
    waits = client.post(ENTER, {"code": code, "text": "Een lang verhaal", "submission": str(new_id())})
    assert waits.status_code == 429
    assert "Een lang verhaal" in text_of(waits)


def test_the_receipt_opens_no_other_signal(code: str, client: Client) -> None:
    other = new_code()
    signal = recorded(code=other)
    entered(client, code)
    client.post(PAGE, {"text": "Van mij", "submission": str(new_id())})
    assert not Message.objects.filter(dossier=signal.pk).exists()


def test_without_a_code_nothing_opens(code: str, client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == ENTER
    client.cookies[COOKIE] = f"{new_id()}:x:y"
    assert client.get(PAGE).headers["Location"] == ENTER


def test_the_receipt_closes_after_half_an_hour_of_rest_and_at_leaving(code: str, client: Client) -> None:
    cookie = client.post(ENTER, {"code": code}).cookies[COOKIE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (1800, True, "Lax")
    assert client.get(PAGE).cookies[COOKIE]["max-age"] == 1800
    assert client.post("/terug/sluiten/").cookies[COOKIE].value == ""
    assert client.get(PAGE).headers["Location"] == ENTER


def test_a_signed_cookie_that_is_too_old_opens_nothing(
    code: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(client, code)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 1801)
    assert client.get(PAGE).headers["Location"] == ENTER


def test_looking_again_and_again_keeps_a_receipt_open_for_eight_hours_at_most(
    code: str, client: Client, clock: FrozenClock
) -> None:
    entered(client, code)
    for _half_hour in range(16):
        clock.advance(minutes=29)
        assert client.get(PAGE).status_code == 200
    clock.advance(minutes=20)
    assert client.get(PAGE).headers["Location"] == ENTER
    assert client.post(PAGE, {"text": "Nog iets", "submission": str(new_id())}).status_code == 200
    assert not Message.objects.exists()
    entered(client, code)
    assert client.get(PAGE).status_code == 200


def test_what_was_typed_when_the_receipt_had_closed_comes_back_with_the_code(
    code: str, client: Client
) -> None:
    submission = str(new_id())
    asked = client.post(PAGE, {"text": "Een lang verhaal", "submission": submission})
    assert asked.status_code == 200
    page = text_of(asked)
    assert "Een lang verhaal" in page
    assert submission in page
    wrong = client.post(ENTER, {"code": "AAAA", "text": "Een lang verhaal", "submission": submission})
    assert "Een lang verhaal" in text_of(wrong)
    shown = client.post(ENTER, {"code": code, "text": "Een lang verhaal", "submission": submission})
    assert "Een lang verhaal" in text_of(shown)
    assert not Message.objects.exists()
    assert (
        client.post(PAGE, {"text": "Een lang verhaal", "submission": submission}).headers["Location"] == PAGE
    )
    assert Message.objects.count() == 1


def test_a_message_that_is_sent_twice_is_stored_once(code: str, client: Client) -> None:
    entered(client, code)
    given = {"text": "Er is meer", "submission": str(new_id())}
    for _time in range(2):
        assert client.post(PAGE, given).status_code == 302
    assert Message.objects.count() == 1
    assert "Er is meer" in text_of(client.get(PAGE))


def test_who_wrote_something_reads_once_and_first_that_it_arrived(code: str, client: Client) -> None:
    entered(client, code)
    assert "Uw bericht is aangekomen" not in text_of(client.get(PAGE))
    client.post(PAGE, {"text": "Er is meer", "submission": str(new_id())})
    page = text_of(client.get(PAGE))
    said = page.index("Uw bericht is aangekomen")
    assert "data-focus" in page[:said]
    assert said < page.index("<h1")
    assert "Uw bericht is aangekomen" not in text_of(client.get(PAGE))
    assert client.post(PAGE, {"text": "", "submission": str(new_id())}).status_code == 422
    assert "Uw bericht is aangekomen" not in text_of(client.get(PAGE))


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001])
def test_a_message_that_cannot_be_stored_says_why_and_stays(code: str, client: Client, text: str) -> None:
    response = entered(client, code).post(PAGE, {"text": text, "submission": str(new_id())})
    assert response.status_code == 422
    assert text in text_of(response)
    assert not Message.objects.exists()


def test_a_question_is_shown_and_counts_as_read(code: str, officer: Person, client: Client) -> None:
    signal = again(Signal.objects.get())
    dialogue.ask_reporter(
        dossier=signal, text="Hoe laat was dat?", submission=new_id(), by=actor_for(officer)
    )
    page = entered(client, code).get(PAGE)
    assert "Hoe laat was dat?" in text_of(page)
    assert Message.objects.get().read_at is not None
    client.get(PAGE)
    assert acts(signal).count("signal.messages-read") == 1
    assert looks(signal) == [("receipt-page", "content")] * 2


def test_a_closed_signal_tells_that_and_still_takes_a_message(
    code: str, officer: Person, client: Client, clock: FrozenClock
) -> None:
    triage.close(
        dossier=again(Signal.objects.get()), outcome="no-action", reason="Te weinig", by=actor_for(officer)
    )
    clock.advance(days=30)
    page = entered(client, code).get(PAGE)
    assert "Er was nu te weinig om iets mee te doen." in text_of(page)
    client.post(PAGE, {"text": "Ik zag het weer", "submission": str(new_id())})
    assert again(Signal.objects.get()).next_step == "read-answer"
