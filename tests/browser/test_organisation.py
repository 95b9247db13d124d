# SPDX-License-Identifier: EUPL-1.2
"""Signing in at the municipality in a real browser, before a real identity provider."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from sluitend.accounts.models import Person
from tests.browser.conftest import NARROW, NewPage, Watch
from tests.browser.looking import assert_good
from tests.organisation.provider import Process, running, settings_for

GOAL = "/beschikbaarheid/"


@pytest.fixture
def provider(site: str, watch: Watch, settings: Any, clock: Any) -> Process:
    """Return the provider, at which people of this site sign in and nowhere else."""
    process = running()
    clock.set(datetime.now(UTC))
    settings.OIDC = settings_for(process.issuer)
    watch.allow(urlsplit(process.issuer).netloc)
    cache.clear()
    return process


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_an_official_signs_in_there_and_is_told_what_stays_open(
    new_page: NewPage, site: str, provider: Process, officer: Person
) -> None:
    page = new_page(width=NARROW)
    provider.says("onbekend", amr=["mfa"])
    page.goto(f"/inloggen/?next={GOAL}")
    assert_good(page, "organisation-sign-in")
    page.get_by_role("link", name="Inloggen bij de gemeente").click()
    heading(page, "U kunt hier nog niet naar binnen")
    assert_good(page, "organisation-unknown")
    page.context.clear_cookies()
    provider.says("fenna", amr=["mfa"])
    page.get_by_role("link", name="Probeer het opnieuw").click()
    expect(page).to_have_url(f"{site}{GOAL}")
    page.locator(".sl-person summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    heading(page, "U bent hier uitgelogd")
    assert_good(page, "organisation-signed-out")


def test_what_is_asked_again_may_be_shown_there(
    new_page: NewPage, provider: Process, officer: Person, clock: Any
) -> None:
    page = new_page()
    provider.says("fenna", amr=["mfa"])
    page.goto(f"/inloggen/?next={GOAL}")
    assert_good(page, "organisation-sign-in-wide")
    page.get_by_role("link", name="Inloggen bij de gemeente").click()
    heading(page, "Mijn werkdagen en verlof")
    page.goto(f"/inloggen/bevestigen/?next={GOAL}")
    assert_good(page, "organisation-confirm")
    page.get_by_role("link", name="Laat het zien bij de gemeente").click()
    heading(page, "Mijn werkdagen en verlof")


def test_those_who_keep_a_password_find_it_below(
    new_page: NewPage, provider: Process, officer: Person, settings: Any
) -> None:
    settings.OIDC = settings_for("http://127.0.0.1:1", passwords_for=officer.email, name="de gemeente Lisse")
    page = new_page(width=NARROW)
    page.goto("/inloggen/")
    page.get_by_text("Lukt dat niet?").click()
    assert_good(page, "organisation-few-passwords")
    page.get_by_label("E-mailadres").fill("niemand@example.invalid")
    page.get_by_label("Wachtwoord").fill("verkeerd wachtwoord")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_label("Wachtwoord")).to_be_visible()
    assert_good(page, "organisation-few-passwords-wrong")
