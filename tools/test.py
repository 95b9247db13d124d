# SPDX-License-Identifier: EUPL-1.2
"""`make test`: linters, types and the whole suite, on both databases and in a real browser.

The checks run beside the first half of the suite. Each stage reports on its own; the last line
counts tests over all runs. Standard library only: this starts before anything is installed.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tools import machine, postgres, setup

ROOT = setup.ROOT
BIN = setup.VENV / "bin"
UNPROVEN = {
    "sqlite": "Not proven in this run: everything on PostgreSQL. `make test` proves both.",
    "postgresql": "Not proven in this run: everything on SQLite. `make test` proves both.",
}
# One more than there are cores where tests wait for a browser; not where a database works beside them.
WORKERS = {"SQLite": (os.cpu_count() or 1) + 1, "PostgreSQL": os.cpu_count() or 1}
WIDE = ("--width=1280",)
NARROW = ("--width=390", "--only-database")
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff", ("ruff", "check", "--quiet", ".")),
    ("formatting", ("ruff", "format", "--quiet", "--check", ".")),
    ("imports between rooms", ("lint-imports", "--no-cache")),
    ("templates", ("djlint", "--quiet", "--lint", "sluitend")),
    ("migrations", ("sluitend", "makemigrations", "--check", "--dry-run")),
    ("types", ("mypy",)),
)


@dataclass(frozen=True)
class Counts:
    """How many tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


@dataclass(frozen=True)
class Outcome:
    """How one stage ended."""

    name: str
    ok: bool
    seconds: float
    counts: Counts | None = None
    output: str = ""

    def line(self) -> str:
        """Return the stage's line in the summary."""
        tests = ""
        if self.counts:
            tests = f"{self.counts.passed} passed, {self.counts.failed} failed"
            tests += f", {self.counts.skipped} skipped" if self.counts.skipped else ""
        return (
            f"  {'ok    ' if self.ok else 'FAILED'}  {self.name:<24}{self.seconds:>5.0f} s  {tests}".rstrip()
        )


def check(name: str, command: Sequence[str]) -> Outcome:
    """Run one linter; its output is kept for the report."""
    started = time.monotonic()
    environment = {**os.environ, "SLUITEND_SECRET_KEY": "only-for-checks"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    result = subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    ok = result.returncode == 0
    outcome = Outcome(name, ok, time.monotonic() - started, output="" if ok else result.stdout)
    print(f"check: {name}: {'ok' if ok else 'FAILED'}", flush=True)
    return outcome


def all_checks() -> list[Outcome]:
    """Run all linters, one after another: they share the machine with the suite."""
    return [check(name, command) for name, command in CHECKS]


def read_counts(report: Path) -> Counts | None:
    """Return the counts of a JUnit report; nothing when the run left none."""
    try:
        suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - we wrote it
    except (OSError, ET.ParseError):
        return None
    total, failed, skipped = (
        sum(sum(int(suite.get(key, "0")) for key in keys) for suite in suites)
        for keys in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return Counts(total - failed - skipped, failed, skipped)


def suite(name: str, environment: dict[str, str], *arguments: str) -> Outcome:
    """Run the whole suite against one database; its output goes to the terminal."""
    started = time.monotonic()
    print(f"\n== The suite on {name} ==", flush=True)
    with tempfile.TemporaryDirectory(prefix="sluitend-report-") as folder:
        report = Path(folder) / "report.xml"
        result = subprocess.run(
            [
                *(str(BIN / "python"), "-m", "pytest", "-q", "-n", str(WORKERS[name]), "--dist", "worksteal"),
                *(f"--junit-xml={report}", *arguments),
            ],
            cwd=ROOT,
            env=clean_environment() | environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        counts = read_counts(report)
    ok = result.returncode == 0 and counts is not None and counts.passed > 0
    return Outcome(f"suite on {name}", ok, time.monotonic() - started, counts or Counts(failed=1))


def clean_environment() -> dict[str, str]:
    """Return our environment without settings of an instance: the suite brings its own.

    Compiled code is kept, whatever this machine is set to: the suite starts some hundred processes, and
    each would compile everything again.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLUITEND_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def suites(databases: Sequence[str]) -> list[Outcome]:
    """Run the suite on each database; a PostgreSQL is started for it and ended after it."""
    # Together the two runs prove everything, and nothing twice that the database cannot change: a
    # journey that is walked at both widths is walked wide on the one and narrow on the other.
    both = len(databases) > 1
    outcomes = []
    for database in databases:
        if database == "sqlite":
            outcomes.append(suite("SQLite", {}, "-m", "not postgresql", *(WIDE if both else ())))
            continue
        with postgres.temporary_server() as server:
            outcomes.append(suite("PostgreSQL", server.environment, *(NARROW if both else ())))
    return outcomes


def show(outcomes: Sequence[Outcome], *, seconds: float) -> None:
    """Print what the checks found, then one line a stage."""
    for outcome in outcomes:
        if outcome.output:
            print(f"\n== {outcome.name} ==\n{outcome.output.rstrip()}")
    print(f"\n== Summary ({seconds:.0f} s) ==")
    for outcome in outcomes:
        print(outcome.line())


def report(outcomes: Sequence[Outcome], *, database: str, seconds: float) -> int:
    """Print the summary and the count of tests; return the exit code."""
    show(outcomes, seconds=seconds)
    if database in UNPROVEN:
        print(UNPROVEN[database])
    total = sum((outcome.counts for outcome in outcomes if outcome.counts), Counts())
    failed_checks = [outcome.name for outcome in outcomes if not outcome.ok and not outcome.counts]
    if failed_checks:
        print(f"Checks that failed: {', '.join(failed_checks)}")
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
    return 0 if all(outcome.ok for outcome in outcomes) else 1


def prepare(*, database: str, only_checks: bool) -> None:
    """Set up; programs of the system are installed beside it, since both mostly wait."""
    programs = [] if only_checks else [machine.CHROMIUM]
    if database != "sqlite" and not only_checks:
        programs.append(machine.POSTGRESQL)
    with ThreadPoolExecutor(1) as pool:
        installing: Future[None] = pool.submit(machine.ensure, *programs)
        setup.set_up(with_tests=True, with_files=not only_checks)
        installing.result()


def main() -> int:
    """Run all stages; 0 when every one is green."""
    parser = argparse.ArgumentParser(description="Prove the project.")
    parser.add_argument("--db", choices=["all", "sqlite", "postgresql"], default="all")
    parser.add_argument("--only-checks", action="store_true", help="linters and types, no suite")
    options = parser.parse_args()
    # A terminated run still ends its server and removes its folders.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    try:
        prepare(database=options.db, only_checks=options.only_checks)
    except (setup.SetupFailed, machine.Missing) as failure:
        print(f"test: {failure}", file=sys.stderr)
        return 1
    if options.only_checks:
        outcomes = all_checks()
        show(outcomes, seconds=time.monotonic() - started)
        return 0 if all(outcome.ok for outcome in outcomes) else 1
    databases = ["sqlite", "postgresql"] if options.db == "all" else [options.db]
    with ThreadPoolExecutor(1) as pool:
        checking = pool.submit(all_checks)
        outcomes = suites(databases)
        outcomes = checking.result() + outcomes
    return report(outcomes, database=options.db, seconds=time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
