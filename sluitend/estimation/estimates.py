# SPDX-License-Identifier: EUPL-1.2
"""One estimate by one method: `estimate(table, "stepwise")`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sluitend.estimation import bic, decision_graphs, stepwise
from sluitend.estimation.fitting import Fit
from sluitend.estimation.intervals import Interval, resampled
from sluitend.estimation.models import Model
from sluitend.estimation.tables import CaptureTable
from sluitend.estimation.words import CRITIQUES, NoEstimate, Note, note

METHODS = ("stepwise", "bic", "dga")
MOST_RESAMPLES = 100_000


# A model of which this small a chance makes such data does not fit them.
IMPLAUSIBLE = 0.001


@dataclass(frozen=True, slots=True)
class Options:
    """How to estimate.

    `resamples` are drawn with `seed` unless they are `given` (shape (number, 2**k - 1)); with none there is
    no interval by stepwise and BIC. `workers` is the number of processes; it changes no result. `threshold`
    is of stepwise selection, `highest` the largest interaction and `best` the number of models of BIC,
    `ratio` the largest population of decision graphs as a multiple of who was seen.
    """

    resamples: int = 1000
    seed: int = 1
    given: NDArray[np.int64] | None = None
    level: float = 0.95
    workers: int = 1
    threshold: float = stepwise.THRESHOLD
    highest: int | None = None
    best: int = bic.BEST
    ratio: float = decision_graphs.RATIO

    def rows(self, table: CaptureTable) -> NDArray[np.int64]:
        """Return the resamples of a table."""
        return self.given if self.given is not None else table.resamples(self.resamples, self.seed)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one method says of a table.

    `estimate` is the whole population in people, seen and not seen; None when there is none, and `reason`
    says why. `model` names the interactions, such as "police*care"; of decision graphs those of the most
    probable graph. `plausibility` is the chance of data that far from the model. `resamples` are the
    estimates of the resamples, for a picture.
    """

    method: str
    lists: tuple[str, ...]
    observed: int
    estimate: float | None = None
    interval: Interval | None = None
    model: tuple[str, ...] = ()
    reason: Note | None = None
    notes: tuple[Note, ...] = ()
    seed: int | None = None
    plausibility: float | None = None
    fit: Fit | None = None
    resamples: NDArray[np.float64] | None = field(default=None, compare=False)

    @property
    def missing(self) -> float | None:
        """How many people were not seen."""
        return None if self.estimate is None else self.estimate - self.observed

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return it for a machine: plain values, the notes as sentences."""
        found: dict[str, Any] = {
            "method": self.method,
            "estimate": self.estimate,
            "interval": None if self.interval is None else asdict(self.interval),
            "observed": self.observed,
            "lists": list(self.lists),
            "model": list(self.model),
            "reason": self.reason.text(language) if self.reason else None,
            "warnings": [one.text(language) for one in ((self.reason,) if self.reason else ()) + self.notes],
            "seed": self.seed,
        }
        if self.fit is not None:
            found |= {
                "deviance": self.fit.deviance,
                "aic": self.fit.aic,
                "bic": self.fit.bic,
                "parameters": self.fit.parameters,
            }
        return found


@dataclass(frozen=True, slots=True)
class Stepwise:
    """From counts to an estimate by stepwise selection; can be sent to another process."""

    size: int
    threshold: float

    def __call__(self, counts: NDArray[np.int64]) -> float:
        return stepwise.choose(self.size, counts, self.threshold).estimate


@dataclass(frozen=True, slots=True)
class Bic:
    """From counts to an estimate by the best of some models; can be sent to another process."""

    models: tuple[Model, ...]

    def __call__(self, counts: NDArray[np.int64]) -> float:
        return bic.choose(self.models, counts).estimate


def estimate(table: CaptureTable, method: str = "stepwise", options: Options | None = None) -> Estimate:
    """Estimate how many people there are, seen and not seen.

    `method` is "stepwise" (Chan, Silverman and Vincent 2021), "bic" (Silverman, Chan and Vincent 2024) or
    "dga" (Madigan and York 1997). There is always an answer: without an estimate it says why. Raises
    `ValueError`, with the names of the options, for those that are impossible.
    """
    chosen = options or Options()
    _require_possible(method, chosen)
    try:
        found = _by_graphs(table, chosen) if method == "dga" else _by_model(table, method, chosen)
    except NoEstimate as refusal:
        found = Estimate(method, table.lists, table.observed, reason=refusal.note, seed=chosen.seed)
    critiques = tuple(note(code) for code in CRITIQUES)
    return _with_notes(found, (*table.notes, *found.notes, *critiques))


def point(table: CaptureTable, method: str, options: Options) -> float | None:
    """Return an estimate without its interval; None when there is none."""
    try:
        if method == "dga":
            return decision_graphs.average(
                table.size, table.counts, level=options.level, ratio=options.ratio
            ).median
        return _chosen(table, method, options)[0].estimate
    except NoEstimate:
        return None


def _chosen(
    table: CaptureTable, method: str, options: Options
) -> tuple[Fit, Stepwise | Bic, tuple[Note, ...]]:
    if method == "stepwise":
        found = stepwise.choose(table.size, table.counts, options.threshold)
        return found, Stepwise(table.size, options.threshold), ()
    ranked = bic.ranked(table.size, table.counts, options.highest)
    if not ranked:
        code = "no-model"
        raise NoEstimate(code)
    return ranked[0], Bic(tuple(one.model for one in ranked[: options.best])), _as_good(bic.equals(ranked))


def _as_good(fits: Sequence[Fit]) -> tuple[Note, ...]:
    """Say that the data cannot choose between models that give other numbers."""
    low, high = (round(bound(one.estimate for one in fits)) for bound in (min, max))
    return (note("as-good", number=len(fits), low=low, high=high),) if low < high else ()


def _by_model(table: CaptureTable, method: str, options: Options) -> Estimate:
    found, estimator, notes = _chosen(table, method, options)
    rows = options.rows(table)
    interval, drawn = None, None
    if len(rows):
        again = resampled(
            estimator, table.counts, found.estimate, rows, level=options.level, workers=options.workers
        )
        interval, drawn = again.interval, again.estimates
        # The simulations were of stepwise selection, at this level.
        simulated = interval is not None and method == "stepwise" and options.level == 0.95
        notes = (*notes, *again.notes, *((note("coverage"),) if simulated else ()))
    if found.plausibility < IMPLAUSIBLE:
        notes = (note("fits-badly", method=method), *notes)
    return Estimate(
        method=method,
        lists=table.lists,
        observed=table.observed,
        estimate=found.estimate,
        interval=interval,
        model=tuple(found.model.named(table.lists)),
        notes=notes,
        seed=options.seed if options.given is None else None,
        plausibility=found.plausibility,
        fit=found,
        resamples=drawn,
    )


def _by_graphs(table: CaptureTable, options: Options) -> Estimate:
    found = decision_graphs.average(table.size, table.counts, level=options.level, ratio=options.ratio)
    edges = found.leading[0][0]
    return Estimate(
        method="dga",
        lists=table.lists,
        observed=table.observed,
        estimate=found.median,
        interval=found.interval,
        model=tuple(Model(table.size, edges).named(table.lists)),
        notes=found.notes,
        seed=options.seed,
    )


def _with_notes(found: Estimate, notes: Sequence[Note]) -> Estimate:
    return Estimate(
        method=found.method,
        lists=found.lists,
        observed=found.observed,
        estimate=found.estimate,
        interval=found.interval,
        model=found.model,
        reason=found.reason,
        notes=tuple(notes),
        seed=found.seed,
        plausibility=found.plausibility,
        fit=found.fit,
        resamples=found.resamples,
    )


def _require_possible(method: str, options: Options) -> None:
    wrong = {
        "method": method not in METHODS,
        "resamples": not 0 <= options.resamples <= MOST_RESAMPLES,
        "level": not 0.5 <= options.level < 1,
        "threshold": not 0 <= options.threshold <= 1,
        "workers": options.workers < 1,
        "highest": options.highest is not None and options.highest < 1,
        "best": options.best < 1,
        "ratio": not 1 <= options.ratio <= 1000,
        "seed": options.seed < 0,
    }
    if faults := [name for name, fault in wrong.items() if fault]:
        message = ", ".join(faults)
        raise ValueError(message)
