# SPDX-License-Identifier: EUPL-1.2
"""Turns an item of the pack into something to show: a title, badges, texts, and rows of the rest.

Nothing of an item is left out except what has its default value. What refers to another item
becomes a link to it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from pydantic import BaseModel

from sluitend.policy.schema.base import Citation, Text, citations
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Channel
from sluitend.policy.schema.settings import LayerVersion
from sluitend.policy.structure import references
from sluitend.web.staff.plan import due
from sluitend.web.staff.plan.labels import LABELS
from sluitend.web.staff.plan.sections import BY_NAME, address, anchor
from sluitend.web.staff.plan.words import STATUS_KIND, WORDS, word

Place = tuple[str | int, ...]
_TITLES = ("name", "title")
# Shown at a place of their own, not among the rows.
_APART = frozenset({"id", "name", "title", "text", "description", "source", "section", "status", "note"})
# What a part of an item is about comes first, without a label.
_LEADS = ("text", "why", "label")
# Values up to this length stand beside each other, longer ones below each other.
_SHORT = 48


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a text, a link, code, a list of values, or rows (with the text above them)."""

    text: str = ""
    url: str = ""
    code: bool = False
    items: tuple["Value", ...] = ()
    rows: tuple["Row", ...] = ()

    @property
    def inline(self) -> bool:
        """Whether the values of the list fit beside each other."""
        return not any(one.rows or one.items or len(one.text) > _SHORT for one in self.items)


@dataclass(frozen=True, slots=True)
class Row:
    """A field with its value."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Source:
    """One place that an item is based on, with the document that it is in."""

    document: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as it is shown."""

    id: str
    anchor: str
    title: str
    text: str
    note: str
    status: str
    status_label: str
    status_kind: str
    off: bool
    sources: tuple[Source, ...]
    rows: tuple[Row, ...]
    gaps: tuple[Value, ...]


