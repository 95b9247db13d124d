# SPDX-License-Identifier: EUPL-1.2
"""Changing one's own password, and passwords that lie close at hand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings

from sluitend.accounts import services, starting
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.sessions import row_of
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import StaffClient, sign_in
from sluitend.core.actor import system
from sluitend.core.errors import Conflict
from sluitend.privacy.models import JournalEntry

PAGE = "/account/beveiliging/wachtwoord/"
SECURITY = "/account/beveiliging/"
OTHER = "paars fietsbel kastanje morgen"


def typed(present: str = PASSWORD, password: str = OTHER, again: str | None = None) -> dict[str, str]:
    return {
        "present_password": present,
        "password": password,
        "password_again": password if again is None else again,
    }


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    sign_in(client, officer)
    return client


def test_the_new_one_counts_here_goes_on_and_elsewhere_ends(desk: Client, officer: Person) -> None:
    elsewhere = Client()
    sign_in(elsewhere, officer)
    before = desk.cookies[settings.SESSION_COOKIE_NAME].value
    answer = desk.post(PAGE, typed(), follow=True)
    assert "Uw wachtwoord is gewijzigd" in answer.content.decode()
    assert authenticate(username=officer.email, password=OTHER) == officer
    assert authenticate(username=officer.email, password=PASSWORD) is None
    assert desk.get(SECURITY).status_code == 200
    assert elsewhere.get(SECURITY).status_code == 302
    # A cookie that was copied before ends with the old password.
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get(SECURITY).status_code == 302
    entry = JournalEntry.objects.get(action="person.set-password")
    assert (entry.actor_kind, entry.actor_id) == ("staff", str(officer.pk))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (typed(present="een-ander-lang-wachtwoord"), "Dit is niet het wachtwoord dat u nu hebt."),
        (typed(present=""), "Vul het wachtwoord in dat u nu hebt."),
        (typed(password="kort"), "Dit wachtwoord is te kort"),
        (typed(password=PASSWORD), "Dit is het wachtwoord dat u nu al hebt."),
        (typed(again="paars fietsbel kastanje avond"), "Deze wachtwoorden zijn niet gelijk"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    desk: Client, officer: Person, given: dict[str, str], sentence: str
) -> None:
    answer = desk.post(PAGE, given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert not [secret for secret in (PASSWORD, OTHER) if secret in page]
    assert authenticate(username=officer.email, password=PASSWORD) == officer
    assert not JournalEntry.objects.filter(action="person.set-password").exists()


def test_guessing_here_is_as_slow_as_at_signing_in(desk: Client, officer: Person) -> None:
    answers = [desk.post(PAGE, typed(present=f"een-ander-lang-wachtwoord-{n}")) for n in range(40)]
    assert {answer.status_code for answer in answers} == {422, 429}
    late = desk.post(PAGE, typed())
    assert late.status_code == 429
    assert "Er is te vaak geprobeerd" in late.content.decode()
    assert authenticate(username=officer.email, password=PASSWORD) == officer


def test_the_second_factor_is_asked_for_again(desk: Client, officer: Person, clock: Any) -> None:
    clock.advance(minutes=6)
    answer = desk.post(PAGE, typed())
    assert answer.headers["Location"].startswith("/inloggen/bevestigen/")
    assert authenticate(username=officer.email, password=PASSWORD) == officer


def test_who_has_no_password_here_is_offered_none(desk: Client, officer: Person) -> None:
    assert PAGE in desk.get(SECURITY).content.decode()
    few = {
        "name": "Gemeente",
        "issuer": "https://login.example.invalid",
        "passwords_for": "x@example.invalid",
    }
    with override_settings(OIDC={**few, "client_id": "sluitend"}):
        assert PAGE not in desk.get(SECURITY).content.decode()
        assert (desk.get(PAGE).status_code, desk.post(PAGE, typed()).status_code) == (404, 404)
    assert authenticate(username=officer.email, password=PASSWORD) == officer


ENDINGS: dict[str, Callable[[Person, str], object]] = {
    "start-link": lambda person, _here: starting.make_link(person=person, by=system("test")),
    "other-password": lambda person, here: services.set_password(
        person=person, password="rode schaar gladde steen", by=system("test"), but=here
    ),
    "factors": lambda person, _here: Person.objects.filter(pk=person.pk).update(session_stamp="elders"),
    "left": lambda person, _here: Person.objects.filter(pk=person.pk).update(is_active=False),
    "session": lambda person, here: services.end_session(person=person, row=here, by=actor_for(person)),
}


@pytest.mark.parametrize("ends", ENDINGS.values(), ids=ENDINGS)
def test_what_ends_access_meanwhile_is_not_undone(
    officer: Person, ends: Callable[[Person, str], object]
) -> None:
    """As a thief's request would that is under way while somebody shuts the account."""
    client = StaffClient()
    client.force_login(officer)
    here, as_read = row_of(client.session.session_key), Person.objects.get(pk=officer.pk)
    ends(Person.objects.get(pk=officer.pk), here)
    with pytest.raises(Conflict):
        services.change_password(person=as_read, password=OTHER, by=actor_for(officer), here=here)
    assert authenticate(username=officer.email, password=OTHER) is None


