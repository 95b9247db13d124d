# SPDX-License-Identifier: EUPL-1.2
"""Figures of drills in docs/assurance.md, each between marks of its own."""

from datetime import UTC, datetime
from pathlib import Path

from bench import report

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "assurance.md"


def when_and_where() -> str:
    """Return the date and the machine, in words."""
    return f"{datetime.now(UTC):%-d %B %Y}, {report.machine()}"


def put(drill: str, text: str) -> None:
    """Replace what the last run of this drill wrote."""
    report.put(DOCUMENT, text, what=f"drill {drill}")
