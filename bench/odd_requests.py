# SPDX-License-Identifier: EUPL-1.2
"""Requests as no browser sends them, byte for byte: some come to the application, some are none."""

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
    "a length beside pieces": POST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"
    + CLOSE
    + b"3\r\na=1\r\n0\r\n\r\n",
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


def parts(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    """Return the status of an answer, its headers by their names in small letters, and its body."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    names = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split()[1]), names, body
