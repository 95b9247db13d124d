# SPDX-License-Identifier: EUPL-1.2
"""`make demo`: look at the port, set up, and become the application's own `demo` command."""

import os
import sys

from sluitend.web import ports
from tools import setup


def main() -> int:
    """Replace this process by the demo, so that signals reach it; 1 when it cannot start."""
    asked = os.environ.get("PORT") or "8000"
    port = ports.read(asked)
    if port is None:
        print(f"demo: PORT={asked} is not a port; choose a number from 1 to {ports.HIGHEST}", file=sys.stderr)
        return 1
    if ports.taken(port):
        other = port + 1 if port < ports.HIGHEST else 8000
        print(
            f"demo: port {port} of 127.0.0.1 is taken. Stop what listens there, "
            f"or choose another: make demo PORT={other}",
            file=sys.stderr,
        )
        return 1
    if not setup.remembered():
        print("demo: the first start sets up everything. It takes a minute or two and needs the internet.")
        sys.stdout.flush()
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
