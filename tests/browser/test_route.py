# SPDX-License-Identifier: EUPL-1.2
"""Journey 1: from a doubt to a route."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, NewPage
from tests.browser.visiting import Keys, Visitor

pytestmark = pytest.mark.usefixtures("lisse")
MOST_TAPS, MOST_SECONDS = 4, 60
# A stairwell: reading four short screens takes time too.
READING = 20
START, OUTCOME = "main button[name=map][value='{}']", "main a[href='/route/uitkomst/']"
DIALS = re.compile(r"tel:\+?\d{3,}")


def begin(visitor: Visitor, map_id: str = "persoon") -> None:
    visitor.go("/")
    visitor.tap(START.format(map_id))


def doubt_in_danger(visitor: Visitor, *, look: bool = True) -> None:
    """Walk from the first page to a route, in the shortest way that asks who somebody is."""
    see = visitor.look if look else lambda _name: ""
    visitor.go("/")
    see("route-start")
    visitor.tap(START.format("persoon"))
    see("route-danger")
    visitor.answer("yes")
    see("route-who")
    visitor.answer("boa")
    visitor.tap(OUTCOME)


def test_danger_leads_to_a_number_that_dials_in_four_taps(page: Page) -> None:
    visitor = Visitor(page)
    doubt_in_danger(visitor)

    text = visitor.look("route-outcome-danger")
    assert visitor.taps <= MOST_TAPS
    assert visitor.seconds + READING < MOST_SECONDS
    first = page.locator(".sl-contact").first
    expect(first).to_contain_text("112")
    expect(first.locator("a[href='tel:112']")).to_be_visible()
    assert "aandachtsfunctionaris" in text
    picture = page.locator(".sl-route")
    expect(picture.locator(".sl-route__node").nth(1)).to_contain_text("Boa of handhaver")
    expect(picture).to_contain_text("112")


def test_a_doubt_leads_to_a_route_in_four_taps(page: Page) -> None:
    visitor = Visitor(page)
    begin(visitor)
    visitor.answer("unknown")
    visitor.answer("burgerzaken")
    visitor.tap(OUTCOME)

    visitor.look("route-outcome-doubt")
    assert visitor.taps <= MOST_TAPS
    numbers = page.locator("main a[href^='tel:']").evaluate_all("all => all.map(one => one.href)")
    assert numbers
    assert all(DIALS.fullmatch(number) for number in numbers)


@pytest.mark.one_walk
def test_a_gut_feeling_needs_one_tap_to_find_somebody_to_call(page: Page) -> None:
    visitor = Visitor(page)
    visitor.go("/")
    visitor.tap("main button[name=gut_feeling]")

    visitor.look("route-gut-feeling")
    assert visitor.taps == 1
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()


@pytest.mark.parametrize("map_id", ["persoon", "locatie"])
def test_not_knowing_is_an_answer_to_each_question(new_page: NewPage, map_id: str) -> None:
    visitor = Visitor(new_page(width=NARROW))
    begin(visitor, map_id)
    questions = []
    while "/route/vraag/" in visitor.page.url:
        questions.append(visitor.page.locator("h1").inner_text())
        visitor.look(f"route-{map_id}-{len(questions)}")
        unsure = visitor.page.locator("main .sl-answer--unsure")
        if unsure.count():
            visitor.tap(unsure)
        else:
            visitor.choose("answer", *_unknown(visitor.page))
            visitor.send()

    assert len(questions) == len(set(questions)) > 4
    visitor.look(f"route-{map_id}-all-unknown")
    assert visitor.page.locator(".sl-route__node--unknown").count() == len(questions)
    assert visitor.page.locator(".sl-contact").count() > 0


def _unknown(page: Page) -> list[str]:
    values = page.locator("main input[name=answer]").evaluate_all("all => all.map(one => one.value)")
    return [next(value for value in values if value in ("unknown", "onbekend"))]


@pytest.mark.one_walk
def test_going_back_keeps_the_answer_and_another_answer_changes_the_route(page: Page) -> None:
    visitor = Visitor(page)
    doubt_in_danger(visitor, look=False)
    visitor.tap(page.locator(".sl-back"))
    expect(page.locator(".sl-answer.is-chosen")).to_have_attribute("value", "boa")
    visitor.tap(page.locator(".sl-back"))
    expect(page.locator(".sl-answer.is-chosen")).to_have_attribute("value", "yes")
    visitor.look("route-changed-mind")

    visitor.answer("no")
    visitor.answer("boa")
    visitor.tap(OUTCOME)
    assert "112" not in page.locator(".sl-contact").first.inner_text()
    page.locator(".sl-route a").first.click()
    expect(page).to_have_url(re.compile("/route/vraag/1/"))


@pytest.mark.one_walk
def test_each_answer_of_the_walk_can_be_erased(page: Page) -> None:
    visitor = Visitor(page)
    doubt_in_danger(visitor, look=False)
    visitor.tap("main form[action='/route/wissen/'] button")
    visitor.go("/route/uitkomst/")
    expect(page).to_have_url(re.compile("/$"))


@pytest.mark.one_walk
def test_a_question_without_an_answer_says_so(page: Page) -> None:
    visitor = Visitor(page)
    begin(visitor, "locatie")
    while not page.locator("main input[name=answer]").count():
        visitor.tap(page.locator("main .sl-answer").first)
    visitor.send()

    visitor.look("route-no-answer")
    assert visitor.errors() == ["Kies een antwoord. ‘Weet ik niet’ is ook een antwoord."]


@pytest.mark.one_walk
def test_the_location_map_is_shown_as_not_yet_adopted(page: Page) -> None:
    visitor = Visitor(page)
    begin(visitor, "locatie")
    visitor.answer("no")
    visitor.answer("bouwinspecteur")
    visitor.tap(OUTCOME)

    assert "Nog niet vastgesteld door de regio" in visitor.look("route-location")


@pytest.mark.one_walk
def test_the_route_is_walked_with_the_keyboard_only(page: Page) -> None:
    visitor = Keys(page)
    doubt_in_danger(visitor, look=False)
    visitor.reach(page.locator(".sl-contact a[href='tel:112']"))


def test_the_route_is_walked_without_scripts(new_page: NewPage) -> None:
    visitor = Visitor(new_page(width=NARROW, javascript=False))
    doubt_in_danger(visitor)
    visitor.look("route-outcome-danger-plain")
    expect(visitor.page.locator(".sl-contact a[href='tel:112']")).to_be_visible()


@pytest.mark.one_walk
def test_all_numbers_stand_on_one_page(page: Page) -> None:
    visitor = Visitor(page)
    visitor.go("/contact/")
    visitor.look("route-contacts")
    expect(page.locator(".sl-contact").first).to_contain_text("112")


def test_what_the_map_does_not_ask_can_still_be_told(new_page: NewPage) -> None:
    visitor = Visitor(new_page(width=NARROW))
    begin(visitor, "persoon")
    visitor.go("/route/omstandigheid/minor/")
    visitor.look("route-circumstance")
    visitor.answer("yes")
    assert "Veilig Thuis" in visitor.look("route-minor")


@pytest.mark.one_walk
def test_an_inhabitant_gets_numbers_and_no_form(page: Page) -> None:
    visitor = Visitor(page)
    begin(visitor)
    visitor.answer("no")
    visitor.answer("inwoner")
    visitor.tap(OUTCOME)
    visitor.look("route-inhabitant")
    expect(page.locator("main a[href='/melden/']")).to_have_count(0)

    visitor.go("/melden/")
    visitor.look("route-no-form")
    visitor.tap("main a[href='/contact/']")


@pytest.mark.one_walk
def test_the_route_speaks_english(page: Page) -> None:
    page.goto("/taal/en/?next=/")
    visitor = Visitor(page, language="en")
    doubt_in_danger(visitor)
    assert "trafficking officer" in visitor.look("route-outcome-danger")
