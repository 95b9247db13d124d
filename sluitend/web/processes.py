# SPDX-License-Identifier: EUPL-1.2
"""A child process that never outlives the one that started it."""

import ctypes
import os
import signal
import sys

# Set for the web server, whose worker processes load the application.
SERVED = "SLUITEND_SERVED"
_SET_PARENT_DEATH_SIGNAL = 1


def die_with_parent(parent: int) -> None:
    """Have the kernel terminate this process when `parent` is gone, however it went.

    Called in the child, between fork and exec. On systems without this call the supervisor's own
    clean-up is all there is.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    # The parent may have died before the kernel was told to watch it.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def become_ordinary() -> None:
    """Undo what a supervisor or a shell's `&` did to signals: children must hear interrupts."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def die_with_server() -> None:
    """In a worker process of `sluitend serve`: go when the server itself was killed.

    Otherwise orphans would keep the port, and the server that replaces theirs could not answer.
    """
    if os.environ.get(SERVED) == "1":
        die_with_parent(os.getppid())
