# SPDX-License-Identifier: EUPL-1.2
"""Compiled conditions say what the grammar says, compared with a plain reading of the same data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.routing import compile_map
from sluitend.routing.conditions import BadCondition, bounds_in, compile_condition, facts_in, holds, ids_in
from sluitend.routing.engine import known_state
from sluitend.routing.tests.conftest import SMALL

MAP = compile_map(SMALL)
YESNO = ("gevaar", "zorg")
SORTS = ("werk", "kas", "anders", "no")
PEOPLE = {"collega": ("internal", "nee"), "arts": ("external", "ja"), "buur": ("external", "nee")}
Facts = dict[str, Any]

given_facts = st.fixed_dictionaries(
    {},
    optional={
        "gevaar": st.sampled_from(["yes", "no", "unknown"]),
        "zorg": st.sampled_from(["yes", "no", "unknown"]),
        "soort": st.lists(st.sampled_from(["werk", "kas", "anders", "geen-idee"]), max_size=3),
        "leeftijd": st.integers(0, 120),
        "spoed": st.booleans(),
        "wie": st.sampled_from([*PEOPLE, "unknown"]),
    },
)

atoms = st.one_of(
    st.builds(
        lambda name, values: {name: values},
        st.sampled_from(YESNO),
        st.one_of(st.sampled_from(["yes", "no"]), st.lists(st.sampled_from(["yes", "no"]), min_size=1)),
    ),
    st.builds(lambda values: {"soort": values}, st.lists(st.sampled_from(SORTS), min_size=1)),
    st.builds(lambda word: {"leeftijd": {word: 18}}, st.sampled_from(["below", "from"])),
    st.builds(lambda value: {"spoed": value}, st.booleans()),
    st.builds(lambda value: {"wie": {"kind": value}}, st.sampled_from(["internal", "external"])),
    st.builds(lambda value: {"wie": {"geheim": value, "kind": "external"}}, st.sampled_from(["ja", "nee"])),
    st.builds(
        lambda names: {"unknown": names}, st.lists(st.sampled_from([*YESNO, "soort", "wie"]), min_size=1)
    ),
    st.builds(lambda names: {"open": names}, st.lists(st.sampled_from([*YESNO, "soort", "wie"]), min_size=1)),
    st.just({"is": "acuut"}),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one, parts: {**one, "any": parts}, atoms, st.lists(inner, min_size=1, max_size=2)),
    ),
    max_leaves=6,
)


def plainly(data: dict[str, Any], facts: Facts) -> bool:
    """Read a condition word by word; the slow truth that the compiled one must equal."""
    return all(_holds(key, value, facts) for key, value in data.items())


def _holds(key: str, value: Any, facts: Facts) -> bool:
    if key in ("all", "any"):
        results = [plainly(part, facts) for part in value]
        return all(results) if key == "all" else any(results)
    if isinstance(value, dict):
        return all(_inside(key, word, wanted, facts) for word, wanted in value.items())
    values = value if isinstance(value, list) else [value]
    if key == "is":
        return facts.get("gevaar") == "yes"
    if key == "unknown":
        return any(_said(name, facts) & {"unknown", "geen-idee"} for name in values)
    if key == "open":
        return any(not _said(name, facts) - {"unknown", "geen-idee"} for name in values)
    return bool(_said(key, facts) & set(values))


def _inside(key: str, word: str, wanted: Any, facts: Facts) -> bool:
    if key not in facts:
        return False
    if key == "leeftijd":
        return bool(facts[key] < wanted if word == "below" else facts[key] >= wanted)
    traits = PEOPLE.get(facts[key])
    return traits is not None and traits[{"kind": 0, "geheim": 1}[word]] == wanted


def _said(name: str, facts: Facts) -> set[Any]:
    if name not in facts:
        return set()
    if name == "soort":
        said = set(facts[name]) or {"no"}
        return said | ({"werk"} if "kas" in said else set())
    return {facts[name]}


@given(conditions, given_facts)
def test_compiled_condition_equals_plain_reading(data: dict[str, Any], facts: Facts) -> None:
    answers = {name: value for name, value in facts.items() if name in (*YESNO, "soort")}
    context = {name: value for name, value in facts.items() if name not in answers}
    state = known_state(MAP, answers, context)
    assert holds(compile_condition(data, MAP.bits.get), state) is plainly(data, facts)


@given(conditions, given_facts, st.sampled_from(YESNO))
def test_not_knowing_never_satisfies_a_no(data: dict[str, Any], facts: Facts, name: str) -> None:
    """A condition that holds only thanks to a "no" does not hold when the answer is missing."""
    asks_only_no = {"all": [{name: "no"}, data]}
    rest = {key: value for key, value in facts.items() if key != name}
    answers = {key: value for key, value in rest.items() if key in (*YESNO, "soort")}
    context = {key: value for key, value in rest.items() if key not in answers}
    terms = compile_condition(asks_only_no, MAP.bits.get)
    assert not holds(terms, known_state(MAP, answers, context))
    assert not holds(terms, known_state(MAP, {**answers, name: "unknown"}, context))


@pytest.mark.parametrize(
    "data",
    [
        {"gevaar": "misschien"},
        {"bestaat-niet": "yes"},
        {"is": "onbekend-feit"},
        {"any": []},
        {"all": {"gevaar": "yes"}},
        {"leeftijd": {"above": 3}},
        {"leeftijd": {"below": "18"}},
        {"leeftijd": {"below": True}},
        {"gevaar": []},
        {"gevaar": None},
        {"gevaar": 1},
        {"any": ["gevaar"]},
        {"wie": {"kind": "rare"}},
    ],
)
def test_condition_outside_the_grammar_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(BadCondition):
        compile_condition(data, MAP.bits.get)


def test_bare_true_says_to_put_quotes() -> None:
    with pytest.raises(BadCondition, match="true"):
        compile_condition({"gevaar": True}, MAP.bits.get)


def test_what_a_condition_reads() -> None:
    data = {
        "all": [{"gevaar": "yes"}, {"any": [{"open": ["zorg"]}, {"is": ["acuut", "x"]}]}],
        "leeftijd": {"below": 12},
    }
    assert ids_in(data) == ("gevaar", "zorg", "leeftijd")
    assert facts_in(data) == ("acuut", "x")
    assert bounds_in(data, "leeftijd") == (12,)
