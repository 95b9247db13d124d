# SPDX-License-Identifier: EUPL-1.2
"""`make demo`: look at the port, set up, and become the application's own `demo` command."""

import os
import sys

from tools import ports, setup

HIGHEST_PORT = 65_535


def asked_port(text: str) -> int | None:
    """Return the port that was asked for, or nothing when it is not a port."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT else None


def main() -> int:
    """Replace this process by the demo, so that signals reach it; 1 when it cannot start."""
    asked = os.environ.get("PORT") or "8000"
    port = asked_port(asked)
    if port is None:
        print(f"demo: PORT={asked} is not a port; choose a number from 1 to {HIGHEST_PORT}", file=sys.stderr)
        return 1
    if ports.taken(port):
        print(
            f"demo: port {port} of 127.0.0.1 is taken. Stop what listens there, "
            f"or choose another: make demo PORT={port + 1 if port < HIGHEST_PORT else 8000}",
            file=sys.stderr,
        )
        return 1
    try:
        setup.set_up()
    except setup.SetupFailed as failure:
        print(f"set-up: {failure}", file=sys.stderr)
        return 1
    reset = ["--reset"] if os.environ.get("RESET") == "1" else []
    command = [str(setup.COMMAND), "demo", "--port", str(port), *reset]
    return os.execv(command[0], command)  # noqa: S606 - becomes our own command, without a shell


if __name__ == "__main__":
    sys.exit(main())
