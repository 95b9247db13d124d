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


# Three lists that meet often enough: every method has something to say.
THREE_LISTS = """politie,zorg,inspectie,aantal
1,0,0,120
0,1,0,90
0,0,1,60
1,1,0,30
1,0,1,16
0,1,1,14
1,1,1,9
"""


def three_lists() -> CaptureTable:
    """Three lists that meet often enough: every method has something to say."""
    return read_csv(THREE_LISTS)


def hardly_met() -> CaptureTable:
    """Three lists of which only two have people in common."""
    return of_patterns(("A", "B", "C"), {"100": 41, "010": 29, "001": 17, "110": 5})
