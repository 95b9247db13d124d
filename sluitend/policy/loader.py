# SPDX-License-Identifier: EUPL-1.2
"""Loads a pack from its layers: read, merge, validate, check.

Nothing is guessed: a layer that is missing is a fault, and no other municipality's layer is ever
looked at unless `extends` names it.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.conf import settings
from pydantic import ValidationError

from sluitend.policy import canonical
from sluitend.policy.explain import explain
from sluitend.policy.faults import Fault, Level, Place
from sluitend.policy.layering import Section, nothing_below, over
from sluitend.policy.layers import Layer, collect
from sluitend.policy.lint import lint
from sluitend.policy.reading import Node
from sluitend.policy.schema.pack import LIST_SECTIONS, Pack


@dataclass(frozen=True)
class Loaded:
    """What came of loading: a pack when it fits the schema, and all faults.

    A pack with errors can be looked at but not put into force: ask `ok` first.
    """

    id: str
    pack: Pack | None
    faults: list[Fault] = field(default_factory=list)

    @property
    def errors(self) -> list[Fault]:
        """Return the faults that keep the pack out of force."""
        return [fault for fault in self.faults if fault.level is Level.ERROR]

    @property
    def warnings(self) -> list[Fault]:
        """Return the faults that are for a person to judge."""
        return [fault for fault in self.faults if fault.level is Level.WARNING]

    @property
    def ok(self) -> bool:
        """Return whether the pack can be put into force, as far as faults go."""
        return self.pack is not None and not self.errors

    @cached_property
    def canonical(self) -> str:
        """Return the canonical JSON of the pack; empty without one."""
        return canonical.canonical(self.pack) if self.pack is not None else ""

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the canonical JSON; empty without a pack."""
        return canonical.sha256(self.canonical) if self.pack is not None else ""


def load(pack_id: str, *, root: Path | None = None) -> Loaded:
    """Load the pack whose last layer is the folder `pack_id` in `root` (default: settings.PACK_DIR)."""
    roots = (Path(root) if root is not None else Path(settings.PACK_DIR),)
    return _assemble(pack_id, *collect(pack_id, roots=roots))


def load_path(path: Path) -> Loaded:
    """Load a layer by its folder, or a single file; layers it extends lie beside it or in PACK_DIR."""
    path = path.absolute()
    roots = (path.parent, Path(settings.PACK_DIR))
    return _assemble(path.stem if path.is_file() else path.name, *collect(path, roots=roots))


def _assemble(pack_id: str, layers: list[Layer], faults: list[Fault]) -> Loaded:
    """Merge, validate and check; each only when the step before it went well.

    A value that could not be read would otherwise come back as a swarm of missing fields.
    """
    if faults:
        return Loaded(pack_id, None, faults)
    root, faults = merge(layers)
    if faults:
        return Loaded(pack_id, None, faults)
    try:
        pack = Pack.model_validate_json(json.dumps(root.plain()), strict=True)
    except ValidationError as problems:
        found = [explain(problem, root) for problem in problems.errors(include_url=False)]
        return Loaded(pack_id, None, sorted(dict.fromkeys(found), key=_by_place))
    return Loaded(pack_id, pack, sorted(lint(pack, root), key=_by_place))


def _by_place(fault: Fault) -> tuple[bool, str, int]:
    return (fault.level is Level.WARNING, fault.file, fault.line)


def merge(layers: list[Layer]) -> tuple[Node, list[Fault]]:
    """Lay the layers over each other, the first one lowest; the header is that of the last."""
    faults: list[Fault] = []
    whole: dict[str, Section] = {}
    for layer in layers:
        for section, patches in layer.sections.items():
            below = whole.get(section, {})
            if section in LIST_SECTIONS:
                faults += nothing_below(patches, below, section=section)
            whole[section] = over(patches, below)
    last = layers[-1]
    root = Node({"pack": _header(layers)}, last.place)
    for section, patches in whole.items():
        items = [patch.node() for patch in patches.values() if not patch.removed]
        if section in LIST_SECTIONS:
            root.mapping[section] = Node(list(items), Place(last.place.file, 0))
        elif items:
            root.mapping[section] = items[0]
    return root, faults


def _header(layers: list[Layer]) -> Node:
    last = layers[-1]
    if last.header is None:
        return Node({}, last.place)
    versions: list[Node] = []
    for layer in layers:
        place = layer.place
        version = {"id": Node(layer.id, place), "version": Node(layer.version, place)}
        versions.append(Node(dict(version), place))
    return Node({**last.header.mapping, "layers": Node(versions, last.place)}, last.header.place)
