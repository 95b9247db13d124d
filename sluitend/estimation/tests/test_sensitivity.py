# SPDX-License-Identifier: EUPL-1.2
"""All methods stand side by side, and one number only where the data carry it."""

import json

import pytest

from sluitend.estimation import (
    METHODS,
    Options,
    Rules,
    as_text,
    compare,
    coverage,
    estimate,
    of_patterns,
)
from sluitend.estimation.tests.data import hardly_met, three_lists

QUICK = Options(resamples=40)
KEYS = {"method", "estimate", "interval", "observed", "model", "warnings", "seed"}


def test_every_method_and_every_variant_is_there() -> None:
    found = compare(three_lists(), QUICK)
    assert tuple(one.method for one in found.methods) == METHODS
    assert [one.without for one in found.variants] == ["politie", "zorg", "inspectie", "", "", ""]
    assert [one.merged for one in found.variants[3:]] == [
        ("politie", "zorg"),
        ("politie", "inspectie"),
        ("zorg", "inspectie"),
    ]
    for one in found.variants:
        assert set(one.estimates) == set(METHODS)


def test_a_headline_is_the_middle_with_the_range_over_all_methods() -> None:
    found = compare(three_lists(), QUICK)
    sizes = [one.estimate for one in found.methods]
    intervals = [one.interval for one in found.methods if one.interval is not None]
    assert found.headline.estimate == sorted(size for size in sizes if size is not None)[1]
    assert found.headline.interval is not None
    assert found.headline.interval.lower == min(one.lower for one in intervals)
    assert found.headline.interval.upper == max(one.upper for one in intervals)
    assert found.headline.withheld == ()


def codes(counts: dict[str, int], rules: Rules | None = None) -> set[str]:
    lists = "ABCD"[: len(next(iter(counts)))]
    found = compare(of_patterns(lists, counts), Options(resamples=0), rules)
    return {one.code for one in found.headline.withheld}


FINE = {"100": 120, "010": 90, "001": 60, "110": 30, "101": 16, "011": 14, "111": 9}


def test_where_the_data_cannot_carry_it_each_reason_is_told() -> None:
    assert codes(FINE) == set()
    assert codes({"10": 50, "01": 40, "11": 35}) == {"too-few-lists", "too-few-overlaps"}
    assert "too-few-overlaps" in codes(FINE | {"101": 0, "111": 2})
    assert "too-few-people-twice" in codes({"100": 50, "010": 50, "001": 50, "110": 9, "101": 9, "011": 9})
    assert {"list-apart", "too-few-overlaps"} <= codes({"100": 41, "010": 29, "001": 17, "110": 35})
    assert codes(FINE, Rules(factor=1.0)) == {"methods-differ"}
    assert codes(FINE, Rules(lists=4)) == {"too-few-lists"}


def test_a_model_that_does_not_fit_withholds_it_and_says_so() -> None:
    # Whoever is on two lists is nearly always on all three: pairs cannot say that.
    odd = {"1000": 900, "0100": 800, "0010": 700, "0001": 600, "1100": 60, "1010": 50, "1001": 60}
    odd |= {"0110": 50, "0101": 50, "0011": 60, "1110": 160, "1101": 10, "1011": 10, "0111": 10, "1111": 9}
    found = compare(of_patterns("ABCD", odd), Options(resamples=0))
    stepwise = found.methods[0]
    assert stepwise.plausibility is not None
    assert stepwise.plausibility < 1e-3
    assert stepwise.notes[0].code == "fits-badly"
    assert "fits-badly" in {one.code for one in found.headline.withheld}
    # With up to four lists interactions between three are tried too.
    assert "A*B*C" in found.methods[1].model
    assert found.methods[1].plausibility is not None
    assert found.methods[1].plausibility > 1e-3
    pairs = estimate(of_patterns("ABCD", odd), "bic", Options(resamples=0, highest=2))
    assert "A*B*C" not in pairs.model


