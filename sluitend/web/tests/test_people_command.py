# SPDX-License-Identifier: EUPL-1.2
"""`sluitend people`: the first people of an instance, and those who leave."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client

from sluitend.accounts import devices, starting
from sluitend.accounts.factors.selectors import has_factor
from sluitend.accounts.models import Deputy, OrganisationAccount, Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core import clock
from sluitend.dossiers.tests.making import again, opened
from sluitend.privacy.models import JournalEntry

GOOD = "een-lang-en-vreemd-wachtwoord"


@pytest.fixture
def people(lisse: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command with a line of input; return what it prints."""

    def run(*arguments: str, password: str = GOOD) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        printed = io.StringIO()
        call_command("people", *arguments, stdout=printed)
        return printed.getvalue()

    return run


def add(people: Any, name: str, **options: str) -> Person:
    email = f"{name.lower()}@example.invalid"
    people("add", email, "--name", f"{name} Voorbeeld", "--municipality", LISSE, **options)
    return Person.objects.get(email=email)


def test_the_first_person_can_sign_in_and_gets_a_role(people: Any) -> None:
    person = add(people, "Vera")
    assert authenticate(username=person.email, password=GOOD) == person
    people("role", person.email, "aandachtsfunctionaris", "--municipality", LISSE)
    assert actor_for(person).roles == {"aandachtsfunctionaris"}
    assert "aandachtsfunctionaris in GM0553" in people("list")
    people("end-role", person.email, "aandachtsfunctionaris", "--municipality", LISSE)
    assert actor_for(person).roles == frozenset()


def test_a_role_has_a_first_and_a_last_day(people: Any, clock: Any) -> None:
    person = add(people, "Vera")
    given = ("role", person.email, "zorg", "--municipality", LISSE)
    assert "from 2026-06-10" in people(*given, "--from", "2026-06-10", "--to", "2026-06-12")
    assert not actor_for(person).grants
    clock.set_day(date(2026, 6, 10))
    assert actor_for(person).roles == {"zorg"}
    ended = people("end-role", person.email, "zorg", "--municipality", LISSE, "--to", "2026-06-11")
    assert "last day is 2026-06-11" in ended
    clock.set_day(date(2026, 6, 12))
    assert not actor_for(person).grants


def test_a_start_link_shuts_the_account_and_lets_its_owner_in(people: Any) -> None:
    person = add(people, "Vera")
    link = people("start-link", person.email).strip()
    assert link.startswith("http")
    assert authenticate(username=person.email, password=GOOD) is None
    token = link.rstrip("/").rsplit("/", 1)[1]
    starting.choose_password(token=token, password=GOOD + "-eigen")
    assert authenticate(username=person.email, password=GOOD + "-eigen") == person


def test_nobody_gives_access_and_has_it(people: Any, officer: Person) -> None:
    with pytest.raises(CommandError, match="does not get at dossiers"):
        people("role", officer.email, "beheerder", "--municipality", LISSE)


def test_the_last_one_of_a_role_does_not_leave_its_dossiers(people: Any, officer: Person) -> None:
    opened()
    with pytest.raises(CommandError, match="Nobody else has the role"):
        people("leave", officer.email)
    officer.refresh_from_db()
    assert officer.is_active


@pytest.mark.parametrize("password", ["kort", "password1234", ""])
def test_a_weak_password_is_refused_and_nobody_is_added(people: Any, password: str) -> None:
    with pytest.raises(CommandError):
        add(people, "Vera", password=password)
    assert not Person.objects.exists()


def test_a_password_can_be_replaced(people: Any) -> None:
    person = add(people, "Vera")
    people("password", person.email, password=GOOD + "-nieuw")
    assert authenticate(username=person.email, password=GOOD) is None
    assert authenticate(username=person.email, password=GOOD + "-nieuw") == person


def test_a_lost_telephone_is_forgotten_and_all_sessions_end(people: Any, client: Client) -> None:
    person = add(people, "Vera")
    fresh_code(person)
    client.force_login(person)
    assert "signed out everywhere" in people("reset-factors", person.email)
    assert client.get("/account/beveiliging/").status_code == 302
    assert not has_factor(person)
    assert JournalEntry.objects.get(action="factor.reset").actor_id == "people-command"
    with pytest.raises(CommandError):
        people("reset-factors", "niemand@example.invalid")


def test_somebody_stands_in_for_a_period(people: Any) -> None:
    one, other = add(people, "Vera"), add(people, "Wim")
    people("deputy", one.email, other.email, "--from", "2026-07-01", "--to", "2026-07-10")
    assert Deputy.objects.filter(person=one, deputy=other, start__isnull=False).exists()


def test_who_leaves_returns_open_dossiers_to_the_role(people: Any, handler: Person, officer: Person) -> None:
    dossier = opened(owner=handler)
    assert "1 open dossiers" in people("leave", handler.email)
    handler.refresh_from_db()
    assert not handler.is_active
    assert again(dossier).owner is None
    assert "has left" in people("list")
    assert JournalEntry.objects.filter(action="person.deactivate").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("role", "niemand@example.invalid", "aandachtsfunctionaris", "--municipality", LISSE),
        ("role", "fenna@example.invalid", "verzonnen", "--municipality", LISSE),
        ("role", "fenna@example.invalid", "aandachtsfunctionaris", "--municipality", "GM0001"),
        ("end-role", "fenna@example.invalid", "beheerder", "--municipality", LISSE),
        ("leave", "niemand@example.invalid"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    people: Any, officer: Person, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError) as told:
        people(*arguments)
    assert str(told.value).endswith(".")


def test_somebody_in_a_flood_is_let_in_at_a_new_device_and_a_lost_one_is_forgotten(
    people: Any, client: Client
) -> None:
    person = add(people, "Vera")
    printed = people("let-in", person.email)
    path = re.search(r"http://127\.0\.0\.1:8000(/inloggen/apparaat/\S+)", printed)
    assert path is not None
    client.get(path[1])
    assert devices.COOKIE in client.cookies
    assert "No device is known" in people("forget-devices", person.email)
    person.refresh_from_db()
    assert person.devices_from is not None
    acts = JournalEntry.objects.filter(object_id=str(person.pk)).values_list("action", flat=True)
    assert {"person.let-in", "person.forget-devices"} <= set(acts)


def test_an_account_at_the_identity_provider_is_forgotten_once(people: Any) -> None:
    person = add(people, "Vera")
    given = {"linked_at": clock.now(), "linked_by_kind": "system", "linked_by_id": "identity-provider"}
    OrganisationAccount.objects.create(token=b"t" * 32, proof=b"p" * 32, person=person, **given)
    assert "the next account" in people("unlink", person.email).lower()
    assert not OrganisationAccount.objects.exists()
    assert JournalEntry.objects.get(action="organisation.unlink").actor_id == "people-command"
    with pytest.raises(CommandError, match="No account"):
        people("unlink", person.email)
