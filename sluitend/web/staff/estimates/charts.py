# SPDX-License-Identifier: EUPL-1.2
"""Where everything stands in the picture: intervals and points on one axis, linear or logarithmic.

Places along the axis are percentages of the width and heights are in letters, so that the picture fits a
telephone and a sheet of paper, and its words are as large as those around it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# From this factor between the largest and the smallest number on, the axis is logarithmic.
LOG_FROM = 12
# Room at both sides, in percents, so that no mark and no number is cut off.
_LEFT, _RIGHT = 3.0, 95.0
_ROW, _HEAD, _FOOT = 3.7, 1.0, 2.2
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Line:
    """What goes in: a name, a point, an interval, and loose dots."""

    label: str
    point: float | None = None
    lower: float | None = None
    upper: float | None = None
    dots: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on the axis, or a dot: where it stands and what it says."""

    x: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture; places that are empty have nothing."""

    label: str
    label_y: str
    y: str
    point: str = ""
    lower: str = ""
    upper: str = ""
    dots: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as a template draws it."""

    height: str
    bottom: str
    axis_y: str
    logarithmic: bool
    ticks: tuple[Mark, ...]
    seen: str
    rows: tuple[Row, ...]


def chart(lines: Sequence[Line], seen: float, write: Callable[[float], str]) -> Chart | None:
    """Return the picture of these lines; None when there is no number in any. `write` writes a number."""
    numbers = [one for line in lines for one in _numbers(line)]
    if not numbers:
        return None
    low, high = max(1.0, min(*numbers, seen)), max(*numbers, seen)
    logarithmic = high / low > LOG_FROM
    ticks = _log_ticks(low, high) if logarithmic else _ticks(high)
    low, high = min(low, ticks[0]) if logarithmic else 0.0, max(high, ticks[-1])
    bend: Callable[[float], float] = math.log if logarithmic else float

    def place(number: float) -> str:
        start, end = bend(low), bend(high)
        share = (bend(max(number, low)) - start) / (end - start) if end > start else 0.5
        return f"{_LEFT + share * (_RIGHT - _LEFT):.2f}%"

    bottom = _HEAD + _ROW * len(lines)
    return Chart(
        height=_em(bottom + _FOOT),
        bottom=_em(bottom),
        axis_y=_em(bottom + 1.4),
        logarithmic=logarithmic,
        ticks=tuple(
            Mark(place(one), write(one), _anchor(index, len(ticks))) for index, one in enumerate(ticks)
        ),
        seen=place(seen),
        rows=tuple(_row(line, _HEAD + _ROW * index, place, write) for index, line in enumerate(lines)),
    )


def _row(line: Line, top: float, place: Callable[[float], str], write: Callable[[float], str]) -> Row:
    return Row(
        label=line.label,
        label_y=_em(top + 1),
        y=_em(top + 2),
        point="" if line.point is None else place(line.point),
        lower="" if line.lower is None else place(line.lower),
        upper="" if line.upper is None else place(line.upper),
        dots=tuple(Mark(place(number), f"{name}: {write(number)}") for name, number in line.dots),
    )


def _numbers(line: Line) -> list[float]:
    several = (line.point, line.lower, line.upper, *(number for _name, number in line.dots))
    return [one for one in several if one is not None]


def _ticks(high: float) -> list[float]:
    """Return three to six round numbers from 0 up to what must fit."""
    rough = high / 4
    size = 10 ** math.floor(math.log10(rough))
    step = max(1, next(one * size for one in _STEPS if one * size >= rough))
    return [step * number for number in range(math.ceil(high / step) + 1)]


def _log_ticks(low: float, high: float) -> list[float]:
    """Return powers of ten around the numbers, at most five of them."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = max(1, math.ceil((last - first) / 4))
    powers = list(range(first, last + 1, every))
    if powers[-1] < last:
        powers.append(powers[-1] + every)
    return [10.0**power for power in powers]


def _anchor(index: int, number: int) -> str:
    """Let no number at the end of the axis be cut off."""
    return "start" if index == 0 else "end" if index == number - 1 else "middle"


def _em(number: float) -> str:
    return f"{number:.2f}em"
