# SPDX-License-Identifier: EUPL-1.2
"""Reads one YAML file of a pack into nodes that remember their line.

Only a plain part of YAML is accepted: mappings, lists, texts, whole and decimal numbers, `true`,
`false` and `null`. Whatever YAML would quietly turn into something else (a bare `no`, a date, a
phone number with leading zeros) is a fault, as are anchors, aliases, tags and merge keys. Reading
never raises: what cannot be read becomes a fault.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from sluitend.policy.faults import Fault, Place, error
from sluitend.policy.scalars import Scalar, scalar

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
# Control characters other than a tab and the end of a line, and halves of a character.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)


@dataclass(slots=True)
class Node:
    """A value with its place: the line of its key in a mapping, its own line in a list."""

    value: "Scalar | list[Node] | dict[str, Node]"
    place: Place

    @property
    def mapping(self) -> "dict[str, Node]":
        """Return the entries; empty when this is not a mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[Node]":
        """Return the elements; empty when this is not a list."""
        return self.value if isinstance(self.value, list) else []

    def plain(self) -> object:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def read_file(path: Path, *, name: str) -> tuple[Node | None, list[Fault]]:
    """Read a file; `name` is how faults call it. None when nothing could be made of it."""
    place = Place(name, 0)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
            return None, [error(place, what, "split it: all files of a layer are read together")]
        content = path.read_bytes()
    except OSError as problem:
        return None, [error(place, f"the file cannot be read: {problem.strerror}", "check its rights")]
    return read_bytes(content, name=name)


def read_bytes(content: bytes, *, name: str) -> tuple[Node | None, list[Fault]]:
    """Read the content of a file; total for every sequence of bytes."""
    if len(content) > MAX_BYTES:
        what = f"the file has {len(content):,} bytes; at most {MAX_BYTES:,} are read"
        return None, [error(Place(name, 0), what, "split it: all files of a layer are read together")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        what = f"byte {content[problem.start]:#04x} is not UTF-8"
        return None, [error(Place(name, line), what, "save the file as UTF-8")]
    if tab := _TAB_INDENT.search(text):
        line = text.count("\n", 0, tab.start()) + 1
        return None, [error(Place(name, line), "a tab is used to indent", "indent with spaces only")]
    return _Reader(name).read(text)


class _Stop(Exception):  # noqa: N818 - ends the reading of one file, its fault is recorded
    """What follows in this file cannot be trusted."""


@dataclass(slots=True)
class _Reader:
    name: str
    faults: list[Fault] = field(default_factory=list)

    def read(self, text: str) -> tuple[Node | None, list[Fault]]:
        root: Node | None = None
        try:
            events = self._events(text)
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self._stop(
                            event, "a second document (`---`) starts", "use one file for each document"
                        )
                    root = self._node(next(events), events, depth=0, place=None)
        except _Stop:
            return None, self.faults
        except yaml.MarkedYAMLError as problem:
            # Faults found before are likely its consequences.
            return None, [self._broken(problem)]
        except (yaml.YAMLError, ValueError, OverflowError) as problem:
            what = f"the file is not YAML: {str(problem).splitlines()[0]}"
            self.faults.append(error(Place(self.name, 0), what, "remove characters that are not plain text"))
            return None, self.faults
        return root, self.faults

    def _events(self, text: str) -> Iterator[yaml.Event]:
        return iter(yaml.parse(text, Loader=_PARSER))

    def _broken(self, problem: yaml.MarkedYAMLError) -> Fault:
        mark = problem.problem_mark or problem.context_mark
        what = "; ".join(part for part in (problem.context, problem.problem) if part) or "it is not YAML"
        remedy = "check the indentation, and put a text with `: `, `#`, `[` or `{` in quotes"
        return error(Place(self.name, mark.line + 1 if mark else 0), what, remedy)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1 if mark is not None else 0)

    def _fault(self, event: yaml.Event, what: str, remedy: str) -> None:
        self.faults.append(error(self._place(event), what, remedy))

    def _stop(self, event: yaml.Event, what: str, remedy: str) -> None:
        self._fault(event, what, remedy)
        raise _Stop

    def _node(
        self, event: yaml.Event, events: Iterator[yaml.Event], *, depth: int, place: Place | None
    ) -> Node:
        self._check_plain_yaml(event, depth)
        place = place or self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return Node(self._scalar(event), place)
        if isinstance(event, yaml.SequenceStartEvent):
            elements = []
            while not isinstance(following := next(events), yaml.SequenceEndEvent):
                elements.append(self._node(following, events, depth=depth + 1, place=None))
            return Node(elements, place)
        return Node(self._entries(events, depth), place)

    def _check_plain_yaml(self, event: yaml.Event, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._stop(event, f"`*{event.anchor}` is an alias", "write the value out; aliases are not used")
        if anchor := getattr(event, "anchor", None):
            self._stop(event, f"`&{anchor}` is an anchor", "remove it; anchors are not used in packs")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._stop(event, f"`{tag}` is a tag", "remove it; a pack holds plain values only")
        if depth > MAX_DEPTH:
            self._stop(
                event, f"values are nested more than {MAX_DEPTH} deep", "check brackets and indentation"
            )

    def _entries(self, events: Iterator[yaml.Event], depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, depth)
            place = self._place(event)
            node = self._node(next(events), events, depth=depth + 1, place=place)
            if key in entries:
                first = entries[key].place.line
                self._fault(event, f"`{key}` is given twice (first on line {first})", "keep one of the two")
            else:
                entries[key] = node
        return entries

    def _key(self, event: yaml.Event, depth: int) -> str:
        self._check_plain_yaml(event, depth)
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "a list or mapping is used as a key", "use a word as key")
            raise AssertionError  # unreachable: _stop raises; tells the type checker so
        if event.value == "<<" and not event.style:
            self._stop(event, "`<<` is a merge key", "write the fields out; merge keys are not used")
        value = self._scalar(event)
        if not isinstance(value, str) and not self.faults:
            self._fault(
                event, f"the key `{event.value}` is not a text", f'put it in quotes: "{event.value}":'
            )
        return event.value

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if bad := _CONTROL.search(event.value):
            self._fault(event, f"the text holds the control character U+{ord(bad[0]):04X}", "remove it")
            return None
        if event.style:  # quoted, or a block: meant as text
            return event.value
        value, problem = scalar(event.value)
        if problem:
            self._fault(event, problem.what, problem.remedy)
        return value
