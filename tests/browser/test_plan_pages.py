# SPDX-License-Identifier: EUPL-1.2
"""The plan as the administrator sees it, whole and section by section."""

import pytest
from playwright.sync_api import Page

from sluitend.accounts.models import Person
from sluitend.web.staff.plan.sections import GAPS, SECTIONS
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.browser.visiting import Visitor, sign_in

pytestmark = pytest.mark.one_walk
# Of which elements a page is made: each with its class, and inside which it stands.
PARTS = """() => [...document.querySelectorAll('main *')]
  .map(one => [one.parentElement, one].map(node => `${node.tagName}.${node.className}`).join(' > '))"""


def test_the_plan_and_its_gaps_can_be_read(page: Page, site: str, administrator: Person) -> None:
    sign_in(page, administrator, site)
    visitor = Visitor(page)
    visitor.go("/beheer/plan/")
    visitor.look("plan")
    visitor.tap(f"main a[href='{GAPS.url}']")
    visitor.look("plan-gaps")


def test_each_section_of_the_plan_can_be_read(new_page: NewPage, site: str, administrator: Person) -> None:
    page = new_page(width=NARROW)
    sign_in(page, administrator, site)
    visitor, known = Visitor(page), set[str]()
    for section in SECTIONS:
        visitor.go(section.url)
        parts = set(page.evaluate(PARTS))
        # One template shows them all: axe looks where something stands that no section had before.
        visitor.look(f"plan-{section.slug}", accessible=not parts <= known)
        known |= parts


@pytest.mark.parametrize(("size", "also"), [(WIDE, ""), (NARROW, ", .utrecht-table__cell--first a")])
def test_a_finger_hits_links_of_the_plan(
    new_page: NewPage, site: str, administrator: Person, size: int, also: str
) -> None:
    page = new_page(width=size)
    sign_in(page, administrator, site)
    page.goto(f"{site}/beheer/plan/")
    links = page.locator(f".sl-section__head > a{also}")
    heights = links.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert heights
    assert min(heights) >= 44
