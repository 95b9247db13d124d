# SPDX-License-Identifier: EUPL-1.2
"""The shipped route maps of Lisse: the golden table, and the proof that the maps are whole."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sluitend import routing
from sluitend.policy import canonical, routes
from sluitend.policy.tests.route_space import MAPS, advise, built, ids, lisse, partners

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "route_cases.yaml").read_text())[
    "cases"
]
COLUMNS = {
    "duties": "duties",
    "avoid": "avoid",
    "gaps": "gaps",
    "open": "open_questions",
    "elsewhere": "elsewhere",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['map']}: {case['name']}")
def test_golden_table(case: dict[str, Any]) -> None:
    advice = advise(case["map"], case["answers"], case["context"])
    assert partners(advice) == case["steps"].split()
    for column, part in COLUMNS.items():
        found = ids(getattr(advice, part))
        for word in case.get(column, "").split():
            assert (word.removeprefix("not:") in found) is not word.startswith("not:"), (word, found)


def test_golden_table_is_large_and_has_no_doubles() -> None:
    assert len(CASES) >= 60
    assert len({(case["map"], case["name"]) for case in CASES}) == len(CASES)
    known = {"name", "map", "answers", "context", "steps", *COLUMNS}
    assert all(set(case) <= known for case in CASES)


def test_golden_table_makes_every_rule_fire() -> None:
    fired = {
        entry["rule"]
        for case in CASES
        for entry in advise(case["map"], case["answers"], case["context"]).trace
    }
    assert {rule.id for rule in lisse().rules if not rule.concludes} <= fired


@pytest.mark.parametrize("map_id", MAPS)
def test_the_shipped_maps_are_proven_whole(map_id: str) -> None:
    found = routing.check_map(built(map_id))
    assert [problem for problem in found if problem.level == "error"] == []
    assert not [problem for problem in found if "never fire" in problem.what]


@pytest.mark.parametrize("map_id", MAPS)
def test_only_partners_without_a_channel_are_gaps(map_id: str) -> None:
    reachable = {partner.id for partner in lisse().partners if partner.channels}
    assert not {problem.where for problem in routing.check_map(built(map_id))} & reachable


def test_the_reconstructed_map_says_so_in_the_pack_and_in_every_advice() -> None:
    source = lisse().find("route_maps", "locatie")
    assert source.status == "reconstructed"
    assert source.note is not None
    assert "nog niet vastgesteld door de regio" in source.note.nl.lower()
    gap = next(note for note in advise("locatie", {}, {}).gaps if note.id == "kaart-niet-vastgesteld")
    assert "nog niet vastgesteld door de regio" in gap.text["nl"]
    assert built("persoon").definition.status == "plan"


def test_the_contacts_of_the_person_map_are_those_of_the_plan() -> None:
    context = {"forms": ["arbeid", "seksueel"], "residence": "Delft"}
    answers = dict.fromkeys(("p1", "p2", "p3", "p4"), "yes")
    shown = {
        (step.partner, channel.value)
        for step in advise("persoon", answers, context).steps
        for channel in step.channels
    }
    assert {
        ("112", "112"),
        ("nla", "0800-5151"),
        ("nla", "www.nlarbeidsinspectie.nl/onderwerpen/melden"),
        ("avim", "0900-8844"),
        ("shop", "070-3614747"),
        ("shop", "06-14007438"),
        ("shop", "zoco@shop-denhaag.nl"),
        ("zvh-haaglanden", "070-7570900"),
        ("zvh-haaglanden", "veiligheidshuishaaglanden@zvhh.nl"),
    } == shown
    lisse_zvh = advise("persoon", {"p4": "yes"}, {}).steps[0]
    assert [channel.value for channel in lisse_zvh.channels] == ["088-3084343", "infoZVH@zvhhm.nl"]


def test_all_27_municipalities_find_their_care_and_safety_house() -> None:
    municipalities = lisse().municipalities
    assert len(municipalities) == 27
    for one in municipalities:
        for name in (one.id, one.name, *one.aliases):
            assert partners(advise("persoon", {"p4": "yes"}, {"residence": name})) == [one.zvh]


@pytest.mark.parametrize(("map_id", "names"), [("persoon", "p1 p2 p3 p4"), ("locatie", "l1 l2 l4 l5 l6")])
def test_all_no_is_recorded_inside_and_not_knowing_is_talked_over(map_id: str, names: str) -> None:
    def kind(answer: str) -> str:
        steps = advise(map_id, dict.fromkeys(names.split(), answer), {}).steps
        return next(step.kind for step in steps if step.partner == "aandachtsfunctionaris")

    assert kind("no") == "internal"
    assert kind("unknown") == "advice"


@pytest.mark.parametrize(("map_id", "names"), [("persoon", "p1 p2 p3 p4"), ("locatie", "l1 l2 l4 l5 l6")])
def test_all_no_says_that_one_may_call_and_asks_a_report_of_who_can_make_one(map_id: str, names: str) -> None:
    def why(reporter: str) -> str:
        steps = advise(map_id, dict.fromkeys(names.split(), "no"), {"reporter": reporter}).steps
        step = next(step for step in steps if step.partner == "aandachtsfunctionaris")
        return " ".join(text["nl"] for text in step.why)

    assert "Meld het wel" in why("boa")
    assert "Meld het" not in why("inwoner")
    for reporter in ("boa", "inwoner"):
        assert "niemand met spoed" in why(reporter)
        assert "verleggen mag altijd" in why(reporter)


@pytest.mark.parametrize("map_id", MAPS)
def test_a_published_pack_advises_as_the_written_one(map_id: str) -> None:
    published = routes.build(canonical.parse(canonical.canonical(lisse())), map_id)
    for case in CASES:
        if case["map"] == map_id:
            again = routing.advise(published, case["answers"], case["context"])
            assert again.as_dict() == advise(map_id, case["answers"], case["context"]).as_dict()
