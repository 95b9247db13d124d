# SPDX-License-Identifier: EUPL-1.2
"""A model is fitted exactly where theory gives the answer, and refused where there is none."""

from decimal import Decimal, localcontext
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.estimation import NoEstimate
from sluitend.estimation.fitting import check, fit
from sluitend.estimation.models import Model, hierarchical, interactions
from sluitend.estimation.tests.data import hardly_met, three_lists

AB, AC, BC, ABC = 3, 5, 6, 7


def test_two_lists_give_the_estimate_of_lincoln_and_petersen() -> None:
    counts = np.array([40, 25, 8])
    found = fit(Model(2), counts)
    assert found.estimate == pytest.approx(48 * 33 / 8, rel=1e-12)
    assert found.deviance == pytest.approx(0, abs=1e-9)


def test_models_with_a_closed_form_have_that_estimate() -> None:
    n = dict(zip(("a", "b", "ab", "c", "ac", "bc", "abc"), three_lists().counts, strict=True))
    # Lists A and B depend on each other, C on neither: who is on C tells about all others.
    met = n["ac"] + n["bc"] + n["abc"]
    one = fit(Model(3, (AB,)), three_lists().counts)
    assert one.missing == pytest.approx((n["a"] + n["b"] + n["ab"]) * n["c"] / met, rel=1e-12)
    # A depends on both others: given A, who is on B and C says how many are on neither.
    two = fit(Model(3, (AB, AC)), three_lists().counts)
    assert two.missing == pytest.approx(n["b"] * n["c"] / n["bc"], rel=1e-12)
    # With all pairs the fit is exact, and the unseen follow from the cross product.
    three = fit(Model(3, (AB, AC, BC)), three_lists().counts)
    product = n["a"] * n["b"] * n["c"] * n["abc"] / (n["ab"] * n["ac"] * n["bc"])
    assert three.missing == pytest.approx(product, rel=1e-9)
    assert three.deviance == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "counts",
    [
        [120, 90, 30, 60, 16, 14, 9],
        # Nearly as the model says: large terms must not cancel.
        [116720, 183204, 69283, 47879, 18105, 28418, 10747],
        [60633, 190622, 35504, 45556, 8486, 26679, 4969],
        [13461, 5968, 2337, 17517, 6866, 3044, 1192],
    ],
)
def test_deviance_is_that_of_the_closed_form(counts: list[int]) -> None:
    # A and B depend on each other: their cells with C and without it have the same shares.
    with localcontext() as exact:
        exact.prec = 50
        without, within = [counts[0], counts[1], counts[2]], [counts[4], counts[5], counts[6]]
        every = sum(without) + sum(within)
        wanted = Decimal(0)
        for both in zip(without, within, strict=True):
            for seen, row in zip(both, (without, within), strict=True):
                expected = Decimal(sum(both)) * sum(row) / every
                wanted += 2 * (seen * (seen / expected).ln() - seen + expected)
    assert fit(Model(3, (AB,)), np.array(counts)).deviance == pytest.approx(float(wanted), rel=1e-9)


@pytest.mark.parametrize(
    ("model", "code"), [((AB,), 1), ((AB, AC, BC), 2), ((AC, BC), 0), ((), 0), ((AB, AC), 1)]
)
def test_with_empty_overlaps_it_is_known_which_models_give_an_estimate(
    model: tuple[int, ...], code: int
) -> None:
    counts = hardly_met().counts
    verdict = check(Model(3, model), counts)
    assert verdict.code == code
    if code:
        with pytest.raises(NoEstimate) as caught:
            fit(Model(3, model), counts)
        assert caught.value.note.code == verdict.fault
    else:
        assert np.isfinite(fit(Model(3, model), counts).estimate)


