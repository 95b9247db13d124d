# SPDX-License-Identifier: EUPL-1.2
"""A boa opens a signal in an emergency; those who answer for it see that at once and judge it."""

import pytest
from playwright.sync_api import expect

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.dossiers import services
from sluitend.dossiers.models import TimedAccess
from sluitend.signals.tests.making import recorded
from tests.browser.conftest import NewPage
from tests.browser.visiting import Visitor, sign_in

pytestmark = pytest.mark.one_walk

FACTS = "Vier mannen slapen in een schuur aan de Dorpsstraat."
WHY = "Ik sta voor de deur. Een meisje roept om hulp."
MENU = ".sl-menu > summary"


def visitor(new_page: NewPage, person: Person, site: str, width: int) -> Visitor:
    page = new_page(width=width)
    sign_in(page, person, site)
    return Visitor(page)


def through_menu(somebody: Visitor, label: str) -> None:
    """Go to a page by the menu, which a telephone folds."""
    if somebody.page.locator(MENU).is_visible():
        somebody.page.locator(MENU).click()
    somebody.tap(somebody.page.locator(".sl-navbar a", has_text=label).first)


def test_an_emergency_is_opened_seen_and_judged(
    new_page: NewPage, site: str, width: int, boa: Person, officer: Person, privacy_officer: Person
) -> None:
    signal = recorded(facts=FACTS)
    page = f"/werk/signaal/{signal.pk}/"
    street = visitor(new_page, boa, site, width)
    street.go(f"{site}/werk/")
    through_menu(street, "Noodtoegang")
    street.look("access-emergency")
    street.fill(reference="0000-0000", reason=WHY)
    street.send()
    street.look("access-emergency-unknown")
    assert street.errors() == ["We vonden geen dossier met dit kenmerk dat u mag openen."]
    street.fill(reference=signal.dossier.reference.lower())
    street.send()
    text = street.look("access-emergency-signal")
    assert FACTS in text
    assert "U kunt niets veranderen" in text
    street.go(f"{site}/werk/noodtoegang/")
    street.look("access-emergency-running")

    guard = visitor(new_page, privacy_officer, site, width)
    guard.go(f"{site}/werk/")
    through_menu(guard, "Noodtoegang")
    assert "Bo Boa" in guard.look("access-list-privacy-officer")

    desk = visitor(new_page, officer, site, width)
    desk.go(f"{site}/werk/")
    expect(desk.page.locator(".sl-navbar a[href='/werk/noodtoegang/']")).to_contain_text("1 noodtoegang")
    through_menu(desk, "Noodtoegang")
    desk.look("access-list")
    desk.tap(desk.page.locator("main table a").first)
    assert WHY in desk.look("access-review")
    desk.choose("verdict", "not-justified")
    desk.send()
    desk.look("access-review-refused")
    assert desk.errors() == ["Schrijf op waarom, en wat u nu gaat doen."]
    desk.choose("verdict", "justified")
    desk.send()
    desk.look("access-judged")
    assert TimedAccess.objects.get().reviewed_by_id == str(officer.pk)

    desk.go(f"{site}{page}wie/")
    assert "Noodtoegang tot" in desk.look("access-sight")
    desk.tap("main a[href$='/betrekken/']")
    desk.look("access-involve")
    desk.pick("person", str(boa.pk))
    desk.choose("why", "supervision")
    desk.send()
    assert "Bo Boa kan dit dossier nu zien." in desk.page.inner_text("body")
    desk.look("access-involved")


def test_supervision_reads_the_journal_and_with_a_reason_a_dossier(
    new_page: NewPage, site: str, width: int, boa: Person, privacy_officer: Person
) -> None:
    signal = recorded(facts=FACTS)
    services.break_glass(dossier=signal.dossier, reason=WHY, by=actor_for(boa))
    guard = visitor(new_page, privacy_officer, site, width)
    guard.go(f"{site}/werk/")
    through_menu(guard, "Logboek")
    assert WHY not in guard.look("access-journal")
    guard.page.locator("main summary", has_text="Zoek in het logboek").click()
    guard.fill(reference=signal.dossier.reference)
    guard.send()
    guard.look("access-journal-dossier")
    guard.tap("main a[href^='/werk/inzage/']")
    guard.choose("purpose", "complaint")
    guard.send()
    guard.look("access-inspection-refused")
    assert guard.errors()
    guard.fill(reason="Klacht 2026-7")
    guard.send()
    assert FACTS in guard.look("access-inspection-signal")
    guard.go(f"{site}/beheer/logboek/?reference={signal.dossier.reference}")
    assert WHY in guard.look("access-journal-reasons")
    guard.go(f"{site}/beheer/logboek/?reference=0000-0000")
    guard.look("access-journal-unknown")
    assert guard.errors() == ["We vonden geen dossier met dit kenmerk in uw logboek."]
