# SPDX-License-Identifier: EUPL-1.2
"""Published tables give what others computed from them, each in their own way."""

import csv

import numpy as np
import pytest

from sluitend.estimation import Options, compare, estimate, read_resamples
from sluitend.estimation.fitting import check
from sluitend.estimation.intervals import resampled
from sluitend.estimation.models import Model
from sluitend.estimation.tests.data import PUBLISHED, beside, published

pytestmark = beside


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("UKdat", 11417.9910915),
        ("UKdat_5", 11312.9902894),
        ("Ned", 111139.3712304),
        ("Ned_5", 121521.6137123),
        ("Korea", 268.7777778),
    ],
)
def test_stepwise_estimates(name: str, size: float) -> None:
    found = estimate(published(name), "stepwise", Options(resamples=0))
    assert found.estimate == pytest.approx(size, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "lower", "upper"),
    [("UKdat_5", 8784.77990920, 14700.54915976), ("Ned", 45758.8639007, 171107.8894385)],
)
def test_a_thousand_resamples_and_their_interval(name: str, lower: float, upper: float) -> None:
    from sluitend.estimation.estimates import Stepwise

    table = published(name)
    rows = read_resamples((PUBLISHED / "boot" / f"{name}_resamples.csv").read_text(), table)
    with (PUBLISHED / "boot" / f"{name}_estimates.csv").open() as file:
        wanted = np.array([float(row[-1]) for row in list(csv.reader(file))[1:]])
    estimator = Stepwise(table.size, 0.02)
    found = resampled(estimator, table.counts, estimator(table.counts), rows, level=0.95)
    assert len(found.estimates) == 1000
    assert np.max(np.abs(found.estimates / wanted - 1)) <= 1e-7
    assert found.interval is not None
    assert (found.interval.lower, found.interval.upper) == pytest.approx((lower, upper), rel=1e-7)


@pytest.mark.parametrize(("name", "size"), [("UKdat_5", 22991.331), ("Korea", 157.167)])
def test_bic_estimates(name: str, size: float) -> None:
    found = estimate(published(name), "bic", Options(resamples=0))
    assert found.estimate == pytest.approx(size, abs=0.001)


@pytest.mark.parametrize(
    ("name", "ratio", "median", "lower", "upper"),
    [("UKdat_5", 20, 22990, 10387, 33508), ("Ned_5", 25, 50266, 41639, 196073), ("Korea", 20, 163, 127, 445)],
)
def test_decision_graphs(name: str, ratio: int, median: int, lower: int, upper: int) -> None:
    found = estimate(published(name), "dga", Options(ratio=ratio))
    assert found.interval is not None
    assert (found.estimate, found.interval.lower, found.interval.upper) == (median, lower, upper)


@pytest.mark.parametrize(("model", "code"), [((3,), 1), ((3, 5, 6), 2), ((5, 6), 0)])
def test_the_three_verdicts_of_the_artificial_table(model: tuple[int, ...], code: int) -> None:
    assert check(Model(3, model), published("Artificial_3").counts).code == code


def test_all_methods_stand_side_by_side() -> None:
    found = compare(published("Korea"), Options(resamples=50))
    assert all(one.interval is not None for one in found.methods)


def test_one_table_gives_two_answers_that_differ_by_a_factor_of_two() -> None:
    found = compare(published("UKdat_5"), Options(resamples=0))
    assert [one.code for one in found.headline.withheld] == ["methods-differ"]
