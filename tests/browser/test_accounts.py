# SPDX-License-Identifier: EUPL-1.2
"""Signing in, and one's own working days and leave, in a real browser."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from sluitend.accounts import services
from sluitend.accounts.models import Leave, Person, WorkPattern
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core.actor import system
from tests.browser.conftest import NewPage
from tests.browser.looking import assert_good

pytestmark = pytest.mark.one_walk


def fill_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()


def second_step(page: Page, code: str) -> None:
    page.get_by_label("Code uit de app").fill(code)
    page.get_by_role("button", name="Verder").click()


def sign_in(page: Page, person: Person) -> None:
    code = fresh_code(person)
    page.goto("/inloggen/?next=/beschikbaarheid/")
    fill_in(page, person.email, PASSWORD)
    second_step(page, code)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werkdagen en verlof")


def test_a_mistake_at_sign_in_is_explained_and_mended(page: Page, officer: Person) -> None:
    code = fresh_code(officer)
    page.goto("/inloggen/?next=/beschikbaarheid/")
    assert_good(page, "sign-in")
    fill_in(page, officer.email, "verkeerd")
    expect(page.get_by_role("alert")).to_contain_text("combinatie van e-mailadres en wachtwoord")
    expect(page.get_by_label("E-mailadres")).to_have_value(officer.email)
    assert_good(page, "sign-in-error")
    fill_in(page, officer.email, PASSWORD)
    second_step(page, "000000")
    expect(page.get_by_text("Deze code klopt niet of is al gebruikt.")).to_be_visible()
    assert_good(page, "second-step-error")
    second_step(page, code)
    expect(page).to_have_url("http://" + page.url.split("/")[2] + "/beschikbaarheid/")


def test_a_password_is_changed(page: Page, officer: Person) -> None:
    sign_in(page, officer)
    page.goto("/account/beveiliging/")
    with page.expect_navigation():
        page.get_by_role("link", name="Wachtwoord wijzigen").click()
    assert_good(page, "password")
    save = page.get_by_role("button", name="Wachtwoord opslaan")
    for present, chosen in (("verkeerd", "GemeenteLisse2026"), (PASSWORD, "paars fietsbel kastanje morgen")):
        page.get_by_label("Het wachtwoord dat u nu hebt").fill(present)
        page.get_by_label("Nieuw wachtwoord").fill(chosen)
        page.get_by_label("Nog een keer hetzelfde wachtwoord").fill(chosen)
        save.click()
        if present != PASSWORD:
            expect(page.get_by_text("Wie u of uw werk kent, raadt dit wachtwoord")).to_be_visible()
            assert_good(page, "password-error")
    expect(page.get_by_role("status").first).to_contain_text("Uw wachtwoord is gewijzigd.")
    assert_good(page, "security-with-password")


def test_who_is_slowed_reads_how_long_and_is_let_in_by_the_administrator(page: Page, officer: Person) -> None:
    page.goto("/inloggen/?next=/beschikbaarheid/")
    for _wrong in range(11):
        fill_in(page, officer.email, "verkeerd")
    expect(page.get_by_role("alert")).to_contain_text("Wacht 15 minuten en probeer het opnieuw.")
    assert_good(page, "sign-in-slowed")
    page.goto(services.let_in(person=officer, by=system("test")).removeprefix(settings.PUBLIC_URL))
    expect(page.get_by_role("status").first).to_contain_text("Dit apparaat is nu bekend.")
    assert_good(page, "sign-in-let-in")
    page.goto("/inloggen/apparaat/verzonnen/")
    expect(page.get_by_role("alert")).to_contain_text("Deze link werkt niet meer.")
    assert_good(page, "sign-in-let-in-error")
    sign_in(page, officer)


def test_working_days_and_leave_are_kept(page: Page, officer: Person, outsider: Person) -> None:
    services.set_deputy(person=officer, deputy=outsider, by=system("test"))
    sign_in(page, officer)
    assert_good(page, "availability")
    page.get_by_label("woensdag").uncheck()
    page.get_by_role("button", name="Werkdagen opslaan").click()
    expect(page.get_by_role("status").first).to_contain_text("Uw werkdagen zijn vastgelegd.")
    assert WorkPattern.objects.get(person=officer).weekdays == "0134"
    page.get_by_label("Eerste dag").fill("2026-07-10")
    page.get_by_label("Laatste dag").fill("2026-07-01")
    page.get_by_role("button", name="Verlof toevoegen").click()
    expect(page.get_by_role("alert")).to_contain_text("De laatste dag ligt vóór de eerste dag.")
    expect(page.get_by_label("Eerste dag")).to_have_value("2026-07-10")
    assert_good(page, "availability-error")
    page.get_by_label("Laatste dag").fill("2026-07-20")
    page.get_by_role("button", name="Verlof toevoegen").click()
    expect(page.get_by_text("vrijdag 10 juli 2026 tot en met maandag 20 juli 2026")).to_be_visible()
    assert_good(page, "availability-leave")
    page.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text("Er is geen verlof gepland.")).to_be_visible()
    assert not Leave.objects.exists()


def test_it_works_without_javascript_and_in_english(new_page: NewPage, officer: Person) -> None:
    page = new_page(javascript=False, language="en-GB")
    code = fresh_code(officer)
    page.goto("/taal/en/?next=/inloggen/")
    page.get_by_label("E-mail address").fill(officer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code from the app").fill(code)
    assert_good(page)
    page.get_by_role("button", name="Go on").click()
    page.goto("/beschikbaarheid/")
    assert_good(page)
    page.get_by_role("button", name="Save working days").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My working days and leave")
    assert WorkPattern.objects.get(person=officer).weekdays == "01234"


def test_somebody_signs_out(page: Page, officer: Person, settings: Any) -> None:
    sign_in(page, officer)
    page.locator(".sl-person summary").click()
    page.get_by_role("button", name="Uitloggen").click()
    page.goto("/beschikbaarheid/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
