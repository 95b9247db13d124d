# SPDX-License-Identifier: EUPL-1.2
"""Turns an error of the schema into a fault that an author can mend."""

from collections.abc import Callable
from typing import Any

from pydantic_core import ErrorDetails

from sluitend.policy.faults import Fault, Place, did_you_mean, error, known_words
from sluitend.policy.reading import Node
from sluitend.policy.schema.base import MUNICIPALITY, SLUG, SOURCE, WEB_ADDRESS
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import COMPARTMENTS, PERMISSIONS
from sluitend.policy.structure import Path, fields_at

_PATTERNS = {
    SLUG: "write lower-case letters, digits and single dashes, such as `zvh-haaglanden`",
    MUNICIPALITY: "write the CBS code of the municipality, such as `GM0553`",
    SOURCE: "write the id of a document and the place in it, such as `plan §6.1`; several with `; ` between",
    WEB_ADDRESS: "write a whole address, such as `https://www.example.invalid/`",
    r"^[0-9]{4}-Q[1-4]$": 'write a quarter as "2026-Q1"',
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": 'write a time as "09:00"',
    r"^[a-z_]+:[A-Za-z0-9-]+$": "write section and id, such as `partners:riec`",
}
_DATE = 'write a date in quotes, such as "2026-01-31"'
_REMEDIES = {
    "list_type": "write a list: each element on its own line after `- `",
    "tuple_type": "write a list: each element on its own line after `- `",
    "dict_type": "write a mapping of names to values",
    "model_type": "write the fields of this part, each on its own line",
    "model_attributes_type": "write the fields of this part, each on its own line",
    "bool_type": "write true or false",
    "int_type": "write a whole number without quotes",
    "float_type": "write a number without quotes",
    "string_too_short": "fill in a text, or remove the line",
    "string_too_long": "shorten the text",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "too_short": "add elements to the list, or remove the line",
}


def explain(problem: ErrorDetails, root: Node) -> Fault:
    """Return the fault for one validation error; `root` is what was validated, with its lines."""
    path = tuple(problem["loc"])
    place, where = locate(root, path)
    what, remedy = _sentence(problem, path)
    return error(place, what, remedy, where=where)


def locate(root: Node, path: Path) -> tuple[Place, str]:
    """Return the nearest place for a path, and the path as people write it: by ids, not numbers."""
    node, where = root, ""
    for index, part in enumerate(path):
        last = index == len(path) - 1
        if isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            where += _element_name(node, part, where)
        elif isinstance(part, str) and part in node.mapping:
            found = node.mapping[part]
            if last or isinstance(found.value, dict | list):  # else it is the tag of a union
                node = found
                where += f".{part}" if where else part
    return node.place, where


def _element_name(node: Node, index: int, where: str) -> str:
    item_id = node.mapping.get("id")
    if item_id is not None and isinstance(item_id.value, str) and "/" not in where:
        return f"/{item_id.value}"
    return f"[{index}]"


def _sentence(problem: ErrorDetails, path: Path) -> tuple[str, str]:
    """Return what is wrong and how to mend it."""
    kind = problem["type"]
    name = next((part for part in reversed(path) if isinstance(part, str)), "pack")
    teller = _TELLERS.get(kind)
    if teller is not None:
        return teller(name, problem)
    what = f"`{name}`: {problem['msg'][0].lower()}{problem['msg'][1:]}"
    return what, _REMEDIES.get(kind, "see the schema: sluitend pack schema")


def _missing(name: str, _problem: ErrorDetails) -> tuple[str, str]:
    return f"`{name}` is missing", f"add `{name}`"


def _unknown_field(name: str, problem: ErrorDetails) -> tuple[str, str]:
    known = fields_at(Pack, tuple(problem["loc"])[:-1])
    other = f"remove it; known here: {known_words(known, limit=30)}" if known else "remove it"
    return f"`{name}` is not a known field", did_you_mean(name, known, otherwise=other)


def _wrong_word(name: str, problem: ErrorDetails) -> tuple[str, str]:
    return _not_allowed(name, problem["input"], str(_context(problem).get("expected", "")))


def _tag_missing(_name: str, problem: ErrorDetails) -> tuple[str, str]:
    discriminator = str(_context(problem).get("discriminator", "")).strip("'")
    return f"`{discriminator}` is missing", f"add `{discriminator}`; it says of which sort this is"


def _tag_wrong(_name: str, problem: ErrorDetails) -> tuple[str, str]:
    context = _context(problem)
    discriminator = str(context.get("discriminator", "")).strip("'")
    return _not_allowed(discriminator, context.get("tag"), str(context.get("expected_tags", "")))


def _broken_rule(name: str, problem: ErrorDetails) -> tuple[str, str]:
    return f"`{name}`: {_context(problem).get('error')}", "change it so that this holds"


def _context(problem: ErrorDetails) -> dict[str, Any]:
    return problem.get("ctx", {})


def _not_allowed(name: str, given: Any, expected: str) -> tuple[str, str]:
    allowed = [word.strip(" '\"") for word in expected.replace(" or ", ", ").split(",")]
    other = f"use one of {known_words(allowed, limit=40)}"
    remedy = did_you_mean(given, allowed, otherwise=other) if isinstance(given, str) else other
    return f"`{_shown(given)}` is not allowed for `{name}`", remedy


def _not_text(name: str, problem: ErrorDetails) -> tuple[str, str]:
    given = problem["input"]
    if isinstance(given, bool | int | float):
        shown = str(given).lower() if isinstance(given, bool) else str(given)
        sort = "a switch" if isinstance(given, bool) else "a number"
        return f"`{name}` is {sort} where a text is meant", f'put it in quotes: "{shown}"'
    return f"`{name}` is not a text", "write a text"


def _wrong_pattern(name: str, problem: ErrorDetails) -> tuple[str, str]:
    given, pattern = problem["input"], str(_context(problem).get("pattern", ""))
    what = f"`{_shown(given)}` is not a valid `{name}`"
    if any(permission.replace(".", "[.]") in pattern for permission in PERMISSIONS):
        grants = [f"{word}@{compartment}" for word in PERMISSIONS for compartment in COMPARTMENTS]
        other = f"write permission@compartment; permissions: {known_words(PERMISSIONS, limit=40)}"
        return what, did_you_mean(str(given), grants, otherwise=other)
    return what, _PATTERNS.get(pattern, f"write it so that it matches {pattern}")


def _shown(given: Any) -> str:
    text = str(given)
    return text if len(text) <= 60 else f"{text[:57]}…"


_TELLERS: dict[str, Callable[[str, ErrorDetails], tuple[str, str]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "enum": _wrong_word,
    "literal_error": _wrong_word,
    "union_tag_not_found": _tag_missing,
    "union_tag_invalid": _tag_wrong,
    "string_type": _not_text,
    "string_pattern_mismatch": _wrong_pattern,
    "value_error": _broken_rule,
}