def test_bounds_that_lie_far_apart_withhold_it() -> None:
    found = compare(three_lists(), QUICK, Rules(width=1.1))
    assert {one.code for one in found.headline.withheld} == {"too-wide"}
    assert found.headline.withheld[0].text("nl").startswith("Het kan net zo goed een factor 1,")


def test_a_method_that_fails_withholds_it_and_one_that_is_out_of_reach_does_not() -> None:
    assert "method-failed" in codes({"10": 50, "01": 40})
    seven = of_patterns(
        "ABCDEFG",
        {f"{1 << i:07b}": 60 for i in range(7)}
        | {f"{1 << i | 1 << j:07b}": 6 for i in range(7) for j in range(i)},
    )
    found = compare(seven, Options(resamples=0))
    assert [one.reason.code for one in found.methods if one.reason] == ["too-many-models", "too-many-graphs"]
    assert [one.code for one in found.headline.withheld] == ["one-method"]


def test_without_an_estimate_there_is_a_reason_and_never_a_number() -> None:
    for method in METHODS[:2]:
        found = estimate(of_patterns("AB", {"10": 5, "01": 6}), method, QUICK)
        assert (found.estimate, found.interval, found.missing) == (None, None, None)
        assert found.reason is not None
        assert found.as_json("nl")["warnings"][0] == found.reason.text("nl")


def test_what_leans_on_one_list_is_told() -> None:
    shaky = of_patterns("ABC", {"100": 40, "010": 300, "001": 60, "110": 40, "101": 30, "011": 4, "111": 2})
    found = compare(shaky, Options(resamples=0))
    assert any(one.code == "leans-on" for one in found.notes)


def test_odds_say_how_far_the_answer_hangs_on_who_was_never_seen() -> None:
    found = compare(three_lists(), Options(resamples=0))
    for one in found.methods:
        assert one.estimate is not None
        ratios = found.odds_ratios[one.method]
        assert ratios[1.0] == pytest.approx(one.estimate)
        assert ratios[2.0] - one.observed == pytest.approx(2 * (one.estimate - one.observed))


def test_the_critique_of_the_method_stands_with_every_answer() -> None:
    for found in (compare(three_lists(), QUICK), estimate(hardly_met(), "dga", QUICK)):
        said = {one.code for one in found.notes}
        assert {"critique-assumptions", "critique-untestable", "critique-selection"} <= said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_told_to_people_and_to_machines(language: str) -> None:
    for found in (compare(three_lists(), QUICK), compare(hardly_met(), QUICK), estimate(three_lists())):
        plain = json.loads(json.dumps(found.as_json(language), allow_nan=False))
        assert set(plain) >= KEYS
        text = as_text(found, language)
        assert "{" not in text
        for one in found.notes:
            assert one.text(language) in text
        for one in plain.get("methods", ()):
            assert set(one) >= KEYS
            assert one["method"] in text


def test_coverage_is_counted_in_simulations_from_the_fitted_model() -> None:
    held, given = coverage(three_lists(), "stepwise", 12, Options(resamples=100))
    assert 6 <= held <= given <= 12
    with pytest.raises(ValueError, match="fits no model"):
        coverage(of_patterns("AB", {"10": 5, "01": 6}), "stepwise", 2, QUICK)


@pytest.mark.parametrize(
    "wrong",
    [
        {"resamples": -1},
        {"level": 1.0},
        {"threshold": 2.0},
        {"workers": 0},
        {"ratio": 0.0},
        {"seed": -1},
        {"best": 0},
        {"highest": 0},
    ],
)
def test_options_that_cannot_be_are_refused_by_name(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        estimate(three_lists(), "stepwise", Options(**wrong))  # type: ignore[arg-type]


def test_another_method_is_refused() -> None:
    with pytest.raises(ValueError, match="method"):
        estimate(three_lists(), "guess")
