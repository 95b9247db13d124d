# SPDX-License-Identifier: EUPL-1.2
"""What must I do today? Open dossiers by due date; nothing is decrypted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.dossiers import access, shown
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.selectors import Filters
from sluitend.dossiers.shown import Shown
from sluitend.dossiers.unheld import unheld
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.shell import navigation
from sluitend.signals import added, panels
from sluitend.signals.models import Channel, Signal, ThreeWay
from sluitend.signals.selectors import Seen
from sluitend.signals.views import words

# Stands for any dossier in an address that is looked up once for a whole page.
_SOME = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier as a line of the worklist; no owner means that nobody has taken it on."""

    dossier_id: UUID
    url: str
    reference: str
    what: str
    beside: str
    minor: bool
    acute: bool
    state: str
    next_step: str
    due: date
    owner: str
    opened: datetime


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
    if not access.works_somewhere(request.actor) and (own := _own_page(request)):
        return redirect(own)
    filters = _filters(request.GET)
    page = dossiers.worklist(request.actor, filters, after=request.GET.get("na", ""))
    today = clock.today()
    rows = rows_of(page.rows, policy.current().pack, today)
    # The menu shows the same numbers, and does not count again.
    counts = request.counts = dossiers.counts(request.actor)
    above = panels.above(request)
    context = {
        "groups": _grouped(rows, today),
        "counts": counts,
        "tabs": _tabs(filters, counts),
        "next_url": f"?{urlencode({**_chosen(request.GET), 'na': page.next})}" if page.next else "",
        "first_url": f"?{urlencode(_chosen(request.GET))}" if "na" in request.GET else "",
        "unheld": _unheld(request) if filters.overdue else [],
        "empty": _empty(filters, something_above=bool(above)),
        "above": above,
        "may_register": bool(request.actor.where("dossier.register")),
        "sees_dossiers": access.works_somewhere(request.actor),
    }
    return render(request, "signals/worklist.html", context)


def _own_page(request: StaffRequest) -> str:
    """Return where somebody without dossiers begins: the first place in their menu; empty when none."""
    return next((link.url for link in navigation.links(request, "staff")), "")


def rows_of(found: Iterable[Dossier], pack: Pack, today: date) -> list[Row]:
    """Return lines for these dossiers, in their order, in a query or two for each kind among them."""
    listed = list(found)
    told, words = shown.describe(listed, pack), _Words(pack)
    return [_row(one, told.get(one.pk, _NOTHING), words, today) for one in listed]


def describe(found: list[Dossier], pack: Pack) -> dict[UUID, Shown]:
    """Return what signals are called on a list: their forms, how they came in, and what is urgent."""
    columns = ("pk", "forms", "channel", "minor_now", "acute_now")
    reported = Signal.objects.filter(pk__in=[one.pk for one in found])
    named = cache(lambda forms: forms_in_words(forms, pack))
    channels = {str(value): str(label) for value, label in Channel.choices}
    unread = {one.pk: Shown(named(())) for one in found}
    return unread | {
        pk: Shown(
            what=named(tuple(forms)),
            beside=channels.get(channel, ""),
            minor=minor == ThreeWay.YES,
            acute=acute == ThreeWay.YES,
        )
        for pk, forms, channel, minor, acute in added.with_answers(reported).values_list(*columns)
    }


def hits_in_words(found: Iterable[Seen], pack: Pack) -> list[dict[str, Any]]:
    """Return hits of "seen before" with the form and the state of each signal that one may see."""
    listed = list(found)
    seen = {dossier.pk: dossier for one in listed for dossier in one.visible}
    rows = {row.reference: row for row in rows_of(seen.values(), pack, clock.today())}
    return [
        {
            "kind_label": one.kind_label,
            "hidden": one.hidden,
            "names": one.names,
            "rows": [rows[dossier.reference] for dossier in one.visible],
        }
        for one in listed
    ]


_NOTHING = Shown("")


