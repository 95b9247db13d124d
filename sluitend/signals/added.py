# SPDX-License-Identifier: EUPL-1.2
"""What was added to a signal after it came in. The newest answers on danger and age count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sluitend.privacy import vaults
from sluitend.signals.models import Addition, Signal, ThreeWay


class Answers(NamedTuple):
    """How it stands with danger and age, as far as anybody knows: plain, never content."""

    acute: str
    minor: str


@dataclass(frozen=True, slots=True)
class Added:
    """One addition, opened."""

    note: str
    source_kind: str
    source_note: str
    answers: Answers
    at: datetime
    by: str


def newest(dossier_ids: Iterable[UUID]) -> dict[UUID, Answers]:
    """Return the newest answers of those dossiers to which something was added, in one query."""
    rows = Addition.objects.filter(dossier__in=list(dossier_ids)).order_by("added_at", "pk")
    return {pk: Answers(*answers) for pk, *answers in rows.values_list("dossier", "acute", "minor")}


def answers_of(dossier_id: UUID) -> Answers:
    """Return the newest answers of one dossier; not known of one that is no signal."""
    if found := newest([dossier_id]).get(dossier_id):
        return found
    reported = Signal.objects.filter(pk=dossier_id).values_list("acute", "minor").first()
    return Answers(*reported) if reported else Answers(ThreeWay.UNKNOWN, ThreeWay.UNKNOWN)


def opened(dossier_id: UUID, look: vaults.Reader) -> tuple[Added, ...]:
    """Return all additions, oldest first; `look` comes from a look at the dossier."""
    rows = Addition.objects.filter(dossier=dossier_id).order_by("added_at", "pk")
    return tuple(
        Added(
            look.show(row, "note"),
            row.source_kind,
            look.show(row, "source_note"),
            Answers(row.acute, row.minor),
            row.added_at,
            row.added_by_id,
        )
        for row in rows
    )
