# SPDX-License-Identifier: EUPL-1.2
"""What the plan itself leaves open or contradicts is told, so that somebody settles it."""

from collections.abc import Iterator

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.pack import Pack


def gaps(pack: Pack) -> Iterator[Finding]:
    """Warn of every recorded gap in a part that is used; what is done meanwhile is the remedy."""
    for gap in pack.gaps:
        if pack.used(gap):
            meanwhile = f"; meanwhile: {gap.handled}" if gap.handled else ""
            remedy = f"settle it with who made the plan ({gap.section}){meanwhile}"
            yield Finding(Level.WARNING, "gaps", gap.id, f"{gap.kind}: {gap.name}", remedy)
