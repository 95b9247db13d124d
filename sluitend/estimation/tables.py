# SPDX-License-Identifier: EUPL-1.2
"""Who was seen on which lists: the counts that every method starts from."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sluitend.estimation.words import BadTable, Note, note

FEWEST_LISTS, MOST_LISTS = 2, 10
# Beyond it a count is no longer exact as a floating point number; no population has as many.
MOST_PEOPLE = 10**12
MOST_BYTES = 2_000_000
_WORKBOOK, _UTF_16 = b"PK\x03\x04", (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"
# A column tells people apart when a quarter of the rows say something in it, each or five of them something
# else. Of fewer than three rows nobody can tell; "yes" and "no" are only two words.
FEWEST_PEOPLE, LEAST_SHARE, MANY_WORDS = 3, 0.25, 5
# As many digits as a citizen service number nearly has: no pattern has so many people in the Netherlands.
DIGITS_OF_A_NUMBER = 8
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")


@dataclass(frozen=True, eq=False)
class CaptureTable:
    """Counts by pattern of lists.

    `counts` has shape (2**k - 1,) for k lists: `counts[c - 1]` people were seen on exactly the lists whose
    bits are set in `c` (bit 0 is the first list). Nobody is counted who is on no list.
    """

    lists: tuple[str, ...]
    counts: NDArray[np.int64]
    notes: tuple[Note, ...] = field(default=())

    def __post_init__(self) -> None:
        size = len(self.lists)
        if not FEWEST_LISTS <= size <= MOST_LISTS:
            raise BadTable("lists", number=size, fewest=FEWEST_LISTS, most=MOST_LISTS)
        if len(set(self.lists)) < size:
            raise BadTable("same-name")
        if self.counts.shape != (2**size - 1,) or (self.counts < 0).any():
            raise BadTable("no-fit")
        if not 0 < self.observed <= MOST_PEOPLE:
            raise BadTable("too-many-people" if self.observed else "nobody")

    @property
    def size(self) -> int:
        """The number of lists."""
        return len(self.lists)

    @cached_property
    def observed(self) -> int:
        """How many people were seen on any list."""
        return int(self.counts.sum())

    def on_all_of(self, term: int) -> int:
        """Return how many people were seen on each list of `term` (bits), whatever others they were on."""
        cells = np.arange(1, 2**self.size)
        return int(self.counts[(cells & term) == term].sum())

    def overlaps(self) -> dict[tuple[str, str], int]:
        """Return for each pair of lists how many people were seen on both."""
        pairs = itertools.combinations(range(self.size), 2)
        return {(self.lists[i], self.lists[j]): self.on_all_of(1 << i | 1 << j) for i, j in pairs}

    def with_counts(self, counts: NDArray[np.int64]) -> "CaptureTable":
        """Return the same lists with other counts, such as those of a resample."""
        return CaptureTable(self.lists, counts)

    def resamples(self, number: int, seed: int) -> NDArray[np.int64]:
        """Return multinomial resamples of everybody who was seen, of shape (number, 2**k - 1)."""
        shares = self.counts / self.observed
        drawn = np.random.default_rng(seed).multinomial(self.observed, shares, size=number)
        return np.asarray(drawn, dtype=np.int64)

    def without(self, name: str) -> "CaptureTable":
        """Return the table as if a list did not exist: who was on that one only, was never seen."""
        gone = self.lists.index(name)
        return self._mapped(
            tuple(one for one in self.lists if one != name), [i - (i > gone) for i in range(self.size)], gone
        )

    def merged(self, first: str, second: str) -> "CaptureTable":
        """Return the table with two lists as one: on it is who was on either."""
        into, gone = sorted((self.lists.index(first), self.lists.index(second)))
        names = [f"{first}+{second}" if i == into else one for i, one in enumerate(self.lists)]
        places = [into if i == gone else i - (i > gone) for i in range(self.size)]
        return self._mapped(tuple(one for i, one in enumerate(names) if i != gone), places)

    def _mapped(self, lists: tuple[str, ...], places: Sequence[int], gone: int = -1) -> "CaptureTable":
        counts = np.zeros(2 ** len(lists) - 1, dtype=np.int64)
        for cell, count in enumerate(self.counts, start=1):
            bits = {1 << places[i] for i in range(self.size) if cell >> i & 1 and i != gone}
            if bits:
                counts[sum(bits) - 1] += count
        return CaptureTable(lists, counts)


def of_patterns(lists: Sequence[str], patterns: Mapping[str, int]) -> CaptureTable:
    """Return a table from patterns such as "110" (on the first two lists only) with their counts."""
    counts = np.zeros(2 ** len(lists) - 1, dtype=np.int64)
    for pattern, count in patterns.items():
        counts[_cell(pattern) - 1] += count
    return CaptureTable(tuple(lists), counts)


def as_string(data: bytes) -> str:
    """Return the content of a file as text: UTF-8, else as spreadsheets here write it. Raises `BadTable`."""
    if len(data) > MOST_BYTES:
        raise BadTable("too-large")
    if data.startswith(_WORKBOOK):
        raise BadTable("workbook")
    for coding in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            text = data.decode(coding)
            if "\0" not in text:
                return text
    raise BadTable("not-text")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: the pattern of lists as bits, the words of other columns, and how many people."""

    number: int
    cell: int
    words: tuple[str, ...]
    count: int


