# SPDX-License-Identifier: EUPL-1.2
"""References by which people name a dossier in talk and mail."""

from sluitend.core.base32 import ALPHABET, grouped, random_symbols, tidy

_LENGTH = 8


def new_reference() -> str:
    """Return a random reference such as `7K3M-9QXA` (40 bits).

    Random, because a running number would tell how many signals a municipality has.
    """
    return grouped(random_symbols(_LENGTH))


def read_reference(text: str) -> str:
    """Return a typed reference as it is stored, however it was written; empty for what cannot be one."""
    symbols = tidy(text)
    return grouped(symbols) if len(symbols) == _LENGTH and set(symbols) <= set(ALPHABET) else ""
