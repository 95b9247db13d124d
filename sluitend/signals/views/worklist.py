# SPDX-License-Identifier: EUPL-1.2
"""What must I do today? Open dossiers by due date; nothing is decrypted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.selectors import Filters
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals.models import Channel, Signal, ThreeWay


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier as a line of the worklist."""

    dossier: Dossier
    what: str
    channel: str
    minor: bool
    acute: bool
    state: str
    next_step: str
    unassigned: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are due together: too late, today, later."""

    heading: str
    late: bool
    rows: tuple[Row, ...]


@never_cache
@staff_required
@require_GET
def worklist(request: StaffRequest) -> HttpResponse:
    """The open dossiers of this actor, too late first; filters and pages by address."""
    filters = _filters(request.GET)
    page = dossiers.worklist(request.actor, filters, after=request.GET.get("na", ""))
    pack = policy.current().pack
    rows = rows_of(page.rows, pack)
    counts = dossiers.counts(request.actor)
    context = {
        "groups": _grouped(rows, clock.today()),
        "counts": counts,
        "tabs": _tabs(filters, counts),
        "next_url": f"?{urlencode({**_chosen(request.GET), 'na': page.next})}" if page.next else "",
        "first_url": f"?{urlencode(_chosen(request.GET))}" if "na" in request.GET else "",
        "may_register": bool(request.actor.where("dossier.register")),
        "sees_dossiers": bool(request.actor.where("dossier.read") | request.actor.where("dossier.read-own")),
    }
    return render(request, "signals/worklist.html", context)


def rows_of(found: Iterable[Dossier], pack: Pack) -> list[Row]:
    """Return lines for these dossiers, in their order, in one query."""
    listed = list(found)
    signals = Signal.objects.only("forms", "channel", "minor", "acute").in_bulk([one.pk for one in listed])
    return [_row(one, signals.get(one.pk), pack) for one in listed]


def forms_in_words(forms: Iterable[str], pack: Pack) -> str:
    """Return the names of forms of exploitation; unknown is a valid form."""
    language = get_language() or "nl"
    names = [found.name.text(language) for form in forms if (found := pack.find("forms", form))]
    return ", ".join(names) or _("Form not known")


def _row(dossier: Dossier, signal: Signal | None, pack: Pack) -> Row:
    language = get_language() or "nl"
    state, step = pack.find("states", dossier.state), pack.find("next_steps", dossier.next_step)
    return Row(
        dossier=dossier,
        what=forms_in_words(signal.forms if signal else (), pack),
        channel=str(Channel(signal.channel).label) if signal else "",
        minor=signal is not None and signal.minor == ThreeWay.YES,
        acute=signal is not None and signal.acute == ThreeWay.YES,
        state=state.name.text(language) if state else dossier.state,
        next_step=step.name.text(language) if step else dossier.next_step,
        unassigned=dossier.owner_id is None,
    )


def _grouped(rows: list[Row], today: date) -> list[Group]:
    def due(row: Row) -> date:
        return row.dossier.due or today

    late = tuple(row for row in rows if due(row) < today)
    now = tuple(row for row in rows if due(row) == today)
    later = tuple(row for row in rows if due(row) > today)
    parts = [(_("Too late"), True, late), (_("Today"), False, now), (_("Later"), False, later)]
    return [Group(heading, is_late, found) for heading, is_late, found in parts if found]


def _filters(asked: Any) -> Filters:
    return Filters(
        mine=asked.get("lijst") == "mijn",
        overdue=asked.get("lijst") == "te-laat",
        state=asked.get("stand", ""),
    )


def _chosen(asked: Any) -> dict[str, str]:
    return {name: asked[name] for name in ("lijst", "stand") if asked.get(name)}


def _tabs(filters: Filters, counts: dossiers.Counts) -> list[dict[str, object]]:
    return [
        {
            "label": _("All open"),
            "url": "?",
            "count": counts.all,
            "current": not (filters.mine or filters.overdue),
        },
        {"label": _("Mine"), "url": "?lijst=mijn", "count": counts.mine, "current": filters.mine},
        {
            "label": _("Too late"),
            "url": "?lijst=te-laat",
            "count": counts.overdue,
            "current": filters.overdue,
        },
    ]
