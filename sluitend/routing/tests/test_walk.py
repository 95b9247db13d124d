# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace

import pytest

from sluitend.routing import BadCase, RouteMap, compile_map
from sluitend.routing.tests.conftest import SMALL
from sluitend.routing.walk import next_question, path, possible_answers, remaining


def test_walk_asks_one_question_after_another(small: RouteMap) -> None:
    answers: dict[str, object] = {}
    asked = []
    while question := next_question(small, answers):
        asked.append(question.id)
        answers[question.id] = possible_answers(question)[0]
    assert asked == ["gevaar", "soort", "zorg"]


def test_yes_goes_on_to_later_needs(small: RouteMap) -> None:
    question = next_question(small, {"gevaar": "yes"})
    assert question is not None
    assert question.id == "soort"


def test_an_answer_can_end_the_walk_early(small: RouteMap) -> None:
    assert next_question(small, {"gevaar": "no", "soort": "no"}) is None


def test_remaining_counts_the_longest_way(small: RouteMap) -> None:
    assert remaining(small, {}) == 3
    assert remaining(small, {"gevaar": "unknown"}) == 2
    assert remaining(small, {"gevaar": "no", "soort": ["werk"]}) == 1
    assert remaining(small, {"gevaar": "no", "soort": "no"}) == 0


def test_path_shows_where_each_step_came_from(small: RouteMap) -> None:
    way = path(small, {"gevaar": "yes", "soort": ["werk", "anders"]}, {"leeftijd": 12})
    assert [(one.question.id, one.answers) for one in way.passed] == [
        ("gevaar", ("yes",)),
        ("soort", ("werk", "anders")),
    ]
    assert [[step.partner for step in one.steps] for one in way.passed] == [["alarm"], ["loket"]]
    assert [step.partner for step in way.end] == ["hulp"]
    assert way.next is not None
    assert way.next.id == "zorg"
    assert way.left == 1


def test_every_step_stands_somewhere_on_the_path(small: RouteMap) -> None:
    way = path(small, {"gevaar": "yes", "soort": ["werk"], "zorg": "yes"}, {"leeftijd": 3, "spoed": True})
    placed = [step.partner for one in way.passed for step in one.steps] + [step.partner for step in way.end]
    assert sorted(placed) == sorted(step.partner for step in way.advice.steps)


def test_input_asked_on_the_way_is_part_of_the_walk() -> None:
    inputs = tuple(replace(one, next={"*": "zorg"}) if one.id == "wie" else one for one in SMALL.inputs)
    questions = tuple(
        replace(one, next={"*": "wie"}) if one.id == "soort" else one for one in SMALL.questions
    )
    route_map = compile_map(replace(SMALL, inputs=inputs, questions=questions))
    question = next_question(route_map, {"gevaar": "no", "soort": ["werk"]})
    assert question is not None
    assert (question.id, question.place) == ("wie", "context")
    after = next_question(route_map, {"gevaar": "no", "soort": ["werk"]}, {"wie": "buur"})
    assert after is not None
    assert after.id == "zorg"


def test_question_that_fills_an_answered_input_is_not_asked_again() -> None:
    wide = replace(SMALL.questions[1], id="soorten", place="context", next={})
    questions = tuple(replace(one, fills="soorten") if one.id == "soort" else one for one in SMALL.questions)
    rules = tuple(replace(one, when={"soorten": "werk"}) if one.id == "werk" else one for one in SMALL.rules)
    route_map = compile_map(replace(SMALL, inputs=(*SMALL.inputs, wide), questions=questions, rules=rules))
    question = next_question(route_map, {"gevaar": "no"}, {"soorten": ["werk"]})
    assert question is not None
    assert question.id == "zorg"


@pytest.mark.parametrize("name", ["gevaar", "soort"])
def test_bad_answer_is_refused_before_walking(small: RouteMap, name: str) -> None:
    with pytest.raises(BadCase):
        next_question(small, {name: "bestaat niet"})


def test_possible_answers_always_hold_not_knowing(small: RouteMap) -> None:
    offered = {one.id: possible_answers(one) for one in small.nodes.values()}
    assert offered["gevaar"] == ("yes", "no", "unknown")
    assert offered["soort"] == ("werk", "anders", "no", "geen-idee")
    assert offered["wie"] == ("collega", "arts", "buur", "unknown")
    assert offered["spoed"] == ("true", "false")
    assert offered["leeftijd"] == ()
