# SPDX-License-Identifier: EUPL-1.2
"""Declared sums are added up. What does not add up is told, never corrected."""

import math
from collections.abc import Iterator

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.facts import Breakdown, Figure
from sluitend.policy.schema.pack import Pack


def sums(pack: Pack) -> Iterator[Finding]:
    """Warn of breakdowns whose parts do not make the whole, by the values published last."""
    for figure in pack.figures:
        for index, breakdown in enumerate(figure.breakdowns):
            yield from _adds_up(pack, figure, breakdown, index)


def _adds_up(pack: Pack, figure: Figure, breakdown: Breakdown, index: int) -> Iterator[Finding]:
    parts = [pack.find("figures", part) for part in breakdown.parts]
    whole = figure.latest.value
    values = [part.latest.value for part in parts if part is not None]
    known = [value for value in values if value is not None]
    if len(known) < len(breakdown.parts) or whole is None:
        what = f"the sum of `{figure.id}` by {breakdown.by} cannot be checked: not all values are numbers"
        remedy = "give numbers, or remove the breakdown"
        yield Finding(Level.WARNING, "figures", figure.id, what, remedy, ("breakdowns", index))
    elif not math.isclose(sum(known), whole, abs_tol=1e-9):
        terms = " + ".join(str(value) for value in known)
        what = f"by {breakdown.by}: {terms} = {sum(known)}, but `{figure.id}` says {whole}"
        remedy = "check the source; when the source itself does not add up, record a gap"
        yield Finding(Level.WARNING, "figures", figure.id, what, remedy, ("breakdowns", index))
