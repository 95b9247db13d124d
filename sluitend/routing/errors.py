# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a case or a map, in sentences for the person who wrote it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sluitend.core.errors import BadInput

_SENTENCES: dict[str, dict[str, str]] = {
    "not-a-case": {
        "nl": "Een geval is een object met map, answers en context.",
        "en": "A case is an object with map, answers and context.",
    },
    "nothing": {
        "nl": "Er is geen geval om te lezen: de invoer is leeg.",
        "en": "There is no case to read: the input is empty.",
    },
    "not-utf-8": {
        "nl": "De invoer is geen tekst in UTF-8.",
        "en": "The input is not text in UTF-8.",
    },
    "not-json": {
        "nl": "Dit is geen geldige JSON; het gaat mis bij teken {value}.",
        "en": "This is not valid JSON; it goes wrong at character {value}.",
    },
    "too-deep": {
        "nl": "De JSON is te diep genest.",
        "en": "The JSON is nested too deep.",
    },
    "bad-value": {
        "nl": "De JSON bevat een waarde die geen antwoord kan zijn.",
        "en": "The JSON holds a value that cannot be an answer.",
    },
    "twice": {
        "nl": "{name} staat er twee keer.",
        "en": "{name} is given twice.",
    },
    "unknown-part": {
        "nl": "Het geval heeft een onbekend onderdeel: {name}. Bekend zijn: {known}.",
        "en": "The case has an unknown part: {name}. Known are: {known}.",
    },
    "no-map": {
        "nl": "Het geval noemt geen kaart (map). Bekend zijn: {known}.",
        "en": "The case names no map. Known are: {known}.",
    },
    "unknown-map": {
        "nl": "De kaart {name} bestaat niet. Bekend zijn: {known}.",
        "en": "The map {name} does not exist. Known are: {known}.",
    },
    "not-an-object": {
        "nl": "{name} moet een object zijn met namen en waarden.",
        "en": "{name} must be an object of names and values.",
    },
    "unknown-question": {
        "nl": "De kaart heeft geen vraag {name}. Bekend zijn: {known}.",
        "en": "The map has no question {name}. Known are: {known}.",
    },
    "unknown-context": {
        "nl": "De context kent geen {name}. Bekend zijn: {known}.",
        "en": "The context has no {name}. Known are: {known}.",
    },
    "bad-answer": {
        "nl": "{name} kan niet {value} zijn. Mogelijk zijn: {known}.",
        "en": "{name} cannot be {value}. Possible are: {known}.",
    },
    "bad-list": {
        "nl": "{name} moet een lijst zijn van: {known}. Dit staat er: {value}.",
        "en": "{name} must be a list of: {known}. It says: {value}.",
    },
    "contradicting-list": {
        "nl": "{name} zegt zowel nee als iets anders: {value}.",
        "en": "{name} says both no and something else: {value}.",
    },
    "bad-flag": {
        "nl": "{name} moet true of false zijn, niet {value}.",
        "en": "{name} must be true or false, not {value}.",
    },
    "bad-number": {
        "nl": "{name} moet een heel getal zijn van {low} tot en met {high}, niet {value}.",
        "en": "{name} must be a whole number from {low} up to and including {high}, not {value}.",
    },
    "bad-place": {
        "nl": "{name} moet de naam van een gemeente zijn, niet {value}.",
        "en": "{name} must be the name of a municipality, not {value}.",
    },
}

SHOWN = 60
"""Longest piece of somebody's input that an error repeats."""


class BadCase(BadInput):
    """What was given is not a case for this map. `str(error)` is Dutch; `text(lang)` has both languages."""

    def __init__(
        self,
        *,
        code: str,
        name: str = "",
        value: Any = None,
        known: Iterable[str] = (),
        low: int = 0,
        high: int = 0,
    ) -> None:
        self.code = code
        self.parts: dict[str, Any] = {
            "name": _shown(name),
            "value": _shown(value),
            "known": ", ".join(known),
            "low": low,
            "high": high,
        }
        super().__init__(self.text("nl"), field=name)

    def text(self, lang: str = "nl") -> str:
        """Return the sentence in a language, in Dutch when there is no other."""
        sentences = _SENTENCES[self.code]
        return sentences.get(lang, sentences["nl"]).format(**self.parts)


def _shown(value: Any) -> str:
    """Return somebody's input fit to be repeated: on one line, printable and short."""
    text = value if isinstance(value, str) else json.dumps(value, default=repr)
    plain = "".join(sign if sign.isprintable() else "?" for sign in text[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1]}…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a map: `where` is the id of the question, rule or partner."""

    level: Literal["error", "warning"]
    where: str
    what: str
    remedy: str


class BadMap(ValueError):  # noqa: N818
    """A route map cannot be compiled; `problems` says all that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.where}: {problem.what}" for problem in self.problems))
