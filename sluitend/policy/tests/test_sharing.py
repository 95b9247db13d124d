# SPDX-License-Identifier: EUPL-1.2
"""The shipped sharing rules: the golden table, and what must hold whatever they say."""

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.policy import loader, sources
from sluitend.policy.schema.pack import Pack
from sluitend.policy.sharing import build, faults, rule_of, uncovered
from sluitend.policy.tests.sharing_cases import CASES, Case
from sluitend.sharing import (
    Base,
    Consent,
    ConsentRule,
    Decision,
    GuardTable,
    Informed,
    InformRule,
    Kind,
    Minor,
    Reason,
    Secrecy,
    StepId,
    Urgency,
    When,
    decide,
)


@cache
def shipped() -> Pack:
    """The national layer."""
    pack = loader.load("nl").pack
    assert pack is not None
    return pack


@cache
def table() -> GuardTable:
    return build(shipped())


def answer(case: Case) -> Decision:
    given: dict[str, Any] = {"kind": Kind.REPORT, "consent": Consent.NOT_ASKED, **case.circumstances}
    fields = [*case.goes.split(), *case.stays]
    return decide(table(), fields=fields, partner_role=case.role, purpose=case.purpose, **given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.shows)
def test_golden(case: Case) -> None:
    decision = answer(case)
    assert decision.allowed_ids == set(case.goes.split())
    assert {item.field: item.reason for item in decision.withheld} == case.stays


def test_the_golden_table_speaks_of_every_rule() -> None:
    assert {case.role for case in CASES} >= set(table().rules)
    assert len(CASES) >= 40


QUESTIONS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind),
        "fields": st.lists(st.sampled_from([field.id for field in shipped().sharing_fields])),
        "partner_role": st.sampled_from([rule.id for rule in shipped().sharing]),
        "purpose": st.sampled_from([purpose.id for purpose in shipped().sharing_purposes]),
        "consent": st.sampled_from(Consent),
        "urgency": st.sampled_from(Urgency),
        "informed": st.sampled_from(Informed),
        "minor": st.sampled_from(Minor),
        "secrecy": st.sampled_from(Secrecy),
        "conflict_of_duties": st.booleans(),
        "reporter_agrees": st.booleans(),
    }
)


@given(QUESTIONS)
def test_the_reporter_is_never_named_unless_the_reporter_agrees(asked: dict[str, Any]) -> None:
    decision = decide(table(), **{**asked, "reporter_agrees": False})
    groups = {table().fields[name].group for name in decision.allowed_ids}
    assert not groups & {"reporter", "source"}


@given(QUESTIONS)
def test_safe_contact_never_goes_unless_the_victim_agrees(asked: dict[str, Any]) -> None:
    for consent in (Consent.REFUSED, Consent.NOT_ASKED):
        assert "safe-contact" not in decide(table(), **{**asked, "consent": consent}).allowed_ids


@given(QUESTIONS)
def test_the_secret_files_never_go(asked: dict[str, Any]) -> None:
    secret = {"care-file", "bibob-file", "investigation-file", "shelter"}
    assert not decide(table(), **asked).allowed_ids & secret


@given(QUESTIONS)
def test_advice_never_names_a_person(asked: dict[str, Any]) -> None:
    decision = decide(table(), **{**asked, "kind": Kind.ADVICE})
    assert not [name for name in decision.allowed_ids if table().fields[name].identifying]


@given(QUESTIONS)
def test_every_answer_has_dutch_and_english_and_a_source(asked: dict[str, Any]) -> None:
    decision = decide(table(), **asked)
    sentences = [item.why for item in decision.withheld] + [step.what for step in decision.steps]
    assert all(sentence.text.nl and sentence.text.en and sentence.source for sentence in sentences)
    assert decision.ground is None or (decision.ground.text.en and decision.ground.source)


def test_consent_never_stops_police_and_veilig_thuis_and_always_opens_a_care_place() -> None:
    rules = table().rules
    for role in ("emergency", "investigation", "labour-inspection", "reporting-point"):
        assert rules[role].consent is ConsentRule.NOT_NEEDED
    assert rules["specialised-care"].consent is ConsentRule.NEEDED


def test_who_holds_no_base_gets_no_persons() -> None:
    persons = {"persons", "account", "summary", "care-need", "safe-contact", "reporter"}
    for rule in table().rules.values():
        if rule.ground.base in (Base.NONE, Base.NO_PERSONAL_DATA):
            assert not persons & frozenset().union(*(rule.groups(when) for when in When)), rule.id


def test_a_visit_waits_for_police_and_inspectorate() -> None:
    for role in ("supervision", "joint-intervention", "signal-meeting"):
        asked: dict[str, Any] = {"kind": Kind.REPORT, "consent": Consent.NOT_ASKED, "purpose": "supervision"}
        decision = decide(table(), partner_role=role, fields=["address"], **asked)
        assert decision.requires(StepId.DECONFLICT)


def test_informing_can_be_put_off_only_with_a_day_to_look_again() -> None:
    for rule in table().rules.values():
        assert rule.inform is InformRule.NOT_BY_US or rule.recheck_days <= 31


def test_every_partner_of_the_shipped_layer_has_a_rule() -> None:
    assert [partner.id for partner in uncovered(shipped())] == []


def test_a_partner_named_by_a_rule_follows_it_rather_than_its_roles() -> None:
    named = shipped().find("partners", "nla")
    found = rule_of(shipped(), named)
    assert found is not None
    assert found.id == "labour-inspection"
    police = rule_of(shipped(), shipped().find("partners", "avim"))
    assert police is not None
    assert police.id == "investigation"


def test_a_pack_without_an_explanation_is_refused() -> None:
    texts = tuple(text for text in shipped().sharing_texts if text.id != str(Reason.CONSENT))
    broken = shipped().model_copy(update={"sharing_texts": texts})
    assert faults(broken) == ["no explanation for consent"]
    with pytest.raises(ValueError, match="no explanation for consent"):
        build(broken)


def test_a_pack_without_sharing_rules_hands_over_nothing() -> None:
    nothing = shipped().model_copy(
        update={"sharing": (), "sharing_fields": (), "sharing_groups": (), "sharing_texts": ()}
    )
    decision = decide(
        build(nothing),
        kind=Kind.REPORT,
        fields=["facts"],
        partner_role="investigation",
        purpose="investigation",
        consent=Consent.GIVEN,
    )
    assert not decision.allowed


def test_a_ground_that_speaks_to_who_shares_has_other_words_for_who_receives() -> None:
    speaking = re.compile(r"\bu\b", re.IGNORECASE)
    for rule in shipped().sharing:
        for ground in (rule.ground, rule.vital_ground):
            if ground and ground.base is not Base.NONE and speaking.search(ground.text.nl):
                assert ground.partner is not None, rule.id


def test_a_source_is_told_by_the_title_of_its_document() -> None:
    words = sources.in_words(shipped(), "wmo art. 1.2.1; verzonnen §2; meldrecht", "nl")
    assert words.startswith("Wet maatschappelijke ondersteuning 2015, art. 1.2.1; verzonnen, §2; ")
    assert words.endswith("; Overzicht van de regels over het meldrecht")
