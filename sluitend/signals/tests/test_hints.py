# SPDX-License-Identifier: EUPL-1.2
import pytest

from sluitend.signals.hints import hints


@pytest.mark.parametrize(
    "text", ["Een Roemeense man bij de deur", "He is Polish", "twee Oost-Europese vrouwen"]
)
def test_a_label_of_origin_asks_to_look_again(text: str) -> None:
    assert [hint.kind for hint in hints(text)] == ["label"]


@pytest.mark.parametrize(
    "text",
    [
        "Drie mannen slapen boven de werkplaats. De chef bewaart hun paspoorten.",
        "Zij mag niet alleen naar buiten en belt steeds op dezelfde tijd.",
        "Telefoon 0900-8844, dossier 7K3M-9QXA",
    ],
)
def test_behaviour_gives_no_hint(text: str) -> None:
    assert hints(text) == []


def test_a_citizen_service_number_is_noticed_and_another_number_is_not() -> None:
    assert [hint.kind for hint in hints("nummer 111222333")] == ["bsn"]
    assert hints("nummer 111222334") == []
    assert hints("000000000") == []


def test_each_word_is_named_once() -> None:
    (hint,) = hints("Poolse man, Poolse vrouw")
    assert hint.words == ("Poolse",)
