# SPDX-License-Identifier: EUPL-1.2
"""Reads answers and context into what is known about a case: one integer.

Nothing is guessed: an unknown key, a value that is not an answer or a wrong type is a `BadCase`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sluitend.routing.conditions import BadCondition
from sluitend.routing.errors import BadCase
from sluitend.routing.model import NO, UNKNOWN, YES, Option, Question

Reader = Callable[[Any], int]

PLACE_LENGTH = 200
"""Longest name of a place that is accepted."""


class Bits:
    """Hands out a bit for each thing that can be known."""

    def __init__(self) -> None:
        self._masks: dict[tuple[str, str], int] = {}

    def make(self, name: str, what: str) -> int:
        """Return the mask of a thing, making it when it is new."""
        return self._masks.setdefault((name, what), 1 << len(self._masks))

    def get(self, name: str, what: str) -> int:
        """Return the mask of a thing that exists; `BadCondition` names what does exist."""
        mask = self._masks.get((name, what))
        if mask is None:
            known = [other for owner, other in self._masks if owner == name and not other.startswith("?")]
            message = (
                f"`{name}` has no answer `{what}` (known: {', '.join(known)})"
                if known
                else f"no `{name}` here"
            )
            raise BadCondition(message)
        return mask

    def names(self, state: int) -> list[tuple[str, str]]:
        """Return the things that are known in a state; for explanations."""
        return [thing for thing, mask in self._masks.items() if state & mask]


def make_reader(question: Question, bits: Bits, bounds: Iterable[int] = ()) -> Reader:
    """Return the function that turns a value for a question into bits. Sorts share bits by `fills`."""
    slot = question.fills or question.id
    known, unknown = bits.make(slot, "?known"), bits.make(slot, "?unknown")
    if question.kind == "yesno":
        return _one_of({YES: known | bits.make(slot, YES), NO: known | bits.make(slot, NO), UNKNOWN: unknown})
    if question.kind == "flag":
        return _flag(question, known | bits.make(slot, "true"), known | bits.make(slot, "false"))
    if question.kind == "number":
        return _number(question, known, bits, tuple(bounds))
    if question.kind == "place":
        return _place(question, known, unknown)
    masks = {
        option.id: known | _option_mask(option, question.options, slot, bits) for option in question.options
    }
    masks[UNKNOWN] = unknown
    if question.unknown:
        masks[question.unknown] = unknown
    if question.none:
        masks[NO] = known | bits.make(slot, NO)
    return _one_of(masks) if question.kind == "choice" else _many(question, masks)


def _option_mask(option: Option, options: tuple[Option, ...], slot: str, bits: Bits) -> int:
    mask = bits.make(slot, option.id)
    for trait, value in option.traits:
        mask |= bits.make(slot, f"{trait}={value}")
    wider = next((other for other in options if other.id == option.within), None)
    return mask | _option_mask(wider, options, slot, bits) if wider else mask


def _one_of(masks: dict[str, int]) -> Reader:
    return masks.__getitem__


def _flag(question: Question, true: int, false: int) -> Reader:
    def read(value: Any) -> int:
        if value is True:
            return true
        if value is False:
            return false
        raise BadCase(code="bad-flag", name=question.id, value=value)

    return read


def _number(question: Question, known: int, bits: Bits, bounds: tuple[int, ...]) -> Reader:
    slot, low, high = question.fills or question.id, question.low, question.high
    sides = [
        (bound, bits.make(slot, f"<{bound}"), bits.make(slot, f">={bound}")) for bound in sorted(set(bounds))
    ]

    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise BadCase(code="bad-number", name=question.id, value=value, low=low, high=high)
        mask = known
        for bound, below, above in sides:
            mask |= below if value < bound else above
        return mask

    return read


def _place(question: Question, known: int, unknown: int) -> Reader:
    def read(value: Any) -> int:
        if value in (UNKNOWN, question.unknown or UNKNOWN):
            return unknown
        if not isinstance(value, str) or len(value) > PLACE_LENGTH or not value.isprintable():
            raise BadCase(code="bad-place", name=question.id, value=value)
        if not any(sign.isalnum() for sign in value):
            raise BadCase(code="bad-place", name=question.id, value=value)
        return known

    return read


def _many(question: Question, masks: dict[str, int]) -> Reader:
    """A list; in answers a single word is a list of one.

    An empty list means none of these where that is an answer, and says nothing where it is not.
    """
    single = question.place == "answers"
    empty = masks.get(NO, 0)

    def read(value: Any) -> int:
        if single and isinstance(value, str):
            value = (value,)
        if not isinstance(value, (list, tuple)):
            raise BadCase(code="bad-list", name=question.id, value=value, known=masks)
        mask = 0 if value else empty
        for item in value:
            if not isinstance(item, str) or item not in masks:
                raise BadCase(code="bad-answer", name=question.id, value=item, known=masks)
            mask |= masks[item]
        if NO in value and len(set(value)) > 1:
            raise BadCase(code="contradicting-list", name=question.id, value=value)
        return mask

    return read


def read_case(readers: Mapping[str, Mapping[str, Reader]], answers: Any, context: Any) -> int:
    """Return what is known from answers and context together."""
    state = 0
    for place, given in (("answers", answers), ("context", context)):
        table = readers[place]
        try:
            for name, value in given.items():
                state |= table[name](value)
        except (KeyError, TypeError, AttributeError):
            raise _why(readers, place, given) from None
    return state


def _why(readers: Mapping[str, Mapping[str, Reader]], place: str, given: Any) -> BadCase:
    """Find what made reading fail, and say it."""
    if not isinstance(given, Mapping):
        return BadCase(code="not-an-object", name=place)
    for name, value in given.items():
        reader = readers[place].get(name) if isinstance(name, str) else None
        if reader is None:
            code = "unknown-question" if place == "answers" else "unknown-context"
            return BadCase(code=code, name=str(name), known=readers[place])
        try:
            reader(value)
        except (KeyError, TypeError):
            return BadCase(code="bad-answer", name=name, value=value, known=_possible(reader))
    message = f"reading {place} failed without a reason that can be found"
    raise AssertionError(message)


def _possible(reader: Reader) -> list[str]:
    owner = getattr(reader, "__self__", None)
    return list(owner) if isinstance(owner, dict) else []
