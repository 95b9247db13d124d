# SPDX-License-Identifier: EUPL-1.2
"""Averaging over decomposable graphs (Madigan and York 1997).

Each graph says which lists depend on each other. Under a hyper-Dirichlet prior its weight has a closed form
for every number of people not seen; the posterior of that number is averaged over all graphs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from sluitend.estimation.intervals import Interval
from sluitend.estimation.words import NoEstimate, Note, note

MOST_LISTS = 6
# The most people that there may be, as a multiple of those who were seen.
RATIO = 20
_MOST_GRID = 2_000_000
# What is nowhere within this many nats of the best, a graph or a size, adds nothing that a number can hold.
_NEGLIGIBLE, _COARSE = 40.0, 200

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Averaged:
    """The posterior of the whole population: median, mean and an interval, in people.

    `most` is the largest population considered; `graphs` how many graphs there are; `leading` the edges of
    the most probable ones (pairs of lists as bits) with their probability.
    """

    median: float
    mean: float
    interval: Interval
    most: int
    graphs: int
    leading: tuple[tuple[tuple[int, ...], float], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A decomposable graph: its edges, cliques and separators, each as bits of lists."""

    edges: tuple[int, ...]
    cliques: tuple[int, ...]
    separators: tuple[int, ...]


def average(size: int, counts: NDArray[np.int64], *, level: float, ratio: float = RATIO) -> Averaged:
    """Return the posterior for counts of shape (2**size - 1,), prior 2**-size a cell and 1/N on the size.

    At least one person was not seen, and at most `ratio` times as many as were. Raises `NoEstimate` with
    more than six lists.
    """
    if size > MOST_LISTS:
        raise NoEstimate("too-many-graphs", number=size, most=MOST_LISTS)
    observed = int(counts.sum())
    top = min(max(int(ratio * observed), 2), _MOST_GRID)
    graphs = decomposable(size)
    coarse = np.unique(np.round(np.geomspace(1, top, _COARSE)))
    rough = np.array(list(_weights(size, counts, graphs, coarse)))
    best = rough.max()
    weighty = rough > best - _NEGLIGIBLE
    kept = [graph for graph, weighs in zip(graphs, weighty.any(axis=1), strict=True) if weighs]
    unseen = _around(coarse, weighty.any(axis=0))
    share, likely = np.zeros(len(unseen)), list[float]()
    for row in _weights(size, counts, kept, unseen):
        weight = np.exp(row - best)
        share += weight
        likely.append(float(weight.sum()))
    share /= share.sum()
    below = np.cumsum(share)
    lower, median, upper = (
        observed + float(unseen[min(int(np.searchsorted(below, point)), len(unseen) - 1)])
        for point in ((1 - level) / 2, 0.5, (1 + level) / 2)
    )
    order = sorted(range(len(kept)), key=lambda i: -likely[i])[:5]
    leading = tuple((kept[i].edges, likely[i] / sum(likely)) for i in order)
    cut = share[unseen > int(0.9 * top)].sum() > (1 - level) / 10
    return Averaged(
        median=median,
        mean=observed + float(share @ unseen),
        interval=Interval(level, lower, upper, "posterior"),
        most=observed + top,
        graphs=len(graphs),
        leading=leading,
        notes=(note("posterior-cut", most=observed + top),) if cut else (),
    )


def _around(coarse: Floats, weighty: NDArray[np.bool_]) -> Floats:
    """Return every number from the last rough one below those that weigh up to the first one above."""
    places = np.flatnonzero(weighty)
    first, last = max(int(places[0]) - 1, 0), min(int(places[-1]) + 1, len(coarse) - 1)
    return np.arange(coarse[first], coarse[last] + 1, dtype=np.float64)


def _weights(size: int, counts: NDArray[np.int64], graphs: list[Graph], unseen: Floats) -> Iterator[Floats]:
    """Yield the log weight of each graph for each number of people not seen."""
    everybody = counts.sum() + unseen
    shared = gammaln(everybody + 1) - gammaln(unseen + 1) - np.log(everybody)
    parts = {
        lists: _part(size, counts, lists, unseen, everybody)
        for lists in {one for graph in graphs for one in (*graph.cliques, *graph.separators)}
    }
    for graph in graphs:
        row = shared.copy()
        for one in graph.cliques:
            row += parts[one]
        for one in graph.separators:
            row -= parts[one]
        yield row


def _part(size: int, counts: NDArray[np.int64], lists: int, unseen: Floats, everybody: Floats) -> Floats:
    """Return the log marginal likelihood of the table over some of the lists."""
    prior = 2.0 ** -lists.bit_count()
    cells = np.arange(1, 2**size) & lists
    seen = np.bincount(cells, weights=counts, minlength=2**size)
    within = [cell for cell in range(1, 2**size) if cell & ~lists == 0]
    fixed = float(np.sum(gammaln(seen[within] + prior))) - 2 ** lists.bit_count() * float(gammaln(prior))
    found: Floats = fixed + gammaln(seen[0] + unseen + prior) - gammaln(everybody + 1)
    return found


@lru_cache(maxsize=8)
def decomposable(size: int) -> list[Graph]:
    """Return all decomposable graphs on lists: 8 on three, 61 on four, 822 on five, 18,154 on six."""
    pairs = list(combinations(range(size), 2))
    found = []
    for chosen in range(1 << len(pairs)):
        edges = [pair for place, pair in enumerate(pairs) if chosen >> place & 1]
        graph = _as_graph(size, edges)
        if graph is not None:
            found.append(graph)
    return found


def _as_graph(size: int, edges: list[tuple[int, int]]) -> Graph | None:
    """Return cliques and separators of a graph; None for one that is not decomposable.

    Maximum cardinality search (Tarjan and Yannakakis 1984): lists are taken one by one, each time the one
    with most neighbours among those taken, and these must all be neighbours of each other.
    """
    beside = [0] * size
    for first, second in edges:
        beside[first] |= 1 << second
        beside[second] |= 1 << first
    taken, left = 0, list(range(size))
    cliques, separators, clique, before = list[int](), list[int](), 0, -1
    while left:
        one = max(left, key=lambda each: ((beside[each] & taken).bit_count(), -each))
        left.remove(one)
        known = beside[one] & taken
        if any(known >> i & 1 and known & ~(1 << i) & ~beside[i] for i in range(size)):
            return None
        if known.bit_count() <= before:
            cliques.append(clique)
            separators.append(known)
            clique = known
        clique |= 1 << one
        before, taken = known.bit_count(), taken | 1 << one
    return Graph(tuple(1 << a | 1 << b for a, b in edges), (*cliques, clique), tuple(separators))
