# SPDX-License-Identifier: EUPL-1.2
"""Choosing a model step by step (Chan, Silverman and Vincent 2021, section 4).

Beginning with main effects, each step asks of every pair of lists that is not in the model how unlikely the
number of people on both is, were the model true: a Poisson number with the mean that the model expects. The
least likely pair comes in, when its chance is below the threshold and the model with it has an estimate.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr, pdtrc

from sluitend.estimation.fitting import Fit, check, fit
from sluitend.estimation.models import Model, holds, interactions

THRESHOLD = 0.02


def choose(size: int, counts: NDArray[np.int64], threshold: float = THRESHOLD) -> Fit:
    """Return the fit of the model that stepwise selection chooses for counts of shape (2**size - 1,).

    Of pairs with the same chance the first comes in. Raises `NoEstimate` when not even main effects give one.
    """
    pairs = interactions(size, 2)
    inside = holds(size, tuple(pairs))
    together = counts @ inside
    found = fit(Model(size), counts)
    while True:
        chances = _chances(together, found.fitted @ inside)
        order = np.argsort(chances, kind="stable")
        better = _better(found.model, [pairs[i] for i in order if chances[i] < threshold], counts)
        if better is None:
            return found
        found = fit(better, counts)


def _chances(seen: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance of so few, or so many, whichever is less likely."""
    at_most, at_least = (
        pdtr(seen, expected),
        np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), expected), 1.0),
    )
    found: NDArray[np.float64] = np.minimum(at_most, at_least)
    return found


def _better(model: Model, pairs: list[int], counts: NDArray[np.int64]) -> Model | None:
    """Return the model with the first of these pairs that is not in it and gives an estimate."""
    for pair in pairs:
        if pair not in model.interactions and not check(wider := model.plus(pair), counts).code:
            return wider
    return None
