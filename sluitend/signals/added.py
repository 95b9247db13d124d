# SPDX-License-Identifier: EUPL-1.2
"""What was added to a signal after it came in. The newest answers on danger and age count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

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


def with_answers(signals: QuerySet[Signal]) -> QuerySet[Any]:
    """Let the rows have `acute_now` and `minor_now`: the newest answers, in the same query."""
    later = Addition.objects.filter(dossier=OuterRef("pk")).order_by("-added_at", "-pk")
    return signals.annotate(
        acute_now=Coalesce(Subquery(later.values("acute")[:1]), "acute"),
        minor_now=Coalesce(Subquery(later.values("minor")[:1]), "minor"),
    )


def answers_of(dossier_id: UUID) -> Answers:
    """Return the newest answers of one dossier; not known of one that is no signal."""
    rows = with_answers(Signal.objects.filter(pk=dossier_id))
    found = rows.values_list("acute_now", "minor_now").first()
    return Answers(*found) if found else Answers(ThreeWay.UNKNOWN, ThreeWay.UNKNOWN)


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
