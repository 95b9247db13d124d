# SPDX-License-Identifier: EUPL-1.2
"""An estimate in parts, so that who waits sees how far it is. Knows no framework: it runs beside pages."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sluitend import estimation
from sluitend.estimation import CaptureTable, Change, Comparison, Estimate, Interval, Note, Options, Variant

VARIANTS = "variants"
PARTS = (*estimation.METHODS, VARIANTS)


@dataclass(frozen=True)
class Question:
    """What is asked: a table as text, and how the resamples are drawn."""

    text: str
    table: CaptureTable
    resamples: int
    seed: int
    # What the table is about, in the words of who asks.
    subject: str = ""

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


def one_step(question: Question, answer: Answer) -> Answer:
    """Work out the next method, or the next way in which the lists could be otherwise."""
    part = busy_with(question, answer)
    if part == VARIANTS:
        change = question.changes[len(answer.variants)]
        found = estimation.variant(change, answer.methods, question.options)
        return replace(answer, variants=(*answer.variants, found))
    method = estimation.estimate(question.table, part, question.options)
    return replace(answer, methods=(*answer.methods, method))


def as_data(question: Question, answer: Answer) -> dict[str, Any]:
    """Return what is ready as data that can be sent, with the mark of the question it belongs to."""
    return {
        "of": question.mark,
        "methods": [_flat(one) for one in answer.methods],
        "variants": [_flat_variant(one) for one in answer.variants],
    }


def from_data(question: Question, data: dict[str, Any]) -> Answer | None:
    """Return what was ready; None when it belongs to another question."""
    if data["of"] != question.mark:
        return None
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
        "plausibility": found.plausibility,
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
        plausibility=data["plausibility"],
    )


def _flat_note(note: Note) -> list[Any]:
    return [note.code, note.values]


def _flat_variant(one: Variant) -> list[Any]:
    return [one.without, one.merged, one.observed, one.estimates]


def _variant(data: list[Any]) -> Variant:
    without, merged, observed, estimates = data
    return Variant(without, tuple(merged), observed, estimates)
