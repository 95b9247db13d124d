# SPDX-License-Identifier: EUPL-1.2
"""Reads cases from text: one JSON object, or JSON lines with a case on each line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from sluitend.routing.errors import BadCase

PARTS = ("map", "answers", "context")


@dataclass(frozen=True, slots=True)
class Case:
    """One case to advise on. Whether answers and context fit the map is for `advise` to say."""

    map: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on a line: a case, or what is wrong with it. `number` counts from 1; 0 is the whole."""

    number: int
    case: Case | None = None
    fault: BadCase | None = None


def read_lines(content: bytes, maps: Iterable[str]) -> list[Line]:
    """Return the cases in a file; each fault keeps its line. Raises `BadCase` when there is nothing.

    A file that is one JSON value is one case. Else each line that is not blank is a case.
    """
    known = tuple(maps)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadCase(code="not-utf-8") from None
    if not text.strip():
        raise BadCase(code="nothing")
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(numbered) > 1:
        try:
            whole = _parse(text)
        except BadCase as fault:
            if _looks_like_one(numbered):
                return [Line(fault.parts["low"], fault=fault)]
        else:
            return [_line(0, whole, known)]
    return [_read_line(number, line, known) for number, line in numbered]


def _looks_like_one(numbered: list[tuple[int, str]]) -> bool:
    """Say whether a broken file was meant as one case over several lines, not as a case a line."""
    return numbered[0][1].strip() in ("{", "[")


def _read_line(number: int, line: str, maps: tuple[str, ...]) -> Line:
    try:
        return _line(number, _parse(line), maps)
    except BadCase as fault:
        return Line(number, fault=fault)


def _line(number: int, data: Any, maps: tuple[str, ...]) -> Line:
    try:
        return Line(number, case=read_case_data(data, maps))
    except BadCase as fault:
        return Line(number, fault=fault)


def read_case_data(data: Any, maps: Iterable[str]) -> Case:
    """Return the case in a JSON value; raises `BadCase`."""
    known = tuple(maps)
    if not isinstance(data, dict):
        raise BadCase(code="not-a-case")
    for name in data:
        if name not in PARTS:
            raise BadCase(code="unknown-part", name=name, known=PARTS)
    if "map" not in data:
        raise BadCase(code="no-map", known=known)
    if not isinstance(data["map"], str) or data["map"] not in known:
        raise BadCase(code="unknown-map", name=data["map"], known=known)
    for name in ("answers", "context"):
        if not isinstance(data.get(name, {}), dict):
            raise BadCase(code="not-an-object", name=name)
    return Case(data["map"], data.get("answers", {}), data.get("context", {}))


def _parse(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadCase(code="not-json", value=error.colno, low=error.lineno) from None
    except RecursionError:
        raise BadCase(code="too-deep") from None
    except ValueError:  # a whole number with thousands of digits
        raise BadCase(code="bad-value") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadCase(code="twice", name=name)
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise BadCase(code="bad-value", value=name)
