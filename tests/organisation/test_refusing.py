# SPDX-License-Identifier: EUPL-1.2
"""What comes back from the provider counts once, in this browser, and only when it is really its word."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
from django.core.cache import cache
from django.test import Client

from sluitend.accounts.models import OrganisationAccount, Person
from tests.organisation.provider import BACK, Browser, Process, settings_for

GOAL = "/beschikbaarheid/"


def is_signed_in(client: Client) -> bool:
    return client.get(GOAL).status_code == 200


def without(address: str, name: str) -> str:
    parts = urlsplit(address)
    asked = {key: values[0] for key, values in parse_qs(parts.query).items() if key != name}
    return urlunsplit(parts._replace(query=urlencode(asked)))


def refused(browser: Browser, status: int, sentence: str, address: str = "") -> None:
    answer = browser.client.get(address) if address else browser.sign_in()
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not is_signed_in(browser.client)
    assert not OrganisationAccount.objects.exists()


@pytest.fixture
def told(provider: Process, officer: Person) -> Process:
    """Return the provider; the officer signs in there with two factors."""
    provider.says("fenna", amr=["mfa"])
    return provider


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": {"nonce": "of-another-sign-in"}},
        {"token": {"nonce": 7}},
        {"token": {"iss": "https://elders.example.invalid"}},
        {"token": {"aud": "another-application"}},
        {"token": {"aud": ["sluitend", "another-application"]}},
        {"token": {"aud": ["sluitend", "another-application"], "azp": "another-application"}},
        {"token": {"azp": "another-application"}},
        {"token": {"exp": 1_700_000_000}},
        {"token": {"exp": "soon"}},
        {"token": {"iat": 4_000_000_000}},
        {"token": {"nbf": 4_000_000_000}},
        {"token": {"auth_time": 1_700_000_000}},
        {"token": {"sub": "somebody-else"}},
        {"signed": "not"},
        {"signed": "with-our-secret"},
        {"signed": "by-somebody-else"},
        {"answers": {"/token": {"id_token": None}}},
        {"answers": {"/token": {"id_token": "a.b.c"}}},
        {"answers": {"/jwks": {"keys": []}}},
        {"answers": {"/me": {"sub": "somebody-else"}}},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_lets_nobody_in(
    browser: Browser, told: Process, wrong: dict[str, Any]
) -> None:
    told.says("fenna", amr=["mfa"], **wrong)
    refused(browser, 403, "klopt niet")


def test_clocks_may_differ_by_a_minute_and_no_more(browser: Browser, told: Process, clock: Any) -> None:
    clock.advance(hours=1, minutes=2)
    refused(browser, 403, "klopt niet")
    clock.advance(hours=-1, minutes=-4)
    refused(browser, 403, "klopt niet")
    clock.advance(minutes=1, seconds=30)
    assert browser.sign_in(GOAL)["Location"] == GOAL


def test_an_answer_counts_once(browser: Browser, told: Process) -> None:
    back = browser.way_back(browser.leave())
    assert browser.client.get(back).status_code == 302
    browser.client.post("/uitloggen/")
    answer = browser.client.get(back)
    assert answer.status_code == 400
    assert not is_signed_in(browser.client)


def test_a_code_that_was_used_is_refused_by_the_provider(browser: Browser, told: Process) -> None:
    used = browser.way_back(browser.leave())
    browser.client.get(used)
    code = parse_qs(urlsplit(used).query)["code"][0]
    other = Browser(Client())
    state = parse_qs(urlsplit(other.leave()).query)["state"][0]
    answer = other.client.get(BACK, {"state": state, "code": code})
    assert answer.status_code == 403
    assert not is_signed_in(other.client)


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_journey_that_nobody_set_out_on_ends_nowhere(browser: Browser, told: Process, state: str) -> None:
    back = without(browser.way_back(browser.leave()), "state")
    refused(browser, 400, "Begin opnieuw", f"{back}&state={state}")


def test_the_answer_to_another_browser_is_none_of_this_one(browser: Browser, told: Process) -> None:
    back = browser.way_back(browser.leave())
    refused(Browser(Client()), 400, "Begin opnieuw", back)


def test_who_takes_too_long_begins_again(browser: Browser, told: Process, clock: Any) -> None:
    back = browser.way_back(browser.leave())
    clock.advance(minutes=16)
    refused(browser, 400, "Begin opnieuw", back)


def test_an_answer_of_another_issuer_is_refused(browser: Browser, told: Process) -> None:
    back = without(browser.way_back(browser.leave()), "iss")
    refused(browser, 403, "klopt niet", f"{back}&iss=https%3A%2F%2Felders.example.invalid")


def test_the_provider_wants_proof_that_the_code_is_ours(browser: Browser, told: Process) -> None:
    asked = parse_qs(urlsplit(browser.leave()).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "error=invalid_request" in browser.way_back(without(browser.leave(), "code_challenge"))
    back = browser.way_back(browser.leave())
    session = browser.client.session
    for journey in session["organisation-journeys"].values():
        journey["verifier"] = "of-somebody-who-stole-the-code-0123456789-0123456789"
    session.save()
    refused(browser, 403, "klopt niet", back)


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        ("access_denied", 403, "laat u hier niet binnen"),
        ("login_required", 403, "laat u hier niet binnen"),
        ("temporarily_unavailable", 503, "niet bereikbaar"),
    ],
)
def test_what_the_provider_refuses_is_said_in_our_words(
    browser: Browser, told: Process, error: str, status: int, sentence: str
) -> None:
    told.says("fenna", refuse=error)
    refused(browser, status, sentence)


@pytest.mark.parametrize("page", ["/token", "/jwks", "/me"])
@pytest.mark.parametrize(("code", "status"), [(500, 503), (404, 403), (302, 403)])
def test_a_provider_that_breaks_halfway_breaks_nothing_here(
    browser: Browser, told: Process, page: str, code: int, status: int
) -> None:
    told.says("fenna", amr=["mfa"], status={page: code})
    refused(browser, status, "Probeer het")


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://elders.example.invalid"},
        {"token_endpoint": "http://elders.example.invalid/token"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_provider_that_calls_itself_otherwise_is_not_ours(
    browser: Browser, told: Process, said: dict[str, Any]
) -> None:
    told.says("fenna", answers={"/.well-known/openid-configuration": said})
    cache.clear()
    answer = browser.client.get("/inloggen/organisatie/")
    assert answer.status_code == 403
    assert "klopt niet" in answer.content.decode()
    cache.clear()


def test_what_is_wrong_stands_in_the_log_without_a_person(
    browser: Browser, told: Process, caplog: pytest.LogCaptureFixture
) -> None:
    told.says("fenna", token={"nonce": "of-another-sign-in"})
    browser.sign_in()
    assert "the ID token belongs to another sign-in" in caplog.text
    assert "fenna" not in caplog.text


def test_tokens_are_kept_nowhere(browser: Browser, told: Process) -> None:
    browser.sign_in()
    kept = str(dict(browser.client.session))
    assert "eyJ" not in kept
    assert "verifier" not in kept
    assert "fenna" not in kept


def test_windows_that_set_out_at_once_all_come_back_and_old_ones_are_forgotten(
    browser: Browser, told: Process
) -> None:
    ways = [browser.leave() for _ in range(6)]
    assert len(browser.client.session["organisation-journeys"]) == 5
    assert browser.client.get(browser.way_back(ways[0])).status_code == 400
    assert browser.client.get(browser.way_back(ways[1]))["Location"] == GOAL


def test_a_secret_goes_to_the_provider_alone(browser: Browser, told: Process, settings: Any) -> None:
    assert settings_for(told.issuer)["client_secret"] not in browser.leave()
