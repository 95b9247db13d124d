# SPDX-License-Identifier: EUPL-1.2
"""Codes that people copy: every typing mistake of the common kinds is noticed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.core.base32 import ALPHABET
from sluitend.core.codes import RANDOM_SYMBOLS, check_symbol, new_code, read_code, show_code
from sluitend.core.errors import BadCode

SYMBOLS = st.text(ALPHABET, min_size=RANDOM_SYMBOLS, max_size=RANDOM_SYMBOLS)
LENGTH = RANDOM_SYMBOLS + 1


def _sum(left: str, right: str) -> str:
    return "".join(ALPHABET[ALPHABET.index(a) ^ ALPHABET.index(b)] for a, b in zip(left, right, strict=True))


def _error(places: dict[int, int]) -> str:
    """A pattern of changes: zero where nothing is changed."""
    return "".join(ALPHABET[places.get(at, 0)] for at in range(LENGTH))


def _is_noticed(error: str) -> bool:
    return check_symbol(error[:-1]) != error[-1]


@given(SYMBOLS, SYMBOLS)
def test_check_symbol_of_a_sum_is_the_sum_of_check_symbols(left: str, right: str) -> None:
    # Hence a mistake is noticed or not whatever the code is: the next two tests cover all codes.
    assert check_symbol(_sum(left, right)) == _sum(check_symbol(left), check_symbol(right))


def test_every_wrong_symbol_at_every_place_is_noticed() -> None:
    errors = [_error({at: change}) for at in range(LENGTH) for change in range(1, 32)]
    assert len(errors) == 21 * 31
    assert all(map(_is_noticed, errors))


def test_every_swap_of_neighbours_is_noticed() -> None:
    errors = [
        _error({at: change, after: change})
        for at, after in pairwise(range(LENGTH))
        for change in range(1, 32)
    ]
    assert len(errors) == 20 * 31
    assert all(map(_is_noticed, errors))


def test_read_code_refuses_each_wrong_symbol_and_swap_of_real_codes() -> None:
    for code in (new_code() for _ in range(5)):
        wrong = {
            code[:at] + symbol + code[at + 1 :]
            for at in range(LENGTH)
            for symbol in ALPHABET
            if symbol != code[at]
        }
        wrong |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(LENGTH - 1)} - {code}
        for typed in wrong:
            with pytest.raises(BadCode):
                read_code(typed)


def test_a_new_code_reads_back() -> None:
    code = new_code()
    assert read_code(code) == code
    assert len(code) == 21


@given(SYMBOLS)
def test_reading_tolerates_case_spaces_dashes_and_lookalikes(symbols: str) -> None:
    code = symbols + check_symbol(symbols)
    assert read_code(show_code(code)) == code
    assert read_code(f"  {show_code(code).lower().replace('-', ' – ')}\n") == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code(code.replace("0", "O").replace("1", "I")) == code


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_as_a_bad_code(text: str) -> None:
    try:
        code = read_code(text)
    except BadCode:
        return
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


def test_code_is_shown_in_groups_of_four() -> None:
    assert show_code("ABCDEFGHJKMNPQRSTVWXY") == "ABCD-EFGH-JKMN-PQRS-TVWX-Y"
