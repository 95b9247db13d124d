# SPDX-License-Identifier: EUPL-1.2
"""References by which people name a dossier in talk and mail."""

from sluitend.core.base32 import grouped, random_symbols


def new_reference() -> str:
    """Return a random reference such as `7K3M-9QXA` (40 bits).

    Random, because a running number would tell how many signals a municipality has.
    """
    return grouped(random_symbols(8))
