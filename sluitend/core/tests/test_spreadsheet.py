# SPDX-License-Identifier: EUPL-1.2
"""What a spreadsheet opens is text, whatever somebody calls themselves."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.core.spreadsheet import as_csv, harmless

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.invalid","klik")',
    "+31 6 00000000",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＠SUM(A1)",
    "|cmd",
    "%0A=1",
    "\0=1+1",
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    [_header, [shown]] = read(as_csv(["Naam"], [[cell]]))
    assert shown.startswith("'")


def test_ordinary_text_stays_as_it_is() -> None:
    row = ["Fenna de Wit-Jansen", "fenna@example.invalid", "2026-06-02", 'Zij zei "ja"; toen nee', ""]
    assert read(as_csv(["a", "b", "c", "d", "e"], [row]))[1] == row


def test_a_dutch_spreadsheet_reads_the_signs_and_the_columns() -> None:
    content = as_csv(["Één", "Twee"], [["ë", "€"]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == '"Één";"Twee"\r\n"ë";"€"\r\n'


@given(st.text())
def test_whatever_the_text_it_is_one_cell_on_one_line_and_no_formula(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    rows = read(as_csv(["Naam", "Rol"], [[text, "boa"]]))
    assert [len(row) for row in rows] == [2, 2]
    assert rows[1][1] == "boa"
    assert harmless(text).lstrip()[:1] not in set("=+-@|%")
