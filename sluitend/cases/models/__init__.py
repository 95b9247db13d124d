# SPDX-License-Identifier: EUPL-1.2
"""Cases and meetings: what is worked on together, and what is decided about it."""

from sluitend.cases.guards import TRIGGERS, WALLS
from sluitend.cases.models.calendar import CalendarFeed
from sluitend.cases.models.case import Case, CaseSignal, SheetLine, Told
from sluitend.cases.models.meeting import AgendaItem, Invitation, Meeting, Notice, Participant, Share
from sluitend.cases.models.work import Decision, Task
from sluitend.core import triggers, walls

__all__ = [
    "AgendaItem",
    "CalendarFeed",
    "Case",
    "CaseSignal",
    "Decision",
    "Invitation",
    "Meeting",
    "Notice",
    "Participant",
    "Share",
    "SheetLine",
    "Task",
    "Told",
]

triggers.register(*TRIGGERS)
walls.register(*WALLS)