def test_no_error_page_shows_what_was_typed(officer: Person) -> None:
    few = {"issuer": "https://login.example.invalid", "passwords_for": "x@example.invalid"}
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, officer)
    desk = StaffClient()
    desk.force_login(officer)
    secret = typed(present="vier rustige gele fietsen")
    answers = [strict.post(PAGE, secret)]
    with override_settings(OIDC=few):
        answers.append(desk.post(PAGE, secret))
    assert [answer.status_code for answer in answers] == [403, 404]
    for answer in answers:
        for word in (secret["present_password"], OTHER):
            assert word not in answer.content.decode()


def test_a_device_stays_known_to_who_changes_the_password_there(desk: Client, officer: Person) -> None:
    desk.post(PAGE, typed())
    desk.post("/uitloggen/")
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    answers = {
        stranger.post("/inloggen/", {"username": officer.email, "password": "x"}).status_code
        for _ in range(15)
    }
    assert answers == {422, 429}
    assert desk.post("/inloggen/", {"username": officer.email, "password": OTHER}).status_code == 302


def test_who_has_no_password_yet_is_offered_none(desk: Client, officer: Person) -> None:
    Person.objects.filter(pk=officer.pk).update(password=make_password(None))
    officer.refresh_from_db()
    client = StaffClient()
    client.force_login(officer)
    assert PAGE not in client.get(SECURITY).content.decode()
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    "password",
    [
        "GemeenteLisse2026!",
        "Mensenhandel-2026",
        "aandachtsfunctionaris1",
        "fenna.functionaris.1",
        "Welkom Sluitend 01",
        "leidschendam-voorburg",
        "DenHaag-Haag-01",
    ],
)
def test_words_that_lie_close_at_hand_are_no_password(officer: Person, password: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password(password, officer)
    assert [error.code for error in caught.value.error_list] == ["password_of_own_words"]


@pytest.mark.parametrize(
    "password",
    [OTHER, PASSWORD, "93$1-8842-77#61", "lisse regent altijd pijpenstelen", "kY7-zorg-29x4!8801-55"],
)
def test_other_words_beside_them_are_enough(officer: Person, password: str) -> None:
    validate_password(password, officer)


def test_before_a_plan_is_in_force_our_own_words_count(db: None) -> None:
    validate_password(OTHER)
    with pytest.raises(ValidationError):
        validate_password("sluitend-sluitend-1")


def test_who_shuts_an_account_ends_this_session_too(desk: Client, officer: Person) -> None:
    services.set_password(person=officer, password=OTHER, by=system("test"))
    assert desk.get(SECURITY).status_code == 302


def test_where_the_organisation_knows_nearly_everybody_a_right_password_is_not_enough(
    client: Client, officer: Person, settings: Any
) -> None:
    few = {"issuer": "https://id.example.invalid", "passwords_for": "bea@example.invalid"}
    settings.OIDC = settings.OIDC | few
    answers = [
        client.post("/inloggen/", {"username": officer.email, "password": password})
        for password in (PASSWORD, "verkeerd wachtwoord")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    said = [answer.context["form"].non_field_errors() for answer in answers]
    assert said[0] == said[1]
