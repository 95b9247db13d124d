# SPDX-License-Identifier: EUPL-1.2
"""Reporters who do not give up: they send, send again after a crash, and keep the code they see."""

import http.client
import queue
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.browser import Browser, Page
from bench.measures import CHECK

RECEIPT, ENTER, OPENED = "/melden/bewijs/", "/terug/", "/terug/melding/"
_CODE = re.compile(r'data-code="([^"]+)"')
PATIENCE_SECONDS = 120.0


class GaveUp(Exception):  # noqa: N818 - reads as a sentence
    """A reporter could not finish although the server should be there."""


@dataclass
class Ledger:
    """What reporters saw with their own eyes."""

    receipts: dict[str, str] = field(default_factory=dict)
    answered: int = 0
    retries: int = 0
    errors: int = 0
    doubles: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Crowd:
    """Reporters that send prepared reports until told to stop; each finishes what it began."""

    port: int
    csrf: tuple[str, str]
    drafts: "queue.SimpleQueue[dict[str, str]]"
    ledger: Ledger
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, clients: int) -> None:
        """Let them start."""
        for number in range(clients):
            thread = threading.Thread(target=self._work, args=(random.Random(number),), daemon=True)  # noqa: S311
            thread.start()
            self.threads.append(thread)

    def end(self) -> None:
        """Let everybody finish the report at hand."""
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=PATIENCE_SECONDS * 2)
            if thread.is_alive():
                self.ledger.faults.append("a reporter never finished")

    def _work(self, chance: random.Random) -> None:
        while not self.stop.is_set():
            try:
                draft = self.drafts.get_nowait()
            except queue.Empty:
                return
            try:
                self._report(draft, twice=chance.random() < 0.1)
            except Exception as fault:
                # Whatever went wrong in a thread is a finding of the drill.
                with self.ledger.lock:
                    self.ledger.faults.append(f"{draft['submission']}: {fault!r}")

    def _report(self, draft: dict[str, str], *, twice: bool) -> None:
        cookie, token = self.csrf
        browser = Browser(self.port, {"csrftoken": cookie, "concept": draft["cookie"]})

        def send() -> Page:
            return browser.post(CHECK, csrfmiddlewaretoken=token)

        if twice:
            # The button pressed twice: both arrive at about the same moment.
            again = threading.Thread(target=_ignoring, args=(send,))
            again.start()
            self._until(send, 302, RECEIPT)
            again.join()
        else:
            self._until(send, 302, RECEIPT)
        page = self._until(lambda: browser.get(RECEIPT), 200, "")
        found = _CODE.search(page.text)
        with self.ledger.lock:
            self.ledger.answered += 1
            self.ledger.doubles += twice
            if found is None:
                self.ledger.faults.append(f"{draft['submission']}: no code on the receipt page")
            else:
                self.ledger.receipts[draft["submission"]] = found[1]

    def _until(self, ask: Callable[[], Page], status: int, location: str) -> Page:
        """Ask until the answer is the wanted one; an outage is waited out, as a person does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                page = ask()
            except (OSError, http.client.HTTPException):
                page = None
            if page is not None and page.status == status and page.location == location:
                return page
            if page is not None and page.status < 500:
                message = f"answer {page.status} {page.location}, wanted {status} {location}"
                raise GaveUp(message)
            if time.monotonic() > deadline:
                message = "no good answer within two minutes"
                raise GaveUp(message)
            with self.ledger.lock:
                self.ledger.retries += 1
                self.ledger.errors += page is not None
            time.sleep(0.05)


def _ignoring(send: Callable[[], Page]) -> None:
    """Send and look away, as a browser does with the first of two presses."""
    try:
        send()
    except (OSError, http.client.HTTPException):
        return


def opens(port: int, csrf: tuple[str, str], code: str) -> bool:
    """Return whether a code opens its receipt: the code is taken and the page behind it shows."""
    browser = Browser(port, {"csrftoken": csrf[0]})
    answer = browser.post(ENTER, code=code, csrfmiddlewaretoken=csrf[1])
    return answer.status == 302 and answer.location == OPENED and browser.get(OPENED).status == 200
