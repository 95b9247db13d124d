# SPDX-License-Identifier: EUPL-1.2
"""The one journal: `act`, `look`, `lock` write; `entries` reads; `verify` and `checkpoint` prove."""

from sluitend.privacy.journal.canon import municipality_chain
from sluitend.privacy.journal.read import Line, entries
from sluitend.privacy.journal.record import act, lock, look

__all__ = ["Line", "act", "entries", "lock", "look", "municipality_chain"]
