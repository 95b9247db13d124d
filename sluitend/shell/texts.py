# SPDX-License-Identifier: EUPL-1.2
"""Interface texts: compiles the Dutch catalogues and finds what is wrong with them."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")


def catalogues(root: Path) -> list[Path]:
    """Return the catalogue of every room below `root`."""
    return sorted(root.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_catalogue(path: Path) -> int:
    """Write the `.mo` beside a `.po`; return the number of texts in it."""
    catalogue = read(path)
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return len(catalogue.translated_entries())


def read(path: Path) -> polib.POFile:
    """Return a catalogue; raises ValueError with the file and line of what cannot be read."""
    try:
        return polib.pofile(str(path), encoding="utf-8", check_for_duplicates=True)
    except OSError as error:
        raise ValueError(str(error)) from error


def faults(path: Path) -> Iterator[str]:
    """Yield a sentence for each text that is empty, doubtful, or loses or invents a placeholder."""
    for entry in read(path):
        place = f"{path}:{entry.linenum}: {entry.msgid!r}"
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if not all(texts):
            yield f"{place} has no translation"
        elif entry.fuzzy:
            yield f"{place} is marked fuzzy"
        elif any(_placeholders(text) - _known(entry) for text in texts):
            yield f"{place}: the translation has a placeholder that the text has not"
        elif not entry.msgid_plural and _placeholders(entry.msgid) != _placeholders(entry.msgstr):
            yield f"{place}: the placeholders differ"


def _known(entry: polib.POEntry) -> set[str]:
    return _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")


def _placeholders(text: str) -> set[str]:
    return {name for name in _PLACEHOLDER.findall(text) if name}
