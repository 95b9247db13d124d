# SPDX-License-Identifier: EUPL-1.2
"""Finds the layers of a pack and reads the files of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sluitend.policy.faults import Fault, Place, did_you_mean, error
from sluitend.policy.layering import Section, read_patch
from sluitend.policy.reading import Node, read_file
from sluitend.policy.schema.base import SLUG
from sluitend.policy.schema.pack import LIST_SECTIONS, SECTIONS

MAX_FILES = 300
_SLUG = re.compile(SLUG)


@dataclass(slots=True)
class Layer:
    """One folder (or file): its header and, per section, what it says about each item."""

    id: str
    place: Place
    header: Node | None = None
    sections: dict[str, Section] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Return the version in the header; empty when there is none."""
        return _text(self.header, "version")

    @property
    def extends(self) -> list[tuple[str, Place]]:
        """Return the ids of the layers below this one, with the line that names each."""
        named = self.header.mapping.get("extends") if self.header else None
        return [(str(node.value), node.place) for node in (named.items if named else [])]


def _text(node: Node | None, name: str) -> str:
    found = node.mapping.get(name) if node else None
    return found.value if found is not None and isinstance(found.value, str) else ""


def collect(start: str | Path, *, roots: Sequence[Path]) -> tuple[list[Layer], list[Fault]]:
    """Return the layers of a pack, lowest first, each once; `start` is an id or a path.

    An id is looked up as a folder in `roots`, in their order.
    """
    return _Collector(tuple(roots)).run(start)


@dataclass(slots=True)
class _Collector:
    roots: tuple[Path, ...]
    done: dict[Path, Layer] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def run(self, start: str | Path) -> tuple[list[Layer], list[Fault]]:
        if isinstance(start, Path):
            if start.exists():
                self._add(start, expected="", trail=())
            else:
                remedy = "give the folder of a layer, a YAML file, or the id of a pack"
                self.faults.append(error(Place(shown(start), 0), "there is no such file or folder", remedy))
        elif (folder := self._find(start, Place(shown(self.roots[0]), 0))) is not None:
            self._add(folder, expected=start, trail=())
        return list(self.done.values()), self.faults

    def _find(self, layer_id: str, place: Place) -> Path | None:
        if len(layer_id) <= 80 and _SLUG.fullmatch(layer_id):
            for root in self.roots:
                if (root / layer_id).is_dir():
                    return root / layer_id
        known = [folder.name for root in self.roots if root.is_dir() for folder in root.iterdir()]
        where = ", ".join(shown(root) for root in self.roots)
        other = f"make the folder, or correct the name; layers are looked for in {where}"
        what = f"there is no layer `{layer_id[:80]}`"
        self.faults.append(error(place, what, did_you_mean(layer_id, known, otherwise=other)))
        return None

    def _add(self, path: Path, *, expected: str, trail: tuple[Path, ...]) -> None:
        path = path.resolve()
        if path in self.done:
            return
        layer, faults = read_layer(path)
        self.faults += faults
        if expected and layer.header is not None and layer.id != expected:
            what = f"the folder is `{expected}` but the layer calls itself `{layer.id}`"
            place = layer.header.mapping.get("id", layer.header).place
            self.faults.append(error(place, what, f"write `id: {expected}`, or rename the folder"))
        for below, place in layer.extends:
            folder = self._find(below, place)
            if folder is None:
                continue
            if folder.resolve() in (*trail, path):
                chain = " → ".join(step.name for step in (*trail, path, folder))
                what = f"the layers extend each other in a circle: {chain}"
                self.faults.append(error(place, what, f"remove `{below}` from `extends`"))
            else:
                self._add(folder, expected=below, trail=(*trail, path))
        self.done[path] = layer


def read_layer(path: Path) -> tuple[Layer, list[Fault]]:
    """Read all YAML files of a folder (sub-folders too, in order of name), or one file."""
    layer = Layer(path.stem if path.is_file() else path.name, Place(shown(path), 0))
    files, faults = _files(path)
    for file in files:
        root, found = read_file(file, name=shown(file))
        faults += found
        if root is not None:
            faults += _add_file(layer, root)
    if layer.header is None and not faults:
        remedy = "add `pack:` with id, version and title to one of its files"
        faults.append(error(layer.place, "the layer has no header", remedy))
    return layer, faults


