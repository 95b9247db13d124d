# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed goes along with an error page: no error may lose it."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from sluitend.shell.context import Emergency, Frame

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
# Never shown again on an error page, whatever the form.
_SECRET = ("password", "code")


def texts(request: HttpRequest) -> list[str]:
    """Return the texts that somebody wrote: what has a space in it and is no secret."""
    if request.method != "POST":
        return []
    return [
        value
        for name, values in request.POST.lists()
        if name != _TOKEN and not _is_secret(name)
        for value in map(str, values)
        if len(value.split()) > 1
    ]


def give_back(request: HttpRequest, template: str, *, status: int, again: bool) -> HttpResponse:
    """Return an error page with what was typed, and (`again`) a button that sends the same form once more.

    Needs nothing that may have failed: no database, no session.
    """
    repeat = again and request.method == "POST" and not any(map(_is_password, request.POST))
    context = {
        "typed": texts(request),
        "again": request.get_full_path() if repeat else "",
        "fields": _fields(request) if repeat else [],
        "csrf_token": get_token(request) if repeat else "",
        "emergency": _emergency(request),
    }
    return HttpResponse(render_to_string(template, context), status=status)


def sent_from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that one of our own pages sent this form.

    What another site sends is not shown as if the visitor had typed it, nor sent on.
    """
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.POST.lists() if name != _TOKEN for value in values]


def _emergency(request: HttpRequest) -> Emergency | None:
    try:
        return Frame(request).emergency
    except DatabaseError:
        return None


def _is_secret(name: str) -> bool:
    return any(word in name for word in _SECRET)


def _is_password(name: str) -> bool:
    return "password" in name
