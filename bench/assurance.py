# SPDX-License-Identifier: EUPL-1.2
"""Figures of drills in docs/assurance.md, each between marks of its own."""

from datetime import UTC, datetime
from pathlib import Path

from bench.report import machine

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "assurance.md"


def when_and_where() -> str:
    """Return the date and the machine, in words."""
    return f"{datetime.now(UTC):%-d %B %Y}, {machine()}"


def put(drill: str, text: str) -> None:
    """Replace what the last run of this drill wrote."""
    begin, end = f"<!-- drill {drill}: begin -->", f"<!-- drill {drill}: end -->"
    old = DOCUMENT.read_text()
    before, found, rest = old.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        message = f"{DOCUMENT} lacks the marks of the drill {drill}"
        raise ValueError(message)
    DOCUMENT.write_text(f"{before}{begin}\n{text}\n{end}{after}")
