# SPDX-License-Identifier: EUPL-1.2
"""One look at the pack in force for each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sluitend.policy.selectors import one_look


class OnePackPerRequest:
    """Within a request the same pack counts from begin to end, and is looked up once at most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_look():
            return self.get_response(request)
