# SPDX-License-Identifier: EUPL-1.2
"""An analyst of the region asks how many nobody sees; without a script a button tells whether it is ready."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import add
from sluitend.estimation.tests.data import THREE_LISTS as TABLE
from sluitend.web.staff.estimates import jobs
from sluitend.web.tests import estimating
from tests.browser.conftest import NARROW, NewPage
from tests.browser.visiting import Visitor, sign_in

pytestmark = pytest.mark.one_walk
URL = "/schatting/"
HARDLY = "politie,zorg,inspectie,aantal\n1,0,0,41\n0,1,0,29\n0,0,1,17\n1,1,0,5\n"
SEND = "main button.utrecht-button--submit"


def gone(*_asked: object) -> None:
    """As a job answers that is no longer there."""
    raise jobs.GoneError


@pytest.fixture(autouse=True)
def _no_job_stays(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with estimating.no_job_stays(tmp_path):
        yield


@pytest.fixture
def analyst(site: str, lisse: Any) -> Person:
    """Somebody of the region who judges figures."""
    return add("Katrijn Keten", "ketenregisseur")


def test_an_estimate_is_asked_and_taken_along(page: Page, site: str, analyst: Person) -> None:
    sign_in(page, analyst, site)
    visitor = Visitor(page)
    visitor.go(URL)
    visitor.look("estimate-form")
    visitor.fill(table=TABLE.replace("0,1,0,90", "0,1,2,90").replace("1,1,1,9", "1,1,1,negen"))
    page.locator(SEND).click()
    for fault in (
        "Regel 3: In kolom inspectie staat “2”",
        "Regel 8: Waar het aantal hoort",
    ):
        expect(page.locator(".sl-error-summary")).to_contain_text(fault)
    assert visitor.errors()
    visitor.look("estimate-fault")

    visitor.fill(table=TABLE)
    visitor.choose("resamples", "200")
    page.locator(SEND).click()
    # The last part brings the result, and the focus goes to it. What computes gives way to all other work.
    expect(page.locator("main .utrecht-alert h2")).to_have_text("In het kort", timeout=120_000)
    expect(page.locator("main .utrecht-alert")).to_be_focused()
    expect(page.locator("[data-live]")).to_contain_text("tussen")
    visitor.look("estimate-result")
    with page.expect_download() as download:
        page.get_by_role("button", name="Meenemen als PDF").click()
    path = Path(download.value.path())
    assert "Hoeveel zien we niet?" in PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()


def test_who_waits_sees_and_hears_how_far_it_is(page: Page, site: str, analyst: Person) -> None:
    sign_in(page, analyst, site)
    visitor = Visitor(page)
    visitor.go(URL)
    visitor.fill(table=TABLE)
    page.locator(SEND).click()
    # What asks how far it is gets no answer: the page stands as it is.
    page.route("**/schatting/", lambda _route: None)
    expect(page.locator("#bezig")).to_have_text("Bezig met: Stap voor stap (stepwise)")
    expect(page.locator("#bezig")).to_be_focused()
    visitor.look("estimate-busy")


def test_a_job_that_is_gone_and_one_too_many_lose_no_table(
    page: Page, site: str, analyst: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page, analyst, site)
    visitor = Visitor(page)
    visitor.go(URL)
    visitor.fill(table=TABLE)
    monkeypatch.setattr(jobs, "ask", gone)
    visitor.send()
    visitor.tap(page.get_by_role("button", name="Kijk of het klaar is"))
    assert "Het rekenen is gestopt" in visitor.look("estimate-stopped")
    monkeypatch.setattr(jobs, "MOST", 0)
    visitor.tap(page.get_by_role("button", name="Opnieuw berekenen"))
    assert "te veel schattingen" in visitor.look("estimate-refused")
    assert page.locator("textarea[name=table]").input_value() == TABLE


def test_without_scripts_it_comes_at_once_and_a_number_is_withheld(
    new_page: NewPage, site: str, analyst: Person
) -> None:
    page = new_page(width=NARROW, javascript=False)
    sign_in(page, analyst, site)
    visitor = Visitor(page)
    visitor.go(URL)
    visitor.fill(table=HARDLY)
    visitor.choose("resamples", "200")
    visitor.send()
    visitor.look("estimate-busy-without-script")
    while page.get_by_role("button", name="Kijk of het klaar is").is_visible():
        visitor.tap(page.get_by_role("button", name="Kijk of het klaar is"))
    assert "Geen enkel getal" in visitor.look("estimate-withheld")
    visitor.tap(page.get_by_role("button", name="Tabel aanpassen"))
    assert page.locator("textarea[name=table]").input_value() == HARDLY
