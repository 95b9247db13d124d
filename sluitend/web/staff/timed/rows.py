# SPDX-License-Identifier: EUPL-1.2
"""Sight for a time as a line of a list."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sluitend.core import clock
from sluitend.dossiers import shown
from sluitend.dossiers.models import TimedAccess


@dataclass(frozen=True, slots=True)
class Row:
    """One access in words; `running` while it gives sight."""

    id: UUID
    dossier_url: str
    reference: str
    person: str
    emergency: bool
    kind: str
    purpose: str
    opened_at: datetime
    until: datetime
    ended_at: datetime | None
    running: bool
    review_by: date | None
    verdict: str
    justified: bool
    reviewed_by: str
    reviewed_at: datetime | None
    unreached: bool


def row_of(row: TimedAccess, *, unreached: bool = False, reviewer: str = "") -> Row:
    """Return an access as a line; `unreached` when a mail about it could not be delivered."""
    return Row(
        id=row.pk,
        dossier_url=shown.address(row.dossier),
        reference=row.dossier.reference,
        person=row.person.name,
        emergency=row.kind == TimedAccess.Kind.EMERGENCY,
        kind=str(TimedAccess.Kind(row.kind).label),
        purpose=str(TimedAccess.Purpose(row.purpose).label) if row.purpose else "",
        opened_at=row.opened_at,
        until=row.until,
        ended_at=row.ended_at,
        running=row.is_running(clock.now()),
        review_by=row.review_by,
        verdict=str(TimedAccess.Verdict(row.verdict).label) if row.verdict else "",
        justified=row.verdict == TimedAccess.Verdict.JUSTIFIED,
        reviewed_by=reviewer,
        reviewed_at=row.reviewed_at,
        unreached=unreached,
    )
