# SPDX-License-Identifier: EUPL-1.2
"""All changes to dossiers. Each writes its journal entry in the same transaction."""

from sluitend.dossiers.services.counting import count_fact
from sluitend.dossiers.services.moving import close, move, reopen, weigh
from sluitend.dossiers.services.opening import open_dossier
from sluitend.dossiers.services.overdue import escalate
from sluitend.dossiers.services.owning import (
    assign,
    end_borrowed_sight,
    end_involvement,
    involve,
    release_person,
)
from sluitend.dossiers.services.planning import plan_next_step
from sluitend.dossiers.services.publishing import install_moves
from sluitend.dossiers.services.timed import break_glass, end_access, find, inspect, review

__all__ = [
    "assign",
    "break_glass",
    "close",
    "count_fact",
    "end_access",
    "end_borrowed_sight",
    "end_involvement",
    "escalate",
    "find",
    "inspect",
    "install_moves",
    "involve",
    "move",
    "open_dossier",
    "plan_next_step",
    "release_person",
    "reopen",
    "review",
    "weigh",
]