def test_an_empty_overlap_in_the_model_counts_as_a_parameter_and_leaves_its_cells_out() -> None:
    found = fit(Model(3, (AC, BC)), hardly_met().counts)
    assert found.empty == (AC, BC)
    assert found.parameters == 6
    assert found.fitted[[4, 5, 6]].tolist() == [0, 0, 0]
    # What is left is two lists that meet: C tells nothing about them.
    assert found.missing == pytest.approx(41 * 29 / 5, rel=1e-12)
    assert found.aic == pytest.approx(-2 * found.log_likelihood + 12)
    assert found.bic == pytest.approx(-2 * found.log_likelihood + 6 * np.log(92))


def test_hierarchical_models_are_all_there_once_and_hold_what_is_below_them() -> None:
    for size, highest, number in ((2, 2, 2), (3, 3, 9), (4, 2, 64), (4, 4, 114), (5, 2, 1024)):
        found = list(hierarchical(size, highest))
        assert len(found) == len(set(found)) == number
    for model in hierarchical(4, 4):
        for term in model.interactions:
            bits = [1 << i for i in range(4) if term >> i & 1]
            below = {sum(few) for few in combinations(bits, len(bits) - 1)} if len(bits) > 2 else set()
            assert below <= set(model.interactions)


@st.composite
def _tables(draw: st.DrawFn, largest: int = 60) -> tuple[int, np.ndarray]:
    size = draw(st.integers(2, 4))
    number = 2**size - 1
    counts = draw(st.lists(st.integers(0, largest), min_size=number, max_size=number))
    counts[0] += 1
    return size, np.array(counts)


@st.composite
def _models(draw: st.DrawFn) -> tuple[Model, np.ndarray]:
    size, counts = draw(_tables())
    chosen = draw(st.sets(st.sampled_from(interactions(size, 2))))
    return Model(size, tuple(sorted(chosen, key=interactions(size, 2).index))), counts


@given(_models(), st.integers(0, 14))
@settings(deadline=None, max_examples=150)
def test_more_cells_with_people_never_take_an_estimate_away(
    found: tuple[Model, np.ndarray], cell: int
) -> None:
    model, counts = found
    more = counts.copy()
    more[cell % len(counts)] += 1
    # A list or a pair that had nobody becomes a parameter of its own: then the question is another one.
    terms = [term for term in model.terms[1:] if _on_all(counts, term) == 0]
    if all(_on_all(more, term) == 0 for term in terms) and check(model, counts).exists:
        assert check(model, more).exists


def _on_all(counts: np.ndarray, term: int) -> int:
    cells = np.arange(1, len(counts) + 1)
    return int(counts[(cells & term) == term].sum())


@given(_models())
@settings(deadline=None, max_examples=150)
def test_a_fit_has_the_margins_of_the_data_or_says_why_there_is_none(found: tuple[Model, np.ndarray]) -> None:
    model, counts = found
    if verdict := check(model, counts).fault:
        with pytest.raises(NoEstimate, match=r"\.$"):
            fit(model, counts)
        assert verdict in {"does-not-exist", "not-identifiable"}
        return
    fitted = fit(model, counts)
    assert np.isfinite([fitted.estimate, fitted.deviance, fitted.aic, fitted.bic]).all()
    assert fitted.estimate >= counts.sum()
    for term in model.terms:
        cells = np.arange(1, len(counts) + 1)
        there = (cells & term) == term
        assert fitted.fitted[there].sum() == pytest.approx(counts[there].sum(), rel=1e-8, abs=1e-8)


@given(_models(), st.integers(2, 50))
@settings(deadline=None, max_examples=100)
def test_a_table_that_is_so_many_times_as_large_has_an_estimate_so_many_times_as_large(
    found: tuple[Model, np.ndarray], times: int
) -> None:
    model, counts = found
    if check(model, counts).code:
        assert check(model, counts * times).code
        return
    one, many = fit(model, counts), fit(model, counts * times)
    assert many.estimate == pytest.approx(times * one.estimate, rel=1e-8)
    assert many.deviance == pytest.approx(times * one.deviance, rel=1e-7, abs=1e-7)
