# SPDX-License-Identifier: EUPL-1.2
"""The one A4: what to bring to which table, what came out last time, what is due. Nothing is decrypted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

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
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.shown import Shown
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
    coming = selectors.next_meetings(by, until=clock.now() + AHEAD, most=MOST_TABLES)
    last = selectors.those_before(by, coming)
    items = selectors.items_of(by, [*coming, *last.values()])
    page = dossiers.worklist(by, Filters(mine=True), size=MOST_DUE)
    on_paper = {row.dossier_id: row.dossier for rows in items.values() for row in rows}
    on_paper |= {one.pk: one for one in page.rows}
    told = shown.describe(on_paper.values(), pack)
    decided = _decided([row.pk for one in last.values() for row in items.get(one.pk, [])], pack)
    tables = tuple(
        Table(
            meeting=one,
            name=table_name(one, pack),
            url=reverse("cases:meeting", args=[one.pk]),
            brings=tuple(_bring(row, told) for row in items.get(one.pk, [])),
            last=clock.local_date(last[one.pk].starts_at) if one.pk in last else None,
            came=tuple(
                Came(row.dossier.reference, decided[row.pk])
                for row in (items.get(last[one.pk].pk, []) if one.pk in last else [])
                if row.pk in decided
            ),
        )
        for one in coming
    )
    return OnePage(clock.today(), tables, _dues(by, page.rows, told, pack))


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


def _bring(row: AgendaItem, told: Mapping[UUID, Shown]) -> Bring:
    return Bring(row.dossier.reference, told[row.dossier_id].what, shown.address(row.dossier))


def _decided(items: Sequence[UUID], pack: Pack) -> dict[UUID, str]:
    """Return in words what was decided on each of these items on which something was."""
    found: dict[UUID, list[str]] = {}
    for one in Decision.objects.filter(item__in=items).order_by("decided_at", "pk"):
        if one.item_id is not None:
            found.setdefault(one.item_id, []).append(words.name(pack, "outcomes", one.outcome))
    return {item: ", ".join(names) for item, names in found.items()}


def _dues(by: Actor, own: Iterable[Dossier], told: Mapping[UUID, Shown], pack: Pack) -> tuple[Due, ...]:
    found = [
        Due(
            one.reference,
            told[one.pk].what,
            words.name(pack, "next_steps", one.next_step),
            one.due,
            shown.address(one),
        )
        for one in own
        if one.due is not None
    ]
    for task in selectors.tasks_of(by, limit=MOST_DUE):
        url = reverse("cases:task", args=[task.pk])
        step = _("Do the task") if str(task.person_id) == by.id else _("Ask what became of it")
        found.append(Due(task.dossier.reference, _("Task"), step, task.due, url))
    return tuple(sorted(found, key=lambda one: (one.due, one.reference))[:MOST_DUE])
