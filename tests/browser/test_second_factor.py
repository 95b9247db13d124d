# SPDX-License-Identifier: EUPL-1.2
"""The second step in a real browser, with Chromium's own virtual authenticator for passkeys."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from sluitend.accounts.factors import totp
from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core import clock as core_clock
from sluitend.core.codes import new_code
from sluitend.signals.tests.making import recorded
from tests.browser.conftest import NARROW, NewPage
from tests.browser.looking import assert_good
from tests.browser.site import served
from tests.browser.visiting import Keys, sign_in

pytestmark = pytest.mark.one_walk

SECURITY = "/account/beveiliging/"


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Iterator[str]:
    """Serve the application under a name: browsers know no passkeys at a number."""
    with served() as address:
        named = address.replace("127.0.0.1", "localhost")
        settings.PUBLIC_URL = named
        settings.CSRF_TRUSTED_ORIGINS = [named]
        yield named


class Device:
    """The device of a visitor, which keeps passkeys and asks for a fingerprint."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = made["authenticatorId"]

    def knows_its_owner(self, *, yes: bool) -> None:
        """Whether the finger that touches it is the right one."""
        known = {"authenticatorId": self._id, "isUserVerified": yes}
        self._session.send("WebAuthn.setUserVerified", known)

    def forget(self) -> None:
        """Lose all passkeys."""
        self._session.send("WebAuthn.clearCredentials", {"authenticatorId": self._id})


def password(page: Page, person: Person, goal: str = "/beschikbaarheid/") -> None:
    page.goto(f"/inloggen/?next={goal}")
    page.get_by_label("E-mailadres").fill(person.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_the_first_sign_in_sets_up_an_app(page: Page, officer: Person) -> None:
    password(page, officer)
    heading(page, "Tweede stap instellen")
    assert_good(page, "set-up")
    page.get_by_role("link", name="Een app met codes").click()
    page.get_by_text("Gebruik de letters.").click()
    assert_good(page, "set-up-app")
    letters = page.locator("#key").get_attribute("data-code") or ""
    page.get_by_label("Code uit de app").fill("000000")
    page.get_by_role("button", name="Deze app gebruiken").click()
    expect(page.get_by_text("Deze code klopt niet. Kijk nog eens in de app")).to_be_visible()
    assert_good(page, "set-up-app-error")
    secret = base64.b32decode(letters)
    page.get_by_label("Code uit de app").fill(totp.code_of(secret, core_clock.now()))
    page.get_by_role("button", name="Deze app gebruiken").click()
    heading(page, "Uw herstelcodes")
    expect(page.get_by_role("button", name="Afdrukken")).to_be_visible()
    expect(page.locator(".sl-codes li")).to_have_count(10)
    assert_good(page, "recovery-codes")
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    heading(page, "Mijn werkdagen en verlof")
    page.goto(SECURITY)
    assert_good(page, "security-app")


def test_a_passkey_is_made_and_signs_in_alone(page: Page, officer: Person, site: str) -> None:
    device = Device(page)
    password(page, officer)
    with page.expect_navigation():
        page.get_by_role("link", name="Een passkey").click()
    assert_good(page, "set-up-passkey")
    device.knows_its_owner(yes=False)
    page.get_by_role("button", name="Passkey maken").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is geen passkey gekozen.")
    assert_good(page, "set-up-passkey-error")
    device.knows_its_owner(yes=True)
    page.get_by_label("Hoe noemt u deze passkey?").fill("Mijn werktelefoon")
    page.get_by_role("button", name="Passkey maken").click()
    heading(page, "Uw herstelcodes")
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.locator(".sl-person summary").click()
    page.get_by_role("link", name="Beveiliging").click()
    expect(page.get_by_text("Mijn werktelefoon", exact=True)).to_be_visible()
    assert_good(page, "security-passkey")
    page.get_by_role("link", name="Verwijderen").click()
    expect(page.get_by_text("Dit is uw enige tweede stap.")).to_be_visible()
    assert_good(page, "remove-last")
    page.context.clear_cookies()
    page.goto(f"/inloggen/?next={SECURITY}")
    assert_good(page, "sign-in-passkey")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    heading(page, "Beveiliging")
    expect(page.get_by_text("Laatst gebruikt op")).to_be_visible()
    page.goto(f"{SECURITY}passkey/")
    page.get_by_role("button", name="Passkey maken").click()
    expect(page.get_by_role("alert")).to_contain_text("Op dit apparaat staat al een passkey")


def test_a_passkey_or_a_recovery_code_is_the_second_step(page: Page, officer: Person, site: str) -> None:
    fresh_code(officer)
    device = Device(page)
    sign_in(page, officer, site)
    page.goto(f"{SECURITY}passkey/")
    page.get_by_role("button", name="Passkey maken").click()
    heading(page, "Beveiliging")
    page.get_by_role("button", name="Nieuwe codes maken").click()
    recovery = page.locator(".sl-codes code").first.inner_text()
    page.context.clear_cookies()
    password(page, officer)
    heading(page, "Tweede stap")
    assert_good(page, "second-step")
    page.get_by_role("button", name="Passkey gebruiken").click()
    heading(page, "Mijn werkdagen en verlof")
    page.context.clear_cookies()
    device.forget()
    password(page, officer)
    page.get_by_role("button", name="Passkey gebruiken").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is geen passkey gekozen.")
    with page.expect_navigation():
        page.get_by_role("link", name="gebruik een herstelcode").click()
    assert_good(page, "second-step-recovery")
    page.get_by_label("Herstelcode").fill("00000-00000")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("Deze code klopt niet of is al gebruikt.")).to_be_visible()
    assert_good(page, "second-step-recovery-error")
    page.get_by_label("Herstelcode").fill(recovery.lower())
    page.get_by_role("button", name="Verder").click()
    heading(page, "Mijn werkdagen en verlof")
    page.goto(SECURITY)
    page.get_by_role("link", name="Verwijderen").first.click()
    heading(page, "Passkey verwijderen?")
    # A recovery code was shown just now, so this is not asked again.
    assert_good(page, "remove-passkey")
    page.get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_text("U hebt geen passkeys.")).to_be_visible()


