# SPDX-License-Identifier: EUPL-1.2
"""Logs name the route that was asked for, never the address: an address can hold a secret link."""

import logging
import re
import time

from django.http import HttpRequest

# What follows is the secret of a door or of a calendar; an Origin or a Referer can hold it too.
_SECRET_LINK = re.compile(r"(?P<way>/(?:p|o|agenda)/)[^/\s<]+")


class Line(logging.Formatter):
    """When (UTC), how bad, from where in the code, and what; the rest of a traceback follows below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime


class RouteInsteadOfAddress(logging.Filter):
    """Replaces a request's address in Django's messages by the pattern that it matched."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; let every record through."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            route = f"/{match.route}" if match else "an unknown address"
            record.args = tuple(
                route if argument in {request.path, request.get_full_path()} else _without_link(argument)
                for argument in (record.args if isinstance(record.args, tuple) else ())
            )
        return True


def _without_link(argument: object) -> object:
    return _SECRET_LINK.sub(r"\g<way>…", argument) if isinstance(argument, str) else argument
