# SPDX-License-Identifier: EUPL-1.2
"""The one journal: `act`, `look`, `lock` write; `entries` reads; `verify` and `checkpoint` prove."""

from sluitend.privacy.journal.canon import municipality_chain
from sluitend.privacy.journal.checkpoints import checkpoint, checkpoint_if_due
from sluitend.privacy.journal.diagnosis import Break, Kind
from sluitend.privacy.journal.proof import Report, verify
from sluitend.privacy.journal.read import Line, entries
from sluitend.privacy.journal.record import act, lock, look

__all__ = [
    "Break",
    "Kind",
    "Line",
    "Report",
    "act",
    "checkpoint",
    "checkpoint_if_due",
    "entries",
    "lock",
    "look",
    "municipality_chain",
    "verify",
]
