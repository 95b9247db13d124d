# SPDX-License-Identifier: EUPL-1.2
"""Ports of this machine. Needs nothing installed: set-up asks before it builds anything."""

import socket

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
