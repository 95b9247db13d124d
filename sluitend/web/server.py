# SPDX-License-Identifier: EUPL-1.2
"""The web server and how it is run. Needs no settings: a benchmark starts it too."""

import os
import sys
from typing import NoReturn

from sluitend.web.processes import SERVED

APPLICATION = "sluitend.config.wsgi:application"


def server_command(host: str, port: int, processes: int, *, application: str = APPLICATION) -> list[str]:
    """Return the command line of the server.

    One thread a process: with more, writers on SQLite starve each other (docs/decisions/0002).
    """
    return [
        sys.executable,
        *("-m", "granian", application, "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", str(processes), "--blocking-threads", "1", "--backpressure", "128"),
        *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
        *("--no-access-log", "--log-level", "warning"),
    ]


def become(command: list[str]) -> NoReturn:
    """Replace this process by the server; its workers know by our number whether it still lives."""
    os.environ[SERVED] = str(os.getpid())
    os.execv(command[0], command)  # noqa: S606 - a program of our own environment, without a shell
