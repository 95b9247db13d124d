# SPDX-License-Identifier: EUPL-1.2
"""Lists that somebody opens in a spreadsheet: no cell of them is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula; the wide signs are read as the narrow ones,
# and blanks before any of them are passed over.
_FORMULA = tuple("=+-@|%＝＋－＠")
_BLANK = " \t\r\n\v\f\0\ufeff\u00a0\u200b"


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a file that a Dutch spreadsheet opens as it is: UTF-8 with its mark, and semicolons."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that is only ever text: on one line, and with an apostrophe before a formula."""
    line = " ".join(cell.replace("\0", "").splitlines())
    begins = line.lstrip(_BLANK)
    return f"'{line}" if begins.startswith(_FORMULA) or line[:1] in ("\t", "\r", "\n") else line
