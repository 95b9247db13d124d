# SPDX-License-Identifier: EUPL-1.2
"""Errors of the domain become pages that say what happened, what is safe and what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