class Shower:
    """Shows items of one pack in one language."""

    def __init__(self, pack: Pack, language: str) -> None:
        self._pack = pack
        self._language = language
        self._gaps: dict[str, list[Value]] = {}
        for gap in pack.gaps:
            for about in gap.about:
                found = Value(gap.name.text(language), address("gaps", gap.id))
                self._gaps.setdefault(about, []).append(found)

    def item(self, section: str, item: Any, *, without: str = "") -> Shown:
        """Return an item of a section as it is shown; `without` is a field that the page tells already."""
        status = "" if section == "gaps" and item.status == "plan" else str(getattr(item, "status", ""))
        return Shown(
            id=item.id,
            anchor=anchor(section, item.id),
            title=self._title(item),
            text=self._text(getattr(item, "text", None) or getattr(item, "description", None)),
            note=self._text(item.note),
            status=status,
            status_label=word("status", status) if status else "",
            status_kind=STATUS_KIND.get(status, "neutral"),
            off=not self._pack.used(item),
            sources=tuple(self._sources(getattr(item, "source", "") or getattr(item, "section", ""))),
            rows=tuple(self._rows(item, self._links(item), apart=_APART | {without})),
            gaps=tuple(self._gaps.get(f"{section}:{item.id}", ())),
        )

    def rows(self, part: BaseModel, *, without: frozenset[str] = frozenset()) -> tuple[Row, ...]:
        """Return the fields of a part that is no item, such as the header."""
        return tuple(self._rows(part, self._links(part), apart=without))

    def group(self, item: Any, by: str) -> str:
        """Return the heading under which an item comes."""
        value = getattr(item, by, None)
        if value is None:
            return _("General")
        if isinstance(value, Text):
            return value.text(self._language)
        if by in WORDS:
            return word(by, str(value))
        return next((self._name(*link) for link in self._links(item).get((by,), ())), str(value))

    def _title(self, item: Any) -> str:
        for field in _TITLES:
            value = getattr(item, field, None)
            if value:
                return self._text(value)
        return str(item.id)

    def _text(self, value: Any) -> str:
        return value.text(self._language) if isinstance(value, Text) else str(value or "")

    def _links(self, part: BaseModel) -> dict[Place, list[tuple[str, str]]]:
        """Return where this part refers to another item: by place in it, section and id."""
        found: dict[Place, list[tuple[str, str]]] = {}
        for path, marker, item_id in references(part, type(part)):
            if self._pack.find(marker.section, item_id) is not None:
                found.setdefault(path, []).append((marker.section, item_id))
        return found

    def _rows(
        self,
        part: BaseModel,
        links: Mapping[Place, Any],
        at: Place = (),
        *,
        apart: frozenset[str] = frozenset(),
    ) -> Iterator[Row]:
        for name, info in type(part).model_fields.items():
            value = getattr(part, name)
            if name in apart or value is None or value in ((), {}) or value == info.get_default():
                continue
            written = info.alias or name
            yield Row(str(LABELS.get(name, name)), self._value(name, value, links, (*at, written)))

    def _value(self, field: str, value: Any, links: Mapping[Place, Any], at: Place) -> Value:
        if isinstance(value, Text) or due.is_due(value):
            found = Value(due.words(value, self._language) if due.is_due(value) else self._text(value))
        elif isinstance(value, LayerVersion):
            found = Value(f"{value.id} {value.version}")
        elif isinstance(value, Channel):
            found = self._channel(value)
        elif isinstance(value, BaseModel):
            found = self._part(value, links, at)
        elif isinstance(value, tuple | list):
            inner = (self._value(field, one, links, (*at, number)) for number, one in enumerate(value))
            found = Value(items=tuple(inner))
        elif isinstance(value, dict):
            found = Value(_compact(value), code=True)
        elif at in links:
            section, item_id = links[at][0]
            found = self._link(section, item_id)
        else:
            found = self._plain(field, value)
        return found

    def _part(self, part: BaseModel, links: Mapping[Place, Any], at: Place) -> Value:
        lead = next((name for name in _LEADS if getattr(part, name, None) is not None), "")
        rows = tuple(self._rows(part, links, at, apart=frozenset({lead})))
        return Value(self._text(getattr(part, lead)) if lead else "", rows=rows)

    def _channel(self, channel: Channel) -> Value:
        told = [
            f"{word('kind', channel.kind)}: {channel.value}",
            self._text(channel.label),
            self._text(channel.hours),
            ", ".join(word("purposes", purpose) for purpose in channel.purposes),
            _("fit for personal data") if channel.secure else "",
        ]
        apart = frozenset({"kind", "value", "label", "hours", "always", "opening", "purposes", "secure"})
        rows = tuple(self._rows(channel, {}, apart=apart))
        return Value(" · ".join(part for part in told if part), rows=rows)

    def _plain(self, field: str, value: Any) -> Value:
        if isinstance(value, bool):
            found = Value(_("Yes") if value else _("No"))
        elif isinstance(value, date):
            found = Value(formats.date_format(value, "j F Y"))
        elif isinstance(value, int | float):
            found = Value(formats.number_format(value, use_l10n=True, force_grouping=True))
        elif field in ("source", "section"):
            places = (f"{one.document} {one.place}".strip() for one in self._sources(str(value)))
            found = Value("; ".join(places))
        elif field == "about":
            found = self._link(*str(value).split(":", 1))
        elif field == "partner" and self._pack.find("partners", str(value)) is not None:
            # Rules name partners without promising that the pack has them.
            found = self._link("partners", str(value))
        elif field == "url":
            found = Value(str(value), str(value))
        else:
            found = Value(word(field, str(value)))
        return found

    def _link(self, section: str, item_id: str) -> Value:
        return Value(self._name(section, item_id), address(section, item_id))

    def _name(self, section: str, item_id: str) -> str:
        found = self._pack.find(section, item_id)
        title = self._title(found) if found is not None else item_id
        return f"{BY_NAME[section].title}: {title}" if section == "rules" else title

    def _sources(self, source: str) -> Iterator[Source]:
        yield from (self._source(one) for one in citations(source))

    def _source(self, citation: Citation) -> Source:
        document = self._pack.find("documents", citation.document)
        if document is None:
            return Source(citation.document, citation.section, "")
        # The plan itself is named on nearly every line: one word is enough.
        name = _("Plan") if document.kind == "plan" else self._text(document.title)
        return Source(name, citation.section, address("documents", document.id))


def _compact(data: Mapping[str, Any]) -> str:
    """Return a condition as an author writes it, on one line."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    return text.replace('"', "").removeprefix("{").removesuffix("}")
