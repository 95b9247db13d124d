# SPDX-License-Identifier: EUPL-1.2
"""Hierarchical log-linear models over lists: which interactions are in a model, and its design matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class Model:
    """A hierarchical model on `size` lists: all main effects, and these interactions.

    An interaction is the set of its lists as bits; with it, all interactions between fewer of them are in
    the model. They stand in order: between fewer lists first.
    """

    size: int
    interactions: tuple[int, ...] = ()

    @property
    def terms(self) -> tuple[int, ...]:
        """All parameters in order: the intercept (0), main effects, interactions."""
        return (0, *(1 << i for i in range(self.size)), *self.interactions)

    def plus(self, interaction: int) -> "Model":
        """Return the model with one interaction more."""
        return Model(self.size, _ordered({*self.interactions, interaction}))

    def named(self, lists: tuple[str, ...]) -> list[str]:
        """Return the interactions as names, such as "police*care"."""
        return ["*".join(names_of(term, lists)) for term in self.interactions]


def names_of(term: int, lists: tuple[str, ...]) -> list[str]:
    """Return the names of the lists in a term."""
    return [name for place, name in enumerate(lists) if term >> place & 1]


def interactions(size: int, order: int) -> list[int]:
    """Return all interactions between exactly `order` of the lists, in order."""
    return [sum(1 << i for i in chosen) for chosen in combinations(range(size), order)]


def hierarchical(size: int, highest: int) -> Iterator[Model]:
    """Yield every hierarchical model with interactions between at most `highest` lists, each once."""
    yield from _grown(size, Model(size), 2, highest)


def _grown(size: int, model: Model, order: int, highest: int) -> Iterator[Model]:
    """Yield a model with each set of interactions of this order and higher that hierarchy allows."""
    inside = set(model.interactions)
    possible = [term for term in interactions(size, order) if order == 2 or _below(term, order) <= inside]
    if order > highest or not possible:
        yield model
        return
    for number in range(len(possible) + 1):
        for chosen in combinations(possible, number):
            yield from _grown(
                size, Model(size, _ordered(inside | set(chosen))), order + 1, highest if chosen else 0
            )


def _below(term: int, order: int) -> set[int]:
    bits = [1 << i for i in range(term.bit_length()) if term >> i & 1]
    return {sum(chosen) for chosen in combinations(bits, order - 1)}


def _ordered(terms: set[int]) -> tuple[int, ...]:
    return tuple(sorted(terms, key=lambda term: (term.bit_count(), _places(term))))


def _places(term: int) -> tuple[int, ...]:
    return tuple(i for i in range(term.bit_length()) if term >> i & 1)


@lru_cache(maxsize=64)
def holds(size: int, terms: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the design matrix, of shape (2**size - 1, len(terms)): 1 where a pattern is on all of a term."""
    cells = np.arange(1, 2**size)[:, None]
    wanted = np.array(terms, dtype=np.int64)[None, :]
    found: NDArray[np.float64] = ((cells & wanted) == wanted).astype(np.float64)
    found.setflags(write=False)
    return found
