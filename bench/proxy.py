# SPDX-License-Identifier: EUPL-1.2
"""`make drill-proxy`: nginx as docs/nginx.conf has it, before the real server.

    python -m bench.proxy [--write]

Whatever comes in, also what is no request, must be answered with every header, once. What a visitor
says about where they come from changes nothing. Who sends a form slowly holds up nobody. When the
server is away a page says whom to call. The log names no address, TLS is spoken as the NCSC advises, and no
request ends elsewhere for the server than for nginx.
"""

import argparse
import re
import signal
import socket
import ssl
import sys
import time
import warnings
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace

from bench import assurance
from bench.durability import on
from bench.instance import Instance, NotServing, stop
from bench.nginx import HOST, START_SECONDS, Proxy, before, passed_on, standing_in
from bench.odd_requests import MALFORMED, ODD, parts
from sluitend.web.headers import ALWAYS

UNLOGGED = "never-in-a-log"
EVERY = {
    **ALWAYS,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
SLOW_VISITORS, MOST_SECONDS = 12, 1.0
# By which version and suites somebody comes, and whether they are let in.
SPOKEN = {
    "TLS 1.3": (ssl.TLSVersion.TLSv1_3, "DEFAULT", True),
    "TLS 1.2": (ssl.TLSVersion.TLSv1_2, "DEFAULT", True),
    "TLS 1.2 with CBC": (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA256", False),
    "TLS 1.2 without a fresh key": (ssl.TLSVersion.TLSv1_2, "kRSA", False),
    "TLS 1.1": (ssl.TLSVersion.TLSv1_1, "ALL", False),
    "TLS 1.0": (ssl.TLSVersion.TLSv1, "ALL", False),
}
_SECOND = "GET /a-second-request/ HTTP/1.1\r\nHost: x\r\n\r\n"
# Where a form ends can be read in two ways.
AMBIGUOUS = {
    "a length beside pieces": ["Content-Length: 4", "Transfer-Encoding: chunked", "", f"0\r\n\r\n{_SECOND}"],
    "pieces beside a length": ["Transfer-Encoding: chunked", "Content-Length: 60", "", f"0\r\n\r\n{_SECOND}"],
    "pieces with a space": ["Content-Length: 5", "Transfer-Encoding : chunked", "", f"0\r\n\r\n{_SECOND}"],
    "pieces in other words": ["Content-Length: 5", "Transfer-Encoding: xchunked", "", f"0\r\n\r\n{_SECOND}"],
    "pieces twice": ["Transfer-Encoding: chunked", "Transfer-Encoding: x", "", f"0\r\n\r\n{_SECOND}"],
    "pieces after a tab": ["Transfer-Encoding:\tchunked", "", f"0\r\n\r\n{_SECOND}"],
    "two lengths": ["Content-Length: 0", "Content-Length: 5", "", f"abcde{_SECOND}"],
    "a length with a sign": ["Content-Length: +5", "", f"abcde{_SECOND}"],
    "two lengths in one": ["Content-Length: 5, 5", "", f"abcde{_SECOND}"],
    "a length on two lines": ["Content-Length:", " 5", "", f"abcde{_SECOND}"],
    "a bare line": ["Content-Length: 5\nTransfer-Encoding: chunked", "", f"0\r\n\r\n{_SECOND}"],
}


def _wait_until_serving(proxy: Proxy, instance: Instance) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (answer := proxy.told(request("/"))).startswith(b"HTTP/1.1 200 "):
        if time.monotonic() > deadline:
            message = f"no first page: {answer[:200]!r}\n{instance.log.read_text()[-2000:]}"
            raise NotServing(message)
        time.sleep(0.1)


def request(target: str, *more: str, method: str = "GET", host: str = HOST, body: str = "") -> bytes:
    """Return a request after which the connection closes."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *more, "", body]
    return "\r\n".join(lines).encode()


def faults_of_headers(name: str, answer: bytes) -> list[str]:
    """Return which header is missing, doubled or other than it must be."""
    if not answer.startswith(b"HTTP/1.1 "):
        return [f"{name}: no answer: {answer[:40]!r}"]
    lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    count = Counter(line.partition(":")[0].lower() for line in lines)
    _status, found, _body = parts(answer)
    faults = [
        f"{name}: {key} is {found.get(key.lower())}" for key in EVERY if found.get(key.lower()) != EVERY[key]
    ]
    faults += [
        f"{name}: {key} {count[key.lower()]} ×" for key in (*EVERY, "Cache-Control") if count[key.lower()] > 1
    ]
    if "no-store" not in found.get("cache-control", ""):
        faults.append(f"{name}: Cache-Control is {found.get('cache-control')}")
    if "default-src 'none'" not in found.get("content-security-policy", "").split("; "):
        faults.append(f"{name}: Content-Security-Policy is {found.get('content-security-policy')}")
    return faults


def answers(proxy: Proxy) -> dict[str, bytes]:
    """Ask whatever can be asked, over TLS and not; return what came back."""
    host = HOST.encode()
    odd = {
        name: asked.replace(b"Host: 127.0.0.1", b"Host: " + host) for name, asked in (ODD | MALFORMED).items()
    }
    asked = odd | {
        "the first page": request("/"),
        "a secret link": request(f"/p/{UNLOGGED}/"),
        "nothing there": request("/bestaat-niet/"),
        "staff only": request("/werk/"),
        "a form without its token": request("/inloggen/", "Content-Length: 1", method="POST", body="a"),
        "a form that is too big": request(
            "/inloggen/", "Content-Length: 9000000", method="POST", body="a" * 9_000_000
        ),
        "a name that is not ours": request("/", host="elders.example.invalid"),
        "an address that is not ours": request("/", host="127.0.0.1"),
    }
    found = {name: proxy.told(each) for name, each in asked.items()}
    found["the door without TLS"] = proxy.told(request("/melden/?a=1"), safe=False)
    found["noise at the door without TLS"] = proxy.told(MALFORMED["noise"], safe=False)
    with socket.create_connection(("127.0.0.1", proxy.safe), 15) as bare:
        bare.sendall(request("/"))
        found["no TLS at the door with TLS"] = bare.recv(65_536)
    return found


def seconds_beside_slow_visitors(proxy: Proxy) -> float:
    """Return how long the first page takes while others have begun to send a form and do not go on."""
    slow = request(
        "/inloggen/",
        "Content-Length: 100000",
        "Content-Type: application/x-www-form-urlencoded",
        method="POST",
    )
    with ExitStack() as open_ones:
        for _ in range(SLOW_VISITORS):
            open_ones.enter_context(proxy.connection()).sendall(slow + b"a=1")
        time.sleep(0.3)
        started = time.monotonic()
        answer = proxy.told(request("/"))
        spent = time.monotonic() - started
    if not answer.startswith(b"HTTP/1.1 200 "):
        message = f"no page beside slow visitors: {answer[:40]!r}"
        raise NotServing(message)
    return spent


def faults_of_origin(proxy: Proxy, listener: socket.socket) -> list[str]:
    """Return what of a visitor's own word about where they come from reaches the server."""
    names = ("X-Forwarded-For", "X_Forwarded_For", "X-Forwarded-Proto", "X_Forwarded_Proto")
    asked = request("/", *(f"{name}: 203.0.113.7" for name in names))
    told = sorted(
        (name, value)
        for name, value in _lines(passed_on(proxy, listener, asked))
        if re.search("forward|host", name)
    )
    wanted = [("host", HOST), ("x-forwarded-for", "127.0.0.1"), ("x-forwarded-proto", "https")]
    return [] if told == wanted else [f"passed on: {told}"]


def faults_of_borders(proxy: Proxy, listener: socket.socket) -> list[str]:
    """Return in which request the server would see another end than nginx: a second one hides in it."""
    ordinary = passed_on(proxy, listener, request("/", "Content-Length: 5", method="POST", body="abcde"))
    faults = [] if ordinary.endswith(b"\r\n\r\nabcde") else [f"an ordinary form: passed on as {ordinary!r}"]
    for name, lines in AMBIGUOUS.items():
        asked = "\r\n".join(["POST / HTTP/1.1", f"Host: {HOST}", *lines]).encode()
        heard = passed_on(proxy, listener, asked)
        head, _, body = heard.partition(b"\r\n\r\n")
        told = dict(_lines(head))
        lengths = [value for key, value in _lines(head) if key == "content-length"]
        whole = "transfer-encoding" not in told and lengths == [str(len(body))]
        faults += [] if not heard or whole else [f"{name}: passed on as {heard!r}"]
    return faults


def _lines(head: bytes) -> list[tuple[str, str]]:
    """Return the headers of a request, by their names in small letters."""
    pairs = [line.decode("latin-1").partition(":") for line in head.split(b"\r\n")[1:] if line]
    return [(name.lower(), value.strip()) for name, _, value in pairs]


def faults_of_tls(proxy: Proxy) -> list[str]:
    """Return which versions and suites are spoken that should not be, and the other way round."""
    found = {name: _speaks(proxy, version, suites) for name, (version, suites, _wanted) in SPOKEN.items()}
    return [
        f"{name}: {found[name]}"
        for name, (_version, _suites, wanted) in SPOKEN.items()
        if found[name] != wanted
    ]


def _speaks(proxy: Proxy, version: ssl.TLSVersion, suites: str) -> bool:
    visitor = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    visitor.check_hostname, visitor.verify_mode = False, ssl.CERT_NONE
    visitor.set_ciphers(f"{suites}:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):
        visitor.minimum_version = visitor.maximum_version = version
    with socket.create_connection(("127.0.0.1", proxy.safe), 15) as plain:
        try:
            visitor.wrap_socket(plain, server_hostname=HOST).close()
        except (ssl.SSLError, ConnectionResetError):
            return False
    return True


def faults_of_log(proxy: Proxy) -> list[str]:
    """Return the logs in which an address stands."""
    logs = [proxy.folder / name for name in ("sluitend.log", "sluitend-error.log")]
    told = [f"{log.name} names an address" for log in logs if UNLOGGED in log.read_text()]
    return told if logs[0].read_text() else [f"{logs[0].name} is empty"]


def run() -> tuple[str, list[str]]:
    """Run the drill; return the text for docs/assurance.md, and what is wrong."""
    with on("sqlite") as (made, _server):
        made.run("-m", "bench.seed", "--signals", "0", "--drafts", "0")
        settings = {"SLUITEND_URL": f"https://{HOST}", "SLUITEND_HOSTS": HOST}
        instance = replace(made, environment={**made.environment, **settings})
        server = instance.start()
        try:
            with before(instance) as proxy:
                _wait_until_serving(proxy, instance)
                found = answers(proxy)
                slow = seconds_beside_slow_visitors(proxy)
                stop(server)
                found["the server is away"] = away = proxy.told(request("/"))
                faults = faults_of_log(proxy) + faults_of_tls(proxy)
        finally:
            stop(server)
        with standing_in(instance) as stand:
            faults += faults_of_origin(*stand) + faults_of_borders(*stand)
    faults += [fault for name, answer in found.items() for fault in faults_of_headers(name, answer)]
    faults += [] if b"Bel 112" in away else ["who comes while the server is away does not read whom to call"]
    faults += [] if slow < MOST_SECONDS else [f"slow visitors hold up others: {slow:.1f} s"]
    statuses = Counter(answer.split(b" ", 2)[1].decode() for answer in found.values())
    lines = [
        f"`make drill-proxy`, {assurance.when_and_where()}, nginx before two server processes.",
        "",
        f"{len(found)} kinds of requests, {len(MALFORMED)} of which are none; {len(AMBIGUOUS)} with two "
        f"ends; {len(SPOKEN)} ways of speaking TLS. The first were answered with "
        + ", ".join(f"{status} ({number} ×)" for status, number in sorted(statuses.items()))
        + f". The first page beside {SLOW_VISITORS} visitors who do not finish their form: "
        f"{slow * 1000:.0f} ms. Faults: {len(faults)}.",
        *(f"- {fault}" for fault in faults),
    ]
    return "\n".join(lines), faults


def main() -> int:
    """Run the drill; 1 when the proxy does not do what the document says."""
    parser = argparse.ArgumentParser(prog="python -m bench.proxy")
    parser.add_argument("--write", action="store_true", help="put the figures in docs/assurance.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    text, faults = run()
    print(f"\n{text}")
    if options.write:
        assurance.put("proxy", text)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
