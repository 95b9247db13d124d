# SPDX-License-Identifier: EUPL-1.2
"""The supervisor keeps its children alive, and takes them along when it goes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sluitend.web import supervisor
from sluitend.web.supervisor import Child

PROGRAM = """
import sys
from sluitend.web import supervisor
from sluitend.web.supervisor import Child, Supervisor
supervisor.GRACE_SECONDS = 1.0
children = [Child(f"child-{n}", [sys.executable, "-c", code]) for n, code in enumerate(sys.argv[1:])]
sys.exit(Supervisor(children, say=lambda line: print(line, flush=True)).run())
"""
NOTE = "import os, pathlib; pathlib.Path({file!r}).open('a').write(f'{{os.getpid()}}\\n')\n"
WAIT = "import time\ntime.sleep(60)\n"


def start(*codes: str) -> subprocess.Popen[str]:
    """Start a supervisor in a process of its own, with one child for each piece of code."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *codes], stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for the supervisor; return what it said."""
    said, _ = process.communicate(timeout=20)
    return said


def soon(condition: Callable[[], bool]) -> bool:
    """Tell whether the condition comes true within some seconds."""
    deadline = time.monotonic() + 15
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def pids(file: Path) -> list[int]:
    """Return the process ids that children noted."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def alive(pid: int) -> bool:
    """Tell whether a process runs (a zombie that nobody reaped does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_terminate_stops_children_and_ends_with_zero(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    running = start(NOTE.format(file=str(file)) + WAIT, NOTE.format(file=str(file)) + WAIT)
    assert soon(lambda: len(pids(file)) == 2)
    running.send_signal(signal.SIGTERM)
    finish(running)
    assert running.returncode == 0
    assert not [pid for pid in pids(file) if alive(pid)]


def test_interrupt_of_the_whole_group_stops_once_and_cleanly(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    running = start(NOTE.format(file=str(file)) + WAIT)
    assert soon(lambda: len(pids(file)) == 1)
    os.killpg(running.pid, signal.SIGINT)
    assert finish(running) == ""
    assert running.returncode == 0


def test_children_die_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    running = start(NOTE.format(file=str(file)) + WAIT, NOTE.format(file=str(file)) + WAIT)
    assert soon(lambda: len(pids(file)) == 2)
    running.kill()
    finish(running)
    assert soon(lambda: not [pid for pid in pids(file) if alive(pid)])


def test_crashed_child_starts_again(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    running = start(NOTE.format(file=str(file)) + WAIT)
    assert soon(lambda: len(pids(file)) == 1)
    os.kill(pids(file)[0], signal.SIGKILL)
    assert soon(lambda: len(pids(file)) == 2)
    running.terminate()
    assert "child-0 ended with code -9; it starts again in 0.5 s." in finish(running)


def test_child_that_refuses_to_start_stops_everything(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    running = start(NOTE.format(file=str(file)) + WAIT, f"import sys; sys.exit({supervisor.REFUSED})")
    assert "child-1 refuses to start." in finish(running)
    assert running.returncode == 1
    assert not [pid for pid in pids(file) if alive(pid)]


def test_child_that_ignores_terminate_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    running = start(deaf + NOTE.format(file=str(file)) + WAIT)
    assert soon(lambda: len(pids(file)) == 1)
    running.terminate()
    assert "child-0 did not stop within 1 s and is killed." in finish(running)
    assert not alive(pids(file)[0])


def test_wait_doubles_while_it_keeps_crashing_and_has_an_end() -> None:
    child = Child("x", ["true"], started_at=time.monotonic())
    waits = [child.plan_restart() for _ in range(9)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_crash_after_a_healthy_time_counts_as_the_first() -> None:
    child = Child("x", ["true"], started_at=time.monotonic() - supervisor.HEALTHY_SECONDS, crashes=7)
    assert child.plan_restart() == 0.5
