# SPDX-License-Identifier: EUPL-1.2
"""`make drill-proxy`: nginx as docs/nginx.conf has it, before the real server.

    python -m bench.proxy [--write]

Whatever comes in, also what is no request, must be answered with every header, once. What a visitor
says about where they come from changes nothing. Who sends a form slowly holds up nobody. When the
server is away a page says whom to call. The log names no address.
"""

import argparse
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench import assurance
from bench.durability import on
from bench.instance import Instance, NotServing, free_port, stop
from bench.odd_requests import MALFORMED, ODD, parts
from sluitend.web.headers import ALWAYS

CONFIGURATION = Path(__file__).resolve().parent.parent / "docs" / "nginx.conf"
HOST, SECRET = "signalen.gemeente.example", "a-secret-link-of-a-partner"
EVERY = {
    **ALWAYS,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
SLOW_VISITORS, MOST_SECONDS, START_SECONDS = 12, 1.0, 10.0
_MAIN = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/sluitend.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """nginx as it runs: where it listens, and where it writes."""

    plain: int
    safe: int
    folder: Path

    def told(self, request: bytes, *, safe: bool = True) -> bytes:
        """Send this and return all that comes back."""
        with self.connection(safe=safe) as connection:
            # What is refused at its first line is answered before all of it was sent.
            with suppress(OSError):
                connection.sendall(request)
            found = b""
            while piece := _read(connection):
                found += piece
        return found

    @contextmanager
    def connection(self, *, safe: bool = True) -> Iterator[socket.socket]:
        """Open a connection, by TLS or not."""
        plain = socket.create_connection(("127.0.0.1", self.safe if safe else self.plain), 15)
        if not safe:
            with plain:
                yield plain
            return
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        with anybody.wrap_socket(plain, server_hostname=HOST) as connection:
            yield connection


def _read(connection: socket.socket) -> bytes:
    """Return what comes next; nothing when the other side has gone."""
    try:
        return connection.recv(65_536)
    except (ConnectionResetError, ssl.SSLError):
        return b""


def program(folder: Path) -> Path:
    """Return nginx: of the system, or unpacked from Debian's package, so that no service is started."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found:
        return Path(found)
    for command in (["apt-get", "download", "-q", "nginx"], ["sh", "-c", "dpkg -x nginx_*.deb ."]):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "usr" / "sbin" / "nginx"


def certify(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for the host, signed by itself; return its file and that of the key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    form, secret = serialization.Encoding.PEM, serialization.NoEncryption()
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(form))
    private.write_bytes(key.private_bytes(form, serialization.PrivateFormat.PKCS8, secret))
    return certificate, private


def fitted(text: str, changes: Mapping[str, str]) -> str:
    """Return the configuration for this place: each of these words must be in it, and is replaced."""
    for word, here in changes.items():
        if word not in text:
            message = f"docs/nginx.conf has no `{word}` any more"
            raise LookupError(message)
        text = text.replace(word, here)
    return text


@contextmanager
def before(instance: Instance) -> Iterator[Proxy]:
    """Run nginx before this instance, as the document says."""
    with tempfile.TemporaryDirectory(prefix="sluitend-proxy-") as name:
        proxy = Proxy(free_port(), free_port(), Path(name))
        certificate, key = certify(proxy.folder)
        changes = {
            "listen 80 ": f"listen 127.0.0.1:{proxy.plain} ",
            "listen 443 ": f"listen 127.0.0.1:{proxy.safe} ",
            "127.0.0.1:8000": f"127.0.0.1:{instance.port}",
            "/etc/ssl/sluitend/fullchain.pem": str(certificate),
            "/etc/ssl/sluitend/privkey.pem": str(key),
            "/var/log/nginx": name,
        }
        (proxy.folder / "sluitend.conf").write_text(fitted(CONFIGURATION.read_text(), changes))
        main = _MAIN.format(folder=name, user="user root;" if os.geteuid() == 0 else "")
        (proxy.folder / "nginx.conf").write_text(main)
        command = [str(program(proxy.folder)), "-e", name + "/start.log", "-c", name + "/nginx.conf"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            _wait_until_listening(proxy, process)
            yield proxy
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait_until_listening(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", proxy.safe), 1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"nginx does not start:\n{(proxy.folder / 'start.log').read_text()}"
                raise NotServing(message) from None
            time.sleep(0.02)
        else:
            return


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
        "a secret link": request(f"/p/{SECRET}/"),
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


def passed_on(instance: Instance, asked: bytes) -> bytes:
    """Return the head of a request as nginx passes it on, to whoever stands where the server would."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(START_SECONDS)
        with (
            before(replace(instance, port=listener.getsockname()[1])) as proxy,
            proxy.connection() as visitor,
        ):
            visitor.sendall(asked)
            server, _address = listener.accept()
            with server:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += server.recv(65_536)
                server.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
                return head


def faults_of_origin(instance: Instance) -> list[str]:
    """Return what of a visitor's own word about where they come from reaches the server."""
    names = ("X-Forwarded-For", "X_Forwarded_For", "X-Forwarded-Proto", "X_Forwarded_Proto")
    head = passed_on(instance, request("/", *(f"{name}: 203.0.113.7" for name in names)))
    lines = [line.decode("latin-1").partition(":") for line in head.split(b"\r\n")[1:]]
    told = sorted(
        (name.lower(), value.strip())
        for name, _, value in lines
        if "forwarded" in name.lower() or name == "Host"
    )
    wanted = [("host", HOST), ("x-forwarded-for", "127.0.0.1"), ("x-forwarded-proto", "https")]
    return [] if told == wanted else [f"passed on: {told}"]


def faults_of_log(proxy: Proxy) -> list[str]:
    """Return the logs in which an address stands."""
    logs = [proxy.folder / name for name in ("sluitend.log", "sluitend-error.log")]
    told = [f"{log.name} names an address" for log in logs if SECRET in log.read_text()]
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
                faults = faults_of_log(proxy)
        finally:
            stop(server)
        faults += faults_of_origin(instance)
    faults += [fault for name, answer in found.items() for fault in faults_of_headers(name, answer)]
    faults += [] if b"Bel 112" in away else ["who comes while the server is away does not read whom to call"]
    faults += [] if slow < MOST_SECONDS else [f"slow visitors hold up others: {slow:.1f} s"]
    statuses = Counter(answer.split(b" ", 2)[1].decode() for answer in found.values())
    lines = [
        f"`make drill-proxy`, {assurance.when_and_where()}, nginx before two server processes.",
        "",
        f"{len(found)} kinds of requests, {len(MALFORMED)} of which are none, answered with "
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
