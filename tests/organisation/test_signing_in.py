# SPDX-License-Identifier: EUPL-1.2
"""Signing in at the organisation: whose account it is, and whether a second step still follows."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from sluitend.accounts import services as people
from sluitend.accounts.factors import confirmed
from sluitend.accounts.models import OrganisationAccount, Person
from sluitend.accounts.organisation import services
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core.actor import system
from sluitend.core.errors import Refused
from sluitend.privacy.models import JournalEntry
from tests.organisation.provider import LEAVE, Browser, Process, settings_for

GOAL = "/beschikbaarheid/"
MFA = {"amr": ["pwd", "otp", "mfa"]}


def is_signed_in(browser: Browser) -> bool:
    return browser.client.get(GOAL).status_code == 200


def claims(email: str, *, verified: object = True) -> dict[str, Any]:
    return {"email": email, "email_verified": verified, "name": "Proef Persoon"}


def test_who_showed_a_second_factor_there_is_in(browser: Browser, provider: Process, officer: Person) -> None:
    provider.says("fenna", **MFA)
    assert browser.sign_in(GOAL)["Location"] == GOAL
    assert browser.client.session[SESSION_KEY] == str(officer.pk)
    assert confirmed.means_of(browser.client.session, officer.pk) == "identity-provider"
    acts = list(JournalEntry.objects.filter(object_id=str(officer.pk)).order_by("seq"))[-2:]
    assert [(one.action, one.actor_id) for one in acts] == [
        ("organisation.link", "identity-provider"),
        ("sign-in", str(officer.pk)),
    ]


@pytest.mark.parametrize("amr", [["pwd"], [], ["otp"], ["sms", "pwd"], ["hwk"], ["user", "rba"]])
def test_one_factor_there_asks_for_a_second_here(
    browser: Browser, provider: Process, officer: Person, amr: list[str]
) -> None:
    code = fresh_code(officer)
    provider.says("fenna", amr=amr)
    assert browser.sign_in(GOAL)["Location"] == "/inloggen/tweede-stap/"
    assert not is_signed_in(browser)
    assert browser.client.post("/inloggen/tweede-stap/", {"code": code})["Location"] == GOAL
    assert confirmed.means_of(browser.client.session, officer.pk) == "app"


@pytest.mark.parametrize("amr", [["mfa"], ["pwd", "otp"], ["pwd", "hwk", "user"], ["pin", "sc"]])
def test_two_factors_there_are_enough(
    browser: Browser, provider: Process, officer: Person, amr: list[str]
) -> None:
    provider.says("fenna", amr=amr)
    assert browser.sign_in(GOAL)["Location"] == GOAL


def test_a_level_that_the_settings_name_counts_too(
    browser: Browser, provider: Process, officer: Person, settings: Any
) -> None:
    settings.OIDC = settings_for(provider.issuer, acr="two-factors")
    provider.says("fenna", acr="two-factors")
    assert browser.sign_in(GOAL)["Location"] == GOAL


def test_without_a_factor_anywhere_one_is_set_up_first(
    browser: Browser, provider: Process, officer: Person
) -> None:
    provider.says("fenna")
    assert browser.sign_in(GOAL)["Location"] == "/account/beveiliging/instellen/"
    assert not is_signed_in(browser)


def test_a_known_account_stays_whose_it_is_whatever_its_address(
    browser: Browser, provider: Process, officer: Person, deputy: Person
) -> None:
    provider.says("fenna", **MFA)
    browser.sign_in()
    again = Browser(Client())
    provider.says("fenna", claims=claims(deputy.email, verified=False), **MFA)
    again.sign_in()
    assert again.client.session[SESSION_KEY] == str(officer.pk)


def test_the_table_tells_no_name_of_the_provider(
    browser: Browser, provider: Process, officer: Person
) -> None:
    provider.says("fenna", **MFA)
    browser.sign_in()
    row = OrganisationAccount.objects.get(person=officer)
    assert len(bytes(row.token)) == 32
    assert b"fenna" not in bytes(row.token)


def test_an_account_that_was_put_on_a_colleague_opens_nothing(
    browser: Browser, provider: Process, officer: Person, outsider: Person
) -> None:
    provider.says("otto", **MFA)
    browser.sign_in()
    row = OrganisationAccount.objects.get(person=outsider)
    copied = {name: getattr(row, name) for name in ("token", "proof", "linked_at", "linked_by_kind")}
    row.delete()
    OrganisationAccount.objects.create(**copied, person=officer, linked_by_id="somebody")
    again = Browser(Client())
    assert again.sign_in().status_code == 403
    assert not is_signed_in(again)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (claims("niemand@example.invalid"), "u hebt hier geen account"),
        (claims("fenna@example.invalid", verified=False), "niet dat uw e-mailadres echt van u is"),
        (claims("fenna@example.invalid", verified="no"), "niet dat uw e-mailadres echt van u is"),
        ({"email": "fenna@example.invalid"}, "niet dat uw e-mailadres echt van u is"),
        ({}, "u hebt hier geen account"),
    ],
)
def test_nobody_is_taken_for_somebody_by_an_address_that_nobody_vouches_for(
    browser: Browser, provider: Process, officer: Person, told: dict[str, Any], sentence: str
) -> None:
    provider.says("iemand", claims=told, **MFA)
    answer = browser.sign_in()
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert not OrganisationAccount.objects.exists()
    assert not is_signed_in(browser)


def test_another_claim_may_vouch_for_the_address(
    browser: Browser, provider: Process, officer: Person, settings: Any
) -> None:
    settings.OIDC = settings_for(provider.issuer, verified_claim="realm_access")
    provider.says("fenna", claims={"email": officer.email, "realm_access": True}, **MFA)
    assert browser.sign_in(GOAL)["Location"] == GOAL


def test_the_new_owner_of_an_old_address_is_nobody_here_until_it_is_unlinked(
    browser: Browser, provider: Process, officer: Person
) -> None:
    provider.says("fenna", **MFA)
    browser.sign_in()
    other = Browser(Client())
    provider.says("opvolger", claims=claims(officer.email), **MFA)
    refused = other.sign_in()
    assert refused.status_code == 403
    assert "met een ander account" in refused.content.decode()
    with pytest.raises(Refused):
        services.unlink(person=officer, by=actor_for(officer))
    services.unlink(person=officer, by=system("test"))
    assert other.sign_in(GOAL)["Location"] == GOAL


def test_unlinking_somebody_leaves_everybody_else_alone(
    browser: Browser, provider: Process, officer: Person, handler: Person
) -> None:
    provider.says("hanna", claims=claims(handler.email), **MFA)
    browser.sign_in()
    provider.says("fenna", **MFA)
    Browser(Client()).sign_in()
    services.unlink(person=officer, by=system("test"))
    assert [row.person for row in OrganisationAccount.objects.all()] == [handler]
    assert browser.client.get("/account/sessies/").status_code == 200


def test_who_left_stays_out_without_a_word_about_it(
    browser: Browser, provider: Process, officer: Person
) -> None:
    provider.says("fenna", **MFA)
    browser.sign_in()
    people.deactivate_person(person=officer, by=system("test"))
    again = Browser(Client())
    answer = again.sign_in()
    assert answer.status_code == 403
    assert not is_signed_in(again)
    provider.says("onbekend", **MFA)
    assert Browser(Client()).sign_in().context["page"] == answer.context["page"]


def test_signing_in_as_a_colleague_ends_the_session_before(
    browser: Browser, provider: Process, officer: Person, deputy: Person
) -> None:
    provider.says("fenna", **MFA)
    browser.sign_in()
    browser.jar.clear()
    provider.says("willem", **MFA)
    browser.sign_in()
    assert browser.client.session[SESSION_KEY] == str(deputy.pk)
    assert JournalEntry.objects.get(action="sign-out").actor_id == str(officer.pk)


def test_where_somebody_wanted_to_go_is_a_page_of_ours(
    browser: Browser, provider: Process, officer: Person
) -> None:
    provider.says("fenna", **MFA)
    assert browser.sign_in("https://elders.example.invalid/")["Location"] == "/werk/"


def test_the_page_for_signing_in_shows_the_way(client: Client, provider: Process) -> None:
    page = client.get("/inloggen/", {"next": GOAL}).content.decode()
    assert "Inloggen bij de gemeente" in page
    assert f'href="{LEAVE}?next=%2Fbeschikbaarheid%2F"' in page
    assert 'name="password"' in page


def test_without_a_provider_there_is_no_way(client: Client, lisse: Any) -> None:
    assert "bij de gemeente" not in client.get("/inloggen/").content.decode()
    for door in ("", "terug/", "uitgelogd/"):
        assert client.get(LEAVE + door).status_code == 404


def test_when_the_provider_is_down_a_page_says_so_and_a_password_still_works(
    browser: Browser, provider: Process, officer: Person, settings: Any
) -> None:
    settings.OIDC = settings_for("http://127.0.0.1:1")
    cache.clear()
    answer = browser.client.get(LEAVE)
    assert answer.status_code == 503
    assert "niet bereikbaar" in answer.content.decode()
    code = fresh_code(officer)
    browser.client.post("/inloggen/", {"username": officer.email, "password": PASSWORD})
    browser.client.post("/inloggen/tweede-stap/", {"code": code})
    assert is_signed_in(browser)


def test_only_the_few_who_are_named_keep_a_password(
    client: Client, provider: Process, officer: Person, deputy: Person, settings: Any
) -> None:
    settings.OIDC = settings_for(provider.issuer, passwords_for=f" {officer.email.upper()} ")
    fresh_code(officer)
    assert client.post("/inloggen/", {"username": officer.email, "password": PASSWORD}).status_code == 302
    refused = client.post("/inloggen/", {"username": deputy.email, "password": PASSWORD})
    wrong = client.post("/inloggen/", {"username": officer.email, "password": "verkeerd-wachtwoord"})
    assert refused.status_code == wrong.status_code == 422
    said = [answer.context["form"].non_field_errors() for answer in (refused, wrong)]
    assert said[0] == said[1]


def test_signing_out_says_that_one_is_still_signed_in_there(
    browser: Browser, provider: Process, officer: Person
) -> None:
    provider.says("fenna", **MFA)
    browser.sign_in()
    gone = browser.client.post("/uitloggen/", follow=True)
    assert gone.redirect_chain[-1][0] == f"{LEAVE}uitgelogd/"
    page = gone.content.decode()
    assert "misschien nog ingelogd" in page
    assert f"{provider.issuer}/session/end?client_id=sluitend" in page
