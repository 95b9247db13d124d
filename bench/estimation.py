# SPDX-License-Identifier: EUPL-1.2
"""`python -m bench.estimation`: what estimating costs, and a hundred thousand random tables.

    python -m bench.estimation [--published FOLDER] [--tables N] [--write]

CPU seconds of this process, on one core when OPENBLAS_NUM_THREADS is 1. The published tables are no part
of the project: with their folder the figures are theirs, without it those of tables of the same shape.
"""

import argparse
import math
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bench import assurance, report
from sluitend.estimation import METHODS, CaptureTable, Options, compare, estimate, read_csv
from sluitend.estimation.estimates import Stepwise

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
RESAMPLES = 1000
NAMES = ("UKdat", "Ned", "UKdat_5", "Korea")


def made_up(lists: int, seed: int = 5) -> CaptureTable:
    """Return a sparse table: many people on one list, few on two, hardly any on more."""
    chance = np.random.default_rng(seed)
    counts = np.array([chance.poisson(4000 / 12 ** cell.bit_count()) for cell in range(1, 2**lists)])
    return CaptureTable(tuple("ABCDEFGHIJ"[:lists]), counts.astype(np.int64))


def tables(folder: Path | None) -> dict[str, CaptureTable]:
    """Return the tables to measure on, by name."""
    if folder is not None:
        return {name: read_csv((folder / f"{name}.csv").read_text()) for name in NAMES}
    return {f"made up, {lists} lists": made_up(lists) for lists in (6, 5, 3)}


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds that something takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def replicates(table: CaptureTable) -> None:
    """Choose a model anew on each of a thousand resamples."""
    estimator = Stepwise(table.size, 0.02)
    for row in table.resamples(RESAMPLES, seed=1):
        estimator(row)


def costs(found: dict[str, CaptureTable]) -> list[str]:
    """Return lines of a table: a thousand stepwise replicates, and each method without resamples."""
    lines = [
        f"| table | people | {RESAMPLES:,} stepwise replicates | BIC | graphs | all, every variant |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    bare = Options(resamples=0)
    for name, table in found.items():
        figures = [
            spent(partial(replicates, table)),
            spent(partial(estimate, table, "bic", bare)),
            spent(partial(estimate, table, "dga", bare)),
            spent(partial(compare, table, bare)),
        ]
        told = " | ".join(f"{one:.2f} s" for one in figures)
        lines.append(f"| {name} | {table.observed:,} | {told} |")
    return lines


def try_random(number: int, seed: int = 1) -> Counter[str]:
    """Estimate random sparse tables by every method; return how each ended.

    Raises `AssertionError` for an answer that is no number, below who was seen, or without a reason.
    """
    chance, ends = np.random.default_rng(seed), Counter[str]()
    for index in range(number):
        lists = int(chance.integers(2, 5))
        counts = chance.poisson(chance.choice([0.3, 1.0, 4.0, 30.0]), size=2**lists - 1)
        counts *= chance.random(2**lists - 1) < chance.choice([0.3, 0.6, 1.0])
        counts[0] += 1
        table = CaptureTable(tuple("ABCD"[:lists]), counts.astype(np.int64))
        # Resampling is tried on one in fifty: it is fifty times as much work.
        options = Options(resamples=20 if index % 50 == 0 else 0, highest=3 if lists < 4 else 2, seed=index)
        for method in METHODS:
            found = estimate(table, method, options)
            if found.estimate is None:
                _require(found.reason is not None and found.interval is None, table, method)
                ends[f"{method}: {found.reason.code if found.reason else ''}"] += 1
                continue
            _require(math.isfinite(found.estimate) and found.estimate >= table.observed, table, method)
            bounds = (found.interval.lower, found.interval.upper) if found.interval else (0.0, 0.0)
            _require(math.isfinite(sum(bounds)) and bounds[0] <= bounds[1], table, method)
            ends[f"{method}: estimate"] += 1
    return ends


def _require(holds: bool, table: CaptureTable, method: str) -> None:
    if not holds:
        message = f"{method} on {table.counts.tolist()}"
        raise AssertionError(message)


def main() -> None:
    """Print what was measured; put it in the documents when asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.estimation")
    parser.add_argument("--published", type=Path, help="folder with the published tables")
    parser.add_argument("--tables", type=int, default=0, metavar="N", help="random tables to try")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/")
    options = parser.parse_args()
    lines = costs(tables(options.published))
    print("\n".join(lines))
    if options.write:
        how = f"`python -m bench.estimation`, {assurance.when_and_where()}, CPU seconds of one process."
        report.put(DOCUMENT, "\n".join([how, "", *lines]), what="estimation")
    if options.tables:
        ends = try_random(options.tables)
        told = "; ".join(f"{name} {number:,}" for name, number in sorted(ends.items()))
        text = f"`python -m bench.estimation --tables {options.tables}`, {assurance.when_and_where()}. "
        text += f"Random sparse tables: {options.tables:,}; none gave an answer that is no number. {told}."
        print(text)
        if options.write:
            assurance.put("estimation", text)


if __name__ == "__main__":
    main()
