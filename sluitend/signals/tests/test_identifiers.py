# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.core.errors import BadInput
from sluitend.signals.identifiers import KINDS, normalise


@pytest.mark.parametrize(
    ("kind", "texts", "canonical"),
    [
        ("address", ["2161 XX 1", "2161xx1", "2161 xx, 1", " 2161XX\u00a01 "], "2161XX 1"),
        ("address", ["2161 XX 1-a", "2161XX 1A", "2161XX 1 a"], "2161XX 1A"),
        ("address", ["Voorbeeldstraat 1, Lisse", "voorbeeld straat 1,LISSE"], "VOORBEELDSTRAAT 1 LISSE"),
        ("phone", ["06-10000000", "+31 6 10000000", "0031610000000", "06 10 00 00 00"], "+31610000000"),
        ("plate", ["XX-000-X", "xx000x", "XX 000 X"], "XX000X"),
        ("kvk", ["00000000", "0000 0000", "00.000.000"], "00000000"),
    ],
)
def test_different_spellings_have_one_canonical_form(kind: str, texts: list[str], canonical: str) -> None:
    assert {normalise(kind, text) for text in texts} == {canonical}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("address", ""),
        ("address", "somewhere near the church"),
        ("address", "0161 XX 1"),
        ("phone", "call me"),
        ("phone", "06"),
        ("phone", "1" * 40),
        ("plate", "AUTO"),
        ("plate", "X1"),
        ("kvk", "1234567"),
        ("kvk", "123456789"),
        ("kvk", "KvK onbekend"),
    ],
)
def test_what_cannot_be_one_is_refused_with_a_sentence(kind: str, text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        normalise(kind, text)
    assert str(refusal.value).endswith(".")
    assert refusal.value.field == kind


def test_invisible_characters_change_nothing() -> None:
    assert normalise("plate", "X\u200bX-\u202e000-X") == "XX000X"


@given(kind=st.sampled_from(KINDS), text=st.text(max_size=200))
def test_any_text_has_a_form_or_a_refusal(kind: str, text: str) -> None:
    try:
        canonical = normalise(kind, text)
    except BadInput:
        return
    assert canonical
    assert normalise(kind, canonical) == canonical if kind != "address" else canonical == canonical.strip()


def test_a_place_is_taken_for_an_address_that_names_none() -> None:
    assert normalise("address", "Voorbeeldstraat 12 a", place="Lisse") == "VOORBEELDSTRAAT 12A LISSE"
    assert normalise("address", "Voorbeeldstraat 12, Hillegom", place="Lisse").endswith("HILLEGOM")
    assert normalise("address", "2161 XX 1", place="Lisse") == "2161XX 1"
    for text in ("bij de kerk", "12", ""):
        with pytest.raises(BadInput):
            normalise("address", text, place="Lisse")
