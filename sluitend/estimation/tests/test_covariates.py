# SPDX-License-Identifier: EUPL-1.2
"""Lists together with what is known of people: right where theory gives the answer, else refused."""

import numpy as np
import pytest

from sluitend.estimation import BadTable, as_text, estimate_with_covariates, read_covariates
from sluitend.estimation.covariates import CovariateEstimate

# Two lists; police see men more often, care sees women more often.
STRATA = {"vrouw": (60, 90, 45), "man": (200, 30, 60)}


def table_text(strata: dict[str, tuple[int, int, int]] | None = None) -> str:
    rows = ["politie,geslacht,zorg,aantal"]
    for word, (police, care, both) in (strata or STRATA).items():
        rows += [f"1,{word},0,{police}", f"0,{word},1,{care}", f"1,{word},1,{both}"]
    return "\n".join(rows)


def estimated(text: str, **options: object) -> CovariateEstimate:
    table = read_covariates(text, ["geslacht"])
    return estimate_with_covariates(table, **{"resamples": 0, **options})  # type: ignore[arg-type]


def test_where_both_lists_depend_on_sex_it_is_the_sum_of_both_sexes_apart() -> None:
    found = estimated(table_text())
    assert set(found.terms) == {("politie", "geslacht"), ("zorg", "geslacht")}
    apart = {word: (a + both) * (b + both) / both for word, (a, b, both) in STRATA.items()}
    assert found.levels["geslacht"] == pytest.approx(apart, rel=1e-9)
    assert found.estimate == pytest.approx(sum(apart.values()), rel=1e-9)
    # Taken together, as if sex made no difference, it is another number.
    police, care, both = (sum(found) for found in zip(*STRATA.values(), strict=True))
    assert found.estimate != pytest.approx((police + both) * (care + both) / both, rel=0.05)


def test_where_sex_makes_no_difference_it_does_not_come_in() -> None:
    found = estimated(table_text({"vrouw": (60, 90, 45), "man": (60, 90, 45)}))
    assert found.terms == ()
    assert found.estimate == pytest.approx(2 * 105 * 135 / 45, rel=1e-9)


def test_aic_lets_in_what_bic_keeps_out() -> None:
    text = table_text({"vrouw": (60, 90, 45), "man": (84, 90, 45)})
    assert len(estimated(text, criterion="aic").terms) > len(estimated(text, criterion="bic").terms)


def test_the_interval_holds_the_estimate_and_is_the_same_with_more_workers() -> None:
    one = estimated(table_text(), resamples=40)
    two = estimated(table_text(), resamples=40, workers=2)
    assert one.interval == two.interval
    assert one.interval is not None
    assert one.estimate is not None
    assert one.interval.lower < one.estimate < one.interval.upper
    assert estimated(table_text(), resamples=40, seed=9).interval != one.interval


def test_without_overlap_there_is_no_estimate_and_a_reason() -> None:
    found = estimated("A,geslacht,B,n\n1,v,0,5\n0,v,1,6\n1,m,0,3\n0,m,1,2\n", resamples=10)
    assert (found.estimate, found.interval) == (None, None)
    assert found.reason is not None
    assert found.as_json("nl")["warnings"][0] == found.reason.text("nl")


def test_a_pair_of_words_that_nobody_has_takes_no_estimate_away() -> None:
    rows = ["A,B,vorm,jaar,n"]
    for form, year, times in (("arbeid", "2024", 1), ("arbeid", "2025", 2), ("seksueel", "2025", 1)):
        rows += [f"{a},{b},{form},{year},{times * n}" for a, b, n in ((1, 0, 40), (0, 1, 30), (1, 1, 12))]
    table = read_covariates("\n".join(rows), ["vorm", "jaar"])
    found = estimate_with_covariates(table, resamples=0)
    assert ("vorm", "jaar") in found.terms
    assert found.estimate == pytest.approx(4 * 52 * 42 / 12, rel=1e-9)


def test_counts_of_lists_alone_stay_the_same() -> None:
    table = read_covariates(table_text(), ["geslacht"])
    assert table.names == ("politie", "zorg", "geslacht")
    assert table.plain().counts.tolist() == [260, 120, 105]
    assert table.observed == 485


@pytest.mark.parametrize(
    ("text", "names", "row", "code"),
    [
        ("A,B,n\n1,0,3\n", ["leeftijd"], 1, "no-column"),
        ("A,B,s,n\n1,0,v,3\n0,1,v,3\n", ["s"], 0, "levels"),
        ("A,B,s,n\n1,0,v\n", ["s"], 2, "columns"),
        ("A,B,s,n\n0,0,v,3\n", ["s"], 2, "on-no-list"),
        ("A,s,n\n1,v,3\n", ["s"], 1, "lists"),
        ("A,B,s,n\n" + "".join(f"1,0,v{i},3\n" for i in range(41)), ["s"], 0, "levels"),
    ],
)
def test_what_cannot_be_is_refused(text: str, names: list[str], row: int, code: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_covariates(text, names)
    assert (caught.value.note.code, caught.value.row) == (code, row)


def test_too_many_cells_are_refused() -> None:
    heads = "ABCDEFGHIJ"
    rows = [",".join([*heads, "s", "n"])]
    rows += [",".join(["1", *"0" * 9, f"v{i}", "3"]) for i in range(6)]
    with pytest.raises(BadTable) as caught:
        read_covariates("\n".join(rows), ["s"])
    assert caught.value.note.code == "too-many-cells"


def test_another_criterion_is_refused() -> None:
    with pytest.raises(ValueError, match="criterion"):
        estimated(table_text(), criterion="cv")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_told_by_level(language: str) -> None:
    text = as_text(estimated(table_text()), language)
    for word in ("vrouw", "man", "geslacht"):
        assert word in text


def test_random_tables_give_a_number_or_a_reason() -> None:
    chance = np.random.default_rng(4)
    for _index in range(40):
        strata = {}
        for word in "abc":
            one, other, both = chance.poisson(chance.choice([0.5, 3, 20]), size=3).tolist()
            strata[word] = (one + 1, other, both)
        found = estimated(table_text(strata))
        assert (found.estimate is None) == (found.reason is not None)
        if found.estimate is not None:
            assert np.isfinite(found.estimate)
            assert found.estimate >= found.observed
            assert sum(found.levels["geslacht"].values()) == pytest.approx(found.estimate)
