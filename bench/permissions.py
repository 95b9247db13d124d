# SPDX-License-Identifier: EUPL-1.2
"""`make drill-permissions`: the whole matrix, and the product without each of its checks in turn.

    python -m bench.permissions [--part matrix|checks] [--only PATH] [--write]

Every question is asked on both databases. Then each check of rights is taken out, one at a time,
and the tests must notice: tests that name its function or module and the matrix, each answer once
(of a page the matrix comes first); tests of the room; the matrix as every run asks it; all tests.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from bench import assurance
from bench.mutant import NAME, ROOT, Check, checks
from tools import postgres

MATRIX = "tests/permissions/test_matrix.py"
LIMIT_SECONDS = 900
_NO_TESTS = 5


@dataclass(frozen=True)
class Asked:
    """The whole matrix on one database."""

    database: str
    questions: int
    wrong_doors: int
    seconds: float


@dataclass(frozen=True)
class Removed:
    """What happened without one check: which tests noticed, or none."""

    check: Check
    noticed_by: str


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run pytest in this environment."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )


def whole_matrix(database: str, environment: Mapping[str, str]) -> Asked:
    """Ask every question on one database."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sluitend-matrix-") as folder:
        report = Path(folder) / "report.xml"
        result = run(["-n", "2", "--thorough", f"--junit-xml={report}", MATRIX], environment)
        if not report.exists():
            sys.exit(f"The matrix did not run:\n{result.stdout}")
        cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314 - we wrote it
    asked = [int(one.get("value", "0")) for case in cases for one in case.iter("property")]
    wrong = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    if wrong:
        print(result.stdout)
    return Asked(database, sum(asked), wrong, time.monotonic() - started)


def without(check: Check) -> Removed:
    """Run the tests without one check, until one of them notices."""
    started = time.monotonic()
    for name, paths in rounds(check).items():
        arguments = ["-p", "bench.mutant", "-x", "-m", "not browser and not postgresql", *paths]
        result = run(arguments, {NAME: check.name})
        if result.returncode < 0:
            # Ended from outside, before it said anything.
            result = run(arguments, {NAME: check.name})
        failed = re.search(r"^(?:FAILED|ERROR) (\S+::.+?)(?: - .*)?$", result.stdout, re.MULTILINE)
        if result.returncode not in (0, _NO_TESTS) and not failed:
            message = f"The tests did not run without {check.name}:\n{result.stdout}"
            raise RuntimeError(message)
        # A test that fails with the check in place has noticed something else.
        if failed and run([failed[1]], {}).returncode == 0:
            seconds = time.monotonic() - started
            print(f"noticed by {name} in {seconds:.0f} s: {check.name}: {check.text}", flush=True)
            return Removed(check, name)
    print(f"NOT NOTICED: {check.name}: {check.text}", flush=True)
    return Removed(check, "")


def rounds(check: Check) -> dict[str, list[str]]:
    """Return which tests to run, those first that are likely to notice soon."""
    room, module = ROOT.joinpath(*Path(check.path).parts[:2]), Path(check.path)
    matrix = ("the matrix", [MATRIX, "--only-database"])
    near = ("tests that name it", _tests_naming(check))
    first = (matrix, near) if {"views", "web"} & {*module.parts, module.stem} else (near, matrix)
    last = [
        ("tests of the room", [str(room / "tests")]),
        ("the matrix, asked of everybody", [MATRIX]),
        ("other tests", ["sluitend", "tests"]),
    ]
    return {name: paths for name, paths in (*first, *last) if paths}


def _tests_naming(check: Check) -> list[str]:
    """Return the files of tests in which the function of a check is named, or in its room the module.

    A module is also named by the file's own name and by what it offers. A folder of tests that bears the
    name of a part of the room counts as of the room; it comes first.
    """
    place = Path(check.path)
    room, module = ROOT.joinpath(*place.parts[:2]), place.stem
    offered = set(re.findall(r"^(?:def|class) ([A-Za-z]\w+)", (ROOT / place).read_text(), re.MULTILINE))
    found = []
    for file in sorted([*ROOT.glob("sluitend/*/tests/test_*.py"), *ROOT.glob("tests/**/test_*.py")]):
        words = set(re.findall(r"\w+", file.read_text())) | set(file.stem.split("_"))
        own = room in file.parents or file.parent.name in place.parts[2:]
        near = [check.function in words, own and module in words, own and bool(offered & words)]
        if "browser" not in file.parts and any(near):
            found.append((not own, near.index(True), str(file)))
    return [path for *_rank, path in sorted(found)]


def matrix_report(asked: Sequence[Asked]) -> str:
    """Return what the matrix answered, for the document."""
    lines = [
        f"`make drill-permissions`, {assurance.when_and_where()}.",
        "",
        "| database | questions | doors with a wrong answer | seconds |",
        "|---|---:|---:|---:|",
        *(f"| {one.database} | {one.questions:,} | {one.wrong_doors} | {one.seconds:.0f} |" for one in asked),
    ]
    return "\n".join(lines)


def checks_report(removed: Sequence[Removed]) -> str:
    """Return which tests noticed that a check was gone, for the document."""
    names = [one.noticed_by for one in removed]
    counts = ", ".join(f"{names.count(name)} by {name}" for name in dict.fromkeys(names) if name)
    unnoticed = [one.check for one in removed if not one.noticed_by]
    lines = [
        f"`make drill-permissions`, {assurance.when_and_where()}.",
        "",
        f"Checks taken out one at a time: {len(removed)}. Noticed: {counts}. Not noticed: {len(unnoticed)}.",
        *(f"- `{check.path}` `{check.text}`" for check in unnoticed),
    ]
    return "\n".join(lines)


def _tell(name: str, text: str, *, write: bool) -> None:
    print(f"\n{text}")
    if write:
        assurance.put(name, text)


def main() -> int:
    """Print what was found; 1 when an answer was wrong or a check was not missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.permissions")
    parser.add_argument("--only", default="", help="only the checks of which the place begins with this")
    parser.add_argument("--part", choices=["matrix", "checks"], help="only one of the two")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/assurance.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    faults = False
    if options.part != "checks":
        with postgres.temporary_server() as server:
            asked = [whole_matrix("SQLite", {}), whole_matrix("PostgreSQL", server.environment)]
        _tell("permissions-matrix", matrix_report(asked), write=options.write)
        faults = any(one.wrong_doors for one in asked)
    if options.part != "matrix":
        wanted = [check for check in checks() if check.path.startswith(options.only)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            removed = list(pool.map(without, wanted))
        # What one room gave stands beside what all gave, and not in its place.
        name, told = "permissions-checks", checks_report(removed)
        if options.only:
            name, told = "permissions-checks-of-a-room", f"{told}\n\nOnly those of `{options.only}`."
        _tell(name, told, write=options.write)
        faults = faults or any(not one.noticed_by for one in removed)
    return int(faults)


if __name__ == "__main__":
    sys.exit(main())
