# SPDX-License-Identifier: EUPL-1.2
"""The web server and how it is run. Needs no settings: a benchmark starts it too."""

import sys

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
