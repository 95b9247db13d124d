# SPDX-License-Identifier: EUPL-1.2
"""What must hold for every case on the shipped maps of Lisse."""

import itertools
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sluitend.policy.tests.route_space import (
    ANSWERS,
    CONTEXT,
    FORMS,
    MAPS,
    PAIRS,
    SECRET,
    STAFF,
    advise,
    all_answers,
    ids,
    lisse,
    partners,
)
from sluitend.routing import Note, Step


def test_pairs_of_context_values_are_all_covered() -> None:
    seen = set()
    for row in PAIRS:
        given = [(name, repr(row.get(name))) for name in CONTEXT]
        seen |= set(itertools.combinations(given, 2))
    wanted = {
        ((a, repr(x)), (b, repr(y)))
        for (a, xs), (b, ys) in itertools.combinations(CONTEXT.items(), 2)
        for x in xs
        for y in ys
    }
    assert wanted <= seen


def always_holds(map_id: str, answers: dict[str, Any], context: dict[str, Any]) -> None:
    """What every advice must satisfy, whatever the case."""
    advice = advise(map_id, answers, context)
    names, duties = partners(advice), ids(advice.duties)
    assert names, "an advice without a step"
    assert len(names) == len(set(names))
    assert all(step.source and step.why for step in advice.steps)
    reporter = context.get("reporter")
    assert ("intern-melden" in duties) is (reporter in STAFF - SECRET)
    assert ("intern-overleg-anoniem" in duties) is (reporter in SECRET)
    if answers.get("p1") == "yes" or answers.get("l1") == "yes" or context.get("false_papers"):
        assert names[0] == "112"
    else:
        assert "112" not in names
    if reporter in STAFF:
        assert "mma" not in names
    for name in ANSWERS[map_id]:
        if answers.get(name) in (None, "unknown") and not (name == "l3" and context.get("forms")):
            assert name in ids(advice.open_questions)
    if context.get("minor") == "yes" or context.get("age", 99) < 18:
        assert "veilig-thuis" in names
        assert "dwang-niet-nodig" in duties
    if answers.get("p3") == "yes":
        assert "shop" in names
    if answers.get("p2") == "yes":
        assert {"nla", "avim"} & set(names)


def test_person_map_is_total_over_all_answers_and_pairwise_contexts() -> None:
    for answers in all_answers("persoon"):
        for context in PAIRS:
            always_holds("persoon", answers, context)


def test_location_map_is_total_over_all_answers() -> None:
    """Every combination of answers, each with one of the pairwise contexts in turn."""
    for answers, context in zip(all_answers("locatie"), itertools.cycle(PAIRS), strict=False):
        always_holds("locatie", answers, context)


def test_location_map_is_total_over_all_pairwise_contexts() -> None:
    chosen = itertools.islice(all_answers("locatie"), 0, None, 997)
    for answers, context in itertools.product(chosen, PAIRS):
        always_holds("locatie", answers, context)


contexts = st.fixed_dictionaries(
    {},
    optional={
        "forms": st.lists(st.sampled_from(FORMS), max_size=4),
        "minor": st.sampled_from(["yes", "no", "unknown"]),
        "age": st.integers(0, 120),
        "municipality": st.sampled_from(["Lisse", "Delft", "Utrecht", "GM0503", "'s-Gravenhage"]),
        "residence": st.sampled_from(["Lisse", "Den Haag", "Utrecht", "onbekend", "Ergens"]),
        "reporter": st.sampled_from([one for one in CONTEXT["reporter"] if one]),
        "false_papers": st.booleans(),
        "permit_application": st.booleans(),
        "smuggling_only": st.booleans(),
        "nuisance_only": st.booleans(),
        "labour_dispute_only": st.booleans(),
        "sex_work_only": st.booleans(),
    },
)


def answers_for(map_id: str) -> st.SearchStrategy[dict[str, Any]]:
    columns = {
        name: st.sampled_from([v for v in vs if v is not None]) for name, vs in ANSWERS[map_id].items()
    }
    return st.fixed_dictionaries({}, optional=columns)


