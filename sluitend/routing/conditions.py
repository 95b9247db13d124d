# SPDX-License-Identifier: EUPL-1.2
"""The conditions of rules: written as data, compiled once to masks over one integer.

What is known about a case is one integer: each thing that can be known has a bit (`p1` is yes, `age`
is below 18, the fact `staff` holds). There is no bit for "not": a *no* is known only when somebody said
no. So an unknown can never pass for a no, by construction.

Grammar (several keys in one mapping must all hold):

    {p1: "yes"}                 that answer was given; for lists: it is among them
    {reporter: [boa, wmo]}      one of these
    {reporter: {kind: internal}}  the answer has this trait; a list means one of these
    {age: {below: 18}}          a number; also {from: 18}
    {is: staff}                 a fact that another rule concluded; a list means one of these
    {unknown: [p2, p3]}         one of these was answered with "unknown"
    {open: forms}               one of these has no certain answer (not asked, or unknown)
    {all: [...]}, {any: [...]}  all, or at least one, of the conditions hold
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

WORDS = frozenset({"all", "any", "is", "unknown", "open"})
"""Words of the grammar; no question, input or fact may be called so."""

BOUNDS = {"below": "<", "from": ">="}


class BadCondition(ValueError):  # noqa: N818 - names read as sentences: `raise BadCondition`
    """A condition is not written in the grammar, or names something that does not exist."""


class Term(NamedTuple):
    """One way in which a condition holds: the `want` bits of the `care` bits are set, the others are not."""

    care: int
    want: int


ALWAYS: tuple[Term, ...] = (Term(0, 0),)
NEVER: tuple[Term, ...] = ()


def holds(terms: tuple[Term, ...], state: int) -> bool:
    """Say whether what is known (`state`) satisfies a compiled condition."""
    return any(state & care == want for care, want in terms)


def compile_condition(data: Mapping[str, Any], bit: Callable[[str, str], int]) -> tuple[Term, ...]:
    """Compile a condition; `bit(id, what)` gives the mask of one thing that can be known.

    `what` is an answer, a trait (`kind=internal`), or a sign: `?unknown`, `?known`, `?fact`, `<18`, `>=18`.
    """
    if not isinstance(data, Mapping):
        message = f"a condition is a mapping, not {data!r}"
        raise BadCondition(message)
    terms = ALWAYS
    for key, value in data.items():
        terms = _both(terms, _one(str(key), value, bit))
    return terms


def _one(key: str, value: Any, bit: Callable[[str, str], int]) -> tuple[Term, ...]:
    if key in ("all", "any"):
        return _parts(key, value, bit)
    if isinstance(value, Mapping):
        return _inside(key, value, bit)
    names = _names(key, value)
    if key == "is":
        return _tidy(_set(bit(fact, "?fact")) for fact in names)
    if key == "unknown":
        return _tidy(_set(bit(name, "?unknown")) for name in names)
    if key == "open":
        return _tidy(Term(bit(name, "?known"), 0) for name in names)
    return _tidy(_set(bit(key, answer)) for answer in names)


def _parts(key: str, value: Any, bit: Callable[[str, str], int]) -> tuple[Term, ...]:
    if not isinstance(value, (list, tuple)) or not value:
        message = f"{key}: expected a list of conditions, not {value!r}"
        raise BadCondition(message)
    parts = [compile_condition(part, bit) for part in value]
    if key == "any":
        return _tidy(term for part in parts for term in part)
    terms = ALWAYS
    for part in parts:
        terms = _both(terms, part)
    return terms


def _set(mask: int) -> Term:
    return Term(mask, mask)


def _inside(key: str, value: Mapping[str, Any], bit: Callable[[str, str], int]) -> tuple[Term, ...]:
    """Compile what stands within braces behind a key: bounds of a number, or traits of an answer."""
    terms = ALWAYS
    for word, wanted in value.items():
        if word in BOUNDS:
            if not isinstance(wanted, int) or isinstance(wanted, bool):
                message = f"{key}: `{word}` needs a whole number, not {wanted!r}"
                raise BadCondition(message)
            part: tuple[Term, ...] = (_set(bit(key, f"{BOUNDS[word]}{wanted}")),)
        else:
            part = _tidy(_set(bit(key, f"{word}={name}")) for name in _names(key, wanted))
        terms = _both(terms, part)
    return terms


def _names(key: str, value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    names = ["true" if item is True else "false" if item is False else item for item in values]
    if not names or not all(isinstance(name, str) for name in names):
        message = f"{key}: expected a word or a list of words, not {value!r} (put quotes around yes and no)"
        raise BadCondition(message)
    return names


def _both(left: tuple[Term, ...], right: tuple[Term, ...]) -> tuple[Term, ...]:
    joined = []
    for one in left:
        for other in right:
            shared = one.care & other.care
            if one.want & shared == other.want & shared:
                joined.append(Term(one.care | other.care, one.want | other.want))
    return _tidy(joined)


def _tidy(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Drop each term that a shorter one already covers; keeps rules short and their number bounded."""
    kept: list[Term] = []
    for term in sorted(set(terms), key=lambda term: term.care.bit_count()):
        if not any(
            term.care & short.care == short.care and term.want & short.care == short.want for short in kept
        ):
            kept.append(term)
    return tuple(kept)


def ids_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the questions and inputs that a condition reads, in order, each once."""
    found: dict[str, None] = {}
    for key, value in data.items():
        if key in ("all", "any"):
            for part in value:
                found.update(dict.fromkeys(ids_in(part)))
        elif key in ("unknown", "open"):
            found.update(dict.fromkeys(_names(key, value)))
        elif key != "is":
            found[key] = None
    return tuple(found)


def bounds_in(data: Mapping[str, Any], name: str) -> tuple[int, ...]:
    """Return the numbers against which a condition tests the number `name`."""
    found: dict[int, None] = {}
    for key, value in data.items():
        if key in ("all", "any"):
            for part in value:
                found.update(dict.fromkeys(bounds_in(part, name)))
        elif key == name and isinstance(value, Mapping):
            found.update(
                dict.fromkeys(n for word, n in value.items() if word in BOUNDS and isinstance(n, int))
            )
    return tuple(found)


def facts_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the facts that a condition reads, in order, each once."""
    found: dict[str, None] = {}
    for key, value in data.items():
        if key in ("all", "any"):
            for part in value:
                found.update(dict.fromkeys(facts_in(part)))
        elif key == "is":
            found.update(dict.fromkeys(_names(key, value)))
    return tuple(found)
