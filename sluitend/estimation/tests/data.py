# SPDX-License-Identifier: EUPL-1.2
"""Tables for tests: made up, and the published ones where they lie beside the project."""

from pathlib import Path

import pytest

from sluitend.estimation import CaptureTable, of_patterns, read_csv

ROOT = Path(__file__).resolve().parents[3]
# Published tables and what others computed from them; they are no part of the project.
PUBLISHED = ROOT.parent / "shared" / "data" / "mse"
beside = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published tables do not lie beside the project"
)


def published(name: str) -> CaptureTable:
    """A published table."""
    return read_csv((PUBLISHED / f"{name}.csv").read_text())


def three_lists() -> CaptureTable:
    """Three lists that meet often enough: every method has something to say."""
    counts = {"100": 120, "010": 90, "001": 60, "110": 30, "101": 16, "011": 14, "111": 9}
    return of_patterns(("politie", "zorg", "inspectie"), counts)


def hardly_met() -> CaptureTable:
    """Three lists of which only two have people in common."""
    return of_patterns(("A", "B", "C"), {"100": 41, "010": 29, "001": 17, "110": 5})
