# SPDX-License-Identifier: EUPL-1.2
"""No worker outlives its server, at whichever moment that was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sluitend.web.server import become

# A server that starts one worker, says its number, and stays.
SERVER = """
import subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE, text=True)
worker.stdout.readline()
print(worker.pid, flush=True)
time.sleep(60)
"""
STARTING = """
import time
from sluitend.web.processes import die_with_server
print("starts", flush=True)
time.sleep(0.5)
die_with_server()
time.sleep(60)
"""
SERVING = """
import signal, time
from sluitend.web.processes import die_with_server
signal.signal(signal.SIGTERM, signal.SIG_IGN)
die_with_server()
print("serves", flush=True)
time.sleep(60)
"""
BECOME = "import sys; from sluitend.web.server import become; become(sys.argv[1:])"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's watch is Linux's")
@pytest.mark.parametrize("worker", [STARTING, SERVING], ids=["while it starts", "while it is deaf"])
def test_a_worker_goes_when_its_server_is_killed(worker: str) -> None:
    command = [sys.executable, "-c", BECOME, sys.executable, "-c", SERVER, worker]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        server.kill()
    assert gone_within(pid, seconds=10), "the worker is an orphan"


def test_a_process_that_is_no_worker_is_left_alone() -> None:
    code = "from sluitend.web.processes import die_with_server; die_with_server(); print('lives')"
    environment = {name: value for name, value in os.environ.items() if name != "SLUITEND_SERVED"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "lives\n"


def test_the_server_keeps_the_number_that_its_workers_know(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []
    monkeypatch.setenv("SLUITEND_SERVED", "")
    monkeypatch.setattr(os, "execv", lambda *_: seen.append(os.environ.get("SLUITEND_SERVED")))
    become(["anything"])
    assert seen == [str(os.getpid())]


def gone_within(pid: int, *, seconds: float) -> bool:
    """Wait until a process is gone; end it when it does not go, so that the test leaves nothing."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    return False
