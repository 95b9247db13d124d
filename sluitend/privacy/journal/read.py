# SPDX-License-Identifier: EUPL-1.2
"""Reading the journal of one dossier: who did what and when, and why for who may open that."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sluitend.privacy.journal.record import detail_place
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


class DetailReader(Protocol):
    """What opens the detail of an entry after a look: a `vaults.Reader`."""

    def show_detail(self, sealed: bytes, *, place: bytes) -> str:
        """Return the text, or the sentence that it cannot be read."""


def looks(dossier_id: UUID, *, since: datetime, most: int) -> list[Line]:
    """Return the looks at a dossier since a moment, newest first, at most so many, in one query."""
    rows = JournalEntry.objects.filter(chain=dossier_id, kind=JournalEntry.Kind.LOOK, at__gte=since)
    return [Line(*row) for row in rows.order_by("-seq").values_list(*_COLUMNS)[:most]]


def reasons(dossier_id: UUID, seqs: Iterable[int], *, reader: DetailReader) -> dict[int, str]:
    """Open why things were done, by number of the entry; what says no reason is left out. One query."""
    rows = JournalEntry.objects.filter(chain=dossier_id, seq__in=set(seqs), detail__isnull=False)
    found: dict[int, str] = {}
    for seq, sealed in rows.values_list("seq", "detail"):
        text = reader.show_detail(bytes(sealed or b""), place=detail_place(dossier_id, seq))
        try:
            reason = json.loads(text).get("reason", "")
        except ValueError:
            # The sentence that stands where something cannot be read is no JSON.
            reason = text
        if reason:
            found[seq] = str(reason)
    return found
