# SPDX-License-Identifier: EUPL-1.2
"""The product, and beside it the yardsticks, in the same processes of the same server."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.test.utils import override_settings

from sluitend.config.wsgi import application as product


class _Request(WSGIRequest):
    urlconf = "bench.yardsticks"


class _Bare(WSGIHandler):
    """Django without any middleware."""

    request_class = _Request

    def load_middleware(self, is_async: bool = False) -> None:
        """Load none."""
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)


_bare = _Bare()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer the yardsticks under /_bench/; the product answers all other addresses."""
    path = environ["PATH_INFO"]
    if not path.startswith("/_bench/"):
        return product(environ, start_response)
    if path == "/_bench/wsgi/":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
        return [b"hello"]
    return _bare(environ, start_response)
