# SPDX-License-Identifier: EUPL-1.2
"""Registering what came by phone, mail, desk or from a partner, on one screen."""

from typing import Any

import pytest
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import show_code
from sluitend.privacy.models import BlindIndex, JournalEntry
from sluitend.signals import selectors, tickets
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import again, recorded, signed_in, text_of
from sluitend.signals.tests.registering import ADDRESS, code_of, fields, registered

pytestmark = pytest.mark.django_db
SEARCH = "/werk/eerder-gezien/"


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def test_the_first_part_is_enough_and_who_may_work_on_it_owns_it(desk: Client, officer: Person) -> None:
    response = registered(desk)
    assert response.status_code == 200
    signal = Signal.objects.get()
    dossier = again(signal)
    assert (signal.channel, signal.reporter_group, dossier.owner) == ("phone", "wmo", officer)
    assert dossier.opened_by_id == str(officer.pk)
    assert f"/werk/signaal/{dossier.pk}/" in text_of(response)


def test_all_parts_are_kept_apart(desk: Client, officer: Person) -> None:
    registered(
        desk,
        channel="partner",
        acute="yes",
        minor="yes",
        kvk="00000000",
        source_kind="third",
        source_note="Een buurvrouw",
        circumstances="Elke dag",
        interpretation="Ik denk aan dwang",
        reporter_name="Will Wmo",
        reporter_contact="06-10000000",
        safe_contact="Via school",
    )
    signal, by = Signal.objects.get(), actor_for(officer)
    content = selectors.content(by, again(signal), purpose="signal-page")
    assert (content.source_note, content.circumstances) == ("Een buurvrouw", "Elke dag")
    assert content.interpretation == "Ik denk aan dwang"
    assert content.identifiers == (("kvk", "00000000"),)
    assert (signal.channel, signal.acute, signal.minor, signal.source_kind) == (
        "partner",
        "yes",
        "yes",
        "third",
    )
    assert selectors.identity(by, again(signal), reason="Toets") == ("Will Wmo", "06-10000000")
    assert selectors.safe_contact(by, again(signal), reason="Toets") == "Via school"


def test_the_code_that_is_shown_opens_the_signal(desk: Client) -> None:
    code = code_of(registered(desk))
    found = selectors.open_receipt(show_code(code))
    assert found is not None
    assert found.dossier_id == Signal.objects.get().pk


def test_a_form_that_is_sent_again_shows_the_same_signal_and_the_same_code(desk: Client) -> None:
    given = fields(desk)
    codes = {code_of(desk.post(ADDRESS, given)) for _time in range(3)}
    assert (len(codes), Signal.objects.count()) == (1, 1)
    assert selectors.open_receipt(codes.pop()) is not None


def test_nobody_chooses_a_code_or_takes_the_ticket_of_somebody_else(
    desk: Client, officer: Person, deputy: Person
) -> None:
    theirs = tickets.write(tickets.fresh(), deputy)
    assert tickets.read(theirs, deputy).code == tickets.read(theirs, deputy).code
    for ticket in (theirs, "verzonnen", theirs + "x"):
        response = desk.post(ADDRESS, fields(desk, submission=ticket))
        assert response.status_code == 200
        assert code_of(response) != tickets.read(theirs, deputy).code
    assert Signal.objects.count() == 3


def test_who_may_only_register_does_not_own_it_and_cannot_open_it(client: Client, handler: Person) -> None:
    response = registered(signed_in(client, handler))
    signal = Signal.objects.get()
    assert again(signal).owner is None
    page = text_of(response)
    assert f"/werk/signaal/{signal.pk}/" not in page
    assert code_of(response)
    assert client.get(f"/werk/signaal/{signal.pk}/").status_code == 404


def test_who_may_not_register_is_refused(client: Client, outsider: Person, administrator: Person) -> None:
    for person in (outsider, administrator):
        signed_in(client, person)
        assert client.get(ADDRESS).status_code == 403
        assert client.post(ADDRESS, {}).status_code == 403
        assert client.post(SEARCH, {"kvk": "00000000"}).status_code == 403
    assert not Signal.objects.exists()


def test_bad_input_says_why_and_keeps_what_was_typed(desk: Client) -> None:
    response = registered(desk, facts="  ", kvk="12", address="bij de kerk", source_note="Een buurvrouw")
    assert response.status_code == 422
    page = text_of(response)
    for expected in ('value="12"', 'value="bij de kerk"', 'value="Een buurvrouw"'):
        assert expected in page
    assert not Signal.objects.exists()


