# SPDX-License-Identifier: EUPL-1.2
"""Looking after people, choosing a first password, and the yearly review, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from sluitend.accounts.models import AccessReview, Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import PASSWORD, add
from sluitend.core.actor import system
from sluitend.dossiers.services import assign
from sluitend.dossiers.tests.making import opened
from tests.browser.conftest import BOTH, NewPage
from tests.browser.visiting import Visitor, sign_in

pytestmark = pytest.mark.one_walk

BY = system("test")
WORDS = "vier rustige gele fietsen"


@pytest.fixture
def desk(page: Page, site: str, administrator: Person) -> Visitor:
    """Return who looks after people."""
    sign_in(page, administrator, site)
    return Visitor(page)


def go_to(visitor: Visitor, person: Person, act: str = "") -> None:
    visitor.go(f"/beheer/mensen/{person.pk}/{act}")


def test_somebody_new_comes_in(desk: Visitor, officer: Person, handler: Person, new_page: NewPage) -> None:
    add("Otto Omstander")
    desk.go("/beheer/mensen/")
    desk.look("people-list")
    desk.tap("main a[href='/beheer/mensen/nieuw/']")
    desk.fill(name="Nina Nieuw-van den Wijngaardenburg", email="nina")
    desk.send()
    assert desk.errors() == ["Dit is geen e-mailadres."]
    desk.look("people-add-error")
    desk.fill(email="nina@example.invalid")
    desk.send()
    nina = Person.objects.get(email="nina@example.invalid")

    desk.tap(f"main a[href='/beheer/mensen/{nina.pk}/rol/']")
    desk.send()
    assert desk.errors() == ["Kies een rol."]
    desk.look("people-role-error")
    desk.choose("role", "behandelaar")
    desk.send()
    desk.look("people-role-check")
    assert not actor_for(nina).grants
    desk.send()
    assert actor_for(nina).roles == {"behandelaar"}

    desk.tap("main form[action$='/startlink/'] button")
    desk.look("people-start-link")
    link = desk.page.locator("#link").inner_text().strip()
    own = Visitor(new_page(width=BOTH))
    own.go(link)
    own.look("people-start")
    own.fill(password="kort", password_again="kort")
    own.send()
    assert own.errors() == ["Dit wachtwoord is te kort: neem minstens 12 tekens."]
    own.look("people-start-error")
    own.fill(password=WORDS, password_again=WORDS)
    own.send()
    own.page.get_by_label("E-mailadres").fill(nina.email)
    own.page.get_by_label("Wachtwoord").fill(WORDS)
    own.tap("main button[type=submit]")
    expect(own.page.get_by_role("heading", level=1)).to_have_text("Tweede stap instellen")
    own.go(link)
    own.look("people-start-used")


def test_somebody_stands_in_and_somebody_leaves(desk: Visitor, officer: Person, handler: Person) -> None:
    assign(dossier=opened(), to=handler, by=BY)
    go_to(desk, officer, "waarneming/")
    desk.send()
    assert desk.errors() == ["Kies wie waarneemt."]
    desk.look("people-deputy-error")
    desk.pick("deputy", str(handler.pk))
    desk.fill(start="2026-07-01", end="2026-07-14")
    desk.send()
    desk.look("people-deputy-check")
    desk.send()
    desk.look("people-person-full")
    desk.tap("main button:has-text('Nu blokkeren')")
    desk.look("people-blocked")
    desk.tap("main button:has-text('Blokkade opheffen')")
    opened()
    go_to(desk, officer, "vertrek/")
    desk.look("people-leave-stuck")
    go_to(desk, handler, "vertrek/")
    desk.look("people-leave")
    desk.send()
    assert not Person.objects.get(pk=handler.pk).is_active
    go_to(desk, officer)
    desk.tap("main a[href*='/rol/']:has-text('Beëindigen')")
    desk.look("people-role-end")


def test_access_is_judged_once_a_year(
    page: Page, site: str, officer: Person, deputy: Person, handler: Person
) -> None:
    add("Zeger Zorg", "zorg")
    add("Otto Omstander")
    sign_in(page, officer, site)
    desk = Visitor(page)
    desk.go("/beheer/toegang/GM0553/")
    desk.tap("main a[href='?nu=1']")
    desk.look("access-judge")
    for fieldset in page.locator("main fieldset").all():
        fieldset.locator("label:has-text('Blijft')").click()
    page.locator("main fieldset:has-text('Hanna') label:has-text('Eindigt')").click()
    desk.tap("main button[value=judge]")
    desk.look("access-ends")
    desk.send()
    desk.look("access-own-left")
    assert not actor_for(handler).grants
    sign_in(page, deputy, site)
    desk.go("/beheer/toegang/GM0553/")
    page.locator("main fieldset:has-text('Fenna') label:has-text('Blijft')").click()
    desk.tap("main button[value=judge]")
    desk.tap("main button[value=sign]")
    desk.look("access-sign-error")
    page.locator("main label:has([name=sure])").click()
    desk.tap("main button[value=sign]")
    desk.look("access-signed")
    assert AccessReview.objects.get().signed_by_id == str(deputy.pk)
    desk.go("/beheer/toegang/GM0553/lijst/")
    desk.send()
    assert desk.errors() == ["Schrijf op waarom u de lijst nodig hebt."]
    desk.look("access-export-error")
    desk.fill(reason="Jaarlijkse audit")
    with page.expect_download() as download:
        page.locator("main button[type=submit]").click()
    assert download.value.suggested_filename.startswith("toegang-GM0553-")
    assert PASSWORD not in download.value.path().read_text("utf-8-sig")
