# SPDX-License-Identifier: EUPL-1.2
"""The real server before an application that has nothing left, not even its style sheets."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import instance
from sluitend.web.tests.test_headers import EXACT

CLOSE = b"Connection: close\r\n\r\n"
HERE = b"Host: 127.0.0.1\r\n"
GET = b"GET / HTTP/1.1\r\n" + HERE
POST = b"POST / HTTP/1.1\r\n" + HERE
# What comes to the application, however odd.
ODD = {
    "a page": GET + CLOSE,
    "a static file": b"GET /static/x.css HTTP/1.1\r\n" + HERE + CLOSE,
    "no host": b"GET / HTTP/1.1\r\n" + CLOSE,
    "another host": b"GET / HTTP/1.1\r\nHost: elders.example.invalid\r\n" + CLOSE,
    "another site": b"GET http://elders.example.invalid/ HTTP/1.1\r\n" + HERE + CLOSE,
    "an unknown method": b"BREW / HTTP/1.1\r\n" + HERE + CLOSE,
    "a tunnel": b"CONNECT a:1 HTTP/1.1\r\n" + HERE + CLOSE,
    "no path": b"OPTIONS * HTTP/1.1\r\n" + HERE + CLOSE,
    "no text in the path": b"GET /%ff%fe%00 HTTP/1.1\r\n" + HERE + CLOSE,
    "no text in a header": GET + b"Cookie: sessionid=\xe9\xff\r\n" + CLOSE,
    "no length": POST + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"0\r\n\r\n",
    "broken pieces": POST + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"ZZZ\r\n",
    "another protocol": GET + b"Upgrade: websocket\r\n" + CLOSE,
}
# What the server itself refuses, before any application: without our headers, and without content.
MALFORMED = {
    "noise": b"\x00\x01noise\r\n\r\n",
    "a method of signs": b"G@T / HTTP/1.1\r\n" + HERE + CLOSE,
    "a version of the future": b"GET / HTTP/9.9\r\n" + HERE + CLOSE,
    "a header without a colon": GET + b"<script>alert(1)</script>\r\n" + CLOSE,
    "a zero byte": GET + b"X: a\x00b\r\n" + CLOSE,
    "raw bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\n" + HERE + CLOSE,
    "a negative length": POST + b"Content-Length: -1\r\n" + CLOSE,
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n" + CLOSE,
    "an unknown encoding": POST + b"Transfer-Encoding: nonsense\r\n" + CLOSE,
    "a long address": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HERE + CLOSE,
    "many headers": GET + b"".join(b"X%d: a\r\n" % number for number in range(300)) + CLOSE,
}


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


def parts(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    names = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split()[1]), names, body


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
