# SPDX-License-Identifier: EUPL-1.2
"""Intervals from resamples: as theory says where it says something, and never a bound that is no number."""

from statistics import NormalDist

import numpy as np
import pytest

from sluitend.estimation import NoEstimate, Options, estimate
from sluitend.estimation.estimates import Bic, Stepwise
from sluitend.estimation.intervals import bounds, resampled
from sluitend.estimation.models import Model
from sluitend.estimation.tests.data import three_lists

# A thousand replicates as even as can be.
NORMAL = NormalDist()
EVEN = np.array([NORMAL.inv_cdf((place + 0.5) / 1000) for place in range(1000)])
SAME, ONES = np.zeros(4), np.ones(4, dtype=np.int64)


def test_without_bias_and_acceleration_it_is_that_of_percentiles() -> None:
    found, notes = bounds(0.0, EVEN, SAME, ONES, level=0.95)
    assert found is not None
    assert found.kind == "BCa"
    assert (found.lower, found.upper) == pytest.approx((-1.96, 1.96), abs=0.01)
    assert notes == ()


def test_bias_moves_both_bounds_as_the_formula_says() -> None:
    found, _notes = bounds(0.2, EVEN, SAME, ONES, level=0.9)
    assert found is not None
    bias = NORMAL.inv_cdf(float(np.mean(EVEN < 0.2)))
    z = NORMAL.inv_cdf(0.95)
    assert (found.lower, found.upper) == pytest.approx((2 * bias - z, 2 * bias + z), abs=0.02)


def test_acceleration_stretches_the_side_of_the_tail() -> None:
    left_out = np.array([0.0, 0.0, 0.0, -3.0])
    found, _notes = bounds(0.0, EVEN, left_out, ONES, level=0.95)
    assert found is not None
    away = left_out.mean() - left_out
    speed = (away**3).sum() / (6 * (away**2).sum() ** 1.5)
    assert speed > 0
    wanted = [z / (1 - speed * z) for z in (-1.959964, 1.959964)]
    assert (found.lower, found.upper) == pytest.approx(tuple(wanted), abs=0.03)
    assert found.upper > -found.lower


@pytest.mark.parametrize("where", [-10.0, 10.0])
def test_where_all_lie_on_one_side_it_says_so(where: float) -> None:
    found, notes = bounds(where, EVEN, SAME, ONES, level=0.95)
    assert found is not None
    assert found.kind == "percentile"
    assert notes[0].code == "one-sided"
    assert "outside" in {one.code for one in notes}


def test_without_an_estimate_for_each_person_left_out_it_is_that_of_percentiles() -> None:
    found, notes = bounds(0.0, EVEN, np.array([1.0, np.inf, 2.0]), ONES[:3], level=0.95)
    assert found is not None
    assert found.kind == "percentile"
    assert [one.code for one in notes] == ["no-acceleration"]


def test_what_differs_by_rounding_lies_on_neither_side() -> None:
    same = np.full(500, 100.0)
    spread = np.concatenate([same, np.linspace(80, 130, 500)])
    shaken = spread * (1 + 1e-15 * np.where(np.arange(1000) % 2, 1, -1))
    first, _notes = bounds(100.0, spread, SAME, ONES, level=0.95)
    again, _notes = bounds(100.0, shaken, SAME, ONES, level=0.95)
    assert first is not None
    assert again is not None
    assert (again.lower, again.upper) == pytest.approx((first.lower, first.upper), rel=1e-12)


def test_a_bound_that_is_the_most_extreme_replicate_is_told() -> None:
    _found, notes = bounds(0.0, EVEN[::100], SAME, ONES, level=0.99)
    assert [one.code for one in notes] == ["end-point-extreme"]


def test_without_a_finite_bound_there_is_no_interval() -> None:
    some = np.where(np.arange(1000) < 900, EVEN, np.inf)
    found, notes = bounds(0.0, some, SAME, ONES, level=0.95)
    assert found is None
    assert notes[-1].code == "no-interval"
    few = np.where(np.arange(1000) < 998, EVEN, np.inf)
    found, _notes = bounds(0.0, few, SAME, ONES, level=0.9)
    assert found is not None


def test_replicates_without_an_estimate_are_counted() -> None:
    def sometimes(counts: np.ndarray) -> float:
        if counts[0] % 2:
            code = "does-not-exist"
            raise NoEstimate(code)
        return float(counts.sum())

    table = three_lists()
    found = resampled(sometimes, table.counts, 339.0, table.resamples(100, 1), level=0.95)
    failed = int(np.isinf(found.estimates).sum())
    assert 20 < failed < 80
    assert found.notes[0].values == {"number": failed, "all": 100}
    assert found.interval is None


@pytest.mark.parametrize(
    "estimator", [Stepwise(3, 0.02), Bic((Model(3), Model(3, (3,))))], ids=["stepwise", "bic"]
)
def test_the_number_of_workers_changes_no_bit(estimator: Stepwise | Bic) -> None:
    table = three_lists()
    rows = table.resamples(170, 3)
    alone = resampled(estimator, table.counts, 600.0, rows, level=0.95)
    together = resampled(estimator, table.counts, 600.0, rows, level=0.95, workers=3)
    assert alone.estimates.tobytes() == together.estimates.tobytes()
    assert alone.interval == together.interval


def test_the_same_seed_gives_the_same_answer_and_another_one_another() -> None:
    table = three_lists()
    first, again, other = (estimate(table, "stepwise", Options(100, seed=seed)) for seed in (5, 5, 6))
    assert first.interval == again.interval != other.interval
    assert first.estimate == other.estimate
