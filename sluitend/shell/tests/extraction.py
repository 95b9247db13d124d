# SPDX-License-Identifier: EUPL-1.2
"""Finds every interface text in the code and the templates of a room."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parents[2]
FUNCTIONS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext")
KEYWORDS = dict.fromkeys(FUNCTIONS)


def used(room: str) -> Iterator[tuple[str, str]]:
    """Yield each text of a room with the place that uses it."""
    for path in sorted((ROOMS / room).rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield from _texts(path, path.read_bytes())
    for path in sorted((ROOMS / room).rglob("templates/**/*.*")):
        as_python = templatize(path.read_text(), origin=str(path))
        # What is not a text becomes a row of letters; its indentation means nothing.
        yield from _texts(path, "\n".join(line.strip() for line in as_python.split("\n")).encode())


def _texts(path: Path, source: bytes) -> Iterator[tuple[str, str]]:
    for line, function, found, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
        arguments = (found,) if isinstance(found, str) else tuple(found)
        if function == "pgettext":
            arguments = arguments[1:]
        if arguments and isinstance(arguments[0], str) and arguments[0]:
            yield arguments[0], f"{path.relative_to(ROOMS)}:{line}"
