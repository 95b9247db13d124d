# SPDX-License-Identifier: EUPL-1.2
"""`make drill-durability`: kill the application and the database while people report.

    python -m bench.durability [--kills 200] [--receipts 10000] [--db all|sqlite|postgresql] [--write]

Reporters send prepared reports over HTTP and keep the code that they saw. Everything is killed at
random moments. Afterwards each of those codes must open its report, and each report is there once.
"""

import argparse
import json
import queue
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import assurance
from bench import instance as instances
from bench.browser import Browser
from bench.instance import Instance
from bench.killing import Victims
from bench.reporting import ENTER, Crowd, Ledger, opens
from tools import postgres

CLIENTS = 8


@dataclass
class Outcome:
    """What one drill found; `faults` is empty when every promise was kept."""

    database: str
    kills: Counter[str]
    receipts: int
    retries: int
    errors: int
    doubles: int
    lost: int
    duplicates: int
    entries: int
    seconds: float
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the outcome as a row of a table."""
        return (
            f"| {self.database} | {self.kills.total()} | {self.receipts:,} | {self.lost} | {self.duplicates} "
            f"| {self.retries:,} | {self.errors:,} | {self.doubles:,} | {self.entries:,} "
            f"| {len(self.faults)} |"
        )


def drill(
    instance: Instance, server: postgres.Server | None, *, kills: int, receipts: int, seed: int
) -> Outcome:
    """Kill `kills` times, spread over at least `receipts` reports; then open every receipt."""
    started, ledger = time.monotonic(), Ledger()
    prepared = json.loads(
        instance.run("-m", "bench.seed", "--signals", "0", "--drafts", str(receipts * 3 // 2 + 100))
    )
    waiting: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()
    for draft in prepared["drafts"]:
        waiting.put(draft)
    victims = Victims(instance, server, random.Random(seed))  # noqa: S311 - moments, not secrets
    victims.start()
    try:
        csrf = form_token(instance.port)
        crowd = Crowd(instance.port, csrf, waiting, ledger)
        crowd.begin(CLIENTS)
        _kill_now_and_then(victims, ledger, kills, receipts)
        crowd.end()
        unopened = _unopened(instance.port, csrf, ledger)
    finally:
        victims.stop()
    return _judge(instance, ledger, victims, unopened, seconds=time.monotonic() - started)


def form_token(port: int) -> tuple[str, str]:
    """Return the cookie and the field with which any form may be sent."""
    visitor = Browser(port)
    token = visitor.get(ENTER).token
    return visitor.cookies["csrftoken"], token


def _kill_now_and_then(victims: Victims, ledger: Ledger, kills: int, receipts: int) -> None:
    """Kill at random moments, each after its share of the reports has been answered."""
    for number in range(kills):
        share = receipts * (number + 1) // (kills + 1)
        deadline = time.monotonic() + 300
        while ledger.answered < share and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(victims.chance.uniform(0, 0.3))
        what = victims.kill()
        print(f"  kill {number + 1}: {what}; {ledger.answered} receipts shown", flush=True)
    deadline = time.monotonic() + 300
    while ledger.answered < receipts and time.monotonic() < deadline:
        time.sleep(0.05)


def _unopened(port: int, csrf: tuple[str, str], ledger: Ledger) -> list[str]:
    """Open every receipt over HTTP; return the codes that do not open."""
    shown = list(ledger.receipts.values())
    with ThreadPoolExecutor(CLIENTS) as pool:
        opened = list(pool.map(lambda code: opens(port, csrf, code), shown))
    return [code for code, is_open in zip(shown, opened, strict=True) if not is_open]


def _judge(
    instance: Instance, ledger: Ledger, victims: Victims, unopened: list[str], *, seconds: float
) -> Outcome:
    file = instance.folder / "receipts.json"
    file.write_text(json.dumps({"receipts": ledger.receipts}))
    found = json.loads(instance.run("-m", "bench.aftermath", str(file)))
    faults = [*ledger.faults, *found["breaks"], *found["durability"]]
    faults += [f"{code} does not open" for code in unopened]
    faults += [f"{submission} is not whole in the database" for submission in found["lost"]]
    duplicates = max(found["signals"] - ledger.answered, 0)
    if found["signals"] != ledger.answered or found["receipts"] != ledger.answered:
        faults.append(f"{ledger.answered} reports gave {found['signals']} signals")
    return Outcome(
        "PostgreSQL" if victims.database else "SQLite",
        victims.kills,
        len(ledger.receipts),
        ledger.retries,
        ledger.errors,
        ledger.doubles,
        len({*unopened, *found["lost"]}),
        duplicates,
        found["entries"],
        seconds,
        faults,
    )


@contextmanager
def on(database: str) -> Iterator[tuple[Instance, postgres.Server | None]]:
    """Make an instance on a database of its own, as durable as a real one."""
    with tempfile.TemporaryDirectory(prefix="sluitend-drill-") as name:
        if database == "sqlite":
            yield instances.create(Path(name), {}), None
            return
        with postgres.temporary_server(durable=True) as server:
            yield instances.create(Path(name), server.environment), server


def main() -> int:
    """Run the drill on each database; 1 when any promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.durability")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--receipts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="choose the moments again (0: new ones)")
    parser.add_argument("--db", choices=["all", "sqlite", "postgresql"], default="all")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/assurance.md")
    options = parser.parse_args()
    # A terminated drill still ends its servers and removes its folders.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seed = options.seed or random.SystemRandom().randrange(1, 2**31)
    outcomes = []
    for database in ["sqlite", "postgresql"] if options.db == "all" else [options.db]:
        print(f"{database}: seed {seed}", flush=True)
        with on(database) as (instance, server):
            outcome = drill(instance, server, kills=options.kills, receipts=options.receipts, seed=seed)
        outcomes.append(outcome)
    text = markdown(outcomes)
    print(f"\n{text}")
    for outcome in outcomes:
        for fault in outcome.faults[:20]:
            print(f"FAULT on {outcome.database}: {fault}")
    if options.write:
        assurance.put("durability", text)
    return 1 if any(outcome.faults for outcome in outcomes) else 0


def markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the table for docs/assurance.md."""
    killed: Counter[str] = sum((outcome.kills for outcome in outcomes), Counter())
    what = ", ".join(f"{name} {count} ×" for name, count in sorted(killed.items()))
    minutes = ", ".join(f"{outcome.database} {outcome.seconds / 60:.0f} min" for outcome in outcomes)
    lines = [
        f"`make drill-durability`, {assurance.when_and_where()}. Eight reporters over HTTP.",
        f"Killed (`kill -9`): {what}. Duration: {minutes}.",
        "",
        "| database | kills | receipts shown | lost | duplicates | retries | of these after an error page "
        "| sent twice at once "
        "| journal entries verified | faults |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(outcome.line() for outcome in outcomes),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
