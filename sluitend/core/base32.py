# SPDX-License-Identifier: EUPL-1.2
"""Crockford base32: letters that people read aloud and copy without mistakes."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What people write for what was meant; U is left out so that no word is spelled by chance.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = str.maketrans("", "", " -\u2013\u2014\u00a0\t\r\n.·")


def random_symbols(count: int) -> str:
    """Return `count` random symbols, 5 bits each, from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def tidy(text: str) -> str:
    """Undo case, spaces, dashes and look-alikes; the result may still hold foreign symbols."""
    return text.translate(_SEPARATORS).upper().translate(_READ_AS)


def grouped(symbols: str, size: int = 4) -> str:
    """Return the symbols in groups joined by dashes, as a person copies them."""
    return "-".join(symbols[start : start + size] for start in range(0, len(symbols), size))
