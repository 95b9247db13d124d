# SPDX-License-Identifier: EUPL-1.2
"""Meetings in words: what a table is called, who sits there, what an item says to who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.cases.listing import task_in_words
from sluitend.cases.models import Meeting, Participant
from sluitend.cases.reading import ItemSeen, MeetingContent, SaidSeen
from sluitend.dossiers import shown
from sluitend.dossiers.shown import Shown
from sluitend.policy.schema.pack import Pack
from sluitend.signals.views import words


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody at the table, by name and organisation."""

    name: str
    organisation: str

    @property
    def both(self) -> str:
        """Name and organisation together."""
        return f"{self.name} ({self.organisation})" if self.organisation else self.name


def table_name(meeting: Meeting, pack: Pack) -> str:
    """Return what the consultation of a meeting is called."""
    return words.name(pack, "consultations", meeting.consultation)


def reports_to(pack: Pack, meeting: Meeting) -> str:
    """Return which consultation hears what came out of this one, by name; empty when none does."""
    consultation = pack.find("consultations", meeting.consultation)
    hears = consultation.reports_to if consultation else None
    return words.name(pack, "consultations", hears) if hears else ""


def people_in_words(rows: Iterable[Participant], content: MeetingContent, pack: Pack) -> dict[UUID, Named]:
    """Return who sits at a table, by participant."""
    return {row.pk: _named(row, content, pack) for row in rows}


def _named(row: Participant, content: MeetingContent, pack: Pack) -> Named:
    if row.person is None:
        return Named(content.names.get(row.pk, ""), words.name(pack, "partners", row.partner_id))
    roles = accounts.actor_for(row.person).roles
    named = [words.name(pack, "roles", role.id) for role in pack.roles if role.id in roles]
    return Named(row.person.name, next(iter(named), ""))


def items_in_words(items: Iterable[ItemSeen], pack: Pack, language: str) -> list[dict[str, Any]]:
    """Return items as they are shown: whole, or only what was shared."""
    listed = list(items)
    told = shown.describe({one.row.dossier for one in listed if one.whole and not one.row.is_general}, pack)
    return [_item_in_words(one, told.get(one.row.dossier_id), pack, language) for one in listed]


def _item_in_words(one: ItemSeen, told: Shown | None, pack: Pack, language: str) -> dict[str, Any]:
    dossier, packet = one.row.dossier, one.packet
    return {
        "seen": one,
        "id": one.row.pk,
        "number": one.number,
        "general": one.row.is_general,
        "reference": "" if one.row.is_general else dossier.reference,
        "url": shown.address(dossier) if one.whole and not one.row.is_general else "",
        "what": _("Without a dossier") if one.row.is_general else (told.what if told else ""),
        "question": one.question or _from(packet, "question", language),
        "notes": one.notes,
        "entries": [
            {"key": entry.label.text(language), "value": entry.value}
            for entry in (packet.entries if packet else ())
            if entry.id not in ("question", "reference")
        ],
        "decisions": [
            {"name": words.name(pack, "outcomes", each.outcome), "reason": each.reason, "at": each.at}
            for each in one.decisions
        ],
        "said": said_in_words(one.said, pack),
        "tasks": [task_in_words(each, pack, language) for each in one.tasks],
    }


def said_in_words(said: Iterable[SaidSeen], pack: Pack) -> list[dict[str, Any]]:
    """Return what partners said back, as it is shown."""
    return [
        {
            "of": words.name(pack, "partners", one.partner_id),
            "label": one.label,
            "body": one.body,
            "at": one.at,
        }
        for one in said
    ]


def _from(packet: Any, field: str, language: str) -> str:
    found = [entry.value for entry in packet.entries if entry.id == field] if packet else []
    return "\n".join(found)
