# SPDX-License-Identifier: EUPL-1.2
"""The route maps of a pack are whole: each is built and proven as the routing room asks."""

from collections.abc import Iterator

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.routes import problems
from sluitend.policy.schema.pack import Pack


def route_maps(pack: Pack) -> Iterator[Finding]:
    """Report what keeps a map from being built or proven; a layer that others build on is not whole yet.

    Partners of the pack without a channel are told by the check on contacts.
    """
    if pack.pack.abstract:
        return
    for whereabouts, problem in problems(pack):
        section, item_id = whereabouts.split("/", 1)
        if section == "partners":
            continue
        level = Level.ERROR if problem.level == "error" else Level.WARNING
        what = problem.what if item_id == problem.where else f"{problem.where}: {problem.what}"
        yield Finding(level, section, item_id, what, problem.remedy)
