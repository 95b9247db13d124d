# SPDX-License-Identifier: EUPL-1.2
"""Averaging over decomposable graphs: all of them, each once, with the weight that theory gives."""

import numpy as np
import pytest
from scipy.special import gammaln

from sluitend.estimation import NoEstimate, decision_graphs
from sluitend.estimation.tests.data import three_lists


@pytest.mark.parametrize(("size", "number"), [(2, 2), (3, 8), (4, 61), (5, 822)])
def test_all_decomposable_graphs_are_there(size: int, number: int) -> None:
    graphs = decision_graphs.decomposable(size)
    assert len({graph.edges for graph in graphs}) == len(graphs) == number


def test_cliques_hold_every_edge_and_separators_are_what_they_share() -> None:
    for graph in decision_graphs.decomposable(4):
        assert len(graph.separators) == len(graph.cliques) - 1
        together = 0
        for clique in graph.cliques:
            together |= clique
        assert together == 15
        inside = {edge for edge in (3, 5, 9, 6, 10, 12) if any(edge & one == edge for one in graph.cliques)}
        assert inside == set(graph.edges)
        for separator in graph.separators:
            assert sum(separator & clique == separator for clique in graph.cliques) >= 2


def test_a_square_is_not_decomposable() -> None:
    assert (3, 9, 6, 12) not in {graph.edges for graph in decision_graphs.decomposable(4)}


def test_the_posterior_of_two_lists_is_that_worked_out_by_hand() -> None:
    counts, ratio = np.array([12, 9, 4]), 40
    found = decision_graphs.average(2, counts, level=0.9, ratio=ratio)
    unseen = np.arange(1, ratio * 25 + 1)
    everybody = 25 + unseen
    prior = gammaln(everybody + 1) - gammaln(unseen + 1) - np.log(everybody)

    def table(cells: list[int], alpha: float) -> np.ndarray:
        fixed = sum(gammaln(cell + alpha) - gammaln(alpha) for cell in cells)
        return fixed - gammaln(alpha) - gammaln(everybody + 1)

    together = table([12, 9, 4], 1 / 4) + gammaln(unseen + 1 / 4)
    apart = (
        table([16], 1 / 2) + gammaln(9 + unseen + 1 / 2) + table([13], 1 / 2) + gammaln(12 + unseen + 1 / 2)
    )
    weight = np.exp(prior + together - 60) + np.exp(prior + apart - 60)
    share = np.cumsum(weight / weight.sum())
    wanted = [25 + int(unseen[np.searchsorted(share, point)]) for point in (0.05, 0.5, 0.95)]
    assert [found.interval.lower, found.median, found.interval.upper] == wanted
    assert found.mean == pytest.approx(25 + float((weight / weight.sum()) @ unseen), rel=1e-9)


def test_the_graph_that_made_the_data_is_the_most_probable() -> None:
    # The first two lists meet five times as often as chance would have it; the third meets both by chance.
    counts = np.array([300, 300, 500, 400, 120, 120, 200])
    found = decision_graphs.average(3, counts, level=0.95)
    edges, chance = found.leading[0]
    assert edges == (3,)
    assert chance > 0.5
    assert sum(share for _edges, share in found.leading) <= 1 + 1e-12


def test_lists_in_another_order_give_the_same_posterior() -> None:
    counts = three_lists().counts
    turned = counts[[3, 0, 4, 1, 5, 2, 6]]
    first, again = (decision_graphs.average(3, one, level=0.95) for one in (counts, turned))
    assert (again.median, again.interval) == (first.median, first.interval)


def test_a_limit_that_plays_a_part_is_told() -> None:
    found = decision_graphs.average(2, np.array([12, 9, 0]), level=0.95)
    assert [one.code for one in found.notes] == ["posterior-cut"]
    assert found.most == 21 * 21


def test_more_than_six_lists_are_refused() -> None:
    with pytest.raises(NoEstimate) as caught:
        decision_graphs.average(7, np.ones(127, dtype=np.int64), level=0.95)
    assert caught.value.note.code == "too-many-graphs"
