# SPDX-License-Identifier: EUPL-1.2
"""Every public page is light on first load, and asks nobody else."""

import pytest
from playwright.sync_api import Response

from tests.browser import flows
from tests.browser.conftest import NARROW, NewPage
from tests.browser.visiting import Visitor

pytestmark = pytest.mark.usefixtures("lisse", "officer")
MOST_BYTES = 100_000
ROUTE = ["/", "/contact/", "/route/vraag/1/", "/route/vraag/2/", "/route/vraag/3/", "/route/uitkomst/"]
SCREENS = ["wie", "hoedanigheid", "wat", "omstandigheden", "bron", "gedachte", "vorm", "signalen", "leeftijd"]
REPORT = [f"/melden/{screen}/" for screen in [*SCREENS, "herkennen", "veilig-contact", "melder"]]
PAGES = [*ROUTE, *REPORT, "/melden/controleren/", "/terug/", "/inloggen/", "/bestaat-niet/"]


@pytest.fixture
def reporter(new_page: NewPage) -> Visitor:
    """Somebody half-way through a report, so that every page has something to show."""
    visitor = Visitor(new_page(width=NARROW))
    flows.walk(visitor)
    visitor.choose("capacity", "supervision")
    visitor.send()
    visitor.fill(facts=flows.FACTS)
    visitor.send()
    visitor.go("/melden/bron/")
    visitor.choose("source_kind", "own")
    visitor.send()
    visitor.go("/melden/leeftijd/")
    visitor.choose("minor", "no")
    visitor.send()
    return visitor


def test_every_public_page_is_light_on_first_load(reporter: Visitor) -> None:
    page, weights = reporter.page, dict[str, int]()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it needs a function
    for address in PAGES:
        answers.clear()
        page.goto(address, wait_until="load")
        # Before any compression, and whatever the browser keeps of an earlier page.
        shown = [answer for answer in answers if answer.status < 300 or answer.status >= 400]
        weights[address] = sum(len(answer.body()) for answer in shown)
    assert min(weights.values()) > 50_000  # the style sheet was counted
    assert {address: weight for address, weight in weights.items() if weight > MOST_BYTES} == {}
