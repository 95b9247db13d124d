# SPDX-License-Identifier: EUPL-1.2
"""The life of a dossier has no dead end."""

from collections.abc import Iterator

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.lifecycle import faults
from sluitend.policy.schema.pack import Pack


def lifecycle(pack: Pack) -> Iterator[Finding]:
    """Find states, moves and outcomes that would leave a dossier without a way on."""
    for fault in faults(pack.states, pack.moves, pack.outcomes):
        yield Finding(Level.ERROR, fault.section, fault.id, fault.what, fault.remedy)
