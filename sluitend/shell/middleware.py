# SPDX-License-Identifier: EUPL-1.2
"""Errors of the domain become pages that say what happened, what is safe and what to do."""

import errno
import logging
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sluitend.core.errors import BadCode, BadInput, Conflict, LooseEnd, NotFound, Refused, SluitendError
from sluitend.privacy.errors import Unreadable
from sluitend.shell import typed

_log = logging.getLogger(__name__)

# Which page an error gets, by the name of its template, and with which status.
PAGES: tuple[tuple[type[SluitendError], str, int], ...] = (
    (NotFound, "404", 404),
    (Refused, "403", 403),
    (Unreadable, "unreadable", 409),
    (Conflict, "409", 409),
    (LooseEnd, "409", 409),
    (BadInput, "400", 400),
    (BadCode, "400", 400),
)


# What a database says that is full, read-only or gone, and a disk.
_NO_STORE = (OperationalError, InternalError, InterfaceError)
_NO_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
# So much of a form that is too big is read and thrown away, so that its sender can read our answer.
_MOST_DRAINED = 64 * 1024 * 1024
_PIECE = 64 * 1024


class SluitendErrorMiddleware:
    """A page for each error of `core.errors`, for a method that a page does not know, and for a full disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give a refused method a page; its answer has none of its own."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            page = error_page(request, "405", 405)
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that belongs to the error; other exceptions are not ours."""
        for kind, page, status in PAGES:
            if isinstance(exception, kind):
                return error_page(request, page, status, str(exception))
        if cannot_keep(exception):
            _log.error("nothing can be kept now", exc_info=exception)
            return typed.give_back(request, "503.html", status=503, again=True)
        return None


def error_page(request: HttpRequest, page: str, status: int, message: str = "") -> HttpResponse:
    """Return the page of an error; `message` is a sentence that a user may see."""
    context = {"message": message, "typed": typed.texts(request)}
    return render(request, f"{page}.html", context, status=status)


def cannot_keep(exception: Exception) -> bool:
    """Return whether it says that nothing can be stored for now: disk full, database read-only or gone."""
    return isinstance(exception, _NO_STORE) or (
        isinstance(exception, OSError) and exception.errno in _NO_DISK
    )


class HeadLikeGetMiddleware:
    """Answers HEAD as GET, on every page that knows GET: without the body, with its length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the page see a GET."""
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            response = self.get_response(request)
        finally:
            request.method = "HEAD"
        if not response.streaming:
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


class ReadableFormMiddleware:
    """Refuses a form that cannot be read, before anything else reads it.

    Each later reader, the error pages among them, would fail on it again; in the end the server
    would answer with an error without a page and without our headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the form once, or say why it cannot be read."""
        if request.headers.get("Transfer-Encoding") and not request.META.get("CONTENT_LENGTH"):
            # What comes in pieces of unknown number would be read as nothing at all.
            return unreadable_page(_no_length(), status=411)
        # No address of ours has a zero byte, and a database refuses to look for one.
        if "%00" in request.META.get("QUERY_STRING", ""):
            return unreadable_page()
        charset = (request.content_params or {}).get("charset", "utf-8")
        if request.method == "POST" and charset.lower() not in ("utf-8", "utf8"):
            return unreadable_page()
        try:
            request.POST  # noqa: B018 - looking at it is what reads it
        except RequestDataTooBig:
            _drain(request)
            return unreadable_page(too_big(), status=413)
        except (BadRequest, SuspiciousOperation, MultiPartParserError):
            return unreadable_page()
        return self.get_response(request)


def _drain(request: HttpRequest) -> None:
    """Read what is still coming: a browser that is cut off while it sends shows no page at all."""
    left = _MOST_DRAINED
    with suppress(UnreadablePostError):
        while left > 0 and (piece := request.read(_PIECE)):
            left -= len(piece)


def too_big() -> str:
    """Return the sentence for more text than a page takes."""
    return _("This is more than the page can take at once. Nothing of it was saved.")


def _no_length() -> str:
    return _("This was sent in pieces, without saying how long it is. Send it as a whole.")


def unreadable_page(message: str = "", *, status: int = 400) -> HttpResponse:
    """Return the page for a form that cannot be read; it needs nothing of the request."""
    page = "413.html" if status == 413 else "400.html"
    return HttpResponse(render_to_string(page, {"message": message, "status": status}), status=status)
