# SPDX-License-Identifier: EUPL-1.2
"""The guard, case by case, on a small table."""

from dataclasses import replace
from typing import Any

import pytest

from sluitend.sharing import (
    Base,
    Consent,
    ConsentRule,
    Decision,
    Explanation,
    FourEyes,
    GuardTable,
    Informed,
    InformRule,
    Kind,
    Minor,
    Moment,
    PartnerRule,
    Reason,
    Secrecy,
    Share,
    StepId,
    Text,
    Urgency,
    When,
    decide,
)
from sluitend.sharing.tests.examples import explanations, ground, rule, table

ALL = ["form", "question", "name", "reporter-name", "safe", "shelter-place"]


def ask(partner: PartnerRule, **changes: Any) -> Decision:
    given: dict[str, Any] = {
        "kind": Kind.REPORT,
        "fields": ALL,
        "partner_role": partner.id,
        "purpose": "protect",
        "consent": Consent.NOT_ASKED,
        "minor": Minor.NO,
    }
    return decide(table(partner), **{**given, **changes})


def reasons(decision: Decision) -> dict[str, Reason]:
    return {item.field: item.reason for item in decision.withheld}


def steps(decision: Decision) -> dict[StepId, Moment]:
    return {step.id: step.moment for step in decision.steps}


def test_a_rule_shares_the_groups_it_names_and_keeps_the_rest() -> None:
    decision = ask(rule("police"))
    assert decision.allowed_ids == {"form", "question", "name"}
    assert reasons(decision) == {
        "reporter-name": Reason.NOT_NEEDED,
        "safe": Reason.NOT_NEEDED,
        "shelter-place": Reason.NEVER,
    }


def test_a_group_that_never_goes_gives_its_own_reason() -> None:
    decision = ask(rule("police", shares=(Share(frozenset({"shelter"})),)), fields=["shelter-place"])
    assert decision.withheld[0].why.text.nl == "blijft hier"


def test_another_purpose_stops_all() -> None:
    decision = ask(rule("police"), purpose="curiosity", fields=["form", "name"])
    assert set(reasons(decision).values()) == {Reason.PURPOSE}
    assert decision.ground is None
    assert decision.steps == ()


def test_a_partner_for_advice_only_gets_no_report() -> None:
    decision = ask(rule("police", kinds=frozenset({Kind.ADVICE})), fields=["form"])
    assert reasons(decision) == {"form": Reason.KIND}


def test_advice_rests_on_no_personal_data_and_is_read_for_names() -> None:
    decision = ask(rule("police"), kind=Kind.ADVICE, purpose="any")
    assert decision.allowed_ids == {"form", "question"}
    assert reasons(decision)["name"] is Reason.IDENTIFYING
    assert decision.ground == ground(Base.NO_PERSONAL_DATA)
    assert steps(decision) == {StepId.READ_FOR_NAMES: Moment.BEFORE}


def test_care_waits_for_consent_but_may_hear_what_names_nobody() -> None:
    care = rule("care", consent=ConsentRule.UNLESS_VITAL)
    decision = ask(care, fields=["form", "name"])
    assert decision.allowed_ids == {"form"}
    assert reasons(decision) == {"name": Reason.CONSENT}
    assert ask(care, fields=["name"], consent=Consent.GIVEN).allowed_ids == {"name"}


@pytest.mark.parametrize("lift", [{"urgency": Urgency.ACUTE}, {"conflict_of_duties": True}])
def test_vital_interest_or_conflict_of_duties_replaces_consent_to_care(lift: dict[str, Any]) -> None:
    care = rule("care", consent=ConsentRule.UNLESS_VITAL)
    assert "name" in ask(care, consent=Consent.REFUSED, **lift).allowed_ids


def test_nothing_replaces_consent_where_it_is_needed() -> None:
    registration = rule("care", consent=ConsentRule.NEEDED)
    decision = ask(registration, urgency=Urgency.ACUTE, conflict_of_duties=True, fields=["name", "form"])
    assert reasons(decision) == {"name": Reason.CONSENT}


