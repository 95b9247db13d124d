# SPDX-License-Identifier: EUPL-1.2
"""`make drill-…`: set up, then become the drill; WRITE=1 puts its figures in docs/assurance.md."""

import argparse
import os
import sys

from tools import machine, setup

DRILLS = {
    "codes": "bench.code_timing",
    "durability": "bench.durability",
    "guessing": "bench.guessing",
    "permissions": "bench.permissions",
    "proxy": "bench.proxy",
}
# This one runs the suite itself.
WITH_TESTS = {"permissions"}


def main() -> int:
    """Replace this process by the drill; 1 when something is missing."""
    parser = argparse.ArgumentParser(description="Run one drill.")
    parser.add_argument("drill", choices=sorted(DRILLS))
    options = parser.parse_args()
    try:
        machine.ensure(machine.POSTGRESQL)
        setup.set_up(with_tests=options.drill in WITH_TESTS)
    except (setup.SetupFailed, machine.Missing) as failure:
        print(f"drill: {failure}", file=sys.stderr)
        return 1
    write = ["--write"] if os.environ.get("WRITE") == "1" else []
    command = [str(setup.VENV_PYTHON), "-m", DRILLS[options.drill], *write]
    return os.execv(command[0], command)  # noqa: S606 - becomes our own command, without a shell


if __name__ == "__main__":
    sys.exit(main())
