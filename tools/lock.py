# SPDX-License-Identifier: EUPL-1.2
"""`make lock`: compile requirements/*.in with hashes, without any address of an index in the result."""

import os
import subprocess
import sys

from tools.setup import OLDEST_PYTHON, ROOT

ENVIRONMENT = ROOT / ".venv-lock"
# Each group and the lock files that it must agree with; the suite's comes first, it is the largest.
GROUPS: dict[str, tuple[str, ...]] = {
    "test": (),
    "run": ("test",),
    "setup": ("test",),
    "node": (),
    "lock": (),
}


def main() -> int:
    """Write the lock files; existing pins stay unless UPGRADE=1."""
    if not (ENVIRONMENT / "bin" / "uv").exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run(
            [
                *(str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install"),
                *("--quiet", "--require-hashes", "-r", "requirements/lock.txt"),
            ],
            cwd=ROOT,
            check=True,
        )
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") == "1" else []
    for group, agrees_with in GROUPS.items():
        constraints = [part for other in agrees_with for part in ("-c", f"requirements/{other}.txt")]
        subprocess.run(
            [
                *(str(ENVIRONMENT / "bin" / "uv"), "pip", "compile"),
                *("--quiet", "--universal", "--generate-hashes", "--no-header"),
                *("--python-version", ".".join(map(str, OLDEST_PYTHON))),
                *upgrade,
                *constraints,
                *(f"requirements/{group}.in", "-o", f"requirements/{group}.txt"),
            ],
            cwd=ROOT,
            check=True,
        )
        print(f"requirements/{group}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
