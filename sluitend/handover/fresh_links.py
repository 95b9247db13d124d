# SPDX-License-Identifier: EUPL-1.2
"""Partners that ask for a fresh link, and got neither one nor an answer yet. Nothing is opened."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.dossiers import access
from sluitend.handover.models import Handover, Link

PAGE_SIZE = 50


def asked(handover: Handover) -> date | None:
    """Return the day on which the partner asked for a fresh link; None when nothing is waiting."""
    found = _unanswered().filter(handover=handover).order_by("-fresh_asked_at").first()
    return _day(found) if found else None


def in_closed_dossiers(by: Actor) -> list[tuple[Handover, date]]:
    """Return what was asked in dossiers that are closed, oldest first, as far as the actor may see.

    In an open dossier the request is its next step; a closed one has none, so it is listed apart.
    """
    places = Q(pk__in=[])
    for municipality, compartment in by.where(access.READ):
        places |= Q(municipality=municipality, compartment=compartment)
    rows = _unanswered().filter(places, handover__dossier__closed_at__isnull=False)
    rows = rows.select_related("handover__dossier").order_by("fresh_asked_at", "pk")[:PAGE_SIZE]
    return [(row.handover, _day(row)) for row in rows]


def _unanswered() -> QuerySet[Link]:
    later = Link.objects.filter(handover=OuterRef("handover"), made_at__gt=OuterRef("fresh_asked_at"))
    return Link.objects.filter(~Exists(later), fresh_asked_at__isnull=False)


def _day(link: Link) -> date:
    return clock.local_date(link.fresh_asked_at) if link.fresh_asked_at else clock.today()
