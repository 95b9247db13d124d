# SPDX-License-Identifier: EUPL-1.2
"""`make drill-guessing`: how many guesses get through a flood, and whom does it keep waiting?

    python -m bench.guessing [--tries 100000] [--requests 3000] [--db all|sqlite|postgresql] [--write]

A day in which a thousand networks guess, on a clock that is moved (`bench.flood`); then a smaller flood
over HTTP, with real passwords, while colleagues sign in at devices where they are known.
"""

import argparse
import base64
import json
import random
import re
import signal
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench import assurance
from bench.browser import Browser, Page
from bench.durability import form_token, on
from sluitend.accounts.factors.totp import code_of

SIGN_IN, APP = "/inloggen/", "/account/beveiliging/app/"
_SECRET = re.compile(r'data-code="([A-Z2-7]+)"')
PASSWORD = "een-lang-wachtwoord-voor-metingen"  # noqa: S105 - of a throw-away instance
PEOPLE = tuple(f"{name}@example.invalid" for name in ("fenna", "willem", "hanna", "henk"))
NOBODY = tuple(f"{name}@example.invalid" for name in ("niemand", "iemand", "anders", "verzin"))
CLIENTS = 6
# What the record of the decision says, with the first budget of each of the two days that a day may touch.
MOST_PER_ACCOUNT = 10 + 24 * 4
KNOWN, AMONG = "known device", "new device, network where colleagues come in"
PARTNER = "partner, browser of the link"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Flood:
    """What a flood over HTTP did."""

    requests: int
    tested: Mapping[str, int]
    sign_ins: int
    refused: int
    slowest_ms: float
    pages: Mapping[int, int]
    times: Mapping[tuple[int, bool], float]
    minutes: float

    @property
    def faults(self) -> list[str]:
        """What should not have happened."""
        found = [f"{self.refused} of {self.sign_ins} sign-ins at known devices refused"] * bool(self.refused)
        allowed = 10 + self.minutes // 15 + 1
        found += [f"{email}: {count} tested" for email, count in self.tested.items() if count > allowed]
        found += [
            f"{count} different pages with status {one}" for one, count in self.pages.items() if count != 1
        ]
        return found


def guess(port: int, csrf: tuple[str, str], email: str) -> tuple[float, Page]:
    """Try a password from a network of its own; return the milliseconds and the answer."""
    stranger = Browser(port, {"csrftoken": csrf[0]})
    begin = time.perf_counter()
    page = stranger.post(SIGN_IN, username=email, password="geraden", csrfmiddlewaretoken=csrf[1])  # noqa: S106
    return (time.perf_counter() - begin) * 1000, page


def come_in(browser: Browser, email: str) -> tuple[float, int]:
    """Type the right password; return the milliseconds and the status."""
    token = browser.get(SIGN_IN).token
    begin = time.perf_counter()
    page = browser.post(SIGN_IN, username=email, password=PASSWORD, csrfmiddlewaretoken=token)
    return (time.perf_counter() - begin) * 1000, page.status


def settle(browser: Browser, email: str) -> None:
    """Sign in for the first time, and set up an app with codes: from then on the device is known."""
    come_in(browser, email)
    page = browser.get(APP)
    secret = _SECRET.search(page.text)
    if secret is None:
        message = f"no app can be set up for {email} ({page.status})"
        raise RuntimeError(message)
    code = code_of(base64.b32decode(secret[1]), datetime.now(UTC))
    done = browser.post(APP, code=code, csrfmiddlewaretoken=page.token)
    if done.status != 302:
        message = f"setting up an app for {email} answers {done.status}"
        raise RuntimeError(message)