def test_police_can_be_told_against_the_persons_wish_after_weighing_it() -> None:
    decision = ask(rule("police"), consent=Consent.REFUSED, informed=Informed.YES)
    assert "name" in decision.allowed_ids
    assert steps(decision) == {StepId.WEIGH_REFUSAL: Moment.BEFORE}


def test_professional_secrecy_yields_to_consent_conflict_or_danger() -> None:
    police = rule("police")
    closed = ask(police, secrecy=Secrecy.PROFESSIONAL, fields=["form", "name"])
    assert reasons(closed) == {"name": Reason.PROFESSIONAL_SECRECY}
    for lift in ({"consent": Consent.GIVEN}, {"conflict_of_duties": True}, {"urgency": Urgency.ACUTE}):
        assert "name" in ask(police, secrecy=Secrecy.PROFESSIONAL, **lift).allowed_ids


@pytest.mark.parametrize(
    ("wall", "reason"),
    [
        (Secrecy.BIBOB, Reason.WALL_BIBOB),
        (Secrecy.WPG, Reason.WALL_WPG),
        (Secrecy.WGS, Reason.WALL_WGS),
    ],
)
def test_a_wall_stops_all_but_the_roles_that_pass(wall: Secrecy, reason: Reason) -> None:
    stopped = ask(rule("police"), secrecy=wall, urgency=Urgency.ACUTE, consent=Consent.GIVEN, fields=["form"])
    assert reasons(stopped) == {"form": reason}
    assert ask(rule("police", passes=frozenset({wall})), secrecy=wall).allowed


def test_safe_contact_goes_only_when_the_person_agrees() -> None:
    shares = (Share(frozenset({"safe-contact"}), When.VICTIM_AGREES),)
    decision = ask(rule("police", shares=shares), fields=["safe"], urgency=Urgency.ACUTE)
    assert reasons(decision) == {"safe": Reason.ONLY_VICTIM_AGREES}
    assert ask(rule("police", shares=shares), fields=["safe"], consent=Consent.GIVEN).allowed


def test_the_reporter_is_named_only_when_the_reporter_agrees() -> None:
    shares = (Share(frozenset({"reporter"}), When.REPORTER_AGREES),)
    decision = ask(rule("police", shares=shares), fields=["reporter-name"], consent=Consent.GIVEN)
    assert reasons(decision) == {"reporter-name": Reason.ONLY_REPORTER_AGREES}
    assert ask(rule("police", shares=shares), fields=["reporter-name"], reporter_agrees=True).allowed


def test_danger_opens_the_groups_named_for_danger_and_changes_the_ground() -> None:
    shares = (Share(frozenset({"person"}), When.ACUTE),)
    police = rule("police", shares=shares, vital_ground=ground(Base.VITAL_INTEREST))
    assert reasons(ask(police, fields=["name"])) == {"name": Reason.ONLY_ACUTE}
    acute = ask(police, fields=["name"], urgency=Urgency.ACUTE)
    assert acute.ground == ground(Base.VITAL_INTEREST)
    assert steps(acute)[StepId.RECORD_VITAL] is Moment.AFTER


def test_a_group_that_danger_or_consent_opens_says_both() -> None:
    shares = (Share(frozenset({"person"}), When.ACUTE), Share(frozenset({"person"}), When.VICTIM_AGREES))
    decision = ask(rule("police", shares=shares), fields=["name"])
    assert reasons(decision) == {"name": Reason.ONLY_AGREES_OR_ACUTE}


def test_the_person_is_informed_first_unless_it_is_postponed_with_a_date() -> None:
    told = ask(rule("police"), informed=Informed.NO)
    assert steps(told) == {StepId.INFORM: Moment.BEFORE}
    assert told.steps[0].days == 28
    assert steps(ask(rule("police"), informed=Informed.POSTPONED)) == {StepId.RECHECK: Moment.AFTER}
    assert steps(ask(rule("police"), informed=Informed.YES)) == {}
    assert steps(ask(rule("police", inform=InformRule.NOT_BY_US))) == {}


