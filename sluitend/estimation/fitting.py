# SPDX-License-Identifier: EUPL-1.2
"""Fitting one log-linear model by extended maximum likelihood, after checking that there is an estimate.

A pair (or more) of lists in the model that nobody was seen on together has its parameter at minus infinity:
its cells are left out, and the parameter counts in AIC and BIC (Chan, Silverman and Vincent 2021, section 3).
Whether an estimate exists (Fienberg and Rinaldo 2012) and is the only one depends only on which cells hold
anybody, so each answer is kept by model and pattern of support.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, gammaln, xlog1py, xlogy

from sluitend.estimation.models import Model, holds
from sluitend.estimation.words import NoEstimate

_MOST_STEPS, _CLOSE = 200, 1e-11
# A larger estimate is none: the model says next to nothing about who was not seen.
_HIGHEST = 1e15
_HALVINGS = 30
_ROUNDING = 1e-10
_INFINITE = "does-not-exist"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a model has an estimate for a table, and only one.

    `code` is 0 when all is well, 1 when no estimate exists, 2 when it is not the only one, 3 when both fail.
    """

    exists: bool
    identifiable: bool

    @property
    def code(self) -> int:
        """As a number, as in the published examples."""
        return int(not self.exists) + 2 * int(not self.identifiable)

    @property
    def fault(self) -> str:
        """Which word says what is wrong; empty when nothing is."""
        if not self.identifiable:
            return "not-identifiable"
        return "" if self.exists else "does-not-exist"


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    `estimate` is the whole population, seen and not seen. `parameters` counts those at minus infinity too,
    which `empty` names as terms. `fitted` is the expected count of each cell, of shape (2**k - 1,).
    """

    model: Model
    estimate: float
    missing: float
    deviance: float
    log_likelihood: float
    parameters: int
    observed: int
    empty: tuple[int, ...]
    fitted: Floats = field(compare=False)

    @property
    def plausibility(self) -> float:
        """The chance of a deviance as large, were the model true (chi-squared); 1 with nothing left over."""
        left_over = int((self.fitted > 0).sum()) - (self.parameters - len(self.empty))
        return float(chdtrc(left_over, max(self.deviance, 0.0))) if left_over > 0 else 1.0

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return -2 * self.log_likelihood + 2 * self.parameters

    @property
    def bic(self) -> float:
        """The Bayesian criterion, with the logarithm of how many people were seen."""
        return -2 * self.log_likelihood + self.parameters * float(np.log(self.observed))


def check(model: Model, counts: NDArray[np.int64]) -> Verdict:
    """Return whether a model has one estimate for these counts; it depends on which are positive only."""
    return _checked(model, np.packbits(counts > 0).tobytes())


def fit(model: Model, counts: NDArray[np.int64]) -> Fit:
    """Fit a model to counts of shape (2**k - 1,). Raises `NoEstimate` when there is no estimate, or not one.

    Newton's method on the Poisson likelihood, to a step below 1e-11 in every parameter.
    """
    verdict = check(model, counts)
    if verdict.code:
        raise NoEstimate(verdict.fault)
    free, empty, alive = _extended(model, counts > 0)
    design = holds(model.size, free)[alive]
    seen = counts[alive].astype(np.float64)
    parameters = maximised(design, seen)
    expected = np.exp(design @ parameters)
    missing = float(np.exp(parameters[0]))
    if not missing < _HIGHEST:
        raise NoEstimate(_INFINITE)
    fitted = np.zeros(len(counts))
    fitted[alive] = expected
    observed = int(counts.sum())
    return Fit(
        model=model,
        estimate=observed + missing,
        missing=missing,
        deviance=_deviance(seen, expected),
        log_likelihood=float(np.sum(xlogy(seen, expected) - expected - gammaln(seen + 1))),
        parameters=len(model.terms),
        observed=observed,
        empty=empty,
        fitted=fitted,
    )


def _deviance(seen: Floats, expected: Floats) -> float:
    """Return twice the sum of s log(s/e) - s + e, from how far each s is off: large terms would cancel."""
    off = np.divide(seen - expected, expected, out=np.zeros_like(seen), where=expected > 0)
    return float(2 * np.sum(expected * (xlog1py(1 + off, off) - off)))


def _extended(
    model: Model, positive: NDArray[np.bool_]
) -> tuple[tuple[int, ...], tuple[int, ...], NDArray[np.bool_]]:
    """Return the parameters that are finite, those at minus infinity, and which cells are left."""
    terms = model.terms
    inside = holds(model.size, terms)
    met = positive.astype(np.float64) @ inside > 0
    empty = tuple(term for term, there in zip(terms, met, strict=True) if term and not there)
    alive: NDArray[np.bool_] = np.asarray(inside[:, [term in empty for term in terms]].sum(axis=1) == 0)
    return tuple(term for term in terms if term not in empty), empty, alive


@lru_cache(maxsize=50_000)
def _checked(model: Model, support: bytes) -> Verdict:
    positive = np.unpackbits(np.frombuffer(support, dtype=np.uint8), count=2**model.size - 1).astype(bool)
    free, _empty, alive = _extended(model, positive)
    return verdict_of(holds(model.size, free)[alive], positive[alive])


def verdict_of(design: Floats, positive: NDArray[np.bool_]) -> Verdict:
    """Return whether a design (cells by parameters) has one estimate, given which cells hold people."""
    wanted = design.shape[1]
    # Of who was seen alone, the parameters can be told: then there is one estimate, and it exists.
    if _rank(design[positive]) == wanted:
        return Verdict(exists=True, identifiable=True)
    return Verdict(exists=_inside(design, positive), identifiable=_rank(design) == wanted)


def _rank(design: Floats) -> int:
    return int(np.linalg.matrix_rank(design)) if design.size else 0


def _inside(design: Floats, positive: NDArray[np.bool_]) -> bool:
    """Return whether some counts that are all positive have the same margins as who was seen.

    That is when the estimate exists: the margins lie inside their cone, not on its border. A linear program
    looks for the counts of which the smallest is as large as it can be.
    """
    if positive.all():
        return True
    # Here, where it is needed: loading it takes a fifth of a second, and each process of ours would pay it.
    from scipy.optimize import linprog

    number = len(design)
    margins = design.T @ positive.astype(np.float64)
    # Each count is the smallest one and something more.
    equal = np.hstack([design.T, design.T.sum(axis=1, keepdims=True)])
    bounds = [*([(0, None)] * number), (0, 1)]
    best = linprog(np.r_[np.zeros(number), -1.0], A_eq=equal, b_eq=margins, bounds=bounds, method="highs")
    return bool(best.status == 0 and best.fun is not None and -best.fun > 1e-7)


def maximised(design: Floats, seen: Floats) -> Floats:
    """Return the parameters that make Poisson counts most likely; the likelihood has one top.

    Newton's method, to a step below 1e-11. Raises `NoEstimate` where it finds no end.
    """
    start = seen + 0.1
    log_start = np.log(start)
    weighted = design.T * start
    found = _solved(weighted @ design, weighted @ (log_start + (seen - start) / start))
    height = _height(design, seen, found)
    for _step in range(_MOST_STEPS):
        expected = np.exp(design @ found)
        step = _solved((design.T * expected) @ design, design.T @ (seen - expected))
        size = float(np.max(np.abs(step)))
        for _halving in range(_HALVINGS):
            there = _height(design, seen, found + step)
            # Near the top, rounding makes heights differ where there is nothing to win.
            if there >= height - _ROUNDING * abs(height):
                break
            step /= 2
        found, height = found + step, there
        if size < _CLOSE:
            return found
    raise NoEstimate(_INFINITE)


def _solved(matrix: Floats, right: Floats) -> Floats:
    try:
        found = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise NoEstimate(_INFINITE) from None
    if not np.isfinite(found).all():
        raise NoEstimate(_INFINITE)
    return found


def _height(design: Floats, seen: Floats, parameters: Floats) -> float:
    """Return the log likelihood without its constant; minus infinity where it overflows."""
    exponent = design @ parameters
    if exponent.max() > 700:
        return -np.inf
    return float(seen @ exponent - np.exp(exponent).sum())
