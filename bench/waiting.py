# SPDX-License-Identifier: EUPL-1.2
"""How long a visitor waits for a page while estimates are worked out beside it.

python -m bench.waiting [--seconds 8] [--write]

One visitor asks for the first page again and again: alone, while one analyst waits for a table of six lists
with a thousand samples, and while two do.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import assurance, load, report
from bench import instance as instances
from bench.browser import Browser, signed_in
from bench.estimation import DOCUMENT, RESAMPLES, made_up
from bench.instance import Instance
from bench.load import Request, Result

LISTS = 6
SEEDED = ("--signals", "200", "--drafts", "2", "--cases", "0", "--meetings", "0")
BUSY = 'name="job"'


def table() -> str:
    """Return a table of six lists as an analyst pastes it."""
    found = made_up(LISTS)
    rows = [",".join([*found.lists, "n"])]
    for cell, count in enumerate(found.counts, start=1):
        rows.append(",".join([*(str(cell >> place & 1) for place in range(LISTS)), str(count)]))
    return "\n".join(rows)


def ask(officer: Browser) -> None:
    """Send the table; raise when it is not worked out."""
    page = officer.get("/schatting/")
    values = {"table": table(), "resamples": str(RESAMPLES), "seed": "1"}
    answer = officer.post("/schatting/", **values, csrfmiddlewaretoken=page.token)
    if answer.status != 200 or BUSY not in answer.text:
        message = f"asking for an estimate answers {answer.status}"
        raise RuntimeError(message)


def measure(instance: Instance, seed: Mapping[str, Any], *, seconds: float) -> dict[str, Result]:
    """Return what one visitor waits, alone and beside estimates."""
    port, found = instance.port, {}

    def visit() -> Result:
        return load.run(port, lambda: Request("/"), clients=1, seconds=seconds, warm=0.5)

    with instance.serving():
        officer = signed_in(port, seed["email"], seed["password"], seed["app_secret"])
        found["alone"] = visit()
        ask(officer)
        found["one estimate"] = visit()
        # The first one is not ready yet: the second waits for it.
        ask(officer)
        found["two estimates"] = visit()
    return found


def lines(found: dict[str, Result]) -> list[str]:
    """Return the figures as a table."""
    head = ["| beside | p50 ms | p95 ms | longest ms |", "|---|---:|---:|---:|"]
    rows = [
        f"| {name} | {one.percentile(0.5):.1f} | {one.percentile(0.95):.1f} | {max(one.times):.1f} |"
        for name, one in found.items()
    ]
    return [*head, *rows]


def main() -> None:
    """Print what was measured; put it in the document when asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.waiting")
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--write", action="store_true", help="put the figures in docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sluitend-bench-") as folder:
        instance = instances.create(Path(folder), {})
        seed = json.loads(instance.run("-m", "bench.seed", *SEEDED))
        found = measure(instance, seed, seconds=options.seconds)
    text = lines(found)
    print("\n".join(text))
    if options.write:
        how = f"`python -m bench.waiting`, {assurance.when_and_where()}. One visitor asks for the first page."
        report.put(DOCUMENT, "\n".join([how, "", *text]), what="waiting")


if __name__ == "__main__":
    main()