def flood(port: int, requests: int) -> Flood:
    """Guess at accounts that exist and at some that do not, while their owners sign in."""
    known = {email: Browser(port) for email in PEOPLE}
    for email, browser in known.items():
        settle(browser, email)
    csrf, started = form_token(port), time.monotonic()
    turns = [(PEOPLE + NOBODY)[number % 8] for number in range(requests)]
    with ThreadPoolExecutor(CLIENTS) as strangers, ThreadPoolExecutor(1) as owners:
        turns_of_owners = PEOPLE * max(1, requests // 200)
        signed_in = [owners.submit(come_in, known[email], email) for email in turns_of_owners]
        answers = list(strangers.map(lambda email: (email, guess(port, csrf, email)), turns))
        entered = [one.result() for one in signed_in]
    tested: dict[str, int] = dict.fromkeys(PEOPLE + NOBODY, 0)
    pages, times = defaultdict[int, set[str]](set), defaultdict[tuple[int, bool], list[float]](list)
    for email, (took, page) in answers:
        tested[email] += page.status == 422
        pages[page.status].add(_neutral(page, email))
        times[page.status, email in PEOPLE].append(took)
    return Flood(
        requests=requests,
        tested=tested,
        sign_ins=len(entered),
        refused=sum(status != 302 for _took, status in entered),
        slowest_ms=max(took for took, _status in entered),
        pages={status: len(found) for status, found in pages.items()},
        times={key: statistics.median(found) for key, found in times.items()},
        minutes=(time.monotonic() - started) / 60,
    )


def _neutral(page: Page, email: str) -> str:
    """Return the page without what the visitor sent, the fresh token, and how long to wait."""
    text = page.text.replace(page.token, "TOKEN").replace(email, "EMAIL")
    return re.sub(r"Wacht \d+ (?:seconden?|minuut|minuten) ", "Wacht ", text)


def faults_of(day: Mapping[str, Any]) -> list[str]:
    """Return what a day under a flood should not have done."""
    found = []
    most = max(day["per_subject"]["password"])
    if most > MOST_PER_ACCOUNT:
        found.append(f"{most} guesses were tested at one account, {MOST_PER_ACCOUNT} are allowed")
    for who in (KNOWN, AMONG, PARTNER):
        if any(day["waited"][who]):
            found.append(f"{who}: had to wait")
    return found


def tables(days: Mapping[str, Mapping[str, Any]], floods: Mapping[str, Flood]) -> str:
    """Return the tables for docs/assurance.md."""
    parts = [f"`make drill-guessing`, {assurance.when_and_where()}."]
    parts.append(
        _table(
            _guesses(days),
            "database | guessed at | tries in a day | tested | per account or link: median, most",
        )
    )
    parts.append(
        _table(_waits(days), "database | who came in meanwhile | how often | had to wait | longest wait")
    )
    parts.append(
        _table(_rows(days), "database | rows kept at most | a try that counts | a try that is refused")
    )
    heads = (
        "database | over HTTP | tested at one account, most | sign-ins at known devices | refused | slowest"
    )
    parts.append(_table(_over_http(floods), heads))
    return "\n\n".join(parts)


def _guesses(days: Mapping[str, Mapping[str, Any]]) -> list[str]:
    names = {"password": "50 accounts", "packet": "10 links of partners", "receipt": "receipts"}
    return [
        f"{NAMES[database]} | {name} | {day['tried'][door]:,} | {day['tested'][door]:,} | "
        + (f"{statistics.median(found):.0f}, {max(found)}" if len(found) > 1 else "–")
        for database, day in days.items()
        for door, name in names.items()
        if (found := day["per_subject"][door])
    ]


def _waits(days: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [
        f"{NAMES[database]} | {who} | {len(found)} | {sum(map(bool, found))} | {max(found) / 60:.0f} min"
        for database, day in days.items()
        for who, found in sorted(day["waited"].items())
    ]


def _rows(days: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [
        f"{NAMES[database]} | {day['rows']:,} | {day['try_ms']:.1f} ms | {day['refusal_ms']:.1f} ms"
        for database, day in days.items()
    ]


def _over_http(floods: Mapping[str, Flood]) -> list[str]:
    return [
        f"{NAMES[database]} | {one.requests:,} guesses in {one.minutes:.1f} min | {max(one.tested.values())} "
        f"| {one.sign_ins} | {one.refused} | {one.slowest_ms:.0f} ms"
        for database, one in floods.items()
    ]


def _table(lines: Sequence[str], heads: str) -> str:
    columns = heads.count("|") + 1
    return "\n".join([f"| {heads} |", "|---" * columns + "|", *(f"| {line} |" for line in lines)])


def _times(database: str, one: Flood) -> str:
    times = ", ".join(
        f"{status} {'known' if exists else 'unknown'} {took:.1f} ms"
        for (status, exists), took in sorted(one.times.items())
    )
    return f"{database}: over HTTP, medians: {times}; different pages per status: {dict(one.pages)}"


def main() -> int:
    """Run the drill; 1 when more got through than is promised, or somebody was kept waiting."""
    parser = argparse.ArgumentParser(prog="python -m bench.guessing")
    parser.add_argument("--tries", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=3_000)
    parser.add_argument("--db", choices=["all", "sqlite", "postgresql"], default="all")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/assurance.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seed, days, floods = random.SystemRandom().randrange(1, 2**31), {}, {}
    for database in NAMES if options.db == "all" else [options.db]:
        print(f"{database}: seed {seed}", flush=True)
        with on(database) as (instance, _server):
            days[database] = json.loads(instance.run("-m", "bench.flood", str(options.tries), str(seed)))
            with instance.serving():
                floods[database] = flood(instance.port, options.requests)
        print(_times(database, floods[database]), flush=True)
    text = tables(days, floods)
    print(f"\n{text}")
    faults = [f"{database}: {fault}" for database, day in days.items() for fault in faults_of(day)]
    faults += [f"{database}: {fault}" for database, one in floods.items() for fault in one.faults]
    for fault in faults:
        print(f"FAULT: {fault}")
    if options.write:
        assurance.put("guessing", text)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
