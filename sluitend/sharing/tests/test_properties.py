# SPDX-License-Identifier: EUPL-1.2
"""What holds for every table and every question."""

from typing import Any

from hypothesis import given

from sluitend.sharing import Consent, GuardTable, Kind, Moment, Reason, Urgency, When, decide
from sluitend.sharing.tests.examples import questions, tables

Question = dict[str, Any]


@given(tables(), questions())
def test_every_field_is_either_allowed_or_withheld_and_never_both(table: GuardTable, asked: Question) -> None:
    decision = decide(table, **asked)
    assert decision.allowed_ids | decision.withheld_ids == set(asked["fields"])
    assert not decision.allowed_ids & decision.withheld_ids
    assert len(decision.allowed) + len(decision.withheld) == len(set(asked["fields"]))


@given(tables(), questions())
def test_what_stays_behind_always_has_a_sentence_and_a_source(table: GuardTable, asked: Question) -> None:
    for item in decide(table, **asked).withheld:
        assert item.why.text.nl
        assert item.why.source


@given(tables(), questions())
def test_unknown_roles_and_fields_get_nothing(table: GuardTable, asked: Question) -> None:
    decision = decide(table, **asked)
    assert decision.allowed_ids <= set(table.fields)
    if asked["partner_role"] not in table.rules:
        assert not decision.allowed
        assert {item.reason for item in decision.withheld} <= {Reason.UNKNOWN_ROLE}


@given(tables(), questions())
def test_more_urgency_never_allows_less(table: GuardTable, asked: Question) -> None:
    normal, urgent, acute = (
        decide(table, **{**asked, "urgency": urgency}).allowed_ids
        for urgency in (Urgency.NORMAL, Urgency.URGENT, Urgency.ACUTE)
    )
    assert normal <= urgent <= acute


@given(tables(), questions())
def test_more_consent_never_allows_less(table: GuardTable, asked: Question) -> None:
    refused, unasked, agreed = (
        decide(table, **{**asked, "consent": consent}).allowed_ids
        for consent in (Consent.REFUSED, Consent.NOT_ASKED, Consent.GIVEN)
    )
    assert refused == unasked
    assert unasked <= agreed


@given(tables(), questions())
def test_a_recorded_conflict_of_duties_never_allows_less(table: GuardTable, asked: Question) -> None:
    without = decide(table, **{**asked, "conflict_of_duties": False}).allowed_ids
    assert without <= decide(table, **{**asked, "conflict_of_duties": True}).allowed_ids


@given(tables(), questions())
def test_a_request_for_advice_never_points_to_a_person(table: GuardTable, asked: Question) -> None:
    decision = decide(table, **{**asked, "kind": Kind.ADVICE})
    assert not any(table.fields[name].identifying for name in decision.allowed_ids)


@given(tables(), questions())
def test_groups_that_never_go_never_go(table: GuardTable, asked: Question) -> None:
    groups = {table.fields[name].group for name in decide(table, **asked).allowed_ids}
    assert all(table.groups[group].never is None for group in groups)


@given(tables(), questions())
def test_a_report_holds_only_groups_that_the_rule_names(table: GuardTable, asked: Question) -> None:
    decision = decide(table, **{**asked, "kind": Kind.REPORT})
    if decision.allowed:
        rule = table.rules[asked["partner_role"]]
        named = frozenset().union(*(rule.groups(when) for when in When))
        assert {table.fields[name].group for name in decision.allowed_ids} <= named


@given(tables(), questions())
def test_without_the_reporters_word_nothing_goes_that_needs_it(table: GuardTable, asked: Question) -> None:
    decision = decide(table, **{**asked, "kind": Kind.REPORT, "reporter_agrees": False})
    if decision.allowed:
        rule = table.rules[asked["partner_role"]]
        others = frozenset().union(*(rule.groups(when) for when in When if when is not When.REPORTER_AGREES))
        assert {table.fields[name].group for name in decision.allowed_ids} <= others


@given(tables(), questions())
def test_each_field_is_judged_on_its_own(table: GuardTable, asked: Question) -> None:
    together = decide(table, **asked)
    for name in set(asked["fields"]):
        alone = decide(table, **{**asked, "fields": [name]})
        assert (name in alone.allowed_ids) == (name in together.allowed_ids)


@given(tables(), questions())
def test_the_emergency_line_has_no_gate(table: GuardTable, asked: Question) -> None:
    asked = {**asked, "partner_role": "emergency", "kind": Kind.REPORT}
    if "emergency" not in table.rules:
        return
    decision = decide(table, **asked)
    assert not decision.before
    always = table.rules["emergency"].groups(When.ALWAYS)
    for name in set(asked["fields"]) & set(table.fields):
        group = table.groups[table.fields[name].group]
        if group.id in always and group.never is None:
            assert name in decision.allowed_ids


@given(tables(), questions())
def test_acute_danger_puts_no_step_before_a_report(table: GuardTable, asked: Question) -> None:
    decision = decide(table, **{**asked, "urgency": Urgency.ACUTE, "kind": Kind.REPORT})
    assert all(step.moment is Moment.AFTER for step in decision.steps)


@given(tables(), questions())
def test_whatever_goes_rests_on_a_ground(table: GuardTable, asked: Question) -> None:
    decision = decide(table, **asked)
    assert bool(decision.allowed) == (decision.ground is not None)


@given(tables(), questions())
def test_the_same_question_has_the_same_answer(table: GuardTable, asked: Question) -> None:
    assert decide(table, **asked) == decide(table, **asked)
    assert decide(table, **asked).as_record() == decide(table, **asked).as_record()
