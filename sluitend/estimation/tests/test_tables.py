# SPDX-License-Identifier: EUPL-1.2
"""A table is read as it is meant, or refused with its row and a sentence."""

import numpy as np
import pytest

from sluitend.estimation import BadTable, CaptureTable, as_string, of_patterns, read_csv, read_resamples
from sluitend.estimation.tables import MOST_BYTES
from sluitend.estimation.tests.data import three_lists

GOOD = "politie,zorg,aantal\n1,0,12\n0,1,7\n1,1,3\n"


@pytest.mark.parametrize(
    "text",
    [GOOD, GOOD.replace(",", ";"), GOOD.replace(",", "\t"), "\ufeff" + GOOD, GOOD.replace("\n", "\r\n")],
)
def test_a_table_is_read_in_each_common_form(text: str) -> None:
    table = read_csv(text)
    assert table.lists == ("politie", "zorg")
    assert table.counts.tolist() == [12, 7, 3]
    assert (table.observed, table.overlaps()) == (22, {("politie", "zorg"): 3})


def test_quotes_white_space_and_empty_lines_do_no_harm() -> None:
    assert read_csv('"A", "B" ,n\n\n 1,0, 5\n0,1,4.0\n').counts.tolist() == [5, 4, 0]


def test_a_pattern_that_stands_there_twice_is_added_up_and_told() -> None:
    table = read_csv(GOOD + "1,0,1\n0,1,1\n")
    assert table.counts.tolist() == [13, 8, 3]
    assert [one.values for one in table.notes] == [{"number": 2, "row": 5}]
    assert "regel 5" in table.notes[0].text("nl")


