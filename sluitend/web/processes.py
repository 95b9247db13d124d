# SPDX-License-Identifier: EUPL-1.2
"""A child process that never outlives the one that started it."""

import ctypes
import os
import signal
import sys

# The process of the web server, whose worker processes load the application.
SERVED = "SLUITEND_SERVED"
_SET_PARENT_DEATH_SIGNAL = 1


def die_with_parent(parent: int, by: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel end this process when `parent` is gone, however it went.

    Called in the child, between fork and exec. On systems without this call the supervisor's own
    clean-up is all there is.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, by, 0, 0, 0)
    # The parent may have died before the kernel was told to watch it.
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def become_ordinary() -> None:
    """Undo what a supervisor or a shell's `&` did to signals: children must hear interrupts."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def die_with_server() -> None:
    """In a worker process of `sluitend serve`: go when the server itself was killed.

    Otherwise orphans would keep the port and, under old code or an old pack, answer a part of the
    visitors. At once: with the server gone nobody ends a worker that does not end itself, and what
    was not answered was not promised.
    """
    if server := os.environ.get(SERVED):
        die_with_parent(int(server), signal.SIGKILL)
