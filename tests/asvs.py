# SPDX-License-Identifier: EUPL-1.2
"""The checklist of ASVS 5.0.0, levels 1 and 2, and the counts on top of it.

python -m tests.asvs            print the counts
python -m tests.asvs --write    write them into docs/privacy/asvs.md
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "privacy" / "asvs.md"
STATES = ("holds", "partly", "not", "does not apply")
BEGIN, END = "<!-- counts: begin -->", "<!-- counts: end -->"
_BLOCK = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.*) \|$", re.MULTILINE)
_CELLS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement and what we say of it."""

    number: str
    level: str
    asks: str
    state: str
    evidence: str

    @property
    def place(self) -> tuple[int, ...]:
        """Where it stands in the standard."""
        return tuple(map(int, self.number.split(".")))


def rows(text: str) -> list[Row]:
    """Return every line of the checklist; raises `ValueError` for one that is no line of five parts."""
    found = []
    for number, rest in _ROW.findall(text):
        cells = rest.split(" | ")
        if len(cells) != _CELLS:
            message = f"{number} has {len(cells) + 1} parts"
            raise ValueError(message)
        found.append(Row(number, *cells))
    return found


def counts(found: list[Row]) -> str:
    """Return the table of how many lines have which state."""
    lines = ["| state | level 1 | level 2 | together |", "|---|---:|---:|---:|"]
    for state in STATES:
        by_level = Counter(row.level for row in found if row.state == state)
        lines.append(f"| {state} | {by_level['1']} | {by_level['2']} | {by_level.total()} |")
    levels = Counter(row.level for row in found)
    lines.append(f"| all | {levels['1']} | {levels['2']} | {levels.total()} |")
    return "\n".join([BEGIN, "", *lines, "", END])


def counted(text: str) -> str:
    """Return the document with its counts as they are."""
    block = counts(rows(text))
    return _BLOCK.sub(lambda _found: block, text)


if __name__ == "__main__":
    now = DOCUMENT.read_text()
    if sys.argv[1:] == ["--write"]:
        DOCUMENT.write_text(counted(now))
    else:
        sys.stdout.write(counts(rows(now)) + "\n")
