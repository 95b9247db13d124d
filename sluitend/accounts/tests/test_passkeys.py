# SPDX-License-Identifier: EUPL-1.2
"""A passkey counts at our own address, for its owner, once per question, and not from a copied device."""

import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator as Row
from django.conf import settings as django_settings
from django.test import Client
from fido2.utils import websafe_encode
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.accounts import services as people
from sluitend.accounts.factors import passkeys, services
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.authenticator import PRESENT, VERIFIED, Authenticator
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, Conflict
from sluitend.privacy.models import JournalEntry

HERE = "https://signalen.example.invalid"
MOST_BYTES = 10_000_000


@pytest.fixture(autouse=True)
def _address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(django_settings, "PUBLIC_URL", HERE)


def with_passkey(person: Person, device: Authenticator, *, name: str = "Werktelefoon") -> Authenticator:
    session: dict[str, Any] = {}
    made = passkeys.made(session, person, device.make(passkeys.ask_new(session, person)))
    services.add_passkey(person=person, made=made, name=name, first=False, by=actor_for(person))
    return device


@pytest.fixture
def device(officer: Person) -> Authenticator:
    """The telephone of the officer, with a passkey on it."""
    return with_passkey(officer, Authenticator(HERE))


def refused(session: Any, person: Person | None, answer: str) -> bool:
    try:
        passkeys.check(session, person, answer)
    except BadInput:
        return True
    return False


def test_a_passkey_tells_whose_it_is(officer: Person, deputy: Person, device: Authenticator) -> None:
    session: dict[str, Any] = {}
    assert passkeys.check(session, officer, device.show(passkeys.ask(session, officer))) == officer
    assert passkeys.check(session, None, device.show(passkeys.ask(session, None))) == officer
    assert refused(session, deputy, device.show(passkeys.ask(session, deputy)))


def test_what_is_asked_needs_a_fingerprint_face_or_pin(officer: Person, device: Authenticator) -> None:
    new = passkeys.ask_new({}, officer)["publicKey"]
    assert new["authenticatorSelection"]["userVerification"] == "required"
    assert new["authenticatorSelection"]["residentKey"] == "required"
    assert new["rp"]["id"] == "signalen.example.invalid"
    assert [one["id"] for one in new["excludeCredentials"]]
    shown = passkeys.ask({}, officer)["publicKey"]
    assert (shown["userVerification"], len(shown["allowCredentials"])) == ("required", 1)
    assert "allowCredentials" not in passkeys.ask({}, None)["publicKey"]


def test_an_answer_counts_once(officer: Person, device: Authenticator) -> None:
    session: dict[str, Any] = {}
    options = passkeys.ask(session, officer)
    before = dict(session)
    answer = device.show(options)
    assert passkeys.check(session, officer, answer) == officer
    assert refused(session, officer, answer)
    # Also with a session that was copied before it was used.
    assert refused(before, officer, answer)


def test_an_answer_counts_for_five_minutes(officer: Person, device: Authenticator, clock: Any) -> None:
    session: dict[str, Any] = {}
    options = passkeys.ask(session, officer)
    clock.advance(minutes=5, seconds=1)
    assert refused(session, officer, device.show(options))


@pytest.mark.parametrize("flags", [PRESENT, VERIFIED, 0])
def test_a_device_that_asked_nothing_of_its_owner_is_refused(
    officer: Person, device: Authenticator, flags: int
) -> None:
    session: dict[str, Any] = {}
    device.flags = flags
    assert refused(session, officer, device.show(passkeys.ask(session, officer)))


@pytest.mark.parametrize(
    "origin",
    [
        "https://sub.signalen.example.invalid",
        "https://signalen.example.invalid:8443",
        "http://signalen.example.invalid",
        "https://elders.example.invalid",
        "null",
    ],
)
def test_an_answer_from_another_address_is_refused(
    officer: Person, device: Authenticator, origin: str
) -> None:
    session: dict[str, Any] = {}
    device.origin = origin
    assert refused(session, officer, device.show(passkeys.ask(session, officer)))
    stranger = Authenticator(HERE)
    stranger.origin = origin
    with pytest.raises(BadInput):
        passkeys.made(session, officer, stranger.make(passkeys.ask_new(session, officer)))


