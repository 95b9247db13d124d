# SPDX-License-Identifier: EUPL-1.2
"""What a check finds; the line is looked up afterwards."""

from dataclasses import dataclass

from sluitend.policy.faults import Level
from sluitend.policy.structure import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at a field of an item (or at a section, or at the pack when `section` is empty)."""

    level: Level
    section: str
    item_id: str
    what: str
    remedy: str
    path: Path = ()
