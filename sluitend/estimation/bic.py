# SPDX-License-Identifier: EUPL-1.2
"""Choosing among all hierarchical models by the Bayesian criterion (Silverman, Chan and Vincent 2024)."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sluitend.estimation.fitting import Fit, fit
from sluitend.estimation.models import Model, hierarchical
from sluitend.estimation.words import NoEstimate

# Up to so many lists all interactions are tried, as published; with more lists those between two.
_ALL_UP_TO = 4
# How many models, those that do best on the data, are tried again on each resample.
BEST = 60
# The most models that are tried: those with pairs of six lists (2 ** 15), or with all of five (6,894).
_MOST = 2**15
# Scores that lie nearer than this, as a part of the score, differ by rounding only.
_SAME = 1e-10


def usual(size: int) -> int:
    """Return between how many lists interactions are tried when nobody says otherwise."""
    return max(2, size - 1) if size <= _ALL_UP_TO else 2


def ranked(size: int, counts: NDArray[np.int64], highest: int | None = None) -> list[Fit]:
    """Return the fits of all models with interactions of at most `highest` lists that give an estimate.

    Best first; of those that do as well the one with the fewest people: the order of the lists must not
    decide. Raises `NoEstimate` when there are too many models.
    """
    highest = highest or usual(size)
    if _number(size, highest) > _MOST:
        raise NoEstimate("too-many-models", number=size)
    return _by_score(fitted(hierarchical(size, highest), counts))


def choose(models: Iterable[Model], counts: NDArray[np.int64]) -> Fit:
    """Return the best fit among some models. Raises `NoEstimate` when not one of them gives an estimate."""
    found = _by_score(fitted(models, counts))
    if not found:
        raise NoEstimate("no-model")
    return found[0]


def fitted(models: Iterable[Model], counts: NDArray[np.int64]) -> list[Fit]:
    """Return the fits of those models that give an estimate."""
    found = []
    for model in models:
        try:
            found.append(fit(model, counts))
        except NoEstimate:
            continue
    return found


def equals(ranked: list[Fit]) -> list[Fit]:
    """Return the first of ranked fits and those that do as well: only rounding tells them apart."""
    return [one for one in ranked if one.bic - ranked[0].bic < _SAME * max(1.0, abs(ranked[0].bic))]


def _by_score(fits: list[Fit]) -> list[Fit]:
    ordered = sorted(fits, key=lambda one: (one.bic, one.parameters, one.model))
    if not ordered:
        return []
    first = min(equals(ordered), key=lambda one: (round(one.estimate, 6), one.parameters))
    return [first, *(one for one in ordered if one is not first)]


def _number(size: int, highest: int) -> int:
    """Return how many models there are, or at least that there are too many."""
    if highest <= 2:
        return int(2 ** (size * (size - 1) // 2))
    return 7_000 if size <= 5 else _MOST + 1