def test_a_hint_is_shown_once_and_then_passes(desk: Client) -> None:
    given = fields(desk, facts="Een Poolse man bij de deur")
    first = desk.post(ADDRESS, given)
    assert first.status_code == 200
    assert "Poolse" in text_of(first)
    assert not Signal.objects.exists()
    desk.post(ADDRESS, {**given, "hints_seen": "1"})
    assert Signal.objects.count() == 1


def test_what_a_boa_saw_in_an_investigation_is_not_registered(desk: Client) -> None:
    for capacity, status in (("", 422), ("investigation", 422), ("supervision", 200)):
        response = registered(desk, reporter_group="boa", capacity=capacity, facts="Bij een controle")
        assert response.status_code == status
        assert Signal.objects.count() == (1 if status == 200 else 0)
        if status == 422:
            assert "Bij een controle" in text_of(response)


def test_nothing_is_looked_up_where_one_may_not_register(desk: Client) -> None:
    for elsewhere in ("GM0534", "GM0000", "x"):
        assert desk.post(SEARCH, {"kvk": "99999999", "municipality": elsewhere}).status_code == 403


def test_while_typing_one_sees_what_was_seen_before_and_that_is_in_the_journal(desk: Client) -> None:
    signal = recorded(identifiers=(("kvk", "00000000"),))
    page = text_of(desk.post(SEARCH, {"kvk": "0000 0000", "phone": "06"}))
    assert again(signal).reference in page
    assert JournalEntry.objects.filter(action="signal.search").count() == 1
    assert "niet eerder gezien" in text_of(desk.post(SEARCH, {"kvk": "99999999"})).lower()


def test_a_colleague_learns_that_there_is_more_not_what(client: Client, handler: Person) -> None:
    signal = recorded(identifiers=(("kvk", "00000000"),))
    page = text_of(signed_in(client, handler).post(SEARCH, {"kvk": "00000000"}))
    assert again(signal).reference not in page
    assert "nog één signaal" in page.lower()


@pytest.mark.parametrize("given", [{}, {"kvk": "12"}, {"phone": "06"}])
def test_what_is_not_readable_yet_gets_no_answer_and_no_search(desk: Client, given: dict[str, Any]) -> None:
    response = desk.post(SEARCH, given)
    assert response.status_code == 200
    assert text_of(response).strip() == ""
    assert not JournalEntry.objects.filter(action="signal.search").exists()


def test_a_search_elsewhere_is_refused(desk: Client) -> None:
    for typed in ({"kvk": "00000000"}, {}):
        assert desk.post(SEARCH, typed | {"municipality": "GM9999"}).status_code == 403


def test_what_cannot_be_compared_is_kept_and_said(desk: Client, officer: Person) -> None:
    page = text_of(registered(desk, kvk="12", address="bij de kerk"))
    assert "Bewaard, maar kan niet worden vergeleken: Adres, KvK-nummer van het bedrijf." in page
    signal = Signal.objects.get()
    content = selectors.content(actor_for(officer), again(signal), purpose="signal-page")
    assert content.identifiers == (("address", "bij de kerk"), ("kvk", "12"))
    assert not BlindIndex.objects.filter(dossier_id=signal.pk).exists()
    shown = text_of(desk.get(f"/werk/signaal/{signal.pk}/"))
    assert shown.count("kan niet worden vergeleken met andere signalen") == 2


def test_an_address_without_a_place_is_one_in_the_municipality(desk: Client) -> None:
    registered(desk, address="Voorbeeldstraat 12")
    for typed in ("voorbeeld straat 12", "Voorbeeldstraat 12, Lisse"):
        assert again(Signal.objects.get()).reference in text_of(desk.post(SEARCH, {"address": typed}))
    elsewhere = text_of(desk.post(SEARCH, {"address": "Voorbeeldstraat 12, Hillegom"}))
    assert "niet eerder gezien" in elsewhere.lower()


def test_the_box_says_whose_number_belongs_there(desk: Client) -> None:
    page = text_of(desk.get(ADDRESS))
    assert "Over de plek of persoon om wie het gaat" in page
    assert "Niet het nummer van de melder zelf" in page


def test_the_page_with_the_code_has_the_address_to_read_out(desk: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://signalen.example.invalid"
    assert "https://signalen.example.invalid/terug/" in text_of(registered(desk))
