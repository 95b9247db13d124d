# SPDX-License-Identifier: EUPL-1.2
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.routing import BadCase
from sluitend.routing.cases import Case, read_lines

MAPS = ("klein",)
ONE = {"map": "klein", "answers": {"gevaar": "yes"}, "context": {"leeftijd": 3}}


def read(text: str) -> list[tuple[int, Case | None, str]]:
    lines = read_lines(text.encode(), MAPS)
    return [(line.number, line.case, line.fault.code if line.fault else "") for line in lines]


def test_one_case_on_one_line_or_over_several() -> None:
    case = Case("klein", {"gevaar": "yes"}, {"leeftijd": 3})
    assert [line[1] for line in read(json.dumps(ONE))] == [case]
    assert [line[1] for line in read(json.dumps(ONE, indent=2) + "\n")] == [case]
    assert [line[1] for line in read("\ufeff" + json.dumps(ONE))] == [case]


def test_a_case_a_line_keeps_the_line_numbers() -> None:
    text = f'{json.dumps(ONE)}\r\n\n{{"map":"klein"}}\n'
    assert [(number, fault) for number, _case, fault in read(text)] == [(1, ""), (3, "")]


def test_answers_and_context_may_be_left_out() -> None:
    assert read('{"map":"klein"}')[0][1] == Case("klein", {}, {})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "not-a-case"),
        ('"klein"', "not-a-case"),
        ("null", "not-a-case"),
        ("{}", "no-map"),
        ('{"map":"groot"}', "unknown-map"),
        ('{"map":3}', "unknown-map"),
        ('{"map":["klein"]}', "unknown-map"),
        ('{"map":"klein","extra":1}', "unknown-part"),
        ('{"map":"klein","answers":[]}', "not-an-object"),
        ('{"map":"klein","context":null}', "not-an-object"),
        ('{"map":"klein","map":"klein"}', "twice"),
        ('{"map":"klein","answers":{"gevaar":"yes","gevaar":"no"}}', "twice"),
        ('{"map":"klein","context":{"leeftijd":NaN}}', "bad-value"),
        ('{"map":"klein","context":{"leeftijd":' + "9" * 5000 + "}}", "bad-value"),
        ('{"map":', "not-json"),
        ("kapot", "not-json"),
        ("[" * 100_000, "too-deep"),
    ],
)
def test_bad_text_is_a_fault_of_its_line(text: str, code: str) -> None:
    assert [fault for _number, _case, fault in read(text)] == [code]
    assert [(number, fault) for number, _case, fault in read('{"map":"klein"}\n' + text)] == [
        (1, ""),
        (2, code),
    ]


def test_every_bad_line_is_told() -> None:
    assert [fault for _n, _c, fault in read('{"map":"klein"}\nx\n{}\n')] == ["", "not-json", "no-map"]


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xff\xfe{"])
def test_nothing_to_read_is_refused(content: bytes) -> None:
    with pytest.raises(BadCase):
        read_lines(content, MAPS)


@given(st.binary(max_size=60))
def test_any_bytes_give_lines_or_a_sentence(content: bytes) -> None:
    with contextlib.suppress(BadCase):
        lines = read_lines(content, MAPS)
        assert lines
        assert all((line.case is None) is not (line.fault is None) for line in lines)


def test_broken_case_over_several_lines_names_the_line_where_it_breaks() -> None:
    assert read('{\n "map": "klein",\n oops\n}') == [(3, None, "not-json")]
