# SPDX-License-Identifier: EUPL-1.2
"""nginx as docs/nginx.conf has it, on ports of loopback, before a real server or a socket that stands in."""

import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.instance import Instance, NotServing, free_port

CONFIGURATION = Path(__file__).resolve().parent.parent / "docs" / "nginx.conf"
HOST = "signalen.gemeente.example"
START_SECONDS = 10.0
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


@contextmanager
def standing_in(instance: Instance) -> Iterator[tuple[Proxy, socket.socket]]:
    """Run nginx before a socket that stands where the server would."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(2)
        with before(replace(instance, port=listener.getsockname()[1])) as proxy:
            yield proxy, listener


def passed_on(proxy: Proxy, listener: socket.socket, asked: bytes) -> bytes:
    """Return all that nginx passes on of what a visitor sends; nothing when it refuses it itself."""
    with proxy.connection() as visitor:
        visitor.sendall(asked)
        try:
            server, _address = listener.accept()
        except TimeoutError:
            return b""
        with server:
            server.settimeout(0.3)
            heard = b""
            with suppress(TimeoutError):
                while piece := server.recv(65_536):
                    heard += piece
            server.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        return heard
