# SPDX-License-Identifier: EUPL-1.2
"""A QR code as one path in the page itself: no picture is fetched, no style is needed."""

from dataclasses import dataclass
from itertools import groupby

import qrcode

# The white border that readers need.
_QUIET = 4


@dataclass(frozen=True, slots=True)
class Code:
    """The side in modules, and a path that draws the dark ones."""

    side: int
    path: str


def draw(text: str) -> Code:
    """Return the code of a text, as small as it can be."""
    code = qrcode.QRCode(border=_QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    return Code(len(rows), "".join(_row(number, row) for number, row in enumerate(rows)))


def _row(number: int, row: list[bool]) -> str:
    """Draw the dark stretches of one row."""
    drawn, start = [], 0
    for dark, stretch in groupby(row):
        length = len(list(stretch))
        if dark:
            drawn.append(f"M{start} {number}h{length}v1h-{length}z")
        start += length
    return "".join(drawn)
