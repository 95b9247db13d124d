# SPDX-License-Identifier: EUPL-1.2
"""All methods side by side, what happens without a list, and whether the data can carry one headline."""

import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from sluitend.estimation.estimates import IMPLAUSIBLE, METHODS, Estimate, Options, estimate, point
from sluitend.estimation.intervals import Interval
from sluitend.estimation.tables import CaptureTable
from sluitend.estimation.words import CRITIQUES, BadTable, Note, note

# How much more (or less) likely than the model says it may be that nobody sees somebody.
ODDS_RATIOS = (0.5, 0.67, 1.0, 1.5, 2.0)
# From which factor on one list makes the estimate.
LEANING = 2.0
# Why a method says nothing at all here, and not that it fails.
_OUT_OF_REACH = {"too-many-models", "too-many-graphs"}
_AGAINST = {"outside", "posterior-cut"}


@dataclass(frozen=True, slots=True)
class Rules:
    """When one headline may stand above the table of methods; the default is ours (decision 0057)."""

    lists: int = 3
    # Pairs of lists with at least `people` in common, and people on more than one list.
    pairs: int = 3
    people: int = 5
    twice: int = 30
    factor: float = 2.0
    # A model less plausible than this does not fit; bounds further apart than this say nothing.
    plausibility: float = IMPLAUSIBLE
    width: float = 5.0