@pytest.mark.parametrize(
    ("text", "row", "code"),
    [
        ("", 0, "empty"),
        ("\n \n", 0, "empty"),
        ("A,B,n\n", 0, "no-counts"),
        ("1,0,12\n0,1,7\n", 1, "no-names"),
        ("A,n\n1,4\n", 1, "lists"),
        ("A,A,n\n1,0,4\n", 1, "same-name"),
        ("A,,n\n1,0,4\n", 1, "same-name"),
        (",".join("ABCDEFGHIJK") + ",n\n", 1, "lists"),
        ("A,B,n\n1,0\n", 2, "columns"),
        ("A,B,n\n1,0,3,4\n", 2, "columns"),
        ("A,B,n\n1,0,3\n2,0,3\n", 3, "not-binary"),
        ("A,B,n\n1,x,3\n", 2, "not-binary"),
        ("A,B,n\n1,ja,3\n", 2, "not-binary-unsaid"),
        ("A,B,n\n1,0,-3\n", 2, "not-a-count"),
        ("A,B,n\n1,0,3.5\n", 2, "not-a-count"),
        ("A,B,n\n1,0,nan\n", 2, "not-a-count-unsaid"),
        # A thousand people, not one.
        ("A,B,n\n1,0,1.000\n", 2, "dotted"),
        ("A,B,n\n1,0,1.234\n", 2, "dotted"),
        ("A,B,n\n1,0,1.234.567\n", 2, "not-a-count"),
        ("A,B,n\n1,0,\n", 2, "not-a-count"),
        ("A,B,n\n1,0,1e3\n", 2, "not-a-count"),
        ("A,B,n\n1,0,٣\n", 2, "not-a-count"),
        ("A,B,n\n0,0,3\n", 2, "on-no-list"),
        ("A,B,n\n1,0,9999999999999\n", 2, "too-many-people"),
        ("A,B,n\n1,0,900000000000\n1,0,900000000000\n", 3, "too-many-people"),
        ("A,B,n\n1,0,0\n", 0, "nobody"),
        ('A,B,n\n"1,0,3\n', 2, "columns"),
        ("x" * (MOST_BYTES + 1), 0, "too-large"),
    ],
)
def test_what_is_malformed_or_impossible_is_refused_with_its_row(text: str, row: int, code: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_csv(text)
    assert (caught.value.note.code, caught.value.row) == (code, row)
    for language in ("nl", "en"):
        said = caught.value.text(language)
        assert said.endswith(".")
        assert "{" not in said
        assert (f" {row}: " in said) == bool(row)


@pytest.mark.parametrize(
    "text",
    [
        "naam,politie,zorg\nTest Een,1,0\nTest Twee,0,1\nTest Drie,1,1\n",
        # Without names of columns, with more columns than there may be lists, and under a semicolon.
        "Test Een;1;0\nTest Twee;0;1\nTest Drie;1;1\nTest Vier;0;1\n",
        "nr,a,b,c,d,e,f,g,h,i,j,k,n\n" + "".join(f"Test{number}{',1' * 12}\n" for number in range(9)),
        # Numbers and dates, wherever they stand.
        "nummer,politie,zorg,n\n900000001,1,0,1\n900000002,0,1,1\n900000003,1,1,1\n",
        "politie,zorg,nummer\n1,0,900000001\n0,1,900000002\n1,1,900000003\n",
        "politie,geboren,n\n1,1-2-1903,1\n0,04/05/1906,1\n1,1907.8.9,1\n",
        # Some are there twice, or left open; some only have a number.
        "naam,lijst,n\n" + "".join(f"Test {name},1,1\nTest {name},0,1\n" for name in "ABCDE"),
        "naam,a,b,n\n" + "".join(f"Test {name},1,0,1\n,0,1,1\n" for name in "ABCDEF"),
        "nr,politie,zorg\n190001,1,0\n190002,0,1\n190003,1,1\n",
        "geboren,politie,zorg,n\n1903,1,0,1\n1904,0,1,1\n1905,1,1,1\n",
        # One left open, one twice.
        "politie,zorg,wie\n" + "".join(f"1,0,Test {name}\n" for name in "ABCDEFGG") + "1,1,\n",
    ],
)
def test_a_list_of_people_is_refused_and_nothing_of_it_is_said(text: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_csv(text)
    assert (caught.value.note.code, caught.value.row, caught.value.others) == ("people", 0, ())
    for said in (*caught.value.texts("nl"), *caught.value.texts("en")):
        assert not [part for part in ("Test", "90000", "190", "geboren", "naam,") if part in said]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A,B,n\nja,nee,3\nnee,ja,4\nja,ja,5\nnee,ja,5\n", "not-binary-unsaid"),
        ("A,B,n\n1,0,12 mensen\n0,1,14 mensen\n1,1,3 mensen\n", "not-a-count"),
        ("A,B,n\n1,0,1.234\n0,1,2.345\n1,1,3.456\n", "dotted"),
        ("A,B,n\na,1,1\nb,0,1\nc,1,1\n", "not-binary"),
        ("A,B,n\n1,0,drie\n0,1,vier\n1,1,vijf\n" + "1,0,9\n" * 12, "not-a-count-unsaid"),
        ("patroon,n\n110,4\n101,5\n011,6\n111,2\n", "lists"),
    ],
)
def test_other_mistakes_are_not_taken_for_a_list_of_people(text: str, code: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_csv(text)
    assert caught.value.note.code == code


@pytest.mark.parametrize(
    "row", ["Test Een,0,3", "1,Test Een,3", "1,0,Test Een", "1,0,1-2-1903", "1,0,900000001 x"]
)
def test_what_may_say_who_somebody_is_is_never_repeated(row: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_csv(f"A,B,n\n{row}\n1,1,3\n")
    assert caught.value.row == 2
    assert not [part for part in ("Test", "1903", "90000") if part in caught.value.text("nl")]


def test_each_row_that_is_wrong_is_told_and_of_many_how_many_more() -> None:
    def said(wrong: int) -> list[str]:
        with pytest.raises(BadTable) as caught:
            read_csv("A,B,n\n1,0,3\n" + "2,0,3\n1,1,drie\n" * (wrong // 2) + "0,0,1\n" * (wrong % 2))
        return caught.value.texts("en")

    assert [text.partition(":")[0] for text in said(3)] == ["Row 3", "Row 4", "Row 5"]
    assert "on no list" in said(3)[2]
    assert said(5)[-1].startswith("Row 7")
    assert said(6)[5:] == ["And one more row in which something is wrong."]
    assert said(9)[5:] == ["And 4 more rows in which something is wrong."]


def test_what_is_no_text_is_refused() -> None:
    assert as_string(b"\xef\xbb\xbfA") == "A"
    # As spreadsheets write it.
    assert {as_string("coöperatie".encode(coding)) for coding in ("cp1252", "utf-16")} == {"coöperatie"}
    for data, code in (
        (b"\xff\xfe\x00", "not-text"),
        (b"A,B\x00", "not-text"),
        (b"PK\x03\x04 of a workbook", "workbook"),
        (b"x" * (MOST_BYTES + 1), "too-large"),
    ):
        with pytest.raises(BadTable) as caught:
            as_string(data)
        assert caught.value.note.code == code


def test_without_a_list_who_was_on_that_one_only_was_never_seen() -> None:
    table = three_lists().without("zorg")
    assert table.lists == ("politie", "inspectie")
    assert table.counts.tolist() == [120 + 30, 60 + 14, 16 + 9]


def test_two_lists_as_one_hold_who_was_on_either() -> None:
    table = three_lists().merged("inspectie", "politie")
    assert table.lists == ("inspectie+politie", "zorg")
    assert table.counts.tolist() == [120 + 60 + 16, 90, 30 + 14 + 9]
    assert table.observed == three_lists().observed


def test_resamples_have_as_many_people_and_come_again_with_their_seed() -> None:
    table = three_lists()
    drawn = table.resamples(20, seed=7)
    assert drawn.shape == (20, 7)
    assert set(drawn.sum(axis=1)) == {table.observed}
    assert np.array_equal(drawn, table.resamples(20, seed=7))
    assert not np.array_equal(drawn, table.resamples(20, seed=8))


def test_resamples_are_read_by_pattern_in_whatever_order() -> None:
    found = read_resamples("011,100\n4,5\n6,7\n", three_lists())
    assert found[:, [0, 5]].tolist() == [[5, 4], [7, 6]]
    assert found.sum() == 22


@pytest.mark.parametrize(
    ("text", "row", "code"),
    [
        ("", 0, "no-resamples"),
        ("100\n", 0, "no-resamples"),
        ("10\n3\n", 1, "no-pattern"),
        ("000\n3\n", 1, "no-pattern"),
        ("1x0\n3\n", 1, "no-pattern"),
        ("100,100\n3,3\n", 1, "pattern-twice"),
        ("100,010\n3\n", 2, "columns"),
        ("100,010\n3,x\n", 2, "not-a-count"),
        ("100,010\n3,1\n0,0\n", 3, "nobody"),
    ],
)
def test_resamples_that_do_not_fit_are_refused_with_their_row(text: str, row: int, code: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_resamples(text, three_lists())
    assert (caught.value.note.code, caught.value.row) == (code, row)


@pytest.mark.parametrize(
    ("lists", "counts", "code"),
    [
        (("A",), [1], "lists"),
        (("A", "A"), [1, 1, 1], "same-name"),
        (("A", "B"), [1, 1], "no-fit"),
        (("A", "B"), [1, -1, 1], "no-fit"),
        (("A", "B"), [0, 0, 0], "nobody"),
        (("A", "B"), [10**13, 0, 0], "too-many-people"),
    ],
)
def test_no_table_is_made_that_cannot_exist(lists: tuple[str, ...], counts: list[int], code: str) -> None:
    with pytest.raises(BadTable) as caught:
        CaptureTable(lists, np.array(counts))
    assert caught.value.note.code == code


def test_patterns_name_cells() -> None:
    assert of_patterns(("A", "B"), {"10": 1, "01": 2, "11": 3}).counts.tolist() == [1, 2, 3]
