# SPDX-License-Identifier: EUPL-1.2
"""What the suite needs from the system itself: PostgreSQL and Chromium, by apt when allowed."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST_POSTGRESQL = 15


class Missing(Exception):  # noqa: N818 - reads as a sentence
    """A program is missing and could not be installed; the message holds the remedy."""


@dataclass(frozen=True)
class Program:
    """A program of the system and the Debian packages that bring it."""

    title: str
    packages: tuple[str, ...]


POSTGRESQL = Program(f"PostgreSQL {OLDEST_POSTGRESQL} or newer", ("postgresql",))
# The same browser without its windows: it needs a fifth less work for each page. Without a font of its own
# a bare machine renders no letters at all.
CHROMIUM = Program("Chromium", ("chromium-headless-shell", "fonts-liberation"))
_CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")


def postgresql_folder() -> Path | None:
    """Return the folder with the newest server binaries that are new enough."""
    found = [
        (int(folder.parent.name), folder)
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and (folder / "initdb").exists()
    ]
    fitting = [(version, folder) for version, folder in found if version >= OLDEST_POSTGRESQL]
    return max(fitting)[1] if fitting else None


def chromium_path() -> Path | None:
    """Return the system's Chromium; the one without windows before the whole browser."""
    found = (shutil.which(name) for name in _CHROMIUM_NAMES)
    return next((Path(path) for path in found if path), None)


def is_present(program: Program) -> bool:
    """Return whether the program can be used now."""
    return (postgresql_folder() if program is POSTGRESQL else chromium_path()) is not None


def ensure(*programs: Program) -> None:
    """Install what is missing, as root by apt; raises `Missing` with the remedy."""
    missing = [program for program in programs if not is_present(program)]
    if not missing:
        return
    packages = [package for program in missing for package in program.packages]
    remedy = f"as root: apt-get update && apt-get install {' '.join(packages)}"
    titles = " and ".join(program.title for program in missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        message = f"{titles} cannot be found. Remedy: {remedy}"
        raise Missing(message)
    output = _apt_install(packages)
    if still := [program.title for program in missing if not is_present(program)]:
        message = f"{output}\n{' and '.join(still)} could not be installed. Remedy: {remedy}"
        raise Missing(message)


def _apt_install(packages: list[str]) -> str:
    """Install packages; the lists are read afresh only when the first try fails."""
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    code, output = _apt(install)
    if code:
        _apt(["apt-get", "update", "-q"])
        code, output = _apt(install)
    return output if code else ""


def _apt(command: list[str]) -> tuple[int, str]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    result = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


def main() -> int:
    """Install the named programs where they are missing; print the remedy when that cannot be."""
    programs = {"postgresql": POSTGRESQL, "chromium": CHROMIUM}
    try:
        ensure(*(programs[name] for name in sys.argv[1:]))
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
