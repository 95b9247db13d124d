# SPDX-License-Identifier: EUPL-1.2
"""An estimate in parts, so that who waits sees how far it is. Nothing is stored.

What is ready goes to the browser, signed and bound to the table that was asked about, and comes back with
the next question. What comes back for another table, or too late, is worked out anew.
"""

import hashlib
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core import signing

from sluitend import estimation
from sluitend.estimation import CaptureTable, Change, Comparison, Estimate, Interval, Note, Options, Variant

VARIANTS = "variants"
PARTS = (*estimation.METHODS, VARIANTS)
_SALT = "sluitend.web.estimates"
_LIFETIME = timedelta(hours=12)
# One estimate may keep a core busy for half a minute: one at a time leaves the others to everybody else.
_busy = threading.Lock()
# Whoever finds us busy asks again: no request lasts longer than a proxy waits.
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Question:
    """What is asked: a table as text, and how the resamples are drawn."""

    text: str
    table: CaptureTable
    resamples: int
    seed: int

    @property
    def mark(self) -> str:
        """What tells this question from every other."""
        whole = f"{self.resamples}\n{self.seed}\n{self.text}"
        return hashlib.sha256(whole.encode()).hexdigest()

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """How the lists could be otherwise."""
        return estimation.changes(self.table)

    @property
    def options(self) -> Options:
        """How it is estimated."""
        return Options(resamples=self.resamples, seed=self.seed)


@dataclass(frozen=True)
class Answer:
    """What is known of a question so far."""

    methods: tuple[Estimate, ...] = ()
    variants: tuple[Variant, ...] = ()

    def whole(self, question: Question) -> Comparison:
        """Return all parts together."""
        return estimation.together(question.table, self.methods, self.variants)


def busy_with(question: Question, answer: Answer) -> str:
    """Return which part comes next; empty when all are there."""
    if len(answer.methods) < len(estimation.METHODS):
        return estimation.METHODS[len(answer.methods)]
    return VARIANTS if len(answer.variants) < len(question.changes) else ""


def further(question: Question, answer: Answer, *, seconds: float = 0.0) -> Answer:
    """Go on with the part that comes next for about so many seconds, at least one step.

    When others keep us busy for too long, the answer is what it was.
    """
    part, began = busy_with(question, answer), time.monotonic()
    if not part or not _busy.acquire(timeout=_PATIENCE_SECONDS):
        return answer
    try:
        while busy_with(question, answer) == part:
            answer = _one_step(question, answer)
            if time.monotonic() - began > seconds:
                break
    finally:
        _busy.release()
    return answer


def all_of(question: Question, answer: Answer, *, seconds: float) -> Answer:
    """Go on with one part after the other until all are there, or for about so many seconds."""
    began = time.monotonic()
    while busy_with(question, answer):
        answer = further(question, answer, seconds=seconds)
        if time.monotonic() - began > seconds:
            break
    return answer


def _one_step(question: Question, answer: Answer) -> Answer:
    part = busy_with(question, answer)
    if part == VARIANTS:
        change = question.changes[len(answer.variants)]
        found = estimation.variant(change, answer.methods, question.options)
        return replace(answer, variants=(*answer.variants, found))
    method = estimation.estimate(question.table, part, question.options)
    return replace(answer, methods=(*answer.methods, method))


def sealed(question: Question, answer: Answer) -> str:
    """Return what is ready as text that only we can have made."""
    data = {
        "of": question.mark,
        "methods": [_flat(one) for one in answer.methods],
        "variants": [_flat_variant(one) for one in answer.variants],
    }
    return signing.dumps(data, salt=_SALT, compress=True)


def opened(question: Question, text: str) -> Answer:
    """Return what was ready of this very question; nothing when it is another, changed or too old."""
    try:
        data = signing.loads(text, salt=_SALT, max_age=_LIFETIME)
    except signing.BadSignature:
        return Answer()
    if data["of"] != question.mark:
        return Answer()
    return Answer(
        methods=tuple(_estimate(question.table, one) for one in data["methods"]),
        variants=tuple(_variant(one) for one in data["variants"]),
    )


def _flat(found: Estimate) -> dict[str, Any]:
    interval = found.interval
    return {
        "method": found.method,
        "estimate": found.estimate,
        "interval": interval and [interval.level, interval.lower, interval.upper, interval.kind],
        "model": found.model,
        "reason": found.reason and _flat_note(found.reason),
        "notes": [_flat_note(one) for one in found.notes],
        "seed": found.seed,
    }


def _estimate(table: CaptureTable, data: dict[str, Any]) -> Estimate:
    return Estimate(
        method=data["method"],
        lists=table.lists,
        observed=table.observed,
        estimate=data["estimate"],
        interval=Interval(*data["interval"]) if data["interval"] else None,
        model=tuple(data["model"]),
        reason=Note(*data["reason"]) if data["reason"] else None,
        notes=tuple(Note(*one) for one in data["notes"]),
        seed=data["seed"],
    )


def _flat_note(note: Note) -> list[Any]:
    return [note.code, note.values]


def _flat_variant(one: Variant) -> list[Any]:
    return [one.without, one.merged, one.observed, one.estimates]


def _variant(data: list[Any]) -> Variant:
    without, merged, observed, estimates = data
    return Variant(without, tuple(merged), observed, estimates)
