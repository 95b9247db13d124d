# SPDX-License-Identifier: EUPL-1.2
"""Guessing at the front door: slowed, told alike to everybody, and no lock-out for who is known here."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import FrozenClock
from sluitend.accounts import devices, services
from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core.actor import system
from sluitend.core.errors import Conflict
from sluitend.privacy.guessing import RULES, Door
from sluitend.privacy.models import JournalEntry

SIGN_IN = "/inloggen/"
BY = system("test")
RULE = RULES[Door.PASSWORD]
assert RULE.account
assert RULE.device
ACCOUNT, DEVICE = RULE.account, RULE.device
NOBODY = "niemand@example.invalid"


def sign_in(client: Client, email: str, password: str = PASSWORD, *, address: str = "127.0.0.1") -> Any:
    return client.post(SIGN_IN, {"username": email, "password": password}, REMOTE_ADDR=address)


def come_in(client: Client, person: Person, *, address: str = "127.0.0.1") -> None:
    """Sign in whole, with the second factor: only then is a device known."""
    code = fresh_code(person)
    assert sign_in(client, person.email, address=address).status_code == 302
    done = client.post("/inloggen/tweede-stap/", {"code": code}, REMOTE_ADDR=address)
    assert done["Location"] == "/werk/"


def flood(email: str) -> None:
    """Strangers from many organisations guess until nothing is left."""
    for number in range(ACCOUNT.at_once):
        assert sign_in(Client(), email, "geraden", address=f"10.0.{number}.1").status_code == 422
    assert sign_in(Client(), email, "geraden", address="10.0.200.1").status_code == 429


def told(answer: Any, email: str) -> tuple[int, str]:
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, body.replace(email, "EMAIL")


@pytest.fixture
def known(officer: Person) -> Client:
    """A browser in which the officer signed in once, and out again."""
    client = Client()
    come_in(client, officer, address="192.0.2.1")
    client.cookies.pop(django_settings.SESSION_COOKIE_NAME)
    return client


def test_every_account_is_slowed_alike_whether_it_exists_or_not(officer: Person, outsider: Person) -> None:
    services.deactivate_person(person=outsider, by=BY)
    answers = []
    for email in (officer.email, NOBODY, outsider.email):
        for number in range(ACCOUNT.at_once):
            answer = sign_in(Client(), email, "geraden", address=f"10.0.{number}.1")
            answers.append((number, told(answer, email)))
        answers.append((-1, told(sign_in(Client(), email, address="10.0.99.1"), email)))
    assert len({answer for number, answer in answers if number >= 0}) == 1
    refused = {answer for number, answer in answers if number < 0}
    assert [status for status, _body in refused] == [429]
    assert "Wacht 15 minuten en probeer het opnieuw." in next(iter(refused))[1]


def test_the_right_password_opens_nothing_while_it_is_too_soon(officer: Person, clock: FrozenClock) -> None:
    flood(officer.email)
    client = Client()
    assert sign_in(client, officer.email).status_code == 429
    assert SESSION_KEY not in client.session
    clock.advance(minutes=15)
    assert sign_in(client, officer.email).status_code == 302


def test_nothing_is_hashed_while_it_is_too_soon(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    flood(officer.email)
    asked: list[object] = []
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", lambda *_a, **_k: asked.append(1))
    for email in (officer.email, officer.email.upper(), f" {officer.email}"):
        assert sign_in(Client(), email).status_code == 429
    assert asked == []


def test_half_a_form_counts_as_no_try(officer: Person) -> None:
    for _again in range(3 * ACCOUNT.at_once):
        sign_in(Client(), officer.email, "")
    assert sign_in(Client(), officer.email).status_code == 302


def test_a_right_password_alone_makes_no_device_known(officer: Person) -> None:
    client = Client()
    fresh_code(officer)
    assert sign_in(client, officer.email).status_code == 302
    assert devices.COOKIE not in client.cookies


def test_whoever_signs_in_all_day_is_not_slowed(officer: Person) -> None:
    for _again in range(3 * RULE.visitor.at_once):
        assert sign_in(Client(), officer.email).status_code == 302


def test_at_a_known_device_one_gets_in_while_the_account_is_flooded(
    officer: Person, known: Client, clock: FrozenClock
) -> None:
    flood(officer.email)
    assert sign_in(known, officer.email, "verkeerd").status_code == 422
    assert sign_in(known, officer.email.upper()).status_code == 302


def test_a_known_device_may_not_guess_without_end_and_only_at_its_own_account(
    officer: Person, known: Client, handler: Person
) -> None:
    flood(handler.email)
    assert sign_in(known, handler.email).status_code == 429
    for _again in range(DEVICE.at_once):
        assert sign_in(known, officer.email, "verkeerd").status_code == 422
    assert sign_in(known, officer.email).status_code == 429


def test_a_new_device_in_a_network_of_colleagues_gets_in_while_the_account_is_flooded(
    officer: Person, handler: Person
) -> None:
    come_in(Client(), handler, address="192.0.2.1")
    flood(officer.email)
    assert sign_in(Client(), officer.email, address="192.0.2.77").status_code == 302


def test_a_shared_desk_knows_everybody_who_works_there(
    officer: Person, known: Client, handler: Person
) -> None:
    come_in(known, handler, address="192.0.2.1")
    for email in (officer.email, handler.email):
        flood(email)
        assert sign_in(known, email).status_code == 302


def test_a_device_forgets_who_was_there_longest_ago(rf: Any, lisse: Any) -> None:
    from sluitend.accounts.tests.cast import add

    people, client = [add(f"P{number} Persoon") for number in range(devices.MOST + 1)], Client()
    for person in people:
        come_in(client, person)
    request = rf.get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    assert [bool(devices.known(request, person.email)) for person in people] == [
        False,
        *[True] * devices.MOST,
    ]


@pytest.mark.parametrize("end", ["password", "forget", "leave", "age"])
def test_a_device_is_known_no_longer_than_it_should(
    officer: Person, known: Client, clock: FrozenClock, rf: Any, end: str
) -> None:
    request = rf.get("/")
    request.COOKIES = {devices.COOKIE: known.cookies[devices.COOKIE].value}
    assert devices.known(request, officer.email)
    if end == "password":
        services.set_password(person=officer, password="een-ander-lang-wachtwoord", by=BY)
    elif end == "forget":
        services.forget_devices(person=officer, by=BY)
    elif end == "leave":
        services.deactivate_person(person=officer, by=BY)
    else:
        clock.advance(days=devices.LIFETIME.days)
    assert not devices.known(request, officer.email)


def test_a_device_is_known_again_after_a_sign_in(officer: Person, known: Client, clock: FrozenClock) -> None:
    services.forget_devices(person=officer, by=BY)
    clock.advance(minutes=1)
    come_in(known, officer)
    flood(officer.email)
    assert sign_in(known, officer.email).status_code == 302


def test_the_cookie_names_nobody_opens_nothing_and_cannot_be_made_up(officer: Person, known: Client) -> None:
    cookie = known.cookies[devices.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 90 * 24 * 3600)
    assert known.get("/beschikbaarheid/").status_code == 302
    flood(officer.email)
    for value in (cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B"), "x", "", "e30:x:y"):
        known.cookies[devices.COOKIE] = value
        assert sign_in(known, officer.email).status_code == 429


def test_only_a_device_of_this_account_asks_the_database(
    officer: Person, known: Client, rf: Any, django_assert_num_queries: Any
) -> None:
    request = rf.get("/")
    request.COOKIES = {devices.COOKIE: known.cookies[devices.COOKIE].value}
    with django_assert_num_queries(0):
        assert not devices.known(request, NOBODY)


def test_the_administrator_lets_somebody_in_at_a_new_device(officer: Person, clock: FrozenClock) -> None:
    flood(officer.email)
    address = services.let_in(person=officer, by=BY)
    path = address.removeprefix(django_settings.PUBLIC_URL)
    new, other = Client(), Client()
    page = new.get(path, follow=True)
    assert "Dit apparaat is nu bekend." in page.content.decode()
    assert SESSION_KEY not in new.session
    # Whoever gets hold of the address has no more tries by it: together they are one device.
    other.get(path)
    for _again in range(DEVICE.at_once - 1):
        assert sign_in(other, officer.email, "geraden").status_code == 422
    assert sign_in(new, officer.email).status_code == 302
    assert JournalEntry.objects.filter(action="person.let-in", object_id=str(officer.pk)).count() == 1


@pytest.mark.parametrize("spoil", ["late", "letter", "cookie"])
def test_a_pass_that_is_late_or_made_up_lets_nobody_in(
    officer: Person, known: Client, clock: FrozenClock, spoil: str
) -> None:
    path = services.let_in(person=officer, by=BY).removeprefix(django_settings.PUBLIC_URL)
    if spoil == "late":
        clock.advance(minutes=31)
    elif spoil == "letter":
        path = path[:-2] + ("A" if path[-2] != "A" else "B") + "/"
    else:
        path = f"/inloggen/apparaat/{known.cookies[devices.COOKIE].value}/"
    client = Client()
    assert "Deze link werkt niet meer." in client.get(path, follow=True).content.decode()
    assert devices.COOKIE not in client.cookies


def test_nobody_who_left_is_let_in(officer: Person) -> None:
    services.deactivate_person(person=officer, by=BY)
    with pytest.raises(Conflict):
        services.let_in(person=officer, by=BY)


def test_the_header_of_a_stranger_moves_nobody_to_another_network(officer: Person, settings: Any) -> None:
    settings.TRUSTED_PROXIES = "127.0.0.1"
    for number in range(RULE.visitor.at_once):
        headers = {"X-Forwarded-For": f"10.0.{number}.1, 203.0.113.9"}
        values = {"username": f"{number}@example.invalid", "password": "geraden"}
        assert Client().post(SIGN_IN, values, headers=headers).status_code == 422
    values = {"username": officer.email, "password": PASSWORD}
    stopped = Client().post(SIGN_IN, values, headers={"X-Forwarded-For": "10.0.99.1, 203.0.113.9"})
    other = Client().post(SIGN_IN, values, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.1"})
    assert (stopped.status_code, other.status_code) == (429, 302)


def test_everybody_costs_the_same_work(
    officer: Person, outsider: Person, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash, which is what an answer takes its time for, and as many statements."""
    services.deactivate_person(person=outsider, by=BY)
    Person.objects.filter(pk=handler.pk).update(password=make_password(None))
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    monkeypatch.setattr("secrets.randbelow", lambda _most: 1)
    work = set()
    for email in (officer.email, NOBODY, outsider.email, handler.email):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            sign_in(Client(), email, "geraden")
        work.add((len(hashed), len(asked)))
    assert len(work) == 1
    assert next(iter(work))[0] == 1
