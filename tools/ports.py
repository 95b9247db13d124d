# SPDX-License-Identifier: EUPL-1.2
"""Is a port of this machine free?"""

import socket


def taken(port: int, *, host: str = "127.0.0.1") -> bool:
    """Return whether somebody listens on the port (a closing connection of the past does not count)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
