# SPDX-License-Identifier: EUPL-1.2
import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.routing import BadCase, RouteMap, advise, compile_map
from sluitend.routing.tests.conftest import SMALL

MAP = compile_map(SMALL)


@pytest.mark.parametrize(
    ("answers", "context", "code", "field"),
    [
        ({"p9": "yes"}, {}, "unknown-question", "p9"),
        ({"leeftijd": 3}, {}, "unknown-question", "leeftijd"),
        ({"gevaar": "maybe"}, {}, "bad-answer", "gevaar"),
        ({"gevaar": True}, {}, "bad-answer", "gevaar"),
        ({"gevaar": None}, {}, "bad-answer", "gevaar"),
        ({"gevaar": ["yes"]}, {}, "bad-answer", "gevaar"),
        ({"gevaar": {"yes": 1}}, {}, "bad-answer", "gevaar"),
        ({"soort": "zee"}, {}, "bad-answer", "soort"),
        ({"soort": ["werk", 3]}, {}, "bad-answer", "soort"),
        ({"soort": [["werk"]]}, {}, "bad-answer", "soort"),
        ({"soort": {"werk": True}}, {}, "bad-list", "soort"),
        ({"soort": 4}, {}, "bad-list", "soort"),
        ({"soort": ["no", "werk"]}, {}, "contradicting-list", "soort"),
        ({}, {"kleur": "rood"}, "unknown-context", "kleur"),
        ({}, {"gevaar": "yes"}, "unknown-context", "gevaar"),
        ({}, {"leeftijd": "12"}, "bad-number", "leeftijd"),
        ({}, {"leeftijd": 12.0}, "bad-number", "leeftijd"),
        ({}, {"leeftijd": True}, "bad-number", "leeftijd"),
        ({}, {"leeftijd": -1}, "bad-number", "leeftijd"),
        ({}, {"leeftijd": 121}, "bad-number", "leeftijd"),
        ({}, {"spoed": "true"}, "bad-flag", "spoed"),
        ({}, {"spoed": 1}, "bad-flag", "spoed"),
        ({}, {"plaats": 7}, "bad-place", "plaats"),
        ({}, {"plaats": "  "}, "bad-place", "plaats"),
        ({}, {"plaats": "a\nb"}, "bad-place", "plaats"),
        ({}, {"plaats": "\ud800"}, "bad-place", "plaats"),
        ({}, {"plaats": "x" * 201}, "bad-place", "plaats"),
        ({}, {"wie": "kat"}, "bad-answer", "wie"),
        ({}, {"wie": "no"}, "bad-answer", "wie"),
        ([], {}, "not-an-object", "answers"),
        ({}, "x", "not-an-object", "context"),
    ],
)
def test_bad_value_is_refused_with_its_name(answers: Any, context: Any, code: str, field: str) -> None:
    with pytest.raises(BadCase) as caught:
        advise(MAP, answers, context)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert field in str(caught.value)
    assert caught.value.text("en") != caught.value.text("nl")


def test_error_lists_what_is_possible() -> None:
    with pytest.raises(BadCase, match="yes, no, unknown"):
        advise(MAP, {"gevaar": "ja"})


def test_error_repeats_input_short_and_on_one_line() -> None:
    with pytest.raises(BadCase) as caught:
        advise(MAP, {"gevaar": "a\nb\x1b[31m" * 100})
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 200


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from(["gevaar", "soort", "zorg", "leeftijd", "plaats", "spoed", "wie"]) | st.text(
    max_size=4
)


@given(anything | st.dictionaries(names, anything), anything | st.dictionaries(names, anything))
def test_any_input_gets_an_advice_or_a_sentence(answers: Any, context: Any) -> None:
    with contextlib.suppress(BadCase):
        assert advise(MAP, answers, context).steps


def test_lists_may_be_given_as_tuples(small: RouteMap) -> None:
    assert advise(small, {"soort": ("werk",)}).steps[0].partner == "loket"
