# SPDX-License-Identifier: EUPL-1.2
"""The real server before an application that has nothing left, not even its style sheets."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import instance
from bench.odd_requests import CLOSE, GET, MALFORMED, ODD, parts
from sluitend.web.tests.test_headers import EXACT


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve on a free port, from an empty folder."""
    made = instance.create(Path(tmp_path_factory.mktemp("served")), {})
    process = made.start("tests.served:application", processes=1)
    deadline = time.monotonic() + instance.START_SECONDS
    while not _answers(made.port) and time.monotonic() < deadline:
        time.sleep(0.02)
    yield made.port
    instance.stop(process)


def _answers(port: int) -> bool:
    try:
        return bool(told(port, GET + CLOSE))
    except OSError:
        return False


def told(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request)
        found = b""
        while piece := connection.recv(65_536):
            found += piece
    return found


@pytest.mark.parametrize("name", ODD)
def test_whatever_reaches_the_application_is_answered_with_all_headers(port: int, name: str) -> None:
    status, headers, body = parts(told(port, ODD[name]))
    assert status == 500
    assert b"Bel 112." in body
    assert {name: headers.get(name.lower()) for name in EXACT} == EXACT
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_request_gets_an_empty_answer_of_the_server(port: int, name: str) -> None:
    status, headers, body = parts(told(port, MALFORMED[name]))
    assert status in (400, 414, 431)
    assert body == b""
    assert set(headers) <= {"content-length", "connection", "date"}
