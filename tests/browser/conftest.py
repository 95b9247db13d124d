# SPDX-License-Identifier: EUPL-1.2
"""A real Chromium before the whole application."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.browser import looking
from tests.browser.site import served
from tools import machine

WIDE, NARROW = 1280, 390
# One walk at the wide one, in which each page that is looked at is also looked at narrow.
BOTH = 0
HEIGHT = {WIDE: 900, NARROW: 844}
# Nothing of Chromium's own housekeeping reaches for the network.
ARGUMENTS = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    # No page lives long enough to earn back what its optimising compilers cost.
    "--js-flags=--no-turbofan --no-maglev",
]
TIMEOUT_MILLISECONDS = 15_000
# What a test expects may take as long as anything else: other work shares the machine.
expect.set_options(timeout=TIMEOUT_MILLISECONDS)

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser and commits what it writes."""
    here, only = Path(__file__).parent, config.getoption("--width")
    # A page that is looked at once is the same whatever database stands behind it.
    widths = {only} if config.getoption("--only-database") else {None, only}
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
    at_another = [
        item for item in items if only and here in item.path.parents and _width_of(item) not in widths
    ]
    config.hook.pytest_deselected(items=at_another)
    # Two processes share the work best when what takes long begins first.
    items[:] = sorted(
        (item for item in items if item not in at_another), key=lambda item: here not in item.path.parents
    )


def _width_of(item: pytest.Item) -> int | None:
    """Return the width at which an item looks, for those that are repeated at each."""
    call = getattr(item, "callspec", None)
    return (call.params.get("width") or None) if call else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Walk a journey at both widths; what is marked `one_walk` is walked once and looked at at both."""
    if "width" in metafunc.fixturenames:
        once = metafunc.definition.get_closest_marker("one_walk")
        widths, names = ([BOTH], ["both"]) if once else ([WIDE, NARROW], None)
        metafunc.parametrize("width", widths, ids=names)


@pytest.fixture(scope="session")
def chromium(take_back: Callable[[], None]) -> Iterator[Browser]:
    """Start the system's Chromium once for each test process."""
    # From here on Django sees another task, and gives it a connection of its own.
    take_back()
    path = machine.chromium_path()
    assert path is not None, "Chromium is missing; `make test` installs it"
    # Playwright's own event loop lives in this thread; Django would take that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # As root, which CI is, Chromium has no sandbox.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=[*ARGUMENTS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: None, settings: Any) -> Iterator[str]:
    """Serve the application; the value is its address."""
    with served() as address:
        settings.PUBLIC_URL = address
        settings.CSRF_TRUSTED_ORIGINS = [address]
        yield address


class Watch:
    """Notes what no page may do: break, complain to the console, or ask somebody else."""

    def __init__(self, site: str) -> None:
        self.faults: list[str] = []
        self._hosts = {urlsplit(site).netloc}

    def allow(self, host: str) -> None:
        """Let pages lead to one more host: where people sign in."""
        self._hosts.add(host)

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of the context."""
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in self._hosts:
            self.faults.append(f"third party: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"answer {response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # A page that a test asks for and that answers 4xx is noted by Chromium too, and by htmx.
        noted = ("Failed to load resource", "Response Status Error Code 4")
        if message.type == "error" and not message.text.startswith(noted):
            self.faults.append(f"console: {message.text}")


@pytest.fixture
def watch(site: str) -> Watch:
    """Return what notes the faults of all pages of this test."""
    return Watch(site)


@pytest.fixture
def new_page(chromium: Browser, site: str, watch: Watch) -> Iterator[NewPage]:
    """Return a maker of pages, each a visitor of its own: `new_page(width=390, javascript=False)`.

    After the test every page is checked for script errors, complaints of the browser (a breach of
    the Content-Security-Policy among them) and requests to others.
    """
    contexts: list[BrowserContext] = []

    def make(*, width: int = WIDE, javascript: bool = True, language: str = "nl-NL") -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width or WIDE, "height": HEIGHT.get(width, 900)},
            java_script_enabled=javascript,
            locale=language,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            has_touch=width == NARROW,
        )
        context.set_default_timeout(TIMEOUT_MILLISECONDS)
        watch.over(context)
        contexts.append(context)
        if width == BOTH:
            looking.narrow_too.add(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def page(new_page: NewPage, width: int) -> Page:
    """Return the page of one visitor, at each width or for a look at both."""
    return new_page(width=width)
