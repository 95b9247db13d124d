# SPDX-License-Identifier: EUPL-1.2
"""A timeline that shows a machine word has failed its reader."""

import re
from pathlib import Path

import sluitend
from sluitend.signals.views.words import ACTS

ROOT = Path(sluitend.__file__).parent
# Acts that belong to no dossier and so stand on no timeline.
ELSEWHERE = ("pack.", "person.", "role.", "deputy.", "leave.", "working-days.", "session.", "signal.search")


def _acts_in_code() -> set[str]:
    found: set[str] = set()
    for path in ROOT.rglob("*.py"):
        if "tests" in path.parts:
            continue
        text = path.read_text()
        found.update(re.findall(r'action="([a-z-]+\.[a-z-]+)"', text))
        for act in re.findall(r'write_act\(\s*"([a-z.-]+)"', text):
            found.add(act if "." in act else f"handover.{act}")
    return found


def test_each_act_on_a_dossier_has_words() -> None:
    acts = _acts_in_code()

    assert len(acts) > 20
    assert {act for act in acts if not act.startswith(ELSEWHERE)} <= set(ACTS)
