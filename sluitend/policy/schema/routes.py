# SPDX-License-Identifier: EUPL-1.2
"""Route maps and rules as an author writes them."""

from sluitend.policy.schema.base import Sourced, Text


class RouteMapSource(Sourced):
    """A route map: a graph of questions and outcomes."""

    name: Text


class RuleSource(Sourced):
    """A rule beside the map: when it holds, something is added, left out or warned of."""

    name: Text
