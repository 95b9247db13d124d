# SPDX-License-Identifier: EUPL-1.2
"""Logs name the route that was asked for, never the address: an address can hold a secret link."""

import logging

from django.http import HttpRequest


class RouteInsteadOfAddress(logging.Filter):
    """Replaces a request's address in Django's messages by the pattern that it matched."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; let every record through."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            route = f"/{match.route}" if match else "an unknown address"
            record.args = tuple(
                route if argument in {request.path, request.get_full_path()} else argument
                for argument in (record.args if isinstance(record.args, tuple) else ())
            )
        return True
