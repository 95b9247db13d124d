# SPDX-License-Identifier: EUPL-1.2
"""Finds every interface text in the code and the templates of a room."""

import ast
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parents[2]
FUNCTIONS = ("_", "later", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext")
KEYWORDS = dict.fromkeys(FUNCTIONS)


def used(room: str) -> Iterator[tuple[str, str]]:
    """Yield each text of a room with the place that uses it."""
    for path in sorted((ROOMS / room).rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            for text, line in texts_of(path.read_text()):
                yield text, f"{path.relative_to(ROOMS)}:{line}"
    for path in sorted((ROOMS / room).rglob("templates/**/*.*")):
        as_python = templatize(path.read_text(), origin=str(path))
        # What is not a text becomes a row of letters; its indentation means nothing.
        source = "\n".join(line.strip() for line in as_python.split("\n")).encode()
        for line, function, found, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
            arguments = (found,) if isinstance(found, str) else tuple(found)
            text = _first(function, arguments)
            if text:
                yield text, f"{path.relative_to(ROOMS)}:{line}"


def texts_of(source: str) -> Iterator[tuple[str, int]]:
    """Yield each text of Python code with its line, those within an f-string too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            text = _first(node.func.id, [one.value for one in node.args if isinstance(one, ast.Constant)])
            if text:
                yield text, node.lineno


def _first(function: object, arguments: Sequence[object]) -> str:
    """Return the text among the arguments of a call; empty where there is none."""
    said = arguments[1:] if function == "pgettext" else arguments
    return said[0] if said and isinstance(said[0], str) else ""