MANY = settings(max_examples=4 * settings().max_examples)
Case = tuple[str, dict[str, Any], dict[str, Any]]
cases = st.sampled_from(MAPS).flatmap(lambda m: st.tuples(st.just(m), answers_for(m), contexts))


@given(cases)
@MANY
def test_any_context_gets_an_advice_that_holds(case: Case) -> None:
    always_holds(*case)


@given(cases)
@MANY
def test_the_same_case_gets_the_same_advice(case: Case) -> None:
    map_id, answers, context = case
    again = advise(map_id, dict(reversed(answers.items())), dict(reversed(context.items())))
    assert advise(map_id, answers, context).as_dict() == again.as_dict()


@given(cases)
@MANY
def test_no_contact_comes_from_outside_the_pack(case: Case) -> None:
    own = {(one.id, channel.kind, channel.value) for one in lisse().partners for channel in one.channels}
    advice = advise(*case)
    parts: tuple[Step | Note, ...] = (*advice.steps, *advice.duties, *advice.avoid, *advice.elsewhere)
    for one in parts:
        assert {(one.partner, channel.kind, channel.value) for channel in one.channels} <= own


@given(cases, st.data())
@MANY
def test_unknown_is_never_treated_as_no(case: Case, data: st.DataObject) -> None:
    """Where somebody says "unknown" instead of "no", nothing gets lost and the question stays open."""
    map_id, answers, context = case
    noes = sorted(name for name, value in answers.items() if value == "no")
    assume(noes)
    name = data.draw(st.sampled_from(noes))
    said_no = advise(map_id, answers, context)
    not_known = advise(map_id, {**answers, name: "unknown"}, context)
    assert name in ids(not_known.open_questions)
    assert name not in ids(said_no.open_questions)
    assert ids(said_no.duties) <= ids(not_known.duties)
    assert ids(said_no.open_questions) <= ids(not_known.open_questions)
    assert set(partners(said_no)) <= set(partners(not_known))


@given(cases, st.data())
@MANY
def test_a_yes_never_hides_another_need(case: Case, data: st.DataObject) -> None:
    """Every step that rests on a need stays when another need is added."""
    map_id, answers, context = case
    noes = sorted(name for name, value in answers.items() if value in ("no", "unknown") and name != "l7")
    assume(noes)
    name = data.draw(st.sampled_from(noes))
    needs = [v for v in ANSWERS[map_id][name] if v not in ("no", "unknown", None, ["onbekend"])]
    before = advise(map_id, answers, context)
    after = advise(map_id, {**answers, name: data.draw(st.sampled_from(needs))}, context)
    watching, elsewhere = "aandachtsfunctionaris", {note.partner for note in before.elsewhere}
    resting_on_need = (
        {step.partner for step in before.steps if step.kind != "advice"} - {watching} - elsewhere
    )
    assert resting_on_need <= set(partners(after))
    assert ids(before.duties) - {"bij-twijfel-112"} <= ids(after.duties)


def test_meldcode_comes_first_for_outside_professionals_unless_the_victim_needs_something_first() -> None:
    outside = [one for one in CONTEXT["reporter"] if one and one.startswith("extern-")]
    for answers, reporter in itertools.product(all_answers("persoon"), outside):
        first = partners(advise("persoon", answers, {"reporter": reporter}))[0]
        needs_first = "yes" in (answers.get("p1"), answers.get("p2"), answers.get("p3"))
        assert (first == "veilig-thuis") is not needs_first


def test_every_possible_case_has_a_trace_that_names_its_rules() -> None:
    known = {rule.id for rule in lisse().rules}
    for answers in all_answers("persoon"):
        advice = advise("persoon", answers, {"reporter": "boa"})
        assert {step_rule for step in advice.steps for step_rule in step.rules} <= {
            o["rule"] for o in advice.trace
        }
        assert all(entry["rule"] in known and entry["source"] for entry in advice.trace)