def _files(path: Path) -> tuple[list[Path], list[Fault]]:
    if path.is_file():
        return [path], []
    files, faults = [], []
    for file in sorted(path.rglob("*")):
        place = Place(shown(file), 0)
        if file.suffix in (".yml", ".YAML", ".YML"):
            faults.append(error(place, "only files that end in .yaml are read", "rename it to .yaml"))
        elif file.suffix == ".yaml" and (file.is_symlink() or not file.is_file()):
            faults.append(error(place, "it is not an ordinary file", "put the file itself here"))
        elif file.suffix == ".yaml":
            files.append(file)
    if len(files) > MAX_FILES:
        what = f"the layer has {len(files)} files; at most {MAX_FILES} are read"
        return [], [error(Place(shown(path), 0), what, "put more items in one file")]
    if not files and not faults:
        faults.append(error(Place(shown(path), 0), "the folder holds no .yaml file", "add one"))
    return files, faults


def _add_file(layer: Layer, root: Node) -> list[Fault]:
    if not isinstance(root.value, dict):
        return [error(root.place, "the file is not a mapping of sections", "start with a section: `forms:`")]
    faults: list[Fault] = []
    for section, node in root.mapping.items():
        if section not in SECTIONS:
            other = f"use one of the sections: {', '.join(SECTIONS)}"
            remedy = did_you_mean(section, SECTIONS, otherwise=other)
            faults.append(error(node.place, f"`{section}` is not a section", remedy))
        elif section == "pack":
            faults += _add_header(layer, node)
        elif section in LIST_SECTIONS:
            faults += _add_items(layer, section, node)
        else:
            faults += _add_single(layer, section, node)
    return faults


def _add_header(layer: Layer, node: Node) -> list[Fault]:
    if not isinstance(node.value, dict):
        return [error(node.place, "`pack` is not a mapping", "write its fields on the lines below it")]
    if layer.header is not None:
        first = layer.header.place
        what = f"the layer has a second header (the first is in {first.file}:{first.line})"
        return [error(node.place, what, "keep one of the two")]
    layer.header = node
    layer.id = _text(node, "id") or layer.id
    faults = []
    if (layers := node.mapping.get("layers")) is not None:
        faults.append(error(layers.place, "`layers` is filled in by the loader", "remove it", where="pack"))
    extends = node.mapping.get("extends")
    if extends is not None and not isinstance(extends.value, list):
        faults.append(error(extends.place, "`extends` is not a list", "write `extends: [nl]`", where="pack"))
    return faults


def _add_single(layer: Layer, section: str, node: Node) -> list[Fault]:
    if not isinstance(node.value, dict):
        return [error(node.place, f"`{section}` is not a mapping", "write its fields on the lines below it")]
    if section in layer.sections:
        return [error(node.place, f"`{section}` is given twice in this layer", "keep one of the two")]
    patch, faults = read_patch(node, where=section)
    layer.sections[section] = {section: patch}
    return faults


def _add_items(layer: Layer, section: str, node: Node) -> list[Fault]:
    if not isinstance(node.value, list):
        return [error(node.place, f"`{section}` is not a list", "start each item on a line with `- id: …`")]
    faults: list[Fault] = []
    items = layer.sections.setdefault(section, {})
    for item in node.items:
        item_id = _text(item, "id")
        if not item_id:
            faults.append(_without_id(item, section))
            continue
        patch, found = read_patch(item, where=f"{section}/{item_id}")
        faults += found
        if item_id in items:
            first = items[item_id].place
            what = f"`{item_id}` is given twice in this layer (first in {first.file}:{first.line})"
            faults.append(error(item.place, what, "keep one, or give it another id", where=section))
        else:
            items[item_id] = patch
    return faults


def _without_id(item: Node, section: str) -> Fault:
    given = item.mapping.get("id")
    if given is not None and isinstance(given.value, int | float) and not isinstance(given.value, bool):
        what, remedy = "`id` is a number where a text is meant", f'put it in quotes: "{given.value}"'
        return error(given.place, what, remedy, where=section)
    return error(item.place, "the item has no `id`", "add `id: some-name`", where=section)


def shown(path: Path) -> str:
    """Return a path as people know it: relative when it lies below the current folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
