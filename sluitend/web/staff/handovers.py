# SPDX-License-Identifier: EUPL-1.2
"""What waits for a partner: handovers of all dossiers together, the most urgent first."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import NotFound
from sluitend.handover import fresh_links
from sluitend.handover import selectors as handovers
from sluitend.handover.models import Handover, Kind, Way
from sluitend.handover.states import State
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.web.navigation import HAND_OVER

LATE = "te-laat"


@dataclass(frozen=True, slots=True)
class Row:
    """One handover as a line of the list."""

    handover: Handover
    partner: str
    state: str
    way: str
    due: date
    advice: bool
    undelivered: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Handovers that wait for the same thing."""

    heading: str
    rows: tuple[Row, ...]


@never_cache
@staff_required
@require_GET
def waiting(request: StaffRequest) -> HttpResponse:
    """Show the handovers to which a partner should react; nothing is decrypted."""
    if not request.actor.where(HAND_OVER):
        raise NotFound
    late = request.GET.get("lijst") == LATE
    found = handovers.waiting(request.actor, overdue=late)
    undelivered = handovers.failed_notices(found)
    pack = policy.current().pack
    rows = [_row(one, pack, undelivered=one.pk in undelivered) for one in found]
    context = {
        "groups": [*_asking(request, pack), *_groups(rows)],
        "tabs": [
            {"label": _("All that wait"), "url": "?", "current": not late},
            {"label": _("Too late"), "url": f"?lijst={LATE}", "current": late},
        ],
        "more": len(found) == handovers.PAGE_SIZE,
        "late": late,
    }
    return render(request, "web/handovers.html", context)


def _asking(request: StaffRequest, pack: Pack) -> list[Group]:
    """Return what partners ask of closed signals, for which no worklist shows a next step."""
    found = fresh_links.in_closed_dossiers(request.actor)
    rows = tuple(_row(one, pack, undelivered=False, due=day) for one, day in found)
    return [Group(_("Closed, and the partner asks for a fresh link"), rows)] if rows else []


def _row(found: Handover, pack: Pack, *, undelivered: bool, due: date | None = None) -> Row:
    partner = pack.find("partners", found.partner_id)
    return Row(
        handover=found,
        partner=partner.name.text(get_language() or "nl") if partner else found.partner_id,
        state=str(found.get_state_display()),
        way=str(Way(found.way).label),
        due=due or found.due or clock.today(),
        advice=found.kind == Kind.ADVICE,
        undelivered=undelivered,
    )


def _groups(rows: list[Row]) -> list[Group]:
    today = clock.today()
    late = tuple(row for row in rows if row.due < today)
    timely = [row for row in rows if row.due >= today]
    unacknowledged = tuple(row for row in timely if row.handover.state != State.ACKNOWLEDGED)
    without_feedback = tuple(row for row in timely if row.handover.state == State.ACKNOWLEDGED)
    parts = (
        (_("Too late: call the partner"), late),
        (_("Waiting for acknowledgement"), unacknowledged),
        (_("Waiting for feedback"), without_feedback),
    )
    return [Group(heading, found) for heading, found in parts if found]
