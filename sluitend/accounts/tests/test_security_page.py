# SPDX-License-Identifier: EUPL-1.2
"""The page "Security": one's own factors, when each was used, and taking one away."""

import base64
from typing import Any

import pytest
from django.test import Client

from sluitend.accounts.factors import codes, selectors, services, totp
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core import clock as core_clock
from sluitend.core.errors import NotFound, Refused
from sluitend.privacy.models import JournalEntry

HERE = "/account/beveiliging/"


def add_passkey(person: Person, name: str = "Werktelefoon") -> int:
    """A passkey as it is stored; whether it was made rightly is proven elsewhere."""
    made = {"credential": f"AAAA{name}", "sign_count": 0}
    services.add_passkey(person=person, made=made, name=name, first=False, by=actor_for(person))
    return selectors.factors_of(person).passkeys[-1].id


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    fresh_code(officer)
    client.force_login(officer)
    return client


def test_it_shows_each_factor_and_when_it_was_used(desk: Client, officer: Person) -> None:
    add_passkey(officer)
    page = desk.get(HERE).content.decode()
    assert "Werktelefoon" in page
    assert "Nog niet gebruikt." in page
    assert "Laatst gebruikt op 2 juni 2026 10:00" in page
    assert "U hebt nog 10 codes over." in page


def test_it_shows_nothing_of_a_colleague(desk: Client, officer: Person, deputy: Person) -> None:
    theirs = add_passkey(deputy, "Telefoon van Willem")
    assert "Telefoon van Willem" not in desk.get(HERE).content.decode()
    address = f"{HERE}passkey/{theirs}/verwijderen/"
    assert (desk.get(address).status_code, desk.post(address).status_code) == (404, 404)
    with pytest.raises(NotFound):
        services.remove_passkey(person=officer, passkey_id=theirs, by=actor_for(officer))
    assert selectors.has_passkey(deputy)


def test_one_of_several_may_go(desk: Client, officer: Person) -> None:
    mine = add_passkey(officer)
    address = f"{HERE}passkey/{mine}/verwijderen/"
    assert "Werktelefoon verwijderen?" in desk.get(address).content.decode()
    assert selectors.has_passkey(officer)
    assert desk.post(address)["Location"] == HERE
    assert not selectors.has_passkey(officer)
    assert JournalEntry.objects.filter(action="factor.remove").count() == 1


def test_the_last_one_stays(desk: Client, officer: Person) -> None:
    address = f"{HERE}app/verwijderen/"
    page = desk.get(address).content.decode()
    assert "Dit is uw enige tweede stap." in page
    assert desk.post(address).status_code == 403
    assert selectors.has_app(officer)
    with pytest.raises(Refused):
        services.remove_app(person=officer, by=actor_for(officer))
    add_passkey(officer)
    assert desk.post(address)["Location"] == HERE
    with pytest.raises(Refused):
        services.remove_passkey(
            person=officer, passkey_id=selectors.factors_of(officer).passkeys[0].id, by=actor_for(officer)
        )


def test_recovery_codes_are_no_factor_to_live_on(officer: Person) -> None:
    fresh_code(officer)
    services.renew_recovery_codes(person=officer, by=actor_for(officer))
    assert not selectors.factors_of(officer).several


def test_a_new_app_takes_the_place_of_the_old_one(desk: Client, officer: Person) -> None:
    old = fresh_code(officer)
    page = desk.get(f"{HERE}app/")
    assert "telt de app die u nu gebruikt niet meer mee" in page.content.decode()
    secret = base64.b32decode(page.context["letters"].replace(" ", ""))
    code = totp.code_of(secret, core_clock.now())
    assert desk.post(f"{HERE}app/", {"code": code})["Location"] == HERE
    assert codes.check(officer, old) is None
    # Whoever kept recovery codes keeps them.
    assert selectors.factors_of(officer).codes_left == 10


def test_new_recovery_codes_are_shown_until_kept(desk: Client, officer: Person) -> None:
    made = desk.post(f"{HERE}herstelcodes/nieuw/")
    page = desk.get(made["Location"])
    assert len(page.context["codes"]) == 10
    assert "Uw nieuwe herstelcodes wachten nog op u." in desk.get(HERE).content.decode()
    assert (
        desk.post(f"{HERE}herstelcodes/", {"next": "https://elders.example.invalid/"})["Location"] == "/werk/"
    )
    assert "wachten nog op u" not in desk.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "instellen/"),
        ("get", "app/"),
        ("post", "app/"),
        ("get", "app/verwijderen/"),
        ("post", "app/verwijderen/"),
        ("post", "passkey/vraag/"),
        ("get", "passkey/1/verwijderen/"),
        ("post", "passkey/1/verwijderen/"),
        ("get", "wachtwoord/"),
        ("post", "wachtwoord/"),
        ("post", "herstelcodes/nieuw/"),
    ],
)
def test_a_change_asks_for_a_fresh_factor(
    desk: Client, officer: Person, clock: Any, method: str, address: str
) -> None:
    clock.advance(minutes=6)
    before = JournalEntry.objects.count()
    answer = getattr(desk, method)(HERE + address)
    assert answer["Location"].startswith("/inloggen/bevestigen/")
    assert JournalEntry.objects.count() == before
    # Looking is not changing.
    assert desk.get(HERE).status_code == 200
