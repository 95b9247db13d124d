# SPDX-License-Identifier: EUPL-1.2
"""Lays one layer over another, item by item.

A later layer names an item by its id and says what differs:

- a field that it names replaces that field, `null` clears it, other fields stay;
- `append: {field: [...]}` adds to a list;
- `replace: true` forgets what earlier layers said about the item;
- `remove: true` takes the item away.

`over` is associative: laying A, B and C gives the same whichever pair is laid first. Within a layer
the order of files and keys does not matter, except for the order in which items are shown.
"""

from dataclasses import dataclass, field, replace

from sluitend.policy.faults import Fault, Place, did_you_mean, error
from sluitend.policy.reading import Node

VERBS = ("remove", "replace", "append")


@dataclass(frozen=True, slots=True)
class Patch:
    """What one layer (or several, laid together) says about one item."""

    place: Place
    fields: dict[str, Node] = field(default_factory=dict)
    append: dict[str, list[Node]] = field(default_factory=dict)
    fresh: bool = False
    removed: bool = False

    def over(self, below: "Patch") -> "Patch":
        """Return this patch laid over the one below it."""
        if self.removed or self.fresh:
            return self
        if below.removed:
            return replace(self, fresh=True)
        fields = {**below.fields, **self.fields}
        append = {name: nodes for name, nodes in below.append.items() if name not in self.fields}
        for name, extra in self.append.items():
            if name in fields:
                fields[name] = _longer(fields[name], extra)
            else:
                append[name] = [*append.get(name, []), *extra]
        return Patch(below.place, fields, append, fresh=below.fresh)

    def node(self) -> Node:
        """Return the item as it stands; fields that were cleared are gone."""
        appended = {name: Node(nodes, nodes[0].place) for name, nodes in self.append.items() if nodes}
        whole = {name: node for name, node in {**self.fields, **appended}.items() if node.value is not None}
        return Node(whole, self.place)


def _longer(present: Node, extra: list[Node]) -> Node:
    if present.value is None:
        return Node(list(extra), present.place)
    elements = present.value if isinstance(present.value, list) else [present]
    return Node([*elements, *extra], present.place)


Section = dict[str, Patch]


def over(above: Section, below: Section) -> Section:
    """Return one section laid over the same section of the layers below it."""
    whole = dict(below)
    for item_id, patch in above.items():
        known = whole.get(item_id)
        if known is not None and known.removed and not patch.removed:
            del whole[item_id]  # an item that comes back is shown where it came back
        whole[item_id] = patch.over(known) if known is not None else patch
    return whole


def nothing_below(above: Section, below: Section, *, section: str) -> list[Fault]:
    """Return a fault for each item that is removed or appended to without being there."""
    faults = []
    there = {item_id for item_id, patch in below.items() if not patch.removed}
    for item_id, patch in above.items():
        if item_id not in there and (patch.removed or patch.append):
            verb = "removed" if patch.removed else "appended to"
            what = f"`{item_id}` is {verb}, but no earlier layer has it in `{section}`"
            remedy = did_you_mean(item_id, there, otherwise="remove this item, or give it in full")
            faults.append(error(patch.place, what, remedy, where=f"{section}/{item_id}"))
    return faults


def read_patch(node: Node, *, where: str) -> tuple[Patch, list[Fault]]:
    """Read one item of a layer; its verbs are checked and taken out of the fields."""
    faults: list[Fault] = []
    fields = {name: value for name, value in node.mapping.items() if name not in VERBS}
    verbs = {name: value for name, value in node.mapping.items() if name in VERBS}
    for name in ("remove", "replace"):
        if name in verbs and verbs[name].value is not True:
            what, remedy = f"`{name}` is not followed by true", f"write `{name}: true` or leave it out"
            faults.append(error(verbs[name].place, what, remedy, where=where))
    append, more = _read_append(verbs.get("append"), fields, where=where)
    faults += more
    removed = "remove" in verbs
    if removed and (set(fields) - {"id"} or len(verbs) > 1):
        what = "`remove: true` stands beside other fields"
        faults.append(error(verbs["remove"].place, what, "keep only `id` and `remove: true`", where=where))
    return Patch(node.place, fields, append, fresh="replace" in verbs, removed=removed), faults


def _read_append(
    node: Node | None, fields: dict[str, Node], *, where: str
) -> tuple[dict[str, list[Node]], list[Fault]]:
    if node is None:
        return {}, []
    faults = []
    if not isinstance(node.value, dict):
        what = "`append` is not a mapping of fields to lists"
        faults.append(error(node.place, what, "write `append: {channels: [...]}`", where=where))
    append = {}
    for name, extra in node.mapping.items():
        if name in fields:
            what = f"`{name}` is both set and appended to"
            faults.append(error(extra.place, what, "do one of the two", where=where))
        elif not extra.items:
            what = f"`append` needs a list for `{name}`"
            faults.append(error(extra.place, what, f"write `{name}: [...]`", where=where))
        else:
            append[name] = extra.items
    return append, faults