class _Words:
    """Words of the pack and of choices, each looked up once for a page."""

    def __init__(self, pack: Pack) -> None:
        self._pack, self._language = pack, get_language() or "nl"
        self.named = cache(self._named)
        self._addresses: dict[str, str] = {}

    def address(self, dossier: Dossier) -> str:
        """Return where the page of a dossier is; looked up once for each kind."""
        if dossier.kind not in self._addresses:
            self._addresses[dossier.kind] = shown.address(dossier).replace(str(dossier.pk), str(_SOME))
        return self._addresses[dossier.kind].replace(str(_SOME), str(dossier.pk))

    def _named(self, section: str, name: str) -> str:
        found = self._pack.find(section, name)
        return str(found.name.text(self._language)) if found else name


def forms_in_words(forms: Iterable[str], pack: Pack) -> str:
    """Return the names of forms of exploitation; unknown is a valid form."""
    language = get_language() or "nl"
    names = [found.name.text(language) for form in forms if (found := pack.find("forms", form))]
    return ", ".join(names) or _("Form not known")


def _row(dossier: Dossier, told: Shown, words: _Words, today: date) -> Row:
    return Row(
        dossier_id=dossier.pk,
        url=words.address(dossier),
        reference=dossier.reference,
        what=told.what,
        beside=told.beside,
        minor=told.minor,
        acute=told.acute,
        state=words.named("states", dossier.state),
        next_step=words.named("next_steps", dossier.next_step),
        due=dossier.due or today,
        owner=dossier.owner.name if dossier.owner else "",
        opened=dossier.opened_at,
    )


def _unheld(request: StaffRequest) -> list[dict[str, Any]]:
    """Return the roles that nobody holds, with a link to the signals for which they answer."""
    pack = policy.current().pack
    return [
        {
            "role": words.name(pack, "roles", one.role),
            "number": one.number,
            "url": f"?{urlencode({'rol': one.role})}",
        }
        for one in unheld(request.actor)
    ]


def _grouped(rows: list[Row], today: date) -> list[Group]:
    # As long as somebody is in danger, each step is due the same day: so it is here, and comes first.
    rows = sorted(rows, key=lambda row: not row.acute)
    late = tuple(row for row in rows if row.due < today)
    now = tuple(row for row in rows if row.due == today)
    later = tuple(row for row in rows if row.due > today)
    parts = [(_("Too late"), True, late), (_("Today"), False, now), (_("Later"), False, later)]
    return [Group(heading, is_late, found) for heading, is_late, found in parts if found]


def _empty(filters: Filters, *, something_above: bool) -> dict[str, str]:
    """Return what an empty list means: nothing late is good news, no signals at all is not.

    While something else above it is to be done, it says only that there are no dossiers.
    """
    if something_above:
        return {"heading": _("No dossiers here"), "text": _("What you have to do stands above.")}
    if filters.overdue:
        return {"heading": _("Nothing is too late"), "text": _("Everything on your list is in time.")}
    if filters.mine:
        return {
            "heading": _("Nothing stands in your name"),
            "text": _("Look under all open signals whether something waits to be taken on."),
        }
    return {
        "heading": _("Nothing to do here"),
        "text": _(
            "No open dossiers in this list. That does not mean that nothing happens in the municipality: "
            "are signals recognised and reported?"
        ),
    }


def _filters(asked: Any) -> Filters:
    return Filters(
        mine=asked.get("lijst") == "mijn",
        overdue=asked.get("lijst") == "te-laat",
        state=asked.get("stand", ""),
        role=asked.get("rol", ""),
    )


def _chosen(asked: Any) -> dict[str, str]:
    return {name: asked[name] for name in ("lijst", "stand", "rol") if asked.get(name)}


def _tabs(filters: Filters, counts: dossiers.Counts) -> list[dict[str, object]]:
    return [
        {
            "label": _("All open"),
            "url": "?",
            "count": counts.all,
            "current": not (filters.mine or filters.overdue or filters.role),
        },
        {"label": _("Mine"), "url": "?lijst=mijn", "count": counts.mine, "current": filters.mine},
        {
            "label": _("Too late"),
            "url": "?lijst=te-laat",
            "count": counts.overdue,
            "current": filters.overdue,
        },
    ]
