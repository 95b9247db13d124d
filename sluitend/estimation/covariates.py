# SPDX-License-Identifier: EUPL-1.2
"""Log-linear models of lists and what is known of people: sex, age band, form, year.

As in the Dutch studies (van Dijk, Cruyff and van der Heijden 2017): main effects of all, interactions of two
that a criterion chooses, and an interval from tables that the fitted model makes (parametric bootstrap).
"""

import itertools
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from sluitend.estimation.fitting import maximised, verdict_of
from sluitend.estimation.intervals import Interval
from sluitend.estimation.tables import CaptureTable, read_counts
from sluitend.estimation.words import CRITIQUES, BadTable, NoEstimate, Note, note

CRITERIA = ("aic", "bic")
# The most cells that a table may have: patterns of lists times levels of covariates.
MOST_CELLS, MOST_LEVELS = 6_000, 40
_PART = 10

Floats = NDArray[np.float64]
# Which variables interact: lists by their place, covariates after them.
Term = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class CovariateTable:
    """Counts by pattern of lists and levels of covariates.

    `counts` has shape (2**k - 1, n): patterns as in `CaptureTable`, and each combination of the levels of
    `covariates` (name and levels, in order; the last changes fastest).
    """

    lists: tuple[str, ...]
    covariates: tuple[tuple[str, tuple[str, ...]], ...]
    counts: NDArray[np.int64]

    @property
    def observed(self) -> int:
        """How many people were seen on any list."""
        return int(self.counts.sum())

    @property
    def names(self) -> tuple[str, ...]:
        """All variables: lists, then covariates."""
        return (*self.lists, *(name for name, _levels in self.covariates))

    @property
    def combinations(self) -> list[tuple[int, ...]]:
        """Each combination of levels, by their places."""
        return list(itertools.product(*(range(len(levels)) for _name, levels in self.covariates)))

    def plain(self) -> CaptureTable:
        """Return the counts of the lists alone."""
        return CaptureTable(self.lists, self.counts.sum(axis=1))


@dataclass(frozen=True, slots=True)
class CovariateEstimate:
    """What the chosen model says: the whole population, and by level of each covariate, in people.

    `terms` are the interactions by name. `levels` has for each covariate the estimate by level.
    """

    observed: int
    estimate: float | None
    interval: Interval | None
    criterion: str
    score: float
    terms: tuple[tuple[str, str], ...]
    levels: dict[str, dict[str, float]]
    seed: int | None
    reason: Note | None
    notes: tuple[Note, ...]

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return it for a machine: plain values, the notes as sentences."""
        said = ((self.reason,) if self.reason else ()) + self.notes
        return {
            "method": "covariates",
            "estimate": self.estimate,
            "interval": None if self.interval is None else asdict(self.interval),
            "observed": self.observed,
            "model": ["*".join(term) for term in self.terms],
            "criterion": self.criterion,
            "levels": self.levels,
            "reason": self.reason.text(language) if self.reason else None,
            "warnings": [one.text(language) for one in said],
            "seed": self.seed,
        }


def read_covariates(text: str, names: Sequence[str]) -> CovariateTable:
    """Read a table in which these columns are covariates with words in them, the others lists of 0 and 1.

    Raises `BadTable` with the row, as `read_csv`.
    """
    lists, columns, rows = read_counts(text, names)
    levels = [tuple(sorted({row.words[place] for row in rows})) for place in range(len(columns))]
    for name, found in zip(columns, levels, strict=True):
        if not 1 < len(found) <= MOST_LEVELS:
            raise BadTable("levels", name=name, number=len(found), most=MOST_LEVELS)
    shape = (2 ** len(lists) - 1, int(np.prod([len(found) for found in levels])))
    if shape[0] * shape[1] > MOST_CELLS:
        raise BadTable("too-many-cells", number=shape[0] * shape[1], most=MOST_CELLS)
    places = {words: index for index, words in enumerate(itertools.product(*levels))}
    counts = np.zeros(shape, dtype=np.int64)
    for row in rows:
        counts[row.cell - 1, places[row.words]] += row.count
    return CovariateTable(lists, tuple(zip(columns, levels, strict=True)), counts)


def estimate_with_covariates(
    table: CovariateTable,
    criterion: str = "bic",
    *,
    resamples: int = 200,
    seed: int = 1,
    level: float = 0.95,
    workers: int = 1,
) -> CovariateEstimate:
    """Choose interactions of two by a criterion, step by step, and estimate the population.

    Begins with main effects; each step adds or drops the interaction that lowers AIC or BIC most, and ends
    where none does. The interval is that of percentiles over tables that the model makes, on each of which
    the choice is repeated. There is always an answer; without an estimate it says why. Raises `ValueError`
    for an unknown criterion.
    """
    if criterion not in CRITERIA or resamples < 0 or workers < 1:
        message = "criterion, resamples or workers"
        raise ValueError(message)
    critiques = tuple(note(code) for code in CRITIQUES)
    space = _Space.of(table)
    try:
        chosen = _choose(space, table.counts, criterion)
    except NoEstimate as refusal:
        return CovariateEstimate(
            table.observed, None, None, criterion, np.inf, (), {}, seed, refusal.note, critiques
        )
    total = table.observed + chosen.missing.sum()
    interval, notes = None, tuple[Note, ...]()
    if resamples:
        estimates = _repeated(space, chosen, criterion, resamples, seed, workers)
        interval, notes = _percentiles(estimates, level)
    return CovariateEstimate(
        observed=table.observed,
        estimate=float(total),
        interval=interval,
        criterion=criterion,
        score=chosen.score,
        terms=tuple((table.names[a], table.names[b]) for a, b in chosen.terms),
        levels=_by_level(table, chosen.missing),
        seed=seed,
        reason=None,
        notes=(*notes, *critiques),
    )


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A fitted model: expected counts of shape (2**k - 1, n), and of those not seen, of shape (n,)."""

    terms: tuple[Term, ...]
    score: float
    expected: Floats
    missing: Floats


