# SPDX-License-Identifier: EUPL-1.2
"""The whole application over HTTP, in this process: the test's clock and mailbox are also the site's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application
from django.db import connections


class _Server(ThreadingMixIn, WSGIServer):
    """One thread a connection, as a browser expects; a page that breaks fails the test elsewhere."""

    daemon_threads = True
    request_queue_size = 50

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Handle one connection, then give its database connections back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is no error."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the standard library's
        """Say nothing: a test's output is about what failed."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the application on a free port of loopback; yield its address without a slash at the end."""
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        # Waits for requests under way, so that none touches the database after the test.
        server.server_close()
        thread.join()
