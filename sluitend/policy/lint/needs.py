# SPDX-License-Identifier: EUPL-1.2
"""The words that the product plans and counts with are there; else the pages would break later."""

from collections.abc import Iterator

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.needs import lacking
from sluitend.policy.schema.pack import Pack


def needs(pack: Pack) -> Iterator[Finding]:
    """Report each word that a room needs and the pack lacks; a layer for others need not be whole."""
    if pack.pack.abstract:
        return
    path = ("extends",) if pack.pack.extends else ("id",)
    for lack in lacking(pack):
        what = f"`{lack.section}` has no {lack.what}: {lack.why}"
        remedy = f"add it to `{lack.section}`, or extend a layer that has it, such as `nl`"
        yield Finding(Level.ERROR, "pack", "", what, remedy, path)
