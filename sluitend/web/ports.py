# SPDX-License-Identifier: EUPL-1.2
"""Ports of this machine. Needs nothing installed: set-up asks before it builds anything."""

import socket
import sys

HIGHEST = 65_535


def read(text: str) -> int | None:
    """Return the port that a person asked for, or nothing when it is not a port."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST else None


def taken(port: int, *, host: str = "127.0.0.1") -> bool:
    """Return whether somebody listens on the port (a closing connection of the past does not count)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def hold(port: int, *, host: str = "127.0.0.1") -> socket.socket | None:
    """Keep a port for this process and the server that it starts; None when somebody has it.

    A server asks the kernel to share its port, so two of them would each answer a part of the
    visitors and neither would say so. The first to bind here keeps others out, from before the
    server listens until it is closed; it never listens itself, so that every visitor reaches the server.
    """
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Connections of the past do not count; whoever binds from now on does.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((host, port))
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    except OSError:
        held.close()
        return None
    if sys.platform.startswith("linux"):
        # Only Linux lets a server join afterwards; elsewhere this was a check and nothing more.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    else:
        held.close()
    return held