def test_a_device_that_was_copied_is_refused(officer: Person, device: Authenticator) -> None:
    session: dict[str, Any] = {}
    assert passkeys.check(session, officer, device.show(passkeys.ask(session, officer))) == officer
    assert passkeys.check(session, officer, device.show(passkeys.ask(session, officer))) == officer
    device.counter = 0
    assert refused(session, officer, device.show(passkeys.ask(session, officer)))
    device.counter = 1
    assert refused(session, officer, device.show(passkeys.ask(session, officer)))


def test_a_device_that_does_not_count_is_fine(officer: Person, device: Authenticator) -> None:
    session: dict[str, Any] = {}
    for _ in range(3):
        answer = device.show(passkeys.ask(session, officer), counted=False)
        assert passkeys.check(session, officer, answer) == officer


def test_a_passkey_is_known_once(officer: Person, device: Authenticator) -> None:
    with pytest.raises(Conflict):
        with_passkey(officer, device)


def test_who_left_has_no_passkey(officer: Person, device: Authenticator) -> None:
    people.deactivate_person(person=officer, by=system("test"))
    session: dict[str, Any] = {}
    assert refused(session, None, device.show(passkeys.ask(session, None)))


def test_a_question_for_a_new_passkey_is_not_answered_with_an_old_one(
    officer: Person, device: Authenticator
) -> None:
    session: dict[str, Any] = {}
    assert refused(session, officer, device.show(passkeys.ask_new(session, officer)))
    with pytest.raises(BadInput):
        passkeys.made(session, officer, Authenticator(HERE).make(passkeys.ask(session, officer) | MADE))


MADE = {"publicKey": {"challenge": "AAAA", "user": {"id": "AAAA"}}}
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=25)
@given(data=st.data())
def test_an_answer_that_is_none_is_refused_and_breaks_nothing(
    officer: Person, device: Authenticator, data: st.DataObject
) -> None:
    session: dict[str, Any] = {}
    answer = json.loads(device.show(passkeys.ask(session, officer)))
    part = data.draw(st.sampled_from(["whole", *answer, *answer["response"]]))
    junk = data.draw(_JSON)
    if part == "whole":
        answer = junk
    elif part in answer:
        answer[part] = junk
    else:
        answer["response"][part] = junk
    unharmed = part in ("userHandle", "type", "clientExtensionResults")
    assert unharmed or refused(dict(session), officer, json.dumps(answer))
    new: dict[str, Any] = {}
    passkeys.ask_new(new, officer)
    with pytest.raises(BadInput):
        passkeys.made(new, officer, json.dumps(answer))