def read_csv(text: str) -> CaptureTable:
    """Read a table: one column of 0 and 1 for each list, the last column the count, names in the first row.

    Comma, semicolon or tab. Patterns that are absent have nobody; one that stands there twice is added up,
    and `notes` says so. Raises `BadTable` with the row for what is malformed or impossible.
    """
    lists, _none, rows = read_counts(text)
    counts, seen, again = np.zeros(2 ** len(lists) - 1, dtype=np.int64), set[int](), list[int]()
    for row in rows:
        if row.cell in seen:
            again.append(row.number)
        seen.add(row.cell)
        counts[row.cell - 1] += row.count
        if counts[row.cell - 1] > MOST_PEOPLE:
            raise BadTable("too-many-people", row.number)
    notes = (note("rows-added-up", number=len(again), row=again[0]),) if again else ()
    return CaptureTable(lists, counts, notes)


def read_counts(text: str, others: Sequence[str] = ()) -> tuple[tuple[str, ...], tuple[str, ...], list[Row]]:
    """Return the names of the lists, those of the other columns in their order, and the rows.

    `others` names columns that hold a word and are no list. Raises `BadTable` as `read_csv`, with the
    faults of all rows; of a list of people it says only that, and repeats nothing of it.
    """
    if len(text) > MOST_BYTES:
        raise BadTable("too-large")
    rows = [(number, cells) for number, cells in _rows(text) if any(cell.strip() for cell in cells)]
    if not rows:
        raise BadTable("empty")
    first, heads = rows[0][0], [cell.strip() for cell in rows[0][1][:-1]]
    for name in others:
        if name not in heads:
            raise BadTable("no-column", first, name=name)
    known = {heads.index(name) for name in others}
    if _lists_people([cells for _number, cells in rows[1:]], count_at=len(heads), besides=known):
        raise BadTable("people")
    lists = _names(first, [head for head in heads if head not in others])
    columns = tuple(head for head in heads if head in others)
    found, faults = list[Row](), list[BadTable]()
    for number, cells in rows[1:]:
        try:
            found.append(_read_row(cells, heads, lists, number))
        except BadTable as fault:
            faults.append(fault)
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
    if not found:
        raise BadTable("no-counts")
    return lists, columns, found


