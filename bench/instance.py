# SPDX-License-Identifier: EUPL-1.2
"""A real instance of its own, to be measured or broken: folder, keys, database, server."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sluitend.web.server import APPLICATION, server_command

START_SECONDS = 30.0
# What `sluitend serve` does after its checks.
_SERVE = "import sys; from sluitend.web.server import become; become(sys.argv[1:])"


class NotServing(Exception):  # noqa: N818 - reads as a sentence
    """The server did not come up, or went away by itself."""


@dataclass(frozen=True)
class Instance:
    """Where an instance lives; `environment` makes any process a process of it."""

    folder: Path
    port: int
    environment: Mapping[str, str]

    def run(self, *command: str) -> str:
        """Run a Python command of this instance to its end; return what it printed."""
        return subprocess.run(
            [sys.executable, *command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def start(self, application: str = APPLICATION, *, processes: int = 2) -> subprocess.Popen[bytes]:
        """Start the server that `sluitend serve` becomes, in a process group of its own."""
        command = server_command("127.0.0.1", self.port, processes, application=application)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", _SERVE, *command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.folder / "server.log"

    def wait_until_serving(self, process: subprocess.Popen[bytes], path: str = "/") -> None:
        """Return as soon as a page is answered with 200; raise `NotServing` when none comes."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers(path):
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"the server does not answer {path}:\n{self.log.read_text()[-3000:]}"
                raise NotServing(message)
            time.sleep(0.005)

    def _answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    @contextmanager
    def serving(self, application: str = APPLICATION) -> Iterator[subprocess.Popen[bytes]]:
        """Serve until the block ends."""
        process = self.start(application)
        try:
            self.wait_until_serving(process)
            yield process
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes], *, at_once: bool = False) -> None:
    """Stop a server with all its processes: politely, or as a crash does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL if at_once else signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def create(folder: Path, database: Mapping[str, str]) -> Instance:
    """Return an instance in an empty folder; `bench.seed` makes and fills it."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SLUITEND_")}
    instance = Instance(
        folder,
        port,
        {
            **inherited,
            "SLUITEND_DATA": str(folder / "data"),
            "SLUITEND_STATIC": str(folder / "static"),
            "SLUITEND_SECRET_KEY": secrets.token_urlsafe(48),
            "SLUITEND_URL": f"http://127.0.0.1:{port}",
            "SLUITEND_TRUSTED_PROXIES": "127.0.0.1",
            "SLUITEND_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
            **database,
        },
    )
    (folder / "data").mkdir(mode=0o700)
    return instance


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
