# SPDX-License-Identifier: EUPL-1.2
"""Models are chosen by rules that do not care how lists are called or in which order they stand."""

from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.estimation import (
    METHODS,
    CaptureTable,
    NoEstimate,
    Options,
    bic,
    estimate,
    of_patterns,
    stepwise,
)
from sluitend.estimation.estimates import point
from sluitend.estimation.fitting import fit
from sluitend.estimation.models import Model
from sluitend.estimation.tests.data import hardly_met, three_lists


def turned(table: CaptureTable, order: tuple[int, ...]) -> np.ndarray:
    """Return the counts with list `order[i]` in place i."""
    counts = np.zeros_like(table.counts)
    for cell, count in enumerate(table.counts, start=1):
        counts[sum(1 << place for place, one in enumerate(order) if cell >> one & 1) - 1] = count
    return counts


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_lists_does_not_matter(order: tuple[int, ...]) -> None:
    table = three_lists()
    counts = turned(table, order)
    first, again = stepwise.choose(3, table.counts), stepwise.choose(3, counts)
    assert again.estimate == pytest.approx(first.estimate, rel=1e-9)
    best, ranked = bic.ranked(3, table.counts)[0], bic.ranked(3, counts)[0]
    assert ranked.estimate == pytest.approx(best.estimate, rel=1e-9)


@st.composite
def _sparse(draw: st.DrawFn) -> CaptureTable:
    """Return tables of two to four lists in which many patterns have few people or none.

    No two have as many: between pairs of lists that tell exactly as much, the first in order is chosen.
    """
    size = draw(st.integers(2, 4))
    several = {"min_size": 1, "max_size": 2**size - 1}
    people = draw(st.lists(st.sampled_from([1, 2, 3, 7, 19, 54, 23, 11, 5, 140]), unique=True, **several))
    cells = draw(st.permutations(range(2**size - 1)))
    counts = [0] * (2**size - 1)
    for cell, number in zip(cells, people, strict=False):
        counts[cell] = number
    patterns = ("".join(str(cell >> i & 1) for i in range(size)) for cell in range(1, 2**size))
    return of_patterns(tuple("ABCD"[:size]), dict(zip(patterns, counts, strict=True)))


@given(_sparse(), st.randoms(use_true_random=False))
def test_no_method_minds_how_lists_are_called_or_in_which_order_they_stand(
    table: CaptureTable, chance: Random
) -> None:
    order = tuple(chance.sample(range(table.size), table.size))
    names = tuple(f"list {number}" for number in order)
    again = CaptureTable(names, turned(table, order))
    for method in METHODS:
        one, other = (point(each, method, Options(resamples=0)) for each in (table, again))
        assert (one is None) == (other is None), method
        assert one is None or other == pytest.approx(one, rel=1e-8), method


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_models_that_fit_as_well_the_lowest_stands_there_and_it_says_so(order: tuple[int, ...]) -> None:
    # Both models leave no degree of freedom, and give 69 and 80 people.
    counts = turned(CaptureTable(("A", "B", "C"), np.array([54, 2, 0, 1, 5, 7, 0])), order)
    found = estimate(CaptureTable(("A", "B", "C"), counts), "bic", Options(resamples=0))
    assert found.estimate == pytest.approx(485 / 7, rel=1e-9)
    assert "2 models fit as well, and give 69 to 80 people" in found.notes[0].text("en")


def test_lists_that_do_not_depend_on_each_other_keep_main_effects_only() -> None:
    # As many as independence expects of 9,000 people, on each list with chance one half, a third, a fifth.
    chances = (1 / 2, 1 / 3, 1 / 5)
    counts = {}
    for cell in range(1, 8):
        share = np.prod([c if cell >> i & 1 else 1 - c for i, c in enumerate(chances)])
        counts["".join(str(cell >> i & 1) for i in range(3))] = round(9_000 * share)
    found = stepwise.choose(3, of_patterns(("A", "B", "C"), counts).counts)
    assert found.model == Model(3)
    assert found.estimate == pytest.approx(9_000, rel=1e-3)


def test_a_pair_that_meets_too_often_or_never_comes_in() -> None:
    often = of_patterns(("A", "B", "C"), {"100": 50, "010": 50, "001": 200, "110": 90, "101": 40, "011": 40})
    assert 3 in stepwise.choose(3, often.counts).model.interactions
    never = of_patterns(("A", "B", "C"), {"100": 150, "010": 150, "001": 200, "101": 80, "011": 80, "111": 0})
    found = stepwise.choose(3, never.counts)
    assert 3 in found.model.interactions
    assert 3 in found.empty


def test_a_threshold_of_nothing_lets_nothing_in() -> None:
    assert stepwise.choose(3, three_lists().counts, 0).model == Model(3)


def test_a_pair_that_would_leave_no_estimate_is_passed_over() -> None:
    found = stepwise.choose(3, hardly_met().counts, 1.0)
    assert np.isfinite(found.estimate)


def test_two_lists_that_do_not_meet_have_no_estimate() -> None:
    with pytest.raises(NoEstimate) as caught:
        stepwise.choose(2, np.array([5, 6, 0]))
    assert caught.value.note.code == "does-not-exist"
    assert bic.ranked(2, np.array([5, 6, 0])) == []


def test_the_best_by_bic_is_the_best_of_all() -> None:
    counts = three_lists().counts
    ranked = bic.ranked(3, counts, highest=3)
    # The model with everything asks more than seven numbers can tell.
    assert len(ranked) == 8
    assert [one.bic for one in ranked] == sorted(one.bic for one in ranked)
    assert bic.choose([one.model for one in ranked], counts) == ranked[0]
    assert ranked[0].estimate == fit(ranked[0].model, counts).estimate


def test_of_no_model_at_all_there_is_no_best() -> None:
    with pytest.raises(NoEstimate) as caught:
        bic.choose([], three_lists().counts)
    assert caught.value.note.code == "no-model"


@pytest.mark.parametrize(("size", "highest"), [(7, 2), (6, 3)])
def test_too_many_models_are_refused_at_once(size: int, highest: int) -> None:
    with pytest.raises(NoEstimate) as caught:
        bic.ranked(size, np.ones(2**size - 1, dtype=np.int64), highest)
    assert caught.value.note.code == "too-many-models"


def test_large_counts_beside_small_ones_are_fitted_to_the_end() -> None:
    # Rounding once took the last step of this fit for a step down, and said that there is no estimate.
    counts = np.zeros(63, dtype=np.int64)
    cells = {
        1: 335,
        2: 1269,
        4: 429,
        6: 1,
        8: 4488,
        9: 20,
        10: 44,
        12: 51,
        13: 2,
        16: 656,
        17: 3,
        20: 2,
        24: 87,
    }
    cells |= {28: 1, 32: 634, 33: 19, 34: 2, 36: 56, 40: 125, 41: 2, 44: 5, 48: 2, 56: 1}
    for cell, count in cells.items():
        counts[cell - 1] = count
    assert np.isfinite(stepwise.choose(6, counts).estimate)
