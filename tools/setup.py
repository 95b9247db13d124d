# SPDX-License-Identifier: EUPL-1.2
"""`make setup`: everything that a running instance needs, built once and again when its source changes.

Each step is remembered by a fingerprint of the files it reads, so a second run takes a blink.
Standard library only: this runs before anything is installed.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "sluitend"
STAMP = VENV / "set-up.json"
OLDEST_PYTHON = (3, 11)
SETUP_LOCK = "requirements/setup.txt"
RUN_LOCKS = (SETUP_LOCK, "requirements/run.txt", "requirements/node.txt")
TEST_LOCKS = (*RUN_LOCKS, "requirements/test.txt")
# Two things are built at once, and one file remembers both.
STAMPING = Lock()


class SetupFailed(Exception):  # noqa: N818 - reads as a sentence
    """A step failed; the message says which one and how to mend it."""


@dataclass(frozen=True)
class Step:
    """One step: the files it depends on, what it makes, and the act itself."""

    name: str
    sources: tuple[str, ...]
    makes: tuple[Path, ...]
    act: Callable[[], None]


def run(*command: str | Path, remedy: str = "") -> None:
    """Run a command in the project's root; its output is shown only when it fails."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        shown = " ".join(str(part) for part in command)
        message = f"{result.stdout}\n`{shown}` failed (exit {result.returncode}). {remedy}".strip()
        raise SetupFailed(message)


def make_environment() -> None:
    """Create `.venv` afresh, with what installs the rest: a half-made or moved one is never repaired."""
    shutil.rmtree(VENV, ignore_errors=True)
    run(
        sys.executable,
        "-m",
        "venv",
        VENV,
        remedy="Python's venv module is needed: on Debian `apt-get install python3-venv`.",
    )
    pip_install("--require-hashes", "-r", SETUP_LOCK)


def pip_install(*arguments: str) -> None:
    """Install with pip; every file must match a hash in the requirements."""
    run(
        VENV_PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        *arguments,
        remedy="Is the package index within reach?",
    )


def install_requirements() -> None:
    """Install what a running instance needs; Node only where the system has no npm of its own."""
    files = ["requirements/run.txt"]
    if shutil.which("npm") is None:
        files.append("requirements/node.txt")
    pip_install("--require-hashes", *(part for file in files for part in ("-r", file)))


def install_test_requirements() -> None:
    """Add what the suite needs; the demo never asks for it."""
    pip_install("--require-hashes", "-r", "requirements/test.txt")


def install_project() -> None:
    """Make `.venv/bin/sluitend`; setuptools comes from our own lock file."""
    pip_install("--no-deps", "--no-build-isolation", "--editable", ".")


def sluitend(*arguments: str) -> None:
    """Run one of the application's own commands."""
    run(COMMAND, *arguments)


def installing() -> list[Step]:
    """Return the steps that install what a running instance needs, in order."""
    return [
        Step("environment", (SETUP_LOCK,), (VENV_PYTHON,), make_environment),
        Step("requirements", RUN_LOCKS, (), install_requirements),
        Step("package", ("pyproject.toml", "requirements/run.in"), (COMMAND,), install_project),
    ]


def installing_for_tests() -> list[Step]:
    """Return the step that adds what the suite needs."""
    return [Step("test requirements", TEST_LOCKS, (), install_test_requirements)]


def building() -> list[Step]:
    """Return the steps that build the files which the application serves."""
    return [
        Step(
            "assets",
            ("package.json", "package-lock.json", "sluitend/shell/assets/**/*", "sluitend/shell/assets.py"),
            (ROOT / "sluitend/shell/static/shell/dist",),
            lambda: sluitend("assets"),
        ),
        Step("texts", ("sluitend/**/*.po",), (), lambda: sluitend("compile_texts")),
        Step(
            "static files",
            ("sluitend/*/static/**/*", "sluitend/config/settings.py", "requirements/run.txt"),
            (ROOT / "build" / "static",),
            lambda: sluitend("collectstatic", "--noinput", "--clear"),
        ),
    ]


def fingerprint(patterns: Iterable[str]) -> str:
    """Return a hash over names and contents of the files that match."""
    digest = hashlib.sha256(sys.version.encode())
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def remembered() -> dict[str, str]:
    """Return the fingerprints of the last set-up; none when there was none."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def bring_up_to_date(steps: Iterable[Step], done: dict[str, str]) -> None:
    """Act where a source changed or something is missing; `done` and the stamp remember it."""
    for step in steps:
        if done.get(step.name) == fingerprint(step.sources) and all(path.exists() for path in step.makes):
            continue
        started = time.monotonic()
        step.act()
        if step.name == "environment":
            done.clear()
        with STAMPING:
            # Read again: the act may have made files that it also depends on.
            done[step.name] = fingerprint(step.sources)
            STAMP.write_text(json.dumps(done, indent=1))
        print(f"set-up: {step.name} ({time.monotonic() - started:.0f} s)", flush=True)


def set_up(*, with_tests: bool = False, with_files: bool = True) -> None:
    """Bring everything up to date; linters do without the built files. Raises `SetupFailed`.

    What the suite needs is installed while the files are built: neither asks for the other.
    """
    done = remembered()
    bring_up_to_date(installing(), done)
    beside = [building() if with_files else [], installing_for_tests() if with_tests else []]
    with ThreadPoolExecutor(len(beside)) as pool:
        for finished in [pool.submit(bring_up_to_date, steps, done) for steps in beside]:
            finished.result()


def main() -> int:
    """Set up; print what went wrong and how to mend it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--with-tests", action="store_true", help="also what the suite needs")
    options = parser.parse_args()
    if sys.version_info < OLDEST_PYTHON:
        print(f"set-up: Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed", file=sys.stderr)
        return 1
    try:
        set_up(with_tests=options.with_tests)
    except SetupFailed as failure:
        print(f"set-up: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
