# SPDX-License-Identifier: EUPL-1.2
"""Secret codes that a person keeps: the receipt of a report, the code beside a link.

A code has 20 random symbols (100 bits) and one check symbol. The check symbol catches every
wrong symbol and every swap of two neighbours, so that a typing mistake is told apart from a
wrong code *before* the database is asked, without telling whether a code exists.
"""

from sluitend.core.base32 import ALPHABET, grouped, random_symbols, tidy
from sluitend.core.errors import BadCode

RANDOM_SYMBOLS = 20
# The field GF(32) with x^5 + x^2 + 1: a weighted sum with distinct non-zero weights is an
# error-detecting code with the promised distance, which a sum modulo 32 is not.
_POLYNOMIAL = 0b100101


def _double(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value


def check_symbol(symbols: str) -> str:
    """Return the check symbol of `symbols` (at most 30 of them)."""
    total = 0
    for symbol in symbols:
        # Horner's rule: each symbol's weight is a different power of the generator 2.
        total = _double(total) ^ ALPHABET.index(symbol)
    return ALPHABET[_double(total)]


def new_code() -> str:
    """Return a fresh code in canonical form: 21 symbols, no separators."""
    symbols = random_symbols(RANDOM_SYMBOLS)
    return symbols + check_symbol(symbols)


def show_code(code: str) -> str:
    """Return the code as a person copies it: `ABCD-EFGH-…`."""
    return grouped(code)


def read_code(text: str) -> str:
    """Return the canonical form of a typed code; tolerant of case, spaces, dashes, O/0 and I/L/1.

    Raises `BadCode` when the length, a symbol or the check symbol is wrong.
    """
    code = tidy(text)
    if len(code) != RANDOM_SYMBOLS + 1 or any(symbol not in ALPHABET for symbol in code):
        raise BadCode
    if check_symbol(code[:-1]) != code[-1]:
        raise BadCode
    return code