def test_asking_again_loses_nothing(page: Page, officer: Person, site: str, clock: Any) -> None:
    fresh_code(officer)
    signal = recorded(code=new_code(), reporter_name="Bo Boa")
    sign_in(page, officer, site)
    page.goto(f"/werk/signaal/{signal.pk}/")
    clock.advance(minutes=6)
    page.locator("#melder summary").click()
    look = page.locator("#melder form")
    look.locator("[name=reason]").fill("Terugbellen over het adres")
    look.get_by_role("button").click()
    heading(page, "Bent u het nog?")
    assert_good(page, "confirm")
    page.get_by_label("Code uit de app").fill("000000")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("Deze code klopt niet of is al gebruikt.")).to_be_visible()
    assert_good(page, "confirm-error")
    page.get_by_label("Code uit de app").fill(fresh_code(officer))
    page.get_by_role("button", name="Verder").click()
    expect(look.locator("[name=reason]")).to_have_value("Terugbellen over het adres")
    expect(page.get_by_text("U hebt laten zien dat u het bent.").first).to_be_visible()
    assert_good(page, "confirmed")
    look.get_by_role("button").click()
    expect(page.locator("#melder").get_by_text("Bo Boa")).to_be_visible()


def test_without_scripts_and_by_keyboard_alone(new_page: NewPage, officer: Person) -> None:
    page = new_page(width=NARROW, javascript=False)
    visitor = Keys(page)
    visitor.go("/inloggen/?next=/beschikbaarheid/")
    visitor.fill(username=officer.email, password=PASSWORD)
    visitor.send()
    visitor.tap("main a[href$='/app/']")
    letters = page.locator("#key").get_attribute("data-code") or ""
    visitor.fill(code=totp.code_of(base64.b32decode(letters), core_clock.now()))
    visitor.send()
    visitor.look()
    visitor.send()
    heading(page, "Mijn werkdagen en verlof")
    visitor.go(f"{SECURITY}passkey/")
    expect(page.get_by_text("Voor een passkey is JavaScript nodig.")).to_be_visible()
    visitor.look("passkey-without-script")


def test_a_browser_without_passkeys_says_so(new_page: NewPage, officer: Person, site: str) -> None:
    page = new_page()
    page.add_init_script("delete window.PublicKeyCredential")
    sign_in(page, officer, site)
    page.goto(f"{SECURITY}passkey/")
    expect(page.get_by_text("Deze browser kent geen passkeys.")).to_be_visible()
    expect(page.get_by_role("button", name="Passkey maken")).to_be_hidden()
    assert_good(page, "passkey-unknown")
