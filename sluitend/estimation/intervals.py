# SPDX-License-Identifier: EUPL-1.2
"""Intervals from resamples on each of which a model is chosen anew (BCa: DiCiccio and Efron 1996)."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sluitend.estimation.words import NoEstimate, Note, note

# Resamples go to the workers in parts of this size, however many workers there are.
_PART = 50
_SAME = 1e-9

# From counts of shape (2**k - 1,) to the size of the population; infinite when there is no estimate.
Estimator = Callable[[NDArray[np.int64]], float]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds in people; `kind` is "BCa", "percentile" or "posterior"."""

    level: float
    lower: float
    upper: float
    kind: str


@dataclass(frozen=True, slots=True)
class Resampled:
    """The estimate of each resample (infinite where there was none), the interval, and what to say of it."""

    estimates: Floats
    interval: Interval | None
    notes: tuple[Note, ...] = field(default=())


def resampled(
    estimator: Estimator,
    counts: NDArray[np.int64],
    estimate: float,
    resamples: NDArray[np.int64],
    *,
    level: float,
    workers: int = 1,
) -> Resampled:
    """Estimate each resample and return a BCa interval around `estimate`.

    `resamples` has shape (number, 2**k - 1). Acceleration comes from leaving out one person of each pattern,
    weighted by how many there are. The result is the same to the last bit for any number of workers.
    """
    patterns = np.flatnonzero(counts)
    rows = np.vstack([resamples, counts - np.eye(len(counts), dtype=np.int64)[patterns]])
    every = _estimates(estimator, rows, workers)
    estimates, left_out = every[: len(resamples)], every[len(resamples) :]
    notes = []
    if failed := int(np.isinf(estimates).sum()):
        notes.append(note("resamples-without", number=failed, all=len(estimates)))
    interval, more = bounds(estimate, estimates, left_out, counts[patterns], level=level)
    return Resampled(estimates, interval, (*notes, *more))


def bounds(
    estimate: float, estimates: Floats, left_out: Floats, weights: NDArray[np.int64], *, level: float
) -> tuple[Interval | None, tuple[Note, ...]]:
    """Return the BCa interval from replicates and the delete-one estimates, and what to say of it.

    Where all replicates lie on one side of the estimate, or leaving one person out gives no estimate, the
    interval is that of percentiles. Quantiles are median-unbiased (type 8).
    """
    # What differs by rounding only lies on neither side.
    below = float(np.mean(estimates < estimate * (1 - _SAME)))
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    kind, wanted, notes = "percentile", tails, list[Note]()
    if 0 < below < 1 and np.isfinite(left_out).all():
        bias, speed = ndtri(below), _acceleration(left_out, weights)
        moved = bias + ndtri(tails)
        kind, wanted = "BCa", ndtr(bias + moved / (1 - speed * moved))
    else:
        notes.append(note("one-sided" if not 0 < below < 1 else "no-acceleration"))
    lower, upper = _quantiles(estimates, wanted)
    if not np.isfinite(upper):
        return None, (*notes, note("no-interval"))
    if not lower <= estimate <= upper:
        notes.append(note("outside"))
    if lower <= estimates.min() or upper >= estimates.max():
        notes.append(note("end-point-extreme"))
    return Interval(level, lower, upper, kind), tuple(notes)


def _acceleration(left_out: Floats, weights: NDArray[np.int64]) -> float:
    away = np.average(left_out, weights=weights) - left_out
    spread = float(np.sum(weights * away**2))
    return float(np.sum(weights * away**3)) / (6 * spread**1.5) if spread > 0 else 0.0


def _quantiles(estimates: Floats, wanted: Floats) -> tuple[float, float]:
    """Return two quantiles; an infinite replicate makes those beside it infinite."""
    finite = np.where(np.isinf(estimates), np.finfo(np.float64).max, estimates)
    lower, upper = (float(one) for one in np.quantile(finite, wanted, method="median_unbiased"))
    most = float(estimates[np.isfinite(estimates)].max(initial=0))
    return (lower if lower <= most else np.inf), (upper if upper <= most else np.inf)


def _estimates(estimator: Estimator, rows: NDArray[np.int64], workers: int) -> Floats:
    parts = [list(rows[start : start + _PART]) for start in range(0, len(rows), _PART)]
    if workers <= 1 or len(parts) == 1:
        return np.concatenate([_part(estimator, part) for part in parts])
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return np.concatenate(list(pool.map(_part, [estimator] * len(parts), parts)))


def _part(estimator: Estimator, rows: Sequence[NDArray[np.int64]]) -> Floats:
    return np.array([_one(estimator, row) for row in rows])


def _one(estimator: Estimator, row: NDArray[np.int64]) -> float:
    try:
        return estimator(row)
    except NoEstimate:
        return np.inf
