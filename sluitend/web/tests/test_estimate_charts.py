# SPDX-License-Identifier: EUPL-1.2
"""In the picture everything stands where its number is."""

import itertools

import pytest

from sluitend.web.staff.estimates.charts import Line, chart


def percent(place: str) -> float:
    assert place.endswith("%")
    return float(place[:-1])


def number(value: float) -> str:
    return f"{value:g}"


def test_places_on_a_linear_axis_are_in_proportion() -> None:
    found = chart([Line("a", 50, 20, 80, (("without b", 100.0),))], 10, number)
    assert found is not None
    assert not found.logarithmic or found.ticks[0].text == "10"
    found = chart([Line("a", 50, 20, 80, (("without b", 100.0),))], 20, number)
    assert found is not None
    assert not found.logarithmic
    assert [tick.text for tick in found.ticks] == ["0", "25", "50", "75", "100"]
    places = [percent(tick.x) for tick in found.ticks]
    row = found.rows[0]
    assert percent(row.point) == places[2]
    assert percent(row.dots[0].x) == places[4]
    assert percent(row.lower) == pytest.approx(places[0] + (places[4] - places[0]) * 0.2, abs=0.01)
    assert row.dots[0].text == "without b: 100"


def test_axis_is_logarithmic_when_numbers_lie_far_apart() -> None:
    found = chart([Line("a", 1000, 200, 90_000)], 100, number)
    assert found is not None
    assert found.logarithmic
    assert [tick.text for tick in found.ticks] == ["100", "1000", "10000", "100000"]
    places = [percent(tick.x) for tick in found.ticks]
    steps = {round(after - before, 1) for before, after in itertools.pairwise(places)}
    assert len(steps) == 1
    assert percent(found.rows[0].point) == places[1]
    assert percent(found.seen) == places[0]


@pytest.mark.parametrize("seen", [1, 3, 7, 99, 1000, 999_999, 10**12])
@pytest.mark.parametrize("factor", [1, 1.01, 3, 11, 13, 1e3, 1e6])
def test_nothing_stands_outside_the_picture(seen: float, factor: float) -> None:
    found = chart([Line("a", seen * factor, seen, seen * factor * 1.5)], seen, number)
    assert found is not None
    row = found.rows[0]
    every = [found.seen, row.point, row.lower, row.upper, *(tick.x for tick in found.ticks)]
    assert all(0 <= percent(place) <= 100 for place in every)
    assert percent(row.lower) <= percent(row.point) <= percent(row.upper)
    assert 2 <= len(found.ticks) <= 6


def test_without_a_number_there_is_no_picture() -> None:
    assert chart([], 10, number) is None
    assert chart([Line("a")], 10, number) is None


def test_a_line_without_an_interval_has_only_its_point() -> None:
    found = chart([Line("a", 50)], 10, number)
    assert found is not None
    assert (found.rows[0].lower, found.rows[0].upper) == ("", "")