def test_nobody_is_informed_when_nothing_points_to_a_person() -> None:
    assert steps(ask(rule("police"), fields=["form"])) == {}


def test_a_possible_minor_asks_for_a_thought_about_the_parents() -> None:
    for minor in (Minor.YES, Minor.UNKNOWN):
        assert StepId.MINOR in steps(ask(rule("police"), minor=minor))


@pytest.mark.parametrize(
    ("minor", "urgency", "named"),
    [
        (Minor.UNKNOWN, Urgency.NORMAL, "inform"),
        (Minor.UNKNOWN, Urgency.ACUTE, "inform-later"),
        (Minor.YES, Urgency.NORMAL, "inform-child"),
        (Minor.YES, Urgency.ACUTE, "inform-child-later"),
    ],
)
def test_a_step_is_told_in_the_words_that_fit_a_child_and_what_follows_afterwards(
    minor: Minor, urgency: Urgency, named: str
) -> None:
    words = ("inform-later", "inform-child", "inform-child-later")
    own = {name: Explanation(Text(f"uitleg {name}"), "test §1", "law") for name in words}
    spoken = replace(table(rule("police")), explanations={**explanations(), **own})
    assert informing(spoken, minor, urgency) == f"uitleg {named}"


def test_without_such_words_the_plain_ones_count() -> None:
    assert informing(table(rule("police")), Minor.YES, Urgency.ACUTE) == "uitleg inform"


def informing(spoken: GuardTable, minor: Minor, urgency: Urgency) -> str:
    decision = decide(
        spoken,
        kind=Kind.REPORT,
        fields=ALL,
        partner_role="police",
        purpose="protect",
        consent=Consent.NOT_ASKED,
        minor=minor,
        urgency=urgency,
    )
    [step] = [step for step in decision.steps if step.id is StepId.INFORM]
    return step.what.text.nl


def test_second_reader_and_deconfliction_come_first_unless_it_is_acute() -> None:
    careful = rule("police", four_eyes=FourEyes.BEFORE, deconflict=True)
    calm = steps(ask(careful, fields=["form"]))
    assert calm == {StepId.SECOND_READER: Moment.BEFORE, StepId.DECONFLICT: Moment.BEFORE}
    acute = steps(ask(careful, fields=["form"], urgency=Urgency.ACUTE))
    assert set(acute.values()) == {Moment.AFTER}


def test_a_recorded_conflict_of_duties_is_named_among_the_steps() -> None:
    decision = ask(rule("police"), conflict_of_duties=True, informed=Informed.YES)
    assert steps(decision) == {StepId.RECORD_CONFLICT: Moment.BEFORE}


def test_an_empty_table_answers_and_gives_nothing() -> None:
    decision = decide(
        GuardTable(),
        kind=Kind.REPORT,
        fields=["name"],
        partner_role="police",
        purpose="protect",
        consent=Consent.GIVEN,
    )
    assert reasons(decision) == {"name": Reason.UNKNOWN_ROLE}
    assert decision.withheld[0].why.text.nl


def test_a_table_without_an_explanation_does_not_exist() -> None:
    good = table(rule("police"))
    known = {name: text for name, text in explanations().items() if name != str(Reason.CONSENT)}
    with pytest.raises(ValueError, match="no explanation for consent"):
        replace(good, explanations=known)


def test_a_table_with_a_dangling_group_does_not_exist() -> None:
    with pytest.raises(ValueError, match="rule police names unknown group gone"):
        table(rule("police", shares=(Share(frozenset({"gone"})),)))


def test_consent_is_no_legal_base() -> None:
    assert not [base for base in Base if "consent" in base]


def test_the_record_names_what_stayed_behind_without_content() -> None:
    record = ask(rule("police"), fields=["name", "safe"]).as_record()
    assert [item["field"] for item in record["allowed"]] == ["name"]
    assert record["withheld"][0]["reason"] == "not-needed"
    assert record["ground"]["base"] == "public-task"
