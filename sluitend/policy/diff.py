# SPDX-License-Identifier: EUPL-1.2
"""What differs between two packs, item by item and field by field."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sluitend.policy import canonical
from sluitend.policy.schema.pack import LIST_SECTIONS, SINGLE_SECTIONS, Pack


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `field` is empty when the whole item was added or removed.

    `moved` means: the same items in another order.
    """

    sort: Literal["added", "removed", "changed", "moved"]
    section: str
    id: str
    field: str = ""
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        name = f"{self.section}/{self.id}" if self.id else self.section
        name += f".{self.field}" if self.field else ""
        if self.sort == "added":
            return f"+ {name}"
        if self.sort == "removed":
            return f"- {name}"
        if self.sort == "moved":
            return f"~ {name}: shown in another order"
        return f"~ {name}: {_shown(self.before)} → {_shown(self.after)}"

    def plain(self) -> dict[str, Any]:
        """Return the change as JSON-able data."""
        return asdict(self)


def diff(before: Pack, after: Pack) -> list[Change]:
    """Return what changed; empty exactly when both packs have the same hash."""
    old, new = json.loads(canonical.canonical(before)), json.loads(canonical.canonical(after))
    changes: list[Change] = []
    for section in SINGLE_SECTIONS:
        changes += _fields(section, "", old.get(section, {}), new.get(section, {}))
    for section in LIST_SECTIONS:
        changes += _items(section, old.get(section, []), new.get(section, []))
    return changes


def _items(section: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Change]:
    before, after = {item["id"]: item for item in old}, {item["id"]: item for item in new}
    for item_id, item in before.items():
        if item_id not in after:
            yield Change("removed", section, item_id, before=item)
    for item_id, item in after.items():
        if item_id not in before:
            yield Change("added", section, item_id, after=item)
        else:
            yield from _fields(section, item_id, before[item_id], item)
    kept_before = [item_id for item_id in before if item_id in after]
    kept_after = [item_id for item_id in after if item_id in before]
    if kept_before != kept_after:
        yield Change("moved", section, "", before=list(before), after=list(after))


def _fields(section: str, item_id: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield Change("changed", section, item_id, name, old.get(name), new.get(name))


def _shown(value: Any) -> str:
    if value is None:
        return "(nothing)"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:97]}…"
