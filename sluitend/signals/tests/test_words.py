# SPDX-License-Identifier: EUPL-1.2
"""A timeline that shows a machine word has failed its reader."""

import re
from collections.abc import Mapping
from pathlib import Path

from django.utils import translation

import sluitend
from sluitend.policy.tests.real_packs import loaded_lisse, pack_of
from sluitend.signals.views.words import ACTS, walked

ROOT = Path(sluitend.__file__).parent
# Acts that belong to no dossier and so stand on no timeline.
ELSEWHERE = (
    "pack.",
    "person.",
    "role.",
    "deputy.",
    "leave.",
    "working-days.",
    "session.",
    "signal.search",
    "journal.",
    "factor.",
    "access-review.",
)

PACK = pack_of(loaded_lisse())
PLACE = {asked.id: str(asked.text) for asked in PACK.find("route_maps", "locatie").questions}


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


def _walked(answers: Mapping[str, object], context: Mapping[str, object], language: str) -> dict[str, str]:
    route = {"map": "locatie", "answers": answers, "context": context}
    with translation.override(language):
        return {one["question"]: one["answer"] for one in walked(route, PACK, language)}


def test_the_walked_route_shows_the_words_of_each_answer() -> None:
    answers = {
        "l1": "no",
        "l3": ["arbeid", "crimineel"],
        "l4": "malafide",
        "l6": ["overbewoning", "adres"],
        "l7": "unknown",
    }

    assert _walked(answers, {"reporter": "wijk-ggd", "false_papers": True}, "nl") == {
        PLACE["l1"]: "Nee",
        PLACE["l3"]: "Arbeidsuitbuiting, Criminele uitbuiting",
        PLACE["l4"]: "Een malafide bedrijf",
        PLACE["l6"]: "Er wonen te veel mensen, De inschrijving op het adres",
        PLACE["l7"]: "Weet ik niet",
        "Wie bent u?": "Wijk-GGD'er",
        "Zijn de identiteitspapieren vals of vervalst?": "Ja",
    }


def test_none_of_the_answers_is_an_answer_in_words() -> None:
    assert set(_walked({"l6": "no"}, {}, "nl").values()) == {"Geen van deze"}
    assert set(_walked({"l6": [], "l4": "beide"}, {"false_papers": False}, "en").values()) == {
        "None of these",
        "Both",
        "No",
    }


def test_an_answer_that_the_pack_no_longer_knows_is_shown_as_it_was() -> None:
    assert set(_walked({"l4": "verdwenen"}, {}, "nl").values()) == {"verdwenen"}
