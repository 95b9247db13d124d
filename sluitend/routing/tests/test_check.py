# SPDX-License-Identifier: EUPL-1.2
"""Each way in which a map can be broken is found, with its place."""

from dataclasses import replace
from typing import Any

import pytest

from sluitend.routing import BadMap, Definition, Question, check_map, compile_map
from sluitend.routing.tests.conftest import SMALL, rule, step, text, with_rules


def errors(definition: Definition) -> list[tuple[str, str]]:
    return [(one.where, one.what) for one in check_map(compile_map(definition)) if one.level == "error"]


def warnings(definition: Definition) -> list[str]:
    return [one.where for one in check_map(compile_map(definition)) if one.level == "warning"]


def with_question(name: str, **changes: Any) -> Definition:
    questions = (replace(one, **changes) if one.id == name else one for one in SMALL.questions)
    return replace(SMALL, questions=tuple(questions))


def test_the_small_map_is_whole() -> None:
    assert errors(SMALL) == []
    assert warnings(SMALL) == ["hulp"]


@pytest.mark.parametrize(
    ("definition", "where", "words"),
    [
        (replace(SMALL, start="weg"), "klein", "starts at `weg`"),
        (with_question("gevaar", next={"yes": "soort", "no": "soort"}), "gevaar", "answer `unknown`"),
        (with_question("soort", next={"werk": "zorg", "no": None}), "soort", "answer `anders`"),
        (with_question("gevaar", next={"*": "weg"}), "gevaar", "goes on to `weg`"),
        (with_question("gevaar", next={"*": "zorg"}), "soort", "no way through the map"),
        (with_question("zorg", next={"*": "gevaar"}), "klein", "go round"),
        (with_question("zorg", next={"*": "leeftijd"}), "leeftijd", "nothing follows"),
        (replace(SMALL, rules=SMALL.rules[:-1]), "klein", "without advice"),
        (
            replace(SMALL, rules=(rule("x", otherwise=True, when={"zorg": "no"}, steps=(step("loket"),)),)),
            "klein",
            "without advice",
        ),
        (
            replace(SMALL, rules=(rule("x", otherwise=True, steps=(step("elders"),)),)),
            "klein",
            "without advice",
        ),
    ],
)
def test_broken_graph_is_found(definition: Definition, where: str, words: str) -> None:
    found = errors(definition)
    assert any(place == where and words in what for place, what in found), found


@pytest.mark.parametrize(
    "when",
    [
        {"gevaar": "yes", "all": [{"gevaar": "no"}]},
        {"is": "nooit"},
        {"is": "acuut", "all": [{"gevaar": "no"}]},
        {"wie": {"kind": "internal", "geheim": "ja"}},
    ],
)
def test_rule_that_can_never_fire_is_found(when: dict[str, Any]) -> None:
    acute = rule("feit", concludes="acuut", when={"gevaar": "yes"})
    never = rule("feit-2", concludes="nooit", when={"zorg": "yes", "all": [{"zorg": "no"}]})
    definition = with_rules(acute, never, rule("leeg", when=when, steps=(step("loket"),)))
    assert "leeg" in warnings(definition)


def test_rule_that_is_always_blocked_is_found() -> None:
    definition = with_rules(
        rule("leeg", when={"zorg": "yes"}, unless={"zorg": "yes"}, steps=(step("loket"),))
    )
    assert "leeg" in warnings(definition)


def test_missing_partner_is_a_warning_only() -> None:
    definition = with_rules(rule("weg", steps=(step("elders"),)))
    assert errors(definition) == []
    assert "elders" in warnings(definition)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ((rule("x", when={"weg": "yes"}, steps=(step("loket"),)),), "no `weg` here"),
        ((rule("x", when={"gevaar": "soms"}, steps=(step("loket"),)),), "no answer `soms`"),
        ((rule("x", ask=("weg",)),), "asks `weg`"),
        ((rule("x", go_to=("weg",)),), "goes to the map `weg`"),
        (
            (rule("x", concludes="a", when={"is": "b"}), rule("y", concludes="b", when={"is": "a"})),
            "in a circle",
        ),
        ((rule("x", concludes="zorg", when={"gevaar": "yes"}),), "name of a fact"),
    ],
)
def test_map_that_does_not_fit_is_not_compiled(rules: tuple[Any, ...], words: str) -> None:
    with pytest.raises(BadMap, match=words):
        compile_map(with_rules(*rules))


def test_unknown_lookup_is_not_compiled() -> None:
    draft = replace(step("x"), partner="", lookup="weg", of=("plaats",))
    with pytest.raises(BadMap, match="no lookup `weg`"):
        compile_map(with_rules(rule("x", steps=(draft,))))


def test_two_questions_with_one_id_are_not_compiled() -> None:
    double = Question("gevaar", "yesno", text("Nog eens?"), next={"*": None})
    with pytest.raises(BadMap, match="used for two"):
        compile_map(replace(SMALL, questions=(*SMALL.questions, double)))


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(BadMap) as caught:
        compile_map(with_rules(rule("x", ask=("weg",)), rule("y", when={"weg": "yes"}, ask=("zorg",))))
    assert {one.where for one in caught.value.problems} == {"x", "y"}


def test_rules_of_other_maps_are_left_out() -> None:
    definition = with_rules(rule("x", maps=("groot",), when={"weg": "yes"}, steps=(step("loket"),)))
    assert errors(definition) == []
