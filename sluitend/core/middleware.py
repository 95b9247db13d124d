# SPDX-License-Identifier: EUPL-1.2
"""A request begins in no place at all; who may be where is found out on the way (`core/scope.py`)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sluitend.core import scope


class NowhereAtFirst:
    """Whatever a request settles in ends with it, error pages included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within a scope of the request's own."""
        with scope.of_a_request():
            return self.get_response(request)
