# SPDX-License-Identifier: EUPL-1.2
"""Route maps of the pack in force, built once a day."""

from datetime import date
from functools import lru_cache

from sluitend import routing
from sluitend.core import clock
from sluitend.policy import routes
from sluitend.policy import selectors as policy


def route_map(map_id: str) -> routing.RouteMap:
    """Return a map of the pack in force with the contacts of today; raises `NotFound` when there is none."""
    return _built(policy.current().sha256, map_id, clock.today())


def map_ids() -> tuple[str, ...]:
    """Return the maps that people can walk here."""
    return routes.map_ids(policy.current().pack)


@lru_cache(maxsize=16)
def _built(_sha256: str, map_id: str, day: date) -> routing.RouteMap:
    return routes.build(policy.current().pack, map_id, on=day)
