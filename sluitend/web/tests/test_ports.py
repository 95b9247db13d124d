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


def server(port: int) -> socket.socket:
    """Listen as the web server does: on a port that may be shared."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_that_is_held_keeps_others_out_and_lets_its_own_server_in() -> None:
    port = free_port()
    held = ports.hold(port)
    assert held is not None
    with held:
        assert ports.hold(port) is None
        assert ports.taken(port)
        with server(port) as listener, socket.create_connection(("127.0.0.1", port)) as visitor:
            reached, _address = listener.accept()
            with reached:
                assert reached.getpeername() == visitor.getsockname()
            assert ports.hold(port) is None


def test_a_port_on_which_a_server_listens_cannot_be_held() -> None:
    port = free_port()
    with server(port):
        assert ports.hold(port) is None
    held = ports.hold(port)
    assert held is not None
    held.close()
