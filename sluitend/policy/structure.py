# SPDX-License-Identifier: EUPL-1.2
"""Looks into the schema: which field lies where, and which values are references."""

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from sluitend.policy.schema.base import RefersTo

Path = tuple[str | int, ...]
Reference = tuple[Path, RefersTo, str]


@cache
def hints(model: type[BaseModel]) -> dict[str, Any]:
    """Return the fields of a model as written in YAML, with their full type."""
    written = typing.get_type_hints(model, include_extras=True)
    return {info.alias or name: written[name] for name, info in model.model_fields.items()}


def references(value: object, hint: Any, path: Path = ()) -> Iterator[Reference]:
    """Yield every reference inside a validated value: its path, what it refers to, the id."""
    if isinstance(value, BaseModel):
        names = {info.alias or name: name for name, info in type(value).model_fields.items()}
        for written, inner in hints(type(value)).items():
            yield from references(getattr(value, names[written]), inner, (*path, written))
    elif isinstance(value, tuple | list | frozenset | set):
        for index, element in enumerate(value):
            for inner in _element_hints(hint, index):
                yield from references(element, inner, (*path, index))
    elif isinstance(value, dict):
        for key, element in value.items():
            for key_hint, value_hint in _mapping_hints(hint):
                yield from references(key, key_hint, (*path, key))
                yield from references(element, value_hint, (*path, key))
    elif isinstance(value, str):
        yield from ((path, marker, value) for marker in _markers(hint))


def fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """Return the field names that are allowed at a path of a validation error; empty when unknown."""
    current: list[Any] = [model]
    for part in path:
        current = [after for hint in current for after in _step(hint, part)]
    found = [leaf for hint in current for leaf in _leaves(hint) if _is_model(leaf)]
    return sorted({name for leaf in found for name in hints(leaf)})


def _step(hint: Any, part: str | int) -> Iterator[Any]:
    leaves = list(_leaves(hint))
    tagged = [leaf for leaf in leaves if _is_model(leaf) and _has_tag(leaf, part)]
    if len(leaves) > 1 and tagged:
        yield from tagged  # the tag of a union: the path goes on inside this member
        return
    for leaf in leaves:
        if _is_model(leaf):
            if part in hints(leaf):
                yield hints(leaf)[str(part)]
        elif isinstance(part, int):
            yield from _element_hints(leaf, part)
        else:
            yield from (inner for _key, inner in _mapping_hints(leaf))


def _has_tag(model: type[BaseModel], part: str | int) -> bool:
    return any(part in _literals(inner) for inner in hints(model).values())


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def _leaves(hint: Any) -> Iterator[Any]:
    origin = get_origin(hint)
    if origin is Annotated:
        yield from _leaves(get_args(hint)[0])
    elif origin in (typing.Union, types.UnionType):
        for inner in get_args(hint):
            yield from _leaves(inner)
    else:
        yield hint


def _literals(hint: Any) -> tuple[Any, ...]:
    return tuple(value for leaf in _leaves(hint) if get_origin(leaf) is Literal for value in get_args(leaf))


def _element_hints(hint: Any, index: int) -> Iterator[Any]:
    for leaf in _leaves(hint):
        if get_origin(leaf) in (tuple, list, frozenset, set):
            inner = get_args(leaf)
            if len(inner) == 2 and inner[1] is Ellipsis:
                yield inner[0]
            elif inner:
                yield inner[min(index, len(inner) - 1)]


def _mapping_hints(hint: Any) -> Iterator[tuple[Any, Any]]:
    for leaf in _leaves(hint):
        inner = get_args(leaf)
        if get_origin(leaf) is dict and len(inner) == 2:
            yield inner[0], inner[1]


def _markers(hint: Any) -> Iterator[RefersTo]:
    origin = get_origin(hint)
    if origin is Annotated:
        yield from (extra for extra in get_args(hint)[1:] if isinstance(extra, RefersTo))
        yield from _markers(get_args(hint)[0])
    elif origin in (typing.Union, types.UnionType):
        for inner in get_args(hint):
            yield from _markers(inner)
