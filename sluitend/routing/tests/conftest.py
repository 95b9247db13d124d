# SPDX-License-Identifier: EUPL-1.2
"""A small map of a fictional place, and a way to change parts of it."""

from dataclasses import replace
from typing import Any

import pytest

from sluitend.routing import Channel, Definition, Option, Partner, Question, RouteMap, Rule, compile_map
from sluitend.routing.model import Lookup, NoteDraft, StepDraft


def text(words: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"nl": words, "en": f"{words} (en)"}


def step(partner: str, order: int = 50, **more: Any) -> StepDraft:
    """Return a step to a partner."""
    return StepDraft(why=text(f"waarom {partner}"), order=order, partner=partner, **more)


def rule(rule_id: str, **more: Any) -> Rule:
    """Return a rule with a source."""
    return Rule(id=rule_id, source=f"plan §{rule_id}", **more)


def note(note_id: str, partner: str = "") -> NoteDraft:
    """Return a duty, gap or the like."""
    return NoteDraft(note_id, text(note_id), partner)


PARTNERS = (
    Partner("alarm", text("Alarm"), (Channel("phone", "000"),)),
    Partner("loket", text("Loket"), (Channel("mail", "loket@example.invalid"),)),
    Partner("hulp", text("Hulp")),
    Partner("noord", text("Noord"), (Channel("phone", "0900-0001"),)),
)

SMALL = Definition(
    id="klein",
    name=text("Kleine kaart"),
    source="plan §1",
    status="plan",
    start="gevaar",
    questions=(
        Question(
            "gevaar", "yesno", text("Gevaar?"), next={"yes": "soort", "no": "soort", "unknown": "soort"}
        ),
        Question(
            "soort",
            "many",
            text("Welke soort?"),
            options=(
                Option("werk", text("Werk")),
                Option("kas", text("Kas"), within="werk"),
                Option("anders", text("Anders")),
            ),
            unknown="geen-idee",
            next={"no": None, "*": "zorg"},
        ),
        Question("zorg", "yesno", text("Zorgen?"), next={"*": None}),
    ),
    inputs=(
        Question("leeftijd", "number", text("Leeftijd?"), place="context", low=0, high=120),
        Question("plaats", "place", text("Plaats?"), place="context", unknown="onbekend"),
        Question("spoed", "flag", text("Spoed?"), place="context"),
        Question(
            "wie",
            "choice",
            text("Wie?"),
            place="context",
            none=False,
            options=(
                Option("collega", text("Collega"), traits=(("kind", "internal"), ("geheim", "nee"))),
                Option("arts", text("Arts"), traits=(("kind", "external"), ("geheim", "ja"))),
                Option("buur", text("Buur"), traits=(("kind", "external"), ("geheim", "nee"))),
            ),
        ),
    ),
    rules=(
        rule("feit-gevaar", concludes="acuut", when={"gevaar": "yes"}),
        rule("alarm", when={"is": "acuut"}, steps=(step("alarm", 0, urgent=True),)),
        rule("spoed", when={"spoed": True}, steps=(step("alarm", 5),), duties=(note("bel-nu", "alarm"),)),
        rule("werk", when={"soort": "werk"}, steps=(step("loket", 20),)),
        rule("jong", when={"leeftijd": {"below": 18}}, steps=(step("hulp", 30, kind="advice"),)),
        rule(
            "zorg",
            when={"zorg": "yes"},
            steps=(StepDraft(text("regio"), 40, lookup="regio", of=("plaats",), home=True),),
        ),
        rule("intern", when={"wie": {"kind": "internal"}}, duties=(note("meld-intern"),)),
        rule("geheim", when={"wie": {"kind": "external", "geheim": "ja"}}, duties=(note("geheim"),)),
        rule("vraag-wie", when={"open": "wie"}, unless={"unknown": "wie"}, ask=("wie",)),
        rule("anders", otherwise=True, steps=(step("loket", 90, kind="advice"),)),
    ),
    partners={partner.id: partner for partner in PARTNERS},
    lookups={"regio": Lookup("regio", {"noordstad": "noord"}, text("Geen regio voor {place}."))},
    home="Noordstad",
)


@pytest.fixture
def small() -> RouteMap:
    """Return the small map, compiled."""
    return compile_map(SMALL)


def with_rules(*rules: Rule, **more: Any) -> Definition:
    """Return the small map with other rules (and its `otherwise` rule)."""
    return replace(SMALL, rules=(*rules, SMALL.rules[-1]), **more)
