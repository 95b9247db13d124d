# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: set up, then become the benchmark; WRITE=1 puts the figures in docs/benchmarks.md."""

import os
import sys

from tools import machine, setup


def main() -> int:
    """Replace this process by the benchmark; 1 when something is missing."""
    try:
        machine.ensure(machine.POSTGRESQL)
        setup.set_up()
    except (setup.SetupFailed, machine.Missing) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    write = ["--write"] if os.environ.get("WRITE") == "1" else []
    command = [str(setup.VENV_PYTHON), "-m", "bench", *write]
    return os.execv(command[0], command)  # noqa: S606 - becomes our own command, without a shell


if __name__ == "__main__":
    sys.exit(main())
