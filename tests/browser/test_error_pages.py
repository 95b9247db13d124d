# SPDX-License-Identifier: EUPL-1.2
"""What somebody sees when it goes wrong: each such page is whole, and fits, as any other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import get_template
from playwright.sync_api import Page, Route, expect

from sluitend.shell.tests.test_errors import ERRORS
from tests.browser.looking import assert_good

pytestmark = pytest.mark.one_walk

TYPED = ["Drie mannen slapen in de loods. " * 20, "bedrijfsverzamelgebouwparkeerterreinen"]
LAST_RESORTS = ("400.html", "403_csrf.html", "500.html", "503.html")


def test_an_error_of_the_domain_is_a_whole_page(page: Page, lisse: Any, settings: Any) -> None:
    settings.ROOT_URLCONF = "sluitend.shell.tests.test_errors"
    for name in ERRORS:
        page.goto(f"/fail/{name}/")
        assert_good(page, f"error-{name}")
        expect(page.get_by_text("Wat u kunt doen")).to_be_visible()


def answering(html: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=html, content_type="text/html")


def test_a_last_resort_is_a_whole_page_with_what_was_typed(page: Page, site: str) -> None:
    for name in LAST_RESORTS:
        html = get_template(name).render({"typed": TYPED})
        page.route(f"{site}/{name}", answering(html))
        page.goto(f"/{name}")
        assert_good(page, f"error-{name.removesuffix('.html')}")
        for text in TYPED:
            expect(page.get_by_text(text.strip())).to_be_visible()
