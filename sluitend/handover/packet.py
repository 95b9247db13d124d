# SPDX-License-Identifier: EUPL-1.2
"""The packet: what is told, and nothing else. Frozen when the handover is prepared. Pure."""

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any

from sluitend.sharing import Decision, GuardTable, Text

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to tell. `id` is a sharing field of the pack; the same id may come more than once."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class Packet:
    """What a room offers to tell. The guard takes out what may not go."""

    fields: tuple[Field, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the fields that hold something, in order, each once."""
        return tuple(dict.fromkeys(item.id for item in self.fields if item.value.strip()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a frozen packet, with its name in Dutch and English."""

    id: str
    label: Text
    value: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A packet as it was handed over."""

    reference: str
    sender: str
    kind: str
    made_on: str
    entries: tuple[Entry, ...] = field(default_factory=tuple)

    def without(self, ids: Container[str], instead: str) -> "Frozen":
        """Return the packet with something else in place of the values of these fields."""
        entries = tuple(replace(entry, value=instead) if entry.id in ids else entry for entry in self.entries)
        return replace(self, entries=entries)

    def as_json(self) -> dict[str, Any]:
        """Return plain data in our schema, to be sealed."""
        return {
            "schema": SCHEMA,
            "reference": self.reference,
            "sender": self.sender,
            "kind": self.kind,
            "made_on": self.made_on,
            "fields": [
                {"id": item.id, "label": {"nl": item.label.nl, "en": item.label.en}, "value": item.value}
                for item in self.entries
            ],
        }


def freeze(
    packet: Packet,
    decision: Decision,
    table: GuardTable,
    *,
    reference: str,
    sender: str,
    kind: str,
    made_on: str,
) -> Frozen:
    """Return the packet with exactly the fields that the decision allows."""
    entries = tuple(
        Entry(item.id, table.label(item.id), item.value.strip())
        for item in packet.fields
        if item.id in decision.allowed_ids and item.value.strip()
    )
    return Frozen(reference, sender, kind, made_on, entries)


def thaw(data: dict[str, Any]) -> Frozen:
    """Return a packet from the data in which it was sealed."""
    if data["schema"] != SCHEMA:
        message = f"a packet of schema {data['schema']} cannot be read"
        raise ValueError(message)
    entries = tuple(
        Entry(item["id"], Text(item["label"]["nl"], item["label"]["en"]), item["value"])
        for item in data["fields"]
    )
    return Frozen(data["reference"], data["sender"], data["kind"], data["made_on"], entries)
