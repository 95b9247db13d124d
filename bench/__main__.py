# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: the product beside its yardsticks, on both databases.

    python -m bench [--signals 10000] [--seconds 5] [--db all|sqlite|postgresql] [--write]

Both instances are filled at the same time and measured one after the other.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import instance as instances
from bench import measures, report
from bench.browser import Browser
from bench.instance import Instance
from tools import postgres

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
APPLICATION = "bench.application:application"
DRAFTS_PER_SECOND = 400
STARTS = 3


@dataclass(frozen=True)
class Prepared:
    """A filled instance; `server` is the PostgreSQL under it, if any."""

    database: str
    instance: Instance
    seed: Mapping[str, Any]
    server: postgres.Server | None


def prepare(folder: Path, server: postgres.Server | None, options: argparse.Namespace) -> Prepared:
    """Make an instance and fill it."""
    name = "PostgreSQL" if server else "SQLite"
    folder.mkdir()
    started = time.monotonic()
    instance = instances.create(folder, server.environment if server else {})
    drafts = int((options.seconds + 1) * DRAFTS_PER_SECOND) + 2
    out = instance.run("-m", "bench.seed", "--signals", str(options.signals), "--drafts", str(drafts))
    (folder / "seed.json").write_text(out)
    print(f"{name}: {options.signals} signals in {time.monotonic() - started:.0f} s", flush=True)
    return Prepared(name, instance, json.loads(out), server)


def measure(prepared: Prepared, options: argparse.Namespace) -> report.Figures:
    """Measure a filled instance."""
    instance, found = prepared.instance, []
    cold = [cold_start(instance) for _ in range(STARTS)]
    with instance.serving(APPLICATION) as process:
        database = prepared.server.process if prepared.server else None
        setting = measures.Setting(
            instance.port, prepared.seed, process.pid, database.pid if database else None
        )
        for one in measures.everything(setting, seconds=options.seconds):
            found.append(one)
            print(f"{prepared.database}: {one.name}: {one.per_second:.0f}/s, {one.cpu_ms:.2f} ms", flush=True)
        weights = page_weights(setting)
    seed = str(instance.folder / "seed.json")
    inspected = json.loads(instance.run("-m", "bench.inspect", seed))
    inspected["rights"] = json.loads(instance.run("-m", "bench.rights", seed))
    return report.Figures(prepared.database, inspected["version"], found, inspected, cold, weights)


def cold_start(instance: Instance) -> float:
    """Return the seconds from the start of the process to the first page."""
    started = time.monotonic()
    process = instance.start()
    try:
        instance.wait_until_serving(process)
        return time.monotonic() - started
    finally:
        instances.stop(process)


def page_weights(setting: measures.Setting) -> dict[str, int]:
    """Return the weight of public pages with all that a first visitor loads."""
    visitor = Browser(setting.port, {"concept": setting.seed["walk"]})
    pages = {
        "start page": "/",
        "question": measures.QUESTION,
        "outcome": measures.OUTCOME,
        "contacts": "/contact/",
        "report": "/melden/wat/",
    }
    return {name: visitor.weight(path) for name, path in pages.items()}


def run(options: argparse.Namespace) -> list[report.Figures]:
    """Fill and measure each database that was asked for."""
    wanted = ["sqlite", "postgresql"] if options.db == "all" else [options.db]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sluitend-bench-")))
        servers: Sequence[postgres.Server | None] = [
            stack.enter_context(postgres.temporary_server(durable=True)) if name == "postgresql" else None
            for name in wanted
        ]
        with ThreadPoolExecutor(len(wanted)) as pool:
            jobs = [
                pool.submit(prepare, folder / name, server, options)
                for name, server in zip(wanted, servers, strict=True)
            ]
            filled = [job.result() for job in jobs]
        return [measure(one, options) for one in filled]


def main() -> int:
    """Print the figures; with --write put them in the document."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--signals", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--db", choices=["all", "sqlite", "postgresql"], default="all")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/benchmarks.md")
    options = parser.parse_args()
    # A terminated run still ends its servers and removes its folders.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started, load = time.monotonic(), os.getloadavg()[0]
    text = report.markdown(run(options), day=datetime.now(UTC).date(), load=load)
    print(f"\n{text}\n\n{time.monotonic() - started:.0f} s")
    if options.write:
        report.put(DOCUMENT, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
