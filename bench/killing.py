# SPDX-License-Identifier: EUPL-1.2
"""Ways to end processes as a crash does, and to bring them back."""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench import instance as instances
from bench.instance import Instance
from tools.postgres import Server


@dataclass
class Victims:
    """The running server, and the PostgreSQL under it if any; each kill is `kill -9`."""

    instance: Instance
    database: Server | None
    chance: random.Random
    process: subprocess.Popen[bytes] | None = None
    kills: Counter[str] = field(default_factory=Counter)

    over: threading.Event = field(default_factory=threading.Event)
    manager: threading.Thread | None = None

    def start(self) -> None:
        """Have the server run from now on, as a service manager does, and wait until it serves."""
        self.process = self.instance.start()
        self.manager = threading.Thread(target=self._manage)
        self.manager.start()
        self._wait_until_serving()

    def stop(self) -> None:
        """Stop the server politely."""
        self.over.set()
        if self.manager is not None:
            self.manager.join()
        if self.process is not None:
            instances.stop(self.process)

    def _manage(self) -> None:
        """Start the server again whenever it is gone: it ends itself when a worker dies twice soon after."""
        while not self.over.wait(0.05):
            if self.process is not None and self.process.poll() is not None:
                self.process = self.instance.start()

    def _wait_until_serving(self) -> None:
        """Wait until a page is answered, by whichever process is the server then."""
        deadline = time.monotonic() + instances.START_SECONDS
        while True:
            assert self.process is not None  # noqa: S101 - started before
            try:
                return self.instance.wait_until_serving(self.process)
            except instances.NotServing:
                if time.monotonic() > deadline:
                    raise

    def kill(self) -> str:
        """Kill something, bring it back, and return what it was."""
        ways: dict[str, Callable[[], None]] = {
            "whole web server": self.kill_server,
            "main process of the web server": self.kill_main,
            "worker process of the web server": self.kill_worker,
        }
        if self.database is not None:
            ways |= {
                "database server with all its processes": self.kill_database,
                "process of one database connection": self.kill_connection,
                "web and database server": self.kill_both,
            }
        name = self.chance.choice(sorted(ways))
        ways[name]()
        self.kills[name] += 1
        return name

    def kill_server(self) -> None:
        """The machine's web server dies at once, as when memory runs out."""
        assert self.process is not None  # noqa: S101 - started before
        _kill_all([self.process.pid, *children(self.process.pid)])
        self._wait_until_serving()

    def kill_main(self) -> None:
        """Only the main process dies; its workers must go with it and free the port."""
        assert self.process is not None  # noqa: S101 - started before
        _kill_all([self.process.pid])
        self._wait_until_serving()

    def kill_worker(self) -> None:
        """A worker process dies; the main process replaces it."""
        assert self.process is not None  # noqa: S101 - started before
        workers = children(self.process.pid)
        if workers:
            _kill_all([self.chance.choice(workers)])
        self._wait_until_serving()

    def kill_database(self) -> None:
        """PostgreSQL dies at once with every process of it, and starts again by recovery."""
        assert self.database is not None and self.database.process is not None  # noqa: S101, PT018
        _kill_all([self.database.process.pid, *children(self.database.process.pid)])
        self.database.process.wait()
        self.database.start()
        self._wait_until_serving()

    def kill_connection(self) -> None:
        """One process of PostgreSQL dies; the server throws everybody out and recovers by itself."""
        assert self.database is not None and self.database.process is not None  # noqa: S101, PT018
        processes = children(self.database.process.pid)
        if processes:
            _kill_all([self.chance.choice(processes)])
        self._wait_until_serving()

    def kill_both(self) -> None:
        """Everything dies in the same moment, as when the power goes."""
        assert self.process is not None and self.database is not None  # noqa: S101, PT018
        assert self.database.process is not None  # noqa: S101
        database = self.database.process
        mine = [self.process.pid, *children(self.process.pid)]
        _kill_all([*mine, database.pid, *children(database.pid)])
        database.wait()
        self.database.start()
        self._wait_until_serving()


def children(parent: int) -> list[int]:
    """Return the child processes of a process."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError):
                fields = (path / "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == parent and fields[0] != "Z":
                    found.append(int(path.name))
    return found


def _kill_all(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
