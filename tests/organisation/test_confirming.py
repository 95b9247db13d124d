# SPDX-License-Identifier: EUPL-1.2
"""Before what is extra sensitive, the provider may ask again; that it did so just now must be proven."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sluitend.accounts.factors import confirmed
from sluitend.accounts.models import Person
from sluitend.privacy.models import JournalEntry
from tests.organisation.provider import Browser, Process

GOAL = "/beschikbaarheid/"
AGAIN = "/inloggen/organisatie/bevestigen/"


def is_fresh(browser: Browser, person: Person) -> bool:
    return confirmed.is_fresh(browser.client.session, person.pk)


@pytest.fixture
def desk(browser: Browser, provider: Process, officer: Person, clock: Any) -> Browser:
    """Return the browser of the officer, who signed in at the provider ten minutes ago."""
    clock.advance(minutes=-10)
    long_ago = int(clock.now().timestamp())
    provider.says("fenna", amr=["mfa"], token={"auth_time": long_ago, "iat": long_ago})
    browser.sign_in()
    clock.advance(minutes=10)
    provider.says("fenna", amr=["mfa"])
    return browser


def test_showing_it_there_holds_here_and_is_in_the_journal(desk: Browser, officer: Person) -> None:
    assert not is_fresh(desk, officer)
    asked = parse_qs(urlsplit(desk.leave(GOAL, door=AGAIN)).query)
    assert (asked["max_age"], asked["prompt"]) == (["0"], ["login"])
    assert desk.sign_in(GOAL, door=AGAIN)["Location"] == GOAL
    assert is_fresh(desk, officer)
    entry = JournalEntry.objects.get(action="factor.confirm")
    assert entry.actor_id == str(officer.pk)


@pytest.mark.parametrize(
    "told",
    [
        {"sub": "fenna", "amr": ["pwd"]},
        {"sub": "willem", "amr": ["mfa"]},
        {"sub": "fenna", "amr": ["mfa"], "token": {"auth_time": 1_790_000_000}},
        {"sub": "fenna", "amr": ["mfa"], "token": {"auth_time": None}},
    ],
    ids=json.dumps,
)
def test_what_proves_nothing_of_now_is_not_enough(
    desk: Browser, provider: Process, officer: Person, deputy: Person, told: dict[str, Any]
) -> None:
    desk.jar.clear()
    provider.says(**told)
    assert desk.sign_in(GOAL, door=AGAIN).status_code == 403
    assert not is_fresh(desk, officer)
    assert not JournalEntry.objects.filter(action="factor.confirm").exists()
    assert desk.client.get(GOAL).status_code == 200


def test_an_answer_to_a_sign_in_confirms_nobody_who_set_out_on_another(
    desk: Browser, provider: Process, officer: Person
) -> None:
    back = desk.way_back(desk.leave(GOAL, door=AGAIN))
    desk.client.post("/uitloggen/")
    assert desk.client.get(back).status_code == 400


def test_who_was_let_through_there_without_a_question_has_shown_nothing_just_now(
    browser: Browser, provider: Process, officer: Person, clock: Any
) -> None:
    earlier = int(clock.now().timestamp()) - 3600
    provider.says("fenna", amr=["mfa"], token={"auth_time": earlier})
    assert browser.sign_in(GOAL)["Location"] == GOAL
    assert not is_fresh(browser, officer)


def test_the_page_that_asks_again_leads_there(desk: Browser) -> None:
    page = desk.client.get("/inloggen/bevestigen/", {"next": GOAL}).content.decode()
    assert f'href="{AGAIN}?next=%2Fbeschikbaarheid%2F"' in page
    assert "Laat het zien bij de gemeente" in page
    assert 'name="code"' not in page


def test_who_is_not_signed_in_confirms_nothing(browser: Browser, provider: Process) -> None:
    assert browser.client.get(AGAIN)["Location"].startswith("/inloggen/?next=")