@dataclass(frozen=True, slots=True)
class Headline:
    """The middle of the methods, with the range over all of them; or why there is none."""

    estimate: float | None
    interval: Interval | None
    withheld: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The table with one list left out, or with two lists merged."""

    without: str
    merged: tuple[str, ...]
    table: CaptureTable


@dataclass(frozen=True, slots=True)
class Variant:
    """The estimates by each method when the lists were otherwise; None where there is none."""

    without: str
    merged: tuple[str, ...]
    observed: int
    estimates: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that there is to say: every method, every variant, and a headline if the data carry one."""

    table: CaptureTable
    methods: tuple[Estimate, ...]
    variants: tuple[Variant, ...]
    odds_ratios: dict[str, dict[float, float]]
    headline: Headline
    notes: tuple[Note, ...]

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return it for a machine."""
        head = self.headline
        return {
            "method": "all",
            "estimate": head.estimate,
            "interval": None if head.interval is None else asdict(head.interval),
            "observed": self.table.observed,
            "lists": list(self.table.lists),
            "model": [],
            "withheld": [one.text(language) for one in head.withheld],
            "warnings": [one.text(language) for one in (*head.withheld, *self.notes)],
            "seed": next((one.seed for one in self.methods if one.seed is not None), None),
            "methods": [one.as_json(language) for one in self.methods],
            "variants": [
                {
                    "without": one.without or None,
                    "merged": list(one.merged),
                    "observed": one.observed,
                    "estimates": one.estimates,
                }
                for one in self.variants
            ],
            "odds_ratios": {
                method: {str(ratio): size for ratio, size in found.items()}
                for method, found in self.odds_ratios.items()
            },
        }


def compare(table: CaptureTable, options: Options | None = None, rules: Rules | None = None) -> Comparison:
    """Estimate by every method, with each list left out and each pair merged; there is always an answer."""
    chosen = options or Options()
    methods = tuple(estimate(table, method, chosen) for method in METHODS)
    variants = tuple(variant(change, methods, chosen) for change in changes(table))
    return together(table, methods, variants, rules)


def together(
    table: CaptureTable,
    methods: tuple[Estimate, ...],
    variants: tuple[Variant, ...],
    rules: Rules | None = None,
) -> Comparison:
    """Put together what was worked out apart, as `compare` does."""
    return Comparison(
        table=table,
        methods=methods,
        variants=variants,
        odds_ratios={
            one.method: {ratio: one.observed + one.missing * ratio for ratio in ODDS_RATIOS}
            for one in methods
            if one.missing is not None
        },
        headline=headline(table, methods, rules or Rules()),
        notes=(*table.notes, *_leaning(methods, variants), *(note(code) for code in CRITIQUES)),
    )


def headline(table: CaptureTable, methods: Sequence[Estimate], rules: Rules) -> Headline:
    """Return the middle of the methods and the range over them, or why one number would mislead."""
    there = [one for one in methods if one.estimate is not None]
    found = _range(there)
    withheld = [
        *_too_little(table, rules),
        *_too_far_apart(methods, rules),
        *_not_to_be_trusted(there, rules),
        *_too_wide(found, rules),
    ]
    if withheld or not there:
        return Headline(None, None, tuple(withheld))
    return Headline(float(np.median([one.estimate for one in there if one.estimate])), found, ())


def _range(there: Sequence[Estimate]) -> Interval | None:
    """Return the range over the intervals of methods; None when one of them has none."""
    intervals = [one.interval for one in there if one.interval is not None]
    if not there or len(intervals) < len(there):
        return None
    lower, upper = min(one.lower for one in intervals), max(one.upper for one in intervals)
    return Interval(intervals[0].level, lower, upper, "range over methods")


def _not_to_be_trusted(there: Sequence[Estimate], rules: Rules) -> list[Note]:
    """Return what a method itself says against its number, each once."""
    own = [found for one in there for found in one.notes if found.code in _AGAINST]
    bad = [one for one in there if one.plausibility is not None and one.plausibility < rules.plausibility]
    found = [*own, *(note("fits-badly", method=one.method) for one in bad)]
    return list({(one.code, str(one.values)): one for one in found}.values())


def _too_wide(found: Interval | None, rules: Rules) -> list[Note]:
    if found is None or found.upper <= rules.width * found.lower:
        return []
    return [note("too-wide", factor=(found.upper / found.lower) ** 0.5, most=rules.width**0.5)]


def coverage(
    table: CaptureTable, method: str, simulations: int, options: Options, *, seed: int = 1
) -> tuple[int, int]:
    """Return in how many of some simulations the interval held the truth, and how many gave an interval.

    The truth is the fitted model of this table. Raises `ValueError` when the method fits none.
    """
    found = estimate(table, method, replace(options, resamples=0, given=None))
    if found.fit is None or found.estimate is None:
        message = f"{method} fits no model to this table"
        raise ValueError(message)
    everybody = round(found.estimate)
    shares = np.append(found.fit.fitted, found.fit.missing)
    drawn = np.random.default_rng(seed).multinomial(everybody, shares / shares.sum(), size=simulations)
    held = given = 0
    for index, row in enumerate(drawn):
        again = estimate(table.with_counts(row[:-1]), method, replace(options, seed=seed + index, given=None))
        if again.interval is not None:
            given += 1
            held += again.interval.lower <= everybody <= again.interval.upper
    return held, given


def _too_little(table: CaptureTable, rules: Rules) -> list[Note]:
    found: list[Note] = []
    if table.size < rules.lists:
        found.append(note("too-few-lists", number=rules.lists))
    overlaps = table.overlaps()
    pairs = sum(number >= rules.people for number in overlaps.values())
    if pairs < rules.pairs:
        found.append(note("too-few-overlaps", number=pairs, wanted=rules.pairs, people=rules.people))
    several = np.array([cell.bit_count() > 1 for cell in range(1, 2**table.size)])
    twice = int(table.counts[several].sum())
    if twice < rules.twice:
        found.append(note("too-few-people-twice", number=twice, wanted=rules.twice))
    met = {name for pair, number in overlaps.items() if number for name in pair}
    return [*found, *(note("list-apart", name=name) for name in table.lists if name not in met)]


def _too_far_apart(methods: Sequence[Estimate], rules: Rules) -> list[Note]:
    found = [
        note("method-failed", method=one.method)
        for one in methods
        if one.estimate is None and (one.reason is None or one.reason.code not in _OUT_OF_REACH)
    ]
    sizes = [one.estimate for one in methods if one.estimate is not None]
    if len(sizes) == 1:
        found.append(note("one-method"))
    if len(sizes) > 1 and max(sizes) > rules.factor * min(sizes):
        found.append(note("methods-differ", factor=max(sizes) / min(sizes), most=rules.factor))
    return found


def _leaning(methods: Sequence[Estimate], variants: Sequence[Variant]) -> list[Note]:
    """Say on which list each method leans: without it the estimate is more than twice, or less than half."""
    found = []
    for one in methods:
        for variant in variants:
            other = variant.estimates.get(one.method)
            if variant.without and one.estimate is not None and other is not None:
                factor = max(other / one.estimate, one.estimate / other)
                if factor > LEANING:
                    values = {"method": one.method, "name": variant.without, "factor": float(factor)}
                    found.append(note("leans-on", **values))
    return found


def changes(table: CaptureTable) -> tuple[Change, ...]:
    """Return each way in which the lists could be otherwise: one less, or two as one. None with two lists."""
    if table.size <= 2:
        return ()
    found = []
    for name in table.lists:
        # Where nobody is left who was on another list, there is nothing to estimate from.
        with suppress(BadTable):
            found.append(Change(name, (), table.without(name)))
    pairs = itertools.combinations(table.lists, 2)
    return (*found, *(Change("", pair, table.merged(*pair)) for pair in pairs))


def variant(change: Change, methods: Sequence[Estimate], options: Options) -> Variant:
    """Estimate anew by the methods that are able to say something of the table as it is."""
    able = [one.method for one in methods if one.estimate is not None]
    found = {method: point(change.table, method, options) for method in able}
    return Variant(change.without, change.merged, change.table.observed, found)
