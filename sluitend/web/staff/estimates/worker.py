# SPDX-License-Identifier: EUPL-1.2
"""The process that works out one estimate, beside those that serve pages; keeps all of it in memory.

Takes the question from its standard input and tells how far it is to who asks at its socket. One at a time
computes: the others wait for a lock, with nothing loaded yet. It ends when it is told to, when nobody asks
any more, and at a limit of processor time.
"""

import fcntl
import json
import os
import resource
import socket
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any

TELL, STOP = b"tell", b"stop"
_MOST_CPU_SECONDS = 240
_UNWATCHED_SECONDS = 120.0
# How much less than others this counts for the scheduler.
_NICE = 10
_PATIENCE_SECONDS = 5.0


class Work:
    """The work, in a thread of its own: `said` is how far it is, as JSON."""

    def __init__(self, asked: dict[str, Any], lock: Path) -> None:
        self.said = _so_far(None)
        self.failed = False
        self._asked, self._lock = asked, lock
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            with self._lock.open("w") as lock:
                self._take(lock)
                self._compute()
        except BaseException:
            self.failed = True
            raise

    def _take(self, lock: IO[str]) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.said = _so_far(None, waits=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.said = _so_far(None)

    def _compute(self) -> None:
        # Only now: who waits for the lock is small.
        from sluitend import estimation
        from sluitend.web.staff.estimates import parts

        text = self._asked["text"]
        question = parts.Question(
            text, estimation.read_csv(text), self._asked["resamples"], self._asked["seed"]
        )
        answer = parts.Answer()
        while True:
            self.said = _so_far(parts.as_data(question, answer))
            if not parts.busy_with(question, answer):
                return
            answer = parts.one_step(question, answer)


def _so_far(answer: Any, *, waits: bool = False) -> bytes:
    return json.dumps({"waits": waits, "answer": answer}).encode()


def serve(listener: socket.socket, work: Work) -> None:
    """Tell how far the work is until nobody asks, somebody stops it, or it failed."""
    listener.settimeout(_UNWATCHED_SECONDS)
    while True:
        try:
            visitor, _address = listener.accept()
        except TimeoutError:
            return
        # Who asks and goes away again stops nothing.
        with visitor, suppress(OSError):
            visitor.settimeout(_PATIENCE_SECONDS)
            if visitor.recv(len(STOP)) == STOP or work.failed:
                return
            visitor.sendall(work.said)


def main() -> None:
    """Work out what standard input asks; the arguments are the socket, its path and the lock."""
    number, path, lock = sys.argv[1:]
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU_SECONDS, _MOST_CPU_SECONDS))
    with socket.socket(fileno=int(number)) as listener:
        try:
            serve(listener, Work(json.load(sys.stdin), Path(lock)))
        finally:
            Path(path).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
