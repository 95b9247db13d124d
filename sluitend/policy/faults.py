# SPDX-License-Identifier: EUPL-1.2
"""Faults of a pack: where, what is wrong, how to mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error keeps a pack out of force; a warning is for a person to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line in a file; line 0 means the file (or folder) as a whole."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `where` is a path such as `partners/shop.channels[0].value`."""

    level: Level
    file: str
    line: int
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        where = f" {self.where}:" if self.where else ""
        return f"{self.file}{line}: {self.level}:{where} {self.what}\n    remedy: {self.remedy}"


def error(place: Place, what: str, remedy: str, *, where: str = "") -> Fault:
    """Return an error at a place."""
    return Fault(Level.ERROR, place.file, place.line, where, what, remedy)


def warning(place: Place, what: str, remedy: str, *, where: str = "") -> Fault:
    """Return a warning at a place."""
    return Fault(Level.WARNING, place.file, place.line, where, what, remedy)


def did_you_mean(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return `did you mean …?` when a known word is close, else what the caller says instead."""
    close = difflib.get_close_matches(word[:200], sorted(set(known)), n=3, cutoff=0.6)
    if not close:
        return otherwise
    return f"did you mean {' or '.join(f'`{one}`' for one in close)}?"


def known_words(known: Iterable[str], *, limit: int = 12) -> str:
    """Return the known words as part of a sentence, shortened when there are many."""
    words = sorted(set(known))
    shown = ", ".join(f"`{word}`" for word in words[:limit])
    return shown + (f" and {len(words) - limit} more" if len(words) > limit else "")
