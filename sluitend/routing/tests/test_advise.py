# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from typing import Any

import pytest

from sluitend.routing import RouteMap, advise, compile_map
from sluitend.routing.report import as_text
from sluitend.routing.tests.conftest import SMALL, note, rule, step, with_rules


def names(route_map: RouteMap, answers: dict[str, Any], context: dict[str, Any] | None = None) -> list[str]:
    return [one.partner for one in advise(route_map, answers, context or {}).steps]


def test_danger_comes_first_and_later_needs_stay(small: RouteMap) -> None:
    assert names(small, {"gevaar": "yes", "soort": ["werk"], "zorg": "yes"}) == ["alarm", "loket", "noord"]


def test_otherwise_rules_count_only_when_no_other_rule_gave_a_step(small: RouteMap) -> None:
    assert names(small, {}) == ["loket"]
    assert advise(small, {}).steps[0].kind == "advice"
    assert advise(small, {"soort": "werk"}).steps[0].kind == "contact"


def test_two_rules_with_one_partner_become_one_step_with_both_reasons(small: RouteMap) -> None:
    alarm = advise(small, {"gevaar": "yes"}, {"spoed": True}).steps[0]
    assert (alarm.partner, alarm.urgent, alarm.order) == ("alarm", True, 0)
    assert alarm.source == "plan §alarm; plan §spoed"
    assert alarm.rules == ("alarm", "spoed")


def test_the_strongest_kind_stays_when_steps_are_joined() -> None:
    definition = with_rules(
        rule("eerst", steps=(step("loket", 1, kind="advice"),)), rule("dan", steps=(step("loket", 2),))
    )
    joined = advise(compile_map(definition), {}).steps[0]
    assert (joined.kind, joined.order) == ("contact", 1)


def test_a_sort_counts_as_what_it_is_a_sort_of(small: RouteMap) -> None:
    assert names(small, {"soort": ["kas"]}) == ["loket"]
    assert advise(small, {"soort": ["anders"]}).steps[0].kind == "advice"


def test_partner_without_channel_is_a_gap_with_an_empty_list(small: RouteMap) -> None:
    advice = advise(small, {}, {"leeftijd": 12})
    assert advice.steps[0].partner == "hulp"
    assert advice.steps[0].channels == ()
    assert [gap.id for gap in advice.gaps] == ["geen-contact-hulp"]


def test_partner_that_the_pack_lacks_is_a_gap_and_no_step() -> None:
    advice = advise(compile_map(with_rules(rule("weg", steps=(step("elders"),)))), {})
    assert [one.partner for one in advice.steps] == ["loket"]
    assert [gap.id for gap in advice.gaps] == ["partner-ontbreekt-elders"]


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({}, ["noord"]),
        ({"plaats": "noordstad"}, ["noord"]),
        ({"plaats": " NOORD-STAD "}, ["loket"]),
        ({"plaats": "Noordstad!"}, ["noord"]),
        ({"plaats": "onbekend"}, ["noord"]),
        ({"plaats": "unknown"}, ["noord"]),
        ({"plaats": "Zuidstad"}, ["loket"]),
    ],
)
def test_place_finds_its_own_partner_or_none(
    small: RouteMap, context: dict[str, Any], expected: list[str]
) -> None:
    assert names(small, {"zorg": "yes"}, context) == expected


def test_unknown_place_is_a_gap_that_names_it(small: RouteMap) -> None:
    gap = advise(small, {"zorg": "yes"}, {"plaats": "Zuidstad"}).gaps[0]
    assert gap.id == "geen-regio"
    assert gap.text["nl"] == "Geen regio voor Zuidstad."


def test_a_place_with_braces_is_repeated_as_it_is(small: RouteMap) -> None:
    gap = advise(small, {"zorg": "yes"}, {"plaats": "{nl} x"}).gaps[0]
    assert gap.text["nl"] == "Geen regio voor {nl} x."


def test_without_a_home_no_place_is_a_gap() -> None:
    advice = advise(compile_map(replace(SMALL, home="")), {"zorg": "yes"})
    assert [gap.id for gap in advice.gaps] == ["geen-regio"]


def test_open_questions_say_why_they_are_open(small: RouteMap) -> None:
    advice = advise(small, {"gevaar": "unknown", "soort": ["geen-idee"]})
    assert [(one.id, one.reason) for one in advice.open_questions] == [
        ("gevaar", "unknown"),
        ("soort", "unknown"),
        ("zorg", "missing"),
        ("wie", "missing"),
    ]


def test_what_is_answered_is_not_open(small: RouteMap) -> None:
    advice = advise(small, {"gevaar": "no", "soort": [], "zorg": "no"}, {"wie": "buur"})
    assert advice.open_questions == ()


def test_part_of_a_list_unknown_keeps_the_question_open(small: RouteMap) -> None:
    advice = advise(small, {"soort": ["werk", "geen-idee"]})
    assert ("soort", "unknown") in [(one.id, one.reason) for one in advice.open_questions]


def test_what_a_rule_doubts_is_asked_again() -> None:
    definition = with_rules(rule("twijfel", when={"leeftijd": {"from": 100}}, ask=("leeftijd",)))
    advice = advise(compile_map(definition), {}, {"leeftijd": 110})
    assert ("leeftijd", "doubtful") in [(one.id, one.reason) for one in advice.open_questions]


def test_traits_tell_kinds_of_people_apart(small: RouteMap) -> None:
    def duties(who: str) -> list[str]:
        return [one.id for one in advise(small, {}, {"wie": who}).duties]

    assert duties("collega") == ["meld-intern"]
    assert duties("arts") == ["geheim"]
    assert duties("buur") == duties("unknown") == []


def test_trace_names_rule_source_and_the_answers_it_rests_on(small: RouteMap) -> None:
    trace = advise(small, {"gevaar": "yes"}, {"leeftijd": 12}).trace
    assert {
        "rule": "alarm",
        "because": [{"id": "gevaar", "answer": "yes"}],
        "source": "plan §alarm",
        "status": "plan",
    } in trace
    assert {
        "rule": "jong",
        "because": [{"id": "leeftijd", "answer": 12}],
        "source": "plan §jong",
        "status": "plan",
    } in trace


def test_same_duty_from_two_rules_is_given_once() -> None:
    definition = with_rules(rule("een", duties=(note("meld"),)), rule("twee", duties=(note("meld"),)))
    assert [one.id for one in advise(compile_map(definition), {}).duties] == ["meld"]


def test_advise_leaves_what_it_was_given_alone(small: RouteMap) -> None:
    answers, context = {"soort": ["werk"]}, {"leeftijd": 12}
    advise(small, answers, context)
    assert answers == {"soort": ["werk"]}
    assert context == {"leeftijd": 12}


def test_texts_come_in_the_language_asked(small: RouteMap) -> None:
    advice = advise(small, {"gevaar": "yes"})
    assert advice.as_dict("nl")["steps"][0]["why"] == "waarom alarm"
    assert advice.as_dict("en")["steps"][0]["why"] == "waarom alarm (en)"
    assert advice.as_dict("fr")["steps"][0]["why"] == "waarom alarm"


def test_report_for_people_holds_steps_contacts_and_what_is_open(small: RouteMap) -> None:
    report = as_text(advise(small, {"gevaar": "yes", "soort": ["werk"]}, {"spoed": True}))
    assert report.index("1. Alarm") < report.index("000") < report.index("2. Loket")
    assert "Zorgen? (nog niet gevraagd)" in report
    assert "soort = werk" in report
    assert "spoed = true" in report
