# SPDX-License-Identifier: EUPL-1.2
"""When a session ends while somebody types, the text waits for them: on every form of staff."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from sluitend.accounts.models import Person, Session
from sluitend.accounts.tests.clients import StaffClient, fresh_code, sign_in
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Dossier
from sluitend.handover.models import Handover
from sluitend.privacy.models import Draft, JournalEntry
from sluitend.signals.models import Message, Signal, Weighing
from sluitend.signals.tests.making import again, prepared, recorded, text_of
from sluitend.signals.tests.registering import fields

pytestmark = pytest.mark.django_db
TEXT = "Een heel verhaal dat niemand twee keer typt"
# Each form of staff: its address under the signal, and the field with the text.
FORMS: dict[str, dict[str, Any]] = {
    "wegen": {"outcome": "own-approach", "reason": TEXT},
    "sluiten": {"outcome": "no-action", "reason": TEXT},
    "vraag": {"text": TEXT, "submission": str(new_id())},
    "inzien/melder": {"reason": TEXT},
    "doorzetten/nla": {"confirm": "1", "way": "phone", "question": TEXT, "submission": str(new_id())},
}


@pytest.fixture
def signal(lisse: Any) -> Signal:
    return recorded(code=new_code(), reporter_name="Bo Boa")


@pytest.fixture
def desk(client: Client, officer: Person, signal: Signal) -> Client:
    """A browser in which the officer looked at a form and whose session then ended."""
    fresh_code(officer)
    client.force_login(officer)
    client.get("/werk/nieuw/")
    Session.objects.all().delete()
    return client


def signed_in(client: Client, person: Person, address: str) -> Any:
    return sign_in(client, person, goal=address, follow=True)


def counts() -> tuple[Any, ...]:
    """What an act would change."""
    done = JournalEntry.objects.filter(kind="act").exclude(action__contains="sign-in").count()
    rows = [model.objects.count() for model in (Dossier, Weighing, Message, Handover)]
    return (done, *rows, *Dossier.objects.values_list("version", "state"))


def act(signal: Signal, name: str) -> str:
    return f"/werk/signaal/{signal.pk}/{name}/"


@pytest.mark.parametrize("name", FORMS)
def test_what_was_typed_comes_back_after_signing_in_and_nothing_was_done(
    desk: Client, officer: Person, signal: Signal, name: str
) -> None:
    address = act(signal, name)
    before = counts()
    asked = desk.post(address, {"version": again(signal).version, **FORMS[name]}, follow=True)
    assert asked.redirect_chain[-1][0].startswith("/inloggen/")
    assert "<strong>Wat u typte is bewaard</strong>" in text_of(asked)
    assert TEXT not in text_of(asked)
    page = signed_in(desk, officer, address)
    assert page.status_code == 200
    assert TEXT in text_of(page)
    assert "Wat u typte staat hier weer" in text_of(page)
    # It is still there when the page is loaded again.
    assert TEXT in text_of(desk.get(address))
    assert counts() == before


def test_a_registration_comes_back_whole_and_can_then_be_sent(
    desk: Client, officer: Person, signal: Signal
) -> None:
    elsewhere = StaffClient()
    elsewhere.force_login(officer)
    given = fields(elsewhere, facts=TEXT, phone="06-00000000", forms=["arbeid", "seksueel"])
    desk.post("/werk/nieuw/", given)
    page = text_of(signed_in(desk, officer, "/werk/nieuw/"))
    assert TEXT in page
    assert "06-00000000" in page
    assert page.count(" checked") >= 2
    assert desk.post("/werk/nieuw/", given | {"acute": ""}).status_code == 422
    assert TEXT in text_of(desk.get("/werk/nieuw/")), "what was refused is not forgotten"
    assert desk.post("/werk/nieuw/", given).status_code == 200
    assert TEXT not in text_of(desk.get("/werk/nieuw/")), "it is forgotten once it was sent"


@pytest.mark.parametrize("way", ["idle", "absolute"])
def test_what_was_typed_comes_back_when_the_time_of_a_session_was_over(
    client: Client, officer: Person, signal: Signal, clock: Any, way: str
) -> None:
    signed_in(client, officer, "/werk/nieuw/")
    for _ in range(0 if way == "idle" else 33):
        clock.advance(minutes=14)
        assert client.get("/werk/nieuw/").status_code == 200
    clock.advance(minutes=18)
    address = act(signal, "sluiten")
    before = counts()
    asked = client.post(address, FORMS["sluiten"], follow=True)
    assert "<strong>Wat u typte is bewaard</strong>" in text_of(asked)
    assert TEXT in text_of(signed_in(client, officer, address))
    assert counts() == before


@pytest.mark.parametrize("name", ["doorzetten/nla", "eerder-gezien", "wegen"])
def test_a_script_gets_no_sign_in_page_to_put_over_what_was_typed(
    desk: Client, officer: Person, signal: Signal, name: str
) -> None:
    address = "/werk/eerder-gezien/" if name == "eerder-gezien" else act(signal, name)
    answer = desk.post(address, {"question": TEXT}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
    # The page still has it; sent from there, it waits as ever.
    desk.post(act(signal, "doorzetten/nla"), FORMS["doorzetten/nla"])
    assert TEXT in text_of(signed_in(desk, officer, act(signal, "doorzetten/nla")))


def test_what_a_partner_told_by_phone_comes_back(desk: Client, officer: Person, signal: Signal) -> None:
    handover = prepared(signal, officer)
    address = f"/werk/signaal/{signal.pk}/overdracht/{handover.pk}/intrekken/"
    before = counts()
    desk.post(address, {"reason": TEXT, "submission": str(new_id())})
    assert TEXT in text_of(signed_in(desk, officer, address))
    assert counts() == before


def test_it_comes_back_for_the_same_colleague_at_the_same_place_only(
    desk: Client, officer: Person, deputy: Person, signal: Signal
) -> None:
    address = act(signal, "sluiten")
    desk.post(address, FORMS["sluiten"])
    assert TEXT not in text_of(signed_in(desk, deputy, address))
    desk.post("/uitloggen/")
    assert TEXT not in text_of(signed_in(desk, officer, act(signal, "wegen")))
    assert TEXT in text_of(desk.get(address))
    stranger = StaffClient()
    stranger.force_login(officer)
    assert TEXT not in text_of(stranger.get(address))


def test_what_waits_is_sealed_and_only_the_browser_has_the_key(desk: Client, signal: Signal) -> None:
    desk.post(act(signal, "sluiten"), FORMS["sluiten"])
    assert TEXT.encode() not in bytes(Draft.objects.get().ciphertext)
    assert desk.cookies["getypt"]["httponly"]


def test_a_button_without_a_form_leads_back_to_where_it_stood(
    desk: Client, officer: Person, signal: Signal
) -> None:
    page = f"/werk/signaal/{signal.pk}/"
    headers = {"referer": f"http://testserver{page}"}
    asked = desk.post(act(signal, "oppakken"), {}, headers=headers)
    assert page.replace("/", "%2F") in asked.headers["Location"].replace("/", "%2F")
    elsewhere = desk.post(act(signal, "oppakken"), {}, headers={"referer": "https://example.invalid/"})
    assert "example.invalid" not in elsewhere.headers["Location"]
    assert not Draft.objects.exists()


def test_every_form_of_staff_keeps_what_was_typed() -> None:
    views = dict(_views(get_resolver()))
    forgetful = {name for name in WITH_A_FORM if not getattr(views[name], "keeps_typed", False)}
    assert forgetful == set()


WITH_A_FORM = {
    *("add", "assign", "next-step", "weigh", "close", "reopen", "ask-reporter", "look", "hand-over-to"),
    *("involve", "emergency", "emergency-review", "inspection"),
    *("handover-act", "register", "availability"),
}


def _views(resolver: Any) -> list[tuple[str, Any]]:
    found = []
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            found += _views(pattern)
        elif pattern.name:
            found.append((pattern.name, pattern.callback))
    return found
