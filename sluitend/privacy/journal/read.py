# SPDX-License-Identifier: EUPL-1.2
"""Reading the journal's metadata: who did what and when. Nothing is decrypted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sluitend.privacy.models import JournalEntry


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline."""

    seq: int
    kind: str
    at: datetime
    actor_kind: str
    actor_id: str
    action: str
    result: str
    object_type: str
    object_id: str


_COLUMNS = tuple(Line.__dataclass_fields__)


def entries(dossier_id: UUID, *, acts_only: bool = False) -> list[Line]:
    """Return the lines of a dossier's timeline, oldest first, in one query."""
    rows = JournalEntry.objects.filter(chain=dossier_id).order_by("seq")
    if acts_only:
        rows = rows.filter(kind=JournalEntry.Kind.ACT)
    return [Line(*row) for row in rows.values_list(*_COLUMNS)]
