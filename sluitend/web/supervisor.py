# SPDX-License-Identifier: EUPL-1.2
"""One process that keeps web and worker alive, and takes both along when it goes.

A child that crashes is started again, ever later while it keeps crashing. A child that refuses to
start (exit code `REFUSED`) would refuse again: then everything stops.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sluitend.web.processes import become_ordinary, die_with_parent

REFUSED = 78  # EX_CONFIG of sysexits.h
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
# A child that ran this long was healthy: its next crash counts as the first.
HEALTHY_SECONDS = 60.0
GRACE_SECONDS = 8.0
_HEARD = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD}


@dataclass
class Child:
    """A process to keep alive: its name for messages, and the command that starts it."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    crashes: int = 0

    def start(self) -> None:
        """Start it in a process group of its own, so that an interrupt reaches it once: from us."""
        parent = os.getpid()

        def prepare() -> None:
            become_ordinary()
            die_with_parent(parent)

        # Safe after fork: the supervisor has one thread and `prepare` takes no lock.
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509
        )
        self.started_at = time.monotonic()

    def plan_restart(self) -> float:
        """Note a crash; return the seconds until the next try."""
        now = time.monotonic()
        self.crashes = 1 if now - self.started_at >= HEALTHY_SECONDS else self.crashes + 1
        wait = min(FIRST_WAIT_SECONDS * 2.0 ** (self.crashes - 1), LONGEST_WAIT_SECONDS)
        self.start_at = now + wait
        return wait


@dataclass
class Supervisor:
    """Runs children until it hears an interrupt or a terminate; `say` gets one line per event."""

    children: Sequence[Child]
    say: Callable[[str], None]
    _stopping: bool = field(default=False, init=False)

    def run(self) -> int:
        """Start all children and keep them alive; 0 after a stop that was asked for, else 1."""
        previous = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        code = 0
        try:
            while not self._stopping:
                self._start_those_due()
                self._listen()
                if self._anyone_refused():
                    code = 1
                    break
        finally:
            self._stop_all()
            signal.pthread_sigmask(signal.SIG_SETMASK, previous)
        return code

    def _start_those_due(self) -> None:
        for child in self.children:
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def _listen(self) -> None:
        """Wait for a signal, or until the next child is due."""
        due = [child.start_at - time.monotonic() for child in self.children if child.process is None]
        heard = signal.sigtimedwait(_HEARD, max(0.0, min(due, default=3600.0)))
        if heard and heard.si_signo != signal.SIGCHLD:
            self._stopping = True

    def _anyone_refused(self) -> bool:
        for child in self.children:
            if child.process is None or (code := child.process.poll()) is None:
                continue
            child.process = None
            if code == REFUSED:
                self.say(f"{child.name} refuses to start.")
                return True
            if not self._stopping:
                wait = child.plan_restart()
                self.say(f"{child.name} ended with code {code}; it starts again in {wait:g} s.")
        return False

    def _stop_all(self) -> None:
        """Terminate children in order: web first, so that no request finds a half-stopped system."""
        for child in self.children:
            if child.process is None:
                continue
            child.process.terminate()
            try:
                child.process.wait(timeout=GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} did not stop within {GRACE_SECONDS:g} s and is killed.")
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
            child.process = None
