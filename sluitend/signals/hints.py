# SPDX-License-Identifier: EUPL-1.2
"""Hints on free text: write what was seen, leave out labels.

A hint never blocks and nothing is kept of it. It asks the writer to look again at words about
origin, religion or looks (they say nothing about exploitation) and at citizen service numbers.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Stems of words that label a person by origin or religion, not behaviour. Dutch and English.
_LABELS = re.compile(
    r"\b(oost-?europe\w+|roemeen\w*|roemeens\w*|bulga\w+|pool|poolse?|polen|marokka\w+|turk|turkse?|turken|"
    r"afrika(?:an|ans|anse|nen)\w*|nigeria\w+|chine(?:es|se|zen)|vietname\w+|aziat\w+|arabi\w+|"
    r"syri(?:ër|ers|sche)\w*|albane\w+|albanees|oekra[iï]\w+|antilli\w+|surina\w+|roma|sinti|zigeuner\w*|"
    r"moslim\w*|islamiti\w+|jood|joodse?|christen\w*|hindoe\w*|allochto\w+|buitenland(?:er|ers|s|se)|"
    r"getint\w*|donker(?:e)? huid\w*|blanke?|zwarte? (?:man|vrouw|jongen|meisje)|"
    r"romanian|bulgarian|polish|moroccan|turkish|african|chinese|asian|arab|muslim|jewish|gyps(?:y|ies))\b",
    re.IGNORECASE,
)
_NINE_DIGITS = re.compile(r"(?<!\d)(\d[ .]?){8}\d(?!\d)")
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at again: the words found and the sentence that says why."""

    kind: str
    words: tuple[str, ...]
    sentence: Promise


def hints(text: str) -> list[Hint]:
    """Return the hints on this text; empty when there is nothing to look at again."""
    found: list[Hint] = []
    if labels := tuple(dict.fromkeys(match.group(0) for match in _LABELS.finditer(text))):
        found.append(
            Hint(
                "label",
                labels,
                _("Origin, religion or looks say nothing about exploitation. Describe what happens instead."),
            )
        )
    if numbers := tuple(match.group(0) for match in _NINE_DIGITS.finditer(text) if _is_bsn(match.group(0))):
        found.append(
            Hint(
                "bsn",
                numbers,
                _("This looks like a citizen service number. Leave it out: it is not needed here."),
            )
        )
    return found


def _is_bsn(text: str) -> bool:
    digits = [int(symbol) for symbol in text if symbol.isdigit()]
    return any(digits) and sum(w * d for w, d in zip(_BSN_WEIGHTS, digits, strict=True)) % 11 == 0
