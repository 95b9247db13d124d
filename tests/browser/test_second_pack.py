# SPDX-License-Identifier: EUPL-1.2
"""The journeys under a plan that the code does not know: other words, three villages, only a mail address."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import add
from sluitend.core.actor import system
from sluitend.dossiers.models import Dossier
from sluitend.handover.services.sending import IN_PERSON
from sluitend.policy import services as publishing
from sluitend.policy.loader import load_path
from tests.browser import flows
from tests.browser.conftest import NewPage
from tests.browser.test_partner import deliver, open_packet
from tests.browser.visiting import Visitor, sign_in

pytestmark = pytest.mark.one_walk

PACK = Path(django_settings.BASE_DIR) / "tests" / "packs" / "drie-dorpen"
FICTIEHOVEN, MAIL = "GM9902", "vraagbaak@zvh.example.invalid"
RESULT = "Wij praten met de familie."


@pytest.fixture
def clerk(transactional_db: None, settings: Any, clock: object) -> Person:
    """Somebody at the desk of one of the three villages, under their pack."""
    settings.PACK = "drie-dorpen"
    publishing.publish(load_path(PACK), by=system("test"))
    return add("Vera Voorbeeld", "loket", municipality=FICTIEHOVEN)


def walk(visitor: Visitor) -> None:
    """Walk the one map of this plan, whose questions have other names and other answers."""
    visitor.go("/")
    assert "Het kompas" in visitor.look("second-start")
    visitor.tap("main button[name=map]")
    for answer in ("no", "inwoner", "hulp", "yes"):
        visitor.answer(answer)
    assert "Wilt u zelf onbekend blijven?" in visitor.look("second-question")
    visitor.answer("no")
    assert MAIL in visitor.look("second-outcome")


def report(visitor: Visitor) -> str:
    """Report as an inhabitant, whom this plan lets report; return the code."""
    visitor.tap("main a[href='/melden/']")
    visitor.look("second-municipality")
    visitor.choose("municipality", FICTIEHOVEN)
    visitor.send()
    visitor.fill(facts=flows.FACTS)
    visitor.send()
    visitor.choose("source_kind", "own")
    visitor.send()
    visitor.choose("minor", "no")
    visitor.send()
    visitor.tap("main a[href='/melden/omstandigheden/']")
    visitor.send()
    visitor.send()
    visitor.look("second-forms")
    visitor.choose("forms", "huwelijk")
    visitor.send()
    visitor.look("second-signs")
    visitor.choose("indicators", "h1-verloofd")
    while not visitor.page.locator("[data-code]").count():
        visitor.send()
    visitor.look("second-receipt")
    return flows.shown_code(visitor)


def test_the_loop_closes_under_a_plan_that_the_code_does_not_know(
    new_page: NewPage, width: int, site: str, clerk: Person
) -> None:
    reporter = Visitor(new_page(width=width))
    walk(reporter)
    receipt = report(reporter)
    desk, partner = Visitor(new_page(width=width)), Visitor(new_page(width=width))
    sign_in(desk.page, clerk, site)
    desk.go("/werk/")
    desk.tap(desk.page.locator("main table a").first)
    assert "Gedwongen huwelijk" in desk.look("second-signal")
    flows.weigh(desk)
    desk.tap(desk.page.locator("main a[href$='/doorzetten/vraagbaak/']").first)
    desk.choose("way", "link")
    desk.choose("consent", "given")
    desk.choose("informed", "yes")
    flows.confirm_packet(desk)
    desk.look("second-send-link")
    desk.choose("code_by", IN_PERSON)
    desk.tap("main form[action$='/link/'] button")
    code = flows.shown_code(desk)

    open_packet(partner, deliver(), code)
    partner.look("second-packet")
    partner.tap("main form[action$='/bevestigen/'] button")
    partner.choose("outcome", "partner-took-up")
    partner.page.locator("#terugkoppeling textarea").fill(RESULT)
    partner.tap("#terugkoppeling button.utrecht-button--submit")

    desk.go("/werk/")
    desk.tap(desk.page.locator("main table a").first)
    assert "Teruggekoppeld" in desk.look("second-fed-back")
    desk.tap("main a[href$='/sluiten/']")
    desk.choose("outcome", "taken-over")
    desk.fill(reason="De Vraagbaak helpt verder.")
    desk.send()
    assert not Dossier.objects.get().is_open
    flows.come_back(reporter, receipt)
    told = reporter.look("second-closed")
    assert "Een partner heeft uw signaal overgenomen." in told
    assert RESULT not in told