@dataclass(frozen=True, slots=True)
class _Half:
    """The columns of every term for some cells, and in which group of each term a cell lies.

    A cell lies in a group when it is on all lists of the term, by its levels of the covariates; else in none
    (-1).
    """

    columns: dict[Term, Floats]
    groups: dict[Term, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class _Space:
    """Cells that can be seen, in order of pattern and combination of levels, and those that cannot."""

    mains: tuple[Term, ...]
    pairs: tuple[Term, ...]
    seen: _Half
    unseen: _Half

    @classmethod
    def of(cls, table: CovariateTable) -> "_Space":
        """Return the columns for a table: one of a list, one less than its levels of a covariate."""
        lists, sizes = len(table.lists), [len(levels) for _name, levels in table.covariates]
        combinations = np.array(table.combinations, dtype=np.int64).reshape(-1, len(sizes))
        patterns = np.repeat(np.arange(2**lists), len(combinations))
        levels = np.tile(combinations, (2**lists, 1))
        values = [patterns >> i & 1 for i in range(lists)] + [levels[:, i] for i in range(len(sizes))]
        single = [
            (value[:, None] == np.arange(1, most)).astype(float)
            for value, most in zip(values, [*([2] * lists), *sizes], strict=True)
        ]
        columns: dict[Term, Floats] = {(): np.ones((len(patterns), 1))}
        groups: dict[Term, NDArray[np.int64]] = {(): np.zeros(len(patterns), dtype=np.int64)}
        variables = range(len(values))
        for term in [*((i,) for i in variables), *itertools.combinations(variables, 2)]:
            product, group = columns[()], groups[()].copy()
            for one in term:
                product = (product[:, :, None] * single[one][:, None, :]).reshape(len(patterns), -1)
                on = one >= lists
                group = np.where(
                    (group >= 0) & (on | (values[one] == 1)), group * MOST_LEVELS + values[one] * on, -1
                )
            columns[term], groups[term] = product, group
        none = patterns == 0
        seen, unseen = (
            _Half(
                {term: found[part] for term, found in columns.items()},
                {term: found[part] for term, found in groups.items()},
            )
            for part in (~none, none)
        )
        mains = ((), *((i,) for i in variables))
        return cls(mains, tuple(itertools.combinations(variables, 2)), seen, unseen)


def _fit(space: _Space, counts: NDArray[np.int64], terms: tuple[Term, ...], criterion: str) -> _Fitted:
    """Fit by extended maximum likelihood. Raises `NoEstimate` when there is no estimate, or not one.

    Where nobody is in a group of a term, nobody is expected there, seen or not: those cells are left out.
    """
    flat, every = counts.reshape(-1), (*space.mains, *terms)
    alive, possible = np.ones(len(flat), dtype=bool), np.ones(counts.shape[1], dtype=bool)
    for term in every:
        mine, theirs = space.seen.groups[term], space.unseen.groups[term]
        held = np.bincount(mine[mine >= 0], weights=flat[mine >= 0], minlength=MOST_LEVELS**2)
        alive &= (mine < 0) | (held[mine] > 0)
        possible &= (theirs < 0) | (held[theirs] > 0)
    design = np.hstack([space.seen.columns[term] for term in every])
    beyond = np.hstack([space.unseen.columns[term] for term in every])[possible]
    basis = _told_apart(design[alive], beyond)
    seen, reduced = flat[alive].astype(float), design[alive] @ basis
    verdict = verdict_of(reduced, seen > 0)
    if verdict.code:
        raise NoEstimate(verdict.fault)
    parameters = maximised(reduced, seen)
    expected, missing = np.zeros(len(flat)), np.zeros(counts.shape[1])
    expected[alive] = np.exp(reduced @ parameters)
    missing[possible] = np.exp(beyond @ basis @ parameters)
    there = expected[alive]
    height = float(np.sum(xlogy(seen, there) - there - gammaln(seen + 1)))
    price = 2.0 if criterion == "aic" else float(np.log(flat.sum()))
    return _Fitted(terms, price * design.shape[1] - 2 * height, expected.reshape(counts.shape), missing)


def _told_apart(design: Floats, beyond: Floats) -> Floats:
    """Return the combinations of parameters that the cells can tell, as columns.

    Raises `NoEstimate` when the cells that cannot be seen depend on one that they cannot.
    """
    sizes, directions = np.linalg.eigh(design.T @ design)
    told = sizes > 1e-9 * sizes.max(initial=1.0)
    if np.abs(beyond @ directions[:, ~told]).max(initial=0.0) > 1e-6:
        raise NoEstimate("not-identifiable")
    found: Floats = directions[:, told]
    return found


def _choose(space: _Space, counts: NDArray[np.int64], criterion: str) -> _Fitted:
    """Return the fit at which no interaction, added or dropped, lowers the criterion."""
    best = _fit(space, counts, (), criterion)
    while True:
        found = best
        for term in space.pairs:
            there = term in best.terms
            terms = tuple(one for one in best.terms if one != term) if there else (*best.terms, term)
            try:
                tried = _fit(space, counts, tuple(sorted(terms)), criterion)
            except NoEstimate:
                continue
            if tried.score < found.score - 1e-9:
                found = tried
        if found is best:
            return best
        best = found


def _repeated(space: _Space, chosen: _Fitted, criterion: str, number: int, seed: int, workers: int) -> Floats:
    """Return the estimates on tables that the model makes; the same for any number of workers."""
    shares = np.append(chosen.expected.reshape(-1), chosen.missing.sum())
    everybody = round(float(shares.sum()))
    drawn = np.random.default_rng(seed).multinomial(everybody, shares / shares.sum(), size=number)
    tables = drawn[:, :-1].reshape(number, *chosen.expected.shape)
    parts = [tables[start : start + _PART] for start in range(0, number, _PART)]
    work = partial(_part, space, criterion)
    if workers <= 1:
        return np.concatenate([work(part) for part in parts])
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return np.concatenate(list(pool.map(work, parts)))


def _part(space: _Space, criterion: str, tables: NDArray[np.int64]) -> Floats:
    return np.array([_again(space, criterion, one) for one in tables])


def _again(space: _Space, criterion: str, counts: NDArray[np.int64]) -> float:
    try:
        return float(counts.sum() + _choose(space, counts, criterion).missing.sum())
    except NoEstimate:
        return np.inf


def _percentiles(estimates: Floats, level: float) -> tuple[Interval | None, tuple[Note, ...]]:
    notes = list[Note]()
    if failed := int(np.isinf(estimates).sum()):
        notes.append(note("resamples-without", number=failed, all=len(estimates)))
    order = np.sort(estimates)
    ends = [min(int(part * len(order)), len(order) - 1) for part in ((1 - level) / 2, (1 + level) / 2)]
    lower, upper = (float(order[end]) for end in ends)
    if not np.isfinite(upper):
        return None, (*notes, note("no-interval"))
    return Interval(level, lower, upper, "percentile"), tuple(notes)


def _by_level(table: CovariateTable, missing: Floats) -> dict[str, dict[str, float]]:
    everybody = table.counts.sum(axis=0) + missing
    combinations = np.array(table.combinations, dtype=np.int64).reshape(len(missing), -1)
    return {
        name: {
            word: float(everybody[combinations[:, place] == index].sum()) for index, word in enumerate(levels)
        }
        for place, (name, levels) in enumerate(table.covariates)
    }
