# SPDX-License-Identifier: EUPL-1.2
"""What no honest form sends, and forms that were gone back to: a clear sentence, and nothing lost."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.privacy import drafts
from sluitend.signals import selectors
from sluitend.signals.draft import COOKIE
from sluitend.signals.models import Message, Signal
from sluitend.signals.services import dialogue
from sluitend.signals.tests.making import recorded, signed_in, text_of, with_receipt
from sluitend.signals.tests.registering import ADDRESS, code_of, fields
from sluitend.signals.tests.reporting import Visitor
from sluitend.signals.views import receipt

pytestmark = pytest.mark.django_db
SENT_BEFORE = "Dit formulier is al verstuurd, met andere woorden"


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


@pytest.mark.parametrize("version", ["²", "٣x", "-1", "1.5", "9" * 5000, "9" * 30, "é", "\x00"])
def test_a_version_that_is_no_version_is_refused_in_words(desk: Client, version: str) -> None:
    page = f"/werk/signaal/{recorded().pk}/"
    answer = desk.post(f"{page}oppakken/", {"version": version})
    assert answer.status_code == 400
    assert "Deze pagina is niet zoals wij hem maakten." in text_of(answer)
    given = {"version": version, "outcome": "no-action", "reason": "Te weinig om te doen"}
    closing = desk.post(f"{page}sluiten/", given)
    assert closing.status_code == 422
    assert "Te weinig om te doen" in text_of(closing)


def test_a_registration_that_was_gone_back_to_and_changed_is_not_lost(desk: Client) -> None:
    given = fields(desk, facts="Het eerste verhaal")
    first = code_of(desk.post(ADDRESS, given))
    answer = desk.post(ADDRESS, {**given, "facts": "Een ander verhaal"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert SENT_BEFORE in page
    assert "Een ander verhaal" in page
    assert Signal.objects.count() == 1
    ticket = page.split('name="submission" value="')[1].split('"')[0]
    second = code_of(desk.post(ADDRESS, {**given, "facts": "Een ander verhaal", "submission": ticket}))
    assert Signal.objects.count() == 2
    assert len({selectors.open_receipt(code) for code in (first, second)} - {None}) == 2


def test_a_report_that_was_sent_in_another_tab_and_then_changed_is_not_lost(
    lisse: Any, client: Client
) -> None:
    visitor = Visitor(client)
    visitor.write_all()
    visitor.check()
    before = drafts.load(client.cookies[COOKIE].value)
    assert before is not None
    visitor.send()
    # The other tab writes what it had loaded before the first one sent.
    before["report"]["wat"] = {"facts": "Een ander verhaal"}
    drafts.save(client.cookies[COOKIE].value, before)
    answer = visitor.send()
    assert answer.status_code == 422
    assert SENT_BEFORE in text_of(answer)
    assert "Een ander verhaal" in text_of(answer)
    assert visitor.send().headers["Location"] == "/melden/bewijs/"
    assert Signal.objects.count() == 2


def test_a_message_that_was_gone_back_to_and_changed_is_another_message(lisse: Any) -> None:
    found, same = with_receipt(), new_id()
    for text in ("Tien uur", "Tien uur", "Elf uur", "Elf uur"):
        dialogue.write_as_reporter(receipt=found, text=text, submission=same)
    assert [line.text for line in selectors.dialogue(found)] == ["Tien uur", "Elf uur"]


def test_what_identifies_a_message_tells_nothing_of_it(lisse: Any) -> None:
    one, two, same = with_receipt(), with_receipt(), new_id()
    dialogue.write_as_reporter(receipt=one, text="Tien uur", submission=same)
    dialogue.write_as_reporter(receipt=two, text="Elf uur", submission=same)
    assert same not in set(Message.objects.values_list("submission", flat=True))


@pytest.mark.parametrize("value", ["", "x", "A" * 64, "=" * 64, "A" * 3000, "%00", "é", "null"])
@pytest.mark.parametrize(
    "path", ["/melden/", "/melden/wat/", "/melden/controleren/", "/melden/bewijs/", "/terug/"]
)
def test_a_cookie_that_is_rubbish_is_as_good_as_none(lisse: Any, value: str, path: str) -> None:
    client = Client()
    client.cookies[COOKIE] = value
    client.cookies[receipt.COOKIE] = value
    answer, plain = client.get(path), Client().get(path)
    assert (answer.status_code, answer.headers.get("Location")) == (
        plain.status_code,
        plain.headers.get("Location"),
    )
    if path == "/melden/wat/":
        posted = client.post(path, {"facts": "Vier mannen in een schuur"})
        assert posted.status_code == 302
        assert Visitor(client).intake.report["wat"] == {"facts": "Vier mannen in een schuur"}


@pytest.mark.parametrize(
    "planted",
    [
        {"map_id": 5, "answers": "x", "context": [], "known": None, "report": 1, "sent": "ja"},
        {"handover": "x", "act": "weigeren", "typed": {"reason": "x"}},
        {"submission": ["x"], "receipt_code": {}},
    ],
    ids=str,
)
def test_a_draft_of_something_else_is_an_empty_draft(lisse: Any, planted: dict[str, Any]) -> None:
    client = Client()
    client.cookies[COOKIE] = drafts.save(None, planted)
    assert client.get("/melden/").headers["Location"] == "/melden/wie/"
    assert client.get("/melden/controleren/").status_code == 302
    assert client.post("/melden/wat/", {"facts": "Vier mannen"}).status_code == 302


def test_a_signed_cookie_of_another_kind_opens_no_receipt(lisse: Any, client: Client) -> None:
    code = new_code()
    recorded(code=code)
    found = selectors.open_receipt(code)
    assert found is not None
    client.cookies[receipt.COOKIE] = signing.dumps(str(found.pk))
    assert client.get("/terug/melding/").headers["Location"] == "/terug/"
