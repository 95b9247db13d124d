# SPDX-License-Identifier: EUPL-1.2
"""What an unquoted word in YAML means here; words that YAML would change quietly are refused."""

import re
from dataclasses import dataclass

Scalar = str | int | float | bool | None

_SWITCHES = {"yes", "no", "on", "off", "y", "n"}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,11})\.[0-9]{1,6}")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?")
_CLOCK = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+")
_NUMBER_LIKE = re.compile(
    r"[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\.(inf|Inf|INF)"
    r"|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?)|\.(nan|NaN|NAN)"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an unquoted word is refused, and how to write it."""

    what: str
    remedy: str


def scalar(word: str) -> tuple[Scalar, Problem | None]:
    """Return the value of an unquoted word, and the problem when it would surprise."""
    if word in ("null", "~"):
        return None, None
    if word in ("true", "false"):
        return word == "true", None
    if problem := _problem(word):
        return None, problem
    if _INTEGER.fullmatch(word):
        return int(word), None
    if _DECIMAL.fullmatch(word):
        return float(word), None
    return word, None


def _problem(word: str) -> Problem | None:
    if not word:
        return Problem("nothing is filled in", "fill it in, remove the line, or write null to clear it")
    lower = word.lower()
    if lower in _SWITCHES:
        meant = "true" if lower in ("yes", "on", "y") else "false"
        return Problem(
            f"a bare `{word}` means true or false to YAML",
            f'write "{word}" in quotes for the text, or {meant} for a switch',
        )
    if lower in ("true", "false", "null"):
        return Problem(
            f"`{word}` is written with capitals", f'write {lower}, or "{word}" in quotes for the text'
        )
    return _number_problem(word)


def _number_problem(word: str) -> Problem | None:
    quoted = f'put it in quotes: "{word}"'
    if _DATE.fullmatch(word):
        return Problem(f"`{word}` is an unquoted date", quoted)
    if _CLOCK.fullmatch(word):
        return Problem(f"`{word}` is an unquoted time, a number in base 60 to YAML", quoted)
    if _LEADING_ZERO.fullmatch(word):
        return Problem(f"`{word}` starts with a zero, an octal number to YAML", quoted)
    if _THOUSANDS.fullmatch(word):
        whole = word.replace(".", "")
        return Problem(
            f"`{word}` reads as a decimal number, not as {whole}",
            f'write {whole} for the number, or "{word}" in quotes for the text',
        )
    known = _INTEGER.fullmatch(word) or _DECIMAL.fullmatch(word)
    if _NUMBER_LIKE.fullmatch(word) and not known:
        return Problem(
            f"`{word}` is an unusual way to write a number",
            f'write plain digits such as 1200 or 1.5, or "{word}" in quotes for the text',
        )
    return None
