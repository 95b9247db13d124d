# SPDX-License-Identifier: EUPL-1.2
"""Tests that a document names as its proof: which ones, and whether somebody wrote them."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def written() -> frozenset[str]:
    """Return the name of every test of ours."""
    sources = [*ROOT.glob("sluitend/**/tests/test_*.py"), *ROOT.glob("tests/**/test_*.py")]
    return frozenset(
        name for path in sources for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    )


def named(text: str) -> set[str]:
    """Return the tests that a text names."""
    return set(re.findall(r"`(test_\w+)`", text))


def unwritten(text: str) -> set[str]:
    """Return the tests that a text names and nobody wrote; a text that names none proves nothing."""
    found = named(text)
    if not found:
        message = "this text names no test"
        raise ValueError(message)
    return found - written()
