# SPDX-License-Identifier: EUPL-1.2
"""Agenda, minutes and the one A4 as documents: PDF to print, ODT to work on. Made in memory, for one reader.

What the reader may not see does not come in here: the items are those of `reading.items_for`.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from odfdo import Document as OdfDocument
from odfdo import Header, Paragraph, Row, Style, Table

from sluitend.cases import selectors
from sluitend.cases.models import Meeting
from sluitend.cases.reading import ItemSeen, MeetingContent
from sluitend.cases.shown import items_in_words, people_in_words, table_name
from sluitend.core import clock
from sluitend.handover import paper
from sluitend.handover.pages import language
from sluitend.policy import selectors as policy

_TEMPLATE = Path(__file__).parent / "pdf" / "sheet.typ"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document: paragraphs, labelled lines, a list, and a table of actions."""

    heading: str
    over: str = ""
    paragraphs: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as data: who made it, for whom, and its parts. Every text in it is only ever shown."""

    title: str
    sender: str
    file_name: str
    head: tuple[tuple[str, str], ...]
    notice: str
    parts: tuple[Part, ...] = field(default_factory=tuple)

    def pdf(self) -> bytes:
        """Return the document as PDF that a screen reader can read too (PDF/UA-1)."""
        data = {**asdict(self), "lang": language(), "page": _("Page"), "confidential": _("Confidential")}
        texts = list(_texts(data))

        def make(shown: list[str]) -> bytes:
            return _typeset(_with_texts(data, iter(shown)))

        return paper.made_of(texts, make)

    def odt(self) -> bytes:
        """Return the document as OpenDocument text, to be worked on."""
        document = OdfDocument("text")
        document.meta.title = self.title
        document.meta.creator = self.sender
        document.language = "en-GB" if language() == "en" else "nl-NL"
        _insert_styles(document)
        body = document.body
        body.clear()
        body.append(Paragraph(_plain(self.sender), style="SlSoft"))
        body.append(Header(1, _plain(self.title)))
        for label, value in self.head:
            body.append(Paragraph(_plain(f"{label}: {value}")))
        body.append(Paragraph(_plain(self.notice), style="SlNotice"))
        for number, part in enumerate(self.parts):
            for element in _odt_part(part, number):
                body.append(element)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def minutes(
    meeting: Meeting,
    content: MeetingContent,
    items: Sequence[ItemSeen],
    *,
    for_whom: str,
    at_door: bool = False,
) -> Sheet:
    """Return the agenda of a meeting, or its minutes once it began, for one reader.

    `at_door`: for somebody of a partner, who does not read who else sits there.
    """
    pack = policy.current(meeting.municipality).pack
    begins, begun = localtime(meeting.starts_at), meeting.starts_at <= clock.now()
    people = selectors.participants(meeting)
    names = people_in_words(people, content, pack)
    there = [names[one.pk].both for one in people if not at_door and (one.present or not begun)]
    name = table_name(meeting, pack)
    place = pack.find("municipalities", meeting.municipality)
    head = [
        (_("When"), date_format(begins, "l j F Y, H:i")),
        (_("Where"), content.place),
        (_("Present") if begun else _("Invited"), ", ".join(there)),
        (_("Made for"), for_whom),
    ]
    parts = [_item(one) for one in items_in_words(items, pack, language())]
    if begun and content.general:
        parts.insert(0, Part(_("General"), paragraphs=tuple(_paragraphs(content.general))))
    if not items:
        parts.append(Part(_("Agenda"), paragraphs=(_("There is nothing on the agenda that you may see."),)))
    title = _("Minutes: %(table)s") if begun else _("Agenda: %(table)s")
    return Sheet(
        title=title % {"table": name},
        sender=_("Municipality of %(name)s") % {"name": place.name if place else meeting.municipality},
        file_name=f"{meeting.consultation}-{begins:%Y-%m-%d}",
        head=tuple((label, value) for label, value in head if value),
        notice=_(
            "Only for who it was made for. What stands here are suspicions, not established facts. "
            "Each uses it for their own task only."
        ),
        parts=tuple(parts),
    )


def _item(one: dict[str, Any]) -> Part:
    heading = one["what"] or _("Item")
    lines = [(entry["key"], entry["value"]) for entry in one["entries"]]
    decisions = [
        f"{each['name']}: {each['reason']}" if each["reason"] else str(each["name"])
        for each in one["decisions"]
    ]
    if decisions:
        lines.append((_("Decided"), "\n".join(decisions)))
    if one["notes"]:
        lines.append((_("Notes"), one["notes"]))
    rows = tuple(
        (str(task["what"]), str(task["who"]), date_format(task["row"].due, "j F Y"), str(task["state"]))
        for task in one["tasks"]
    )
    columns = (_("What"), _("Who"), _("By"), _("State")) if rows else ()
    return Part(
        heading=f"{one['number']}. {heading}",
        over=one["reference"],
        paragraphs=tuple(_paragraphs(one["question"])),
        lines=tuple(lines),
        columns=columns,
        rows=rows,
    )


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n") if part.strip()]


def _texts(value: Any) -> Any:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _with_texts(value: Any, texts: Any) -> Any:
    """Return the same structure with other texts, in the same order."""
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, dict):
        return {key: _with_texts(each, texts) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_texts(each, texts) for each in value]
    return value


def _typeset(data: dict[str, Any]) -> bytes:
    return paper.typeset(_TEMPLATE, sheet=json.dumps(data, ensure_ascii=False))


def _insert_styles(document: OdfDocument) -> None:
    document.insert_style(Style("paragraph", name="SlSoft", area="text", color="#5a6b78"))
    document.insert_style(Style("paragraph", name="SlNotice", area="text", italic=True))
    for level, size in ((1, "20pt"), (2, "14pt")):
        heading = Style(
            "paragraph",
            name=f"Heading_20_{level}",
            display_name=f"Heading {level}",
            area="text",
            size=size,
            bold=True,
        )
        document.insert_style(heading)


def _odt_part(part: Part, number: int) -> list[Any]:
    found: list[Any] = [Header(2, _plain(part.heading))]
    if part.over:
        found.append(Paragraph(_plain(part.over), style="SlSoft"))
    found += [Paragraph(_plain(text)) for text in part.paragraphs]
    for label, value in part.lines:
        lines = _paragraphs(value) or [""]
        found.append(Paragraph(_plain(f"{label}: {lines[0]}")))
        found += [Paragraph(_plain(text)) for text in lines[1:]]
    if part.rows:
        table = Table(f"Acties{number + 1}")
        for values in (part.columns, *part.rows):
            row = Row()
            row.set_values([_plain(value) for value in values])
            table.append(row)
        found.append(table)
    return found


def _plain(text: str) -> str:
    """Return a text without signs that XML cannot hold, or that turn the order of what follows."""
    return paper.printable(text)
