# SPDX-License-Identifier: EUPL-1.2
"""`make drill-codes`: do answers to wrong codes tell why they are wrong?

    python -m bench.code_timing [--tries 400] [--db all|sqlite|postgresql] [--write]

Each door gets codes that fail for different reasons, in random order, over HTTP. Status and page
must be equal, letter for letter, and the medians of the times within a millisecond.
"""

import argparse
import json
import random
import signal
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from bench import assurance
from bench.browser import Browser, Page
from bench.durability import form_token, on

ALLOWED_MS = 1.0


@dataclass(frozen=True)
class Answers:
    """What one door answered, per reason."""

    database: str
    door: str
    medians: Mapping[str, float]
    pages: int
    length: int
    statuses: frozenset[int]
    tries: int

    @property
    def difference(self) -> float:
        """The largest difference between two medians, in milliseconds."""
        return max(self.medians.values()) - min(self.medians.values())

    @property
    def faults(self) -> list[str]:
        """What tells the reasons apart."""
        found = []
        if self.pages != 1 or len(self.statuses) != 1:
            found.append(f"{self.door}: {self.pages} different answers, statuses {sorted(self.statuses)}")
        if self.difference >= ALLOWED_MS:
            found.append(f"{self.door}: medians differ by {self.difference:.2f} ms")
        return found


def knock(port: int, csrf: tuple[str, str], address: str, code: str) -> tuple[float, Page]:
    """Try one code as a visitor of its own; return the milliseconds and the answer."""
    browser = Browser(port, {"csrftoken": csrf[0]})
    started = time.perf_counter()
    page = browser.post(address, code=code, csrfmiddlewaretoken=csrf[1])
    return (time.perf_counter() - started) * 1000, page


def neutral(page: Page, address: str, code: str) -> str:
    """Return the page without what the visitor sent along, and without the fresh form token."""
    text = page.text.replace(page.token, "TOKEN").replace(address, "ADDRESS")
    return text.replace(escape(code), "CODE")


def measure(
    port: int, database: str, door: str, tries: Mapping[str, Sequence[tuple[str, str]]], chance: random.Random
) -> Answers:
    """Try all codes of one door in random order."""
    order = [(reason, address, code) for reason, pairs in tries.items() for address, code in pairs]
    chance.shuffle(order)
    csrf = form_token(port)
    times: dict[str, list[float]] = defaultdict(list)
    pages, sizes, statuses = set(), set(), set()
    for reason, address, code in order:
        spent, page = knock(port, csrf, address, code)
        times[reason].append(spent)
        statuses.add(page.status)
        sizes.add(page.size)
        pages.add((page.status, page.size, neutral(page, address, code)))
    medians = {reason: statistics.median(found) for reason, found in times.items()}
    return Answers(database, door, medians, len(pages), max(sizes), frozenset(statuses), len(order))


def run(databases: Sequence[str], tries: int) -> list[Answers]:
    """Knock on both doors of an instance on each database."""
    chance, found = random.Random(time.time_ns()), []  # noqa: S311 - an order, not a secret
    for database in databases:
        with on(database) as (instance, _server):
            doors = json.loads(instance.run("-m", "bench.doors", str(tries)))
            with instance.serving():
                for door, groups in doors.items():
                    found.append(measure(instance.port, database, door, groups, chance))
    return found


def markdown(found: Sequence[Answers]) -> str:
    """Return the table for docs/assurance.md."""
    lines = [
        f"`make drill-codes`, {assurance.when_and_where()}.",
        "",
        "| database | door | tries | median ms per reason | largest difference | answers | status |",
        "|---|---|---:|---|---:|---|---|",
    ]
    for one in found:
        medians = ", ".join(f"{reason} {value:.2f}" for reason, value in one.medians.items())
        same = f"all equal, {one.length:,} bytes" if one.pages == 1 else f"{one.pages} different"
        status = ", ".join(map(str, sorted(one.statuses)))
        name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[one.database]
        lines.append(
            f"| {name} | {one.door} | {one.tries:,} | {medians} | {one.difference:.2f} ms "
            f"| {same} | {status} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Run the drill; 1 when a door tells more than it should."""
    parser = argparse.ArgumentParser(prog="python -m bench.code_timing")
    parser.add_argument("--tries", type=int, default=400, help="for each door and each reason")
    parser.add_argument("--db", choices=["all", "sqlite", "postgresql"], default="all")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/assurance.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    found = run(["sqlite", "postgresql"] if options.db == "all" else [options.db], options.tries)
    text = markdown(found)
    print(f"\n{text}")
    faults = [f"{one.database}: {fault}" for one in found for fault in one.faults]
    for fault in faults:
        print(f"FAULT: {fault}")
    if options.write:
        assurance.put("codes", text)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
