# SPDX-License-Identifier: EUPL-1.2
"""Errors of the domain become pages that say what happened, what is safe and what to do."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sluitend.core.errors import BadCode, BadInput, Conflict, LooseEnd, NotFound, Refused, SluitendError

STATUS: tuple[tuple[type[SluitendError], int], ...] = (
    (NotFound, 404),
    (Refused, 403),
    (Conflict, 409),
    (LooseEnd, 409),
    (BadInput, 400),
    (BadCode, 400),
)


class SluitendErrorMiddleware:
    """A page for each error of `core.errors`, and one for a method that a page does not know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give a refused method a page; its answer has none of its own."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            page = error_page(request, 405)
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that belongs to the error; other exceptions are not ours."""
        for kind, status in STATUS:
            if isinstance(exception, kind):
                return error_page(request, status, str(exception))
        return None


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """Return the page of an error; `message` is a sentence that a user may see."""
    return render(request, f"{status}.html", {"message": message}, status=status)


class ReadableFormMiddleware:
    """Refuses a form that cannot be read, before anything else reads it.

    Each later reader, the error pages among them, would fail on it again; in the end the server
    would answer with an error without a page and without our headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the form once, or say why it cannot be read."""
        charset = (request.content_params or {}).get("charset", "utf-8")
        if request.method == "POST" and charset.lower() not in ("utf-8", "utf8"):
            return unreadable_page()
        try:
            request.POST  # noqa: B018 - looking at it is what reads it
        except RequestDataTooBig:
            return unreadable_page(too_big())
        except (BadRequest, SuspiciousOperation, MultiPartParserError):
            return unreadable_page()
        return self.get_response(request)


def too_big() -> str:
    """Return the sentence for more text than a page takes."""
    return _("This is more than the page can take at once. Nothing of it was saved.")


def unreadable_page(message: str = "") -> HttpResponse:
    """Return the page for a form that cannot be read; it needs nothing of the request."""
    return HttpResponse(render_to_string("400.html", {"message": message}), status=400)
