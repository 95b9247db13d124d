# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL of our own: in a temporary folder, on a Unix socket, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.machine import OLDEST_POSTGRESQL, postgresql_folder

START_SECONDS = 60
USER = "postgres"
# The owner of the tables, the application, and the suite: connected as the application, but able to
# become the owner within a test, which the application itself never is.
OWNER, APPLICATION = "sluitend_owner", "sluitend"
SUITE = f"{APPLICATION}_suite"
_ROLES = (
    f"CREATE ROLE {OWNER} LOGIN CREATEDB; CREATE ROLE {APPLICATION} LOGIN; "
    f"CREATE ROLE {SUITE} LOGIN NOINHERIT IN ROLE {OWNER}, {APPLICATION}"
)


@dataclass
class Server:
    """A running server; `environment` points the application at it."""

    folder: Path
    binaries: Path
    durable: bool
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings by which the application finds the server."""
        return {
            "SLUITEND_PG_NAME": "sluitend",
            "SLUITEND_PG_HOST": str(self.folder),
            "SLUITEND_PG_USER": APPLICATION,
            "SLUITEND_PG_OWNER": OWNER,
        }

    @property
    def log(self) -> Path:
        """Return the file with what the server said."""
        return self.folder / "log"

    def start(self) -> None:
        """Start the server on the existing data folder and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", *_options(self)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_postgres(),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                message = f"PostgreSQL did not start:\n{self.log.read_text()[-2000:]}"
                raise RuntimeError(message)
            time.sleep(0.05)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server: politely, or at once as a crash does."""
        if self.process is None:
            return
        if at_once:
            self.process.kill()
        else:
            # SIGINT is "fast shutdown": it ends sessions and does not wait for clients.
            self.process.send_signal(2)
        self.process.wait(timeout=START_SECONDS)
        self.process = None

    def create_database(self) -> None:
        """Make both roles, and the empty database that `environment` names."""
        self._run("psql", "-q", "-d", "postgres", "-c", _ROLES)
        self._run("createdb", "--encoding=UTF8", "--template=template0", f"--owner={OWNER}", "sluitend")

    def _answers(self) -> bool:
        result = subprocess.run(
            [self.binaries / "pg_isready", "-q", "-h", self.folder, "-U", USER, "-d", "postgres"], check=False
        )
        return result.returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.binaries / program, "-h", self.folder, "-U", USER, *arguments], check=True, **_as_postgres()
        )


@contextmanager
def temporary_server(*, durable: bool = False) -> Iterator[Server]:
    """Run a server until the block ends; `durable` keeps the promises of a real one.

    A suite rolls nearly everything back and needs no protection from a power cut; a benchmark
    and a drill do.
    """
    binaries = postgresql_folder()
    if binaries is None:
        message = f"PostgreSQL {OLDEST_POSTGRESQL} or newer cannot be found under /usr/lib/postgresql"
        raise RuntimeError(message)
    folder = Path(tempfile.mkdtemp(prefix="sluitend-pg-"))
    server = Server(folder, binaries, durable)
    try:
        _give_to_postgres(folder)
        _initialise(server)
        server.start()
        server.create_database()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(server: Server) -> None:
    with server.log.open("ab") as log:
        subprocess.run(
            [
                str(server.binaries / "initdb"),
                *("-D", str(server.folder / "data"), "-U", USER, "-A", "trust", "--no-sync"),
                *("-E", "UTF8", "--locale=C.UTF-8"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=True,
            **_as_postgres(),
        )


def _options(server: Server) -> list[str]:
    values = {
        "listen_addresses": "",
        "unix_socket_directories": str(server.folder),
        # Races of fifty at once, in each of the processes that share it.
        "max_connections": "200",
        "shared_buffers": "128MB",
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",
        "timezone": "UTC",
    }
    if not server.durable:
        # A pack is large, and each test publishes one.
        values |= {
            "default_toast_compression": "lz4",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
    return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]


def _as_postgres() -> dict[str, Any]:
    """Return how to start a process: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {"cwd": "/"}
    account = pwd.getpwnam(USER)
    return {
        "cwd": "/",
        "user": account.pw_uid,
        "group": account.pw_gid,
        "extra_groups": [],
        "env": {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": "/", "LC_ALL": "C.UTF-8"},
    }


def _give_to_postgres(folder: Path) -> None:
    if os.geteuid() == 0:
        account = pwd.getpwnam(USER)
        os.chown(folder, account.pw_uid, account.pw_gid)
        # The log is opened by us and written by the server.
        (folder / "log").touch()
        os.chown(folder / "log", account.pw_uid, account.pw_gid)