@pytest.mark.parametrize("part", ["rawId", "clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_a_number_where_bytes_are_due_is_no_length_of_memory(
    officer: Person, device: Authenticator, part: str
) -> None:
    session: dict[str, Any] = {}
    # Only who does not say whose passkey it is needs the handle.
    owner = None if part == "userHandle" else officer
    answer = with_number(device.show(passkeys.ask(session, owner)), part)
    assert peak(lambda: refused(session, owner, answer)) < MOST_BYTES


@pytest.mark.parametrize("part", ["rawId", "clientDataJSON", "attestationObject"])
def test_nor_where_a_passkey_is_made(officer: Person, part: str) -> None:
    session: dict[str, Any] = {}
    answer = with_number(Authenticator(HERE).make(passkeys.ask_new(session, officer)), part)

    def is_refused() -> bool:
        with pytest.raises(BadInput):
            passkeys.made(session, officer, answer)
        return True

    assert peak(is_refused) < MOST_BYTES


def with_number(answer: str, part: str) -> str:
    """Return an answer in which a part is no text but a hundred million."""
    given = json.loads(answer)
    (given if part in given else given["response"])[part] = 100_000_000
    # It betrays a raw one that is another.
    given["id"] = given["rawId"]
    return json.dumps(given)


def peak(holds: Callable[[], bool]) -> int:
    """Return how many bytes were taken at most while finding out that something holds."""
    tracemalloc.start()
    try:
        assert holds()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_lists_in_lists_are_refused(officer: Person, device: Authenticator) -> None:
    new: dict[str, Any] = {}
    answer = json.loads(device.make(passkeys.ask_new(new, officer)))
    answer["response"]["attestationObject"] = websafe_encode(b"\x81" * 14_000)
    with pytest.raises(BadInput):
        passkeys.made(new, officer, json.dumps(answer))


@pytest.mark.parametrize("answer", ["", "nee", "[]", "{}", "null", "[" * 5000, '{"response": []}'])
def test_text_that_is_no_answer_is_refused(officer: Person, device: Authenticator, answer: str) -> None:
    session: dict[str, Any] = {}
    passkeys.ask(session, officer)
    assert refused(session, officer, answer)
    passkeys.ask(session, None)
    assert refused(session, None, answer)


@pytest.mark.parametrize(
    ("address", "there"),
    [
        (HERE, True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("https://[2001:db8::1]", False),
        ("http://signalen.example.invalid", False),
    ],
)
def test_passkeys_are_offered_where_browsers_allow_them(
    monkeypatch: pytest.MonkeyPatch, address: str, there: bool
) -> None:
    monkeypatch.setattr(django_settings, "PUBLIC_URL", address)
    assert passkeys.possible() is there


def test_a_passkey_alone_signs_in(client: Client, officer: Person, device: Authenticator) -> None:
    options = client.post("/inloggen/passkey/vraag/").json()
    answer = client.post(
        "/inloggen/passkey/", {"credential": device.show(options), "next": "/beschikbaarheid/"}
    )
    assert answer["Location"] == "/beschikbaarheid/"
    assert client.get("/beschikbaarheid/").status_code == 200
    assert JournalEntry.objects.filter(action="sign-in", actor_id=str(officer.pk)).count() == 1
    used = Row.objects.get(user=officer, type="webauthn").last_used_at
    assert used is not None


def test_a_passkey_of_nobody_reads_like_a_wrong_one(
    client: Client, officer: Person, device: Authenticator
) -> None:
    said = set()
    for strange in (Authenticator(HERE), device):
        options = client.post("/inloggen/passkey/vraag/").json()
        strange.origin = "https://elders.example.invalid"
        answer = client.post("/inloggen/passkey/", {"credential": strange.show(options)})
        said.add((answer.status_code, tuple(answer.context["form"].non_field_errors())))
    assert len(said) == 1
    assert said.pop()[0] == 422


def test_a_passkey_is_the_second_step_after_a_password(
    client: Client, officer: Person, device: Authenticator
) -> None:
    client.post("/inloggen/", {"username": officer.email, "password": PASSWORD})
    options = client.post("/inloggen/passkey/vraag/").json()
    assert len(options["publicKey"]["allowCredentials"]) == 1
    answer = client.post("/inloggen/tweede-stap/", {"credential": device.show(options)})
    assert answer["Location"] == "/werk/"


def test_the_passkey_of_a_colleague_does_not_finish_my_sign_in(
    client: Client, officer: Person, deputy: Person, device: Authenticator
) -> None:
    fresh_code(deputy)
    client.post("/inloggen/", {"username": deputy.email, "password": PASSWORD})
    options = client.post("/inloggen/passkey/vraag/").json()
    answer = client.post("/inloggen/tweede-stap/", {"credential": device.show(options)})
    assert answer.status_code == 422
    assert client.get("/beschikbaarheid/").status_code == 302


def test_who_signs_in_at_the_organisation_only_has_no_use_for_one_here(
    client: Client, officer: Person, device: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"issuer": "https://id.example.invalid", "passwords_for": "bea@example.invalid"}
    monkeypatch.setattr(django_settings, "OIDC", django_settings.OIDC | few)
    options = client.post("/inloggen/passkey/vraag/").json()
    answer = client.post("/inloggen/passkey/", {"credential": device.show(options)})
    assert answer.status_code == 422
    assert "U logt in bij uw organisatie" in answer.content.decode()
    assert client.get("/beschikbaarheid/").status_code == 302
