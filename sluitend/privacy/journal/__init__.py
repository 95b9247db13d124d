# SPDX-License-Identifier: EUPL-1.2
"""The one journal: `act`, `look`, `lock` write; `verify` and `checkpoint` prove; the rest reads."""

from sluitend.privacy.journal.browse import Entry, Page, Wanted, moments, page
from sluitend.privacy.journal.canon import municipality_chain
from sluitend.privacy.journal.checkpoints import checkpoint, checkpoint_if_due
from sluitend.privacy.journal.diagnosis import Break, Kind
from sluitend.privacy.journal.proof import Report, verify
from sluitend.privacy.journal.read import Line, entries, looks, reasons
from sluitend.privacy.journal.record import act, lock, look

__all__ = [
    "Break",
    "Entry",
    "Kind",
    "Line",
    "Page",
    "Report",
    "Wanted",
    "act",
    "checkpoint",
    "checkpoint_if_due",
    "entries",
    "lock",
    "look",
    "looks",
    "moments",
    "municipality_chain",
    "page",
    "reasons",
    "verify",
]