def read_resamples(text: str, table: CaptureTable) -> NDArray[np.int64]:
    """Read resamples: a row each, a column for each pattern, named such as "110"; shape (rows, 2**k - 1)."""
    rows = [(number, cells) for number, cells in _rows(text) if any(cell.strip() for cell in cells)]
    if len(rows) < 2:
        raise BadTable("no-resamples")
    first, heads = rows[0]
    heads = [head.strip() for head in heads]
    for head in heads:
        if len(head) != table.size or set(head) - {"0", "1"} or "1" not in head:
            raise BadTable("no-pattern", first, value=head[:20], number=table.size)
    if len(set(heads)) < len(heads):
        raise BadTable("pattern-twice", first)
    places = [_cell(head) - 1 for head in heads]
    found = np.zeros((len(rows) - 1, 2**table.size - 1), dtype=np.int64)
    for index, (number, cells) in enumerate(rows[1:]):
        if len(cells) != len(heads):
            raise BadTable("columns", number, number=len(cells), wanted=len(heads))
        found[index, places] = [_count(cell, number) for cell in cells]
        if not found[index].any():
            raise BadTable("nobody", number)
    return found


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    text = text.removeprefix("\ufeff")
    head = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise BadTable("no-table", reader.line_num, value=error) from error


def _lists_people(rows: Sequence[Sequence[str]], *, count_at: int, besides: Set[int]) -> bool:
    """Whether a column tells who somebody is, as no table of counts does; `besides` are those that may."""
    found = dict[int, list[str]]()
    for place, cell in ((place, cell.strip()) for cells in rows for place, cell in enumerate(cells)):
        if _identifies(cell, counts=place == count_at):
            found.setdefault(place, []).append(cell)
    fewest = max(FEWEST_PEOPLE, LEAST_SHARE * len(rows))
    return any(
        len(cells) >= fewest and len(set(cells)) >= min(MANY_WORDS, len(cells))
        for place, cells in found.items()
        if place not in besides
    )


def _identifies(cell: str, *, counts: bool) -> bool:
    """Whether this may say who somebody is: a word, a date, a number; in a column of counts a long one."""
    if len(cell) < 2 or not set(cell) - {"0", "1"}:
        return False
    if not cell[0].isdigit():
        return any(sign.isalpha() for sign in cell)
    digits = sum(sign.isdigit() for sign in cell)
    return digits >= (DIGITS_OF_A_NUMBER if counts else 3) or _DATE.fullmatch(cell) is not None


def _refused(code: str, cell: str, number: int, **values: str) -> BadTable:
    """Return the fault of a cell, with what stands there unless that may say who somebody is."""
    if _identifies(cell, counts=code == "not-a-count"):
        return BadTable(f"{code}-unsaid", number, **values)
    return BadTable(code, number, value=cell[:20], **values)


def _names(number: int, names: list[str]) -> tuple[str, ...]:
    if names and all(name in {"0", "1"} for name in names):
        raise BadTable("no-names", number)
    if not FEWEST_LISTS <= len(names) <= MOST_LISTS:
        raise BadTable("lists", number, number=len(names), fewest=FEWEST_LISTS, most=MOST_LISTS)
    if "" in names or len(set(names)) < len(names):
        raise BadTable("same-name", number)
    return tuple(names)


def _read_row(cells: list[str], heads: list[str], lists: tuple[str, ...], number: int) -> Row:
    if len(cells) != len(heads) + 1:
        raise BadTable("columns", number, number=len(cells), wanted=len(heads) + 1)
    bits, words = list[str](), list[str]()
    for name, cell in zip(heads, (cell.strip() for cell in cells), strict=False):
        if name not in lists:
            words.append(cell)
            continue
        if cell not in {"0", "1"}:
            raise _refused("not-binary", cell, number, name=name)
        bits.append(cell)
    count = _count(cells[-1], number)
    if "1" not in bits:
        raise BadTable("on-no-list", number)
    return Row(number, _cell("".join(bits)), tuple(words), count)


def _count(cell: str, number: int) -> int:
    text = cell.strip()
    whole, dot, rest = text.partition(".")
    if dot and len(rest) > 2 and (whole + rest).isdecimal():
        # A thousand in Dutch, or one in English: nobody can tell.
        raise BadTable("dotted", number, value=text[:20])
    if not whole.isascii() or not whole.isdigit() or rest.strip("0"):
        raise _refused("not-a-count", text, number)
    if len(whole) > len(str(MOST_PEOPLE)):
        raise BadTable("too-many-people", number)
    return int(whole)


def _cell(pattern: str) -> int:
    return sum(1 << place for place, bit in enumerate(pattern) if bit == "1")
