# SPDX-License-Identifier: EUPL-1.2
"""A port is read strictly, and a taken one is seen."""

import socket

import pytest

from sluitend.web import ports


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "80.0", "8000x", "٣", "99999999999"])
def test_what_is_not_a_port(text: str) -> None:
    assert ports.read(text) is None


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_what_is_a_port(text: str, port: int) -> None:
    assert ports.read(text) == port


def test_port_with_a_listener_is_taken_and_free_again_after_it() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert ports.taken(port)
    assert not ports.taken(port)
