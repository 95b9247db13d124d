# SPDX-License-Identifier: EUPL-1.2
"""The one A4: what to bring to which table, what came out last time, what is due. Nothing is decrypted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sluitend.accounts.models import Person
from sluitend.cases import selectors
from sluitend.cases.documents import Part, Sheet
from sluitend.cases.models import AgendaItem, Decision, Meeting
from sluitend.cases.shown import table_name
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers import shown
from sluitend.dossiers.worklist import Filters
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals.views import words

AHEAD = timedelta(days=42)
MOST_TABLES, MOST_DUE = 4, 12


@dataclass(frozen=True, slots=True)
class Bring:
    """One thing to bring to a table, by its reference."""

    reference: str
    what: str
    url: str


@dataclass(frozen=True, slots=True)
class Came:
    """What came out of one item last time."""

    reference: str
    decided: str


@dataclass(frozen=True, slots=True)
class Table:
    """A meeting to come: what to bring, and what came out of the one before."""

    meeting: Meeting
    name: str
    url: str
    brings: tuple[Bring, ...]
    last: date | None
    came: tuple[Came, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do by a day."""

    reference: str
    what: str
    step: str
    due: date
    url: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """All of it, for one person on one day."""

    day: date
    tables: tuple[Table, ...]
    dues: tuple[Due, ...]


def of(by: Actor, person: Person) -> OnePage:
    """Return the one A4 of a member of staff: bounded, and plain words only."""
    pack = policy.current(person.municipality).pack
    until = clock.now() + AHEAD
    coming = [
        one
        for one in Meeting.objects.select_related("dossier")
        .in_bulk([row.pk for row in selectors.meetings(by).rows])
        .values()
        if one.starts_at <= until
    ]
    coming.sort(key=lambda one: one.starts_at)
    tables = tuple(_table(by, one, pack) for one in coming[:MOST_TABLES])
    return OnePage(clock.today(), tables, _dues(by, pack))


def document(page: OnePage, person: Person) -> Sheet:
    """Return the one A4 as a document."""
    place = policy.current(person.municipality).pack.find("municipalities", person.municipality)
    parts = [
        Part(
            heading=one.name,
            over=date_format(localtime(one.meeting.starts_at), "l j F Y, H:i"),
            lines=tuple(_lines(one)),
        )
        for one in page.tables
    ]
    if not parts:
        parts.append(Part(_("Tables"), paragraphs=(_("No meeting in the coming six weeks."),)))
    parts.append(
        Part(
            heading=_("What is due"),
            paragraphs=() if page.dues else (_("Nothing stands in your name."),),
            columns=(_("By"), _("Reference"), _("What"), _("Next step")) if page.dues else (),
            rows=tuple((date_format(one.due, "j F"), one.reference, one.what, one.step) for one in page.dues),
        )
    )
    return Sheet(
        title=_("What to bring where"),
        sender=_("Municipality of %(name)s") % {"name": place.name if place else person.municipality},
        file_name=f"a4-{page.day:%Y-%m-%d}",
        head=((_("For"), person.name), (_("Date"), date_format(page.day, "j F Y"))),
        notice=_("References only. What they are about stands in the dossier, for who may see it."),
        parts=tuple(parts),
    )


def _lines(one: Table) -> list[tuple[str, str]]:
    brings = "\n".join(f"{each.reference} · {each.what}" for each in one.brings)
    lines = [(_("Bring"), brings or _("Nothing is on your agenda yet."))]
    if one.came:
        told = "\n".join(f"{each.reference} · {each.decided}" for each in one.came)
        lines.append((_("Came out last time"), told))
    return lines


def _table(by: Actor, meeting: Meeting, pack: Pack) -> Table:
    last = selectors.before(meeting)
    seen_last = last is not None and bool(dossiers.visible_ids(by, [last.pk]))
    return Table(
        meeting=meeting,
        name=table_name(meeting, pack),
        url=reverse("cases:meeting", args=[meeting.pk]),
        brings=tuple(_brings(by, meeting, pack)),
        last=clock.local_date(last.starts_at) if last is not None and seen_last else None,
        came=tuple(_came(by, last, pack)) if last is not None and seen_last else (),
    )


def _items(by: Actor, meeting: Meeting) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting=meeting, withdrawn_at__isnull=True).exclude(dossier=meeting.pk)
    found = list(rows.select_related("dossier").order_by("position", "pk"))
    seen = dossiers.visible_ids(by, {row.dossier_id for row in found})
    return [row for row in found if row.dossier_id in seen]


def _brings(by: Actor, meeting: Meeting, pack: Pack) -> list[Bring]:
    rows = _items(by, meeting)
    told = shown.describe([row.dossier for row in rows], pack)
    return [
        Bring(row.dossier.reference, told[row.dossier_id].what, shown.address(row.dossier)) for row in rows
    ]


def _came(by: Actor, meeting: Meeting, pack: Pack) -> list[Came]:
    rows = {row.pk: row for row in _items(by, meeting)}
    decided: dict[Any, list[str]] = {}
    for one in Decision.objects.filter(item__in=rows).order_by("decided_at"):
        decided.setdefault(one.item_id, []).append(words.name(pack, "outcomes", one.outcome))
    return [Came(row.dossier.reference, ", ".join(decided[pk])) for pk, row in rows.items() if pk in decided]


def _dues(by: Actor, pack: Pack) -> tuple[Due, ...]:
    page = dossiers.worklist(by, Filters(mine=True), size=MOST_DUE)
    told = shown.describe(page.rows, pack)
    found = [
        Due(
            one.reference,
            told[one.pk].what,
            words.name(pack, "next_steps", one.next_step),
            one.due,
            shown.address(one),
        )
        for one in page.rows
        if one.due is not None
    ]
    for task in selectors.tasks_of(by, limit=MOST_DUE):
        url = reverse("cases:task", args=[task.pk])
        found.append(Due(task.dossier.reference, _("Task"), _("Do the task"), task.due, url))
    return tuple(sorted(found, key=lambda one: (one.due, one.reference))[:MOST_DUE])
