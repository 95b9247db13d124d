# SPDX-License-Identifier: EUPL-1.2
"""Ways to end processes as a crash does, and to bring them back."""

import os
import random
import signal
import subprocess
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

    def start(self) -> None:
        """Start the server and wait until it serves."""
        self.process = self.instance.start()
        self.instance.wait_until_serving(self.process)

    def stop(self) -> None:
        """Stop the server politely."""
        if self.process is not None:
            instances.stop(self.process)

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
        self.process.wait()
        self.start()

    def kill_main(self) -> None:
        """Only the main process dies; its workers must go with it and free the port."""
        assert self.process is not None  # noqa: S101 - started before
        _kill_all([self.process.pid])
        self.process.wait()
        self.start()

    def kill_worker(self) -> None:
        """A worker process dies; the main process replaces it."""
        assert self.process is not None  # noqa: S101 - started before
        workers = children(self.process.pid)
        if workers:
            _kill_all([self.chance.choice(workers)])
        self.instance.wait_until_serving(self.process)

    def kill_database(self) -> None:
        """PostgreSQL dies at once with every process of it, and starts again by recovery."""
        assert self.database is not None and self.database.process is not None  # noqa: S101, PT018
        _kill_all([self.database.process.pid, *children(self.database.process.pid)])
        self.database.process.wait()
        self.database.start()
        assert self.process is not None  # noqa: S101 - started before
        self.instance.wait_until_serving(self.process)

    def kill_connection(self) -> None:
        """One process of PostgreSQL dies; the server throws everybody out and recovers by itself."""
        assert self.database is not None and self.database.process is not None  # noqa: S101, PT018
        processes = children(self.database.process.pid)
        if processes:
            _kill_all([self.chance.choice(processes)])
        assert self.process is not None  # noqa: S101 - started before
        self.instance.wait_until_serving(self.process)

    def kill_both(self) -> None:
        """Everything dies in the same moment, as when the power goes."""
        assert self.process is not None and self.database is not None  # noqa: S101, PT018
        assert self.database.process is not None  # noqa: S101
        database = self.database.process
        mine = [self.process.pid, *children(self.process.pid)]
        _kill_all([*mine, database.pid, *children(database.pid)])
        self.process.wait()
        database.wait()
        self.database.start()
        self.start()


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
