# SPDX-License-Identifier: EUPL-1.2
"""Hashes of secret codes. A copy of the database does not tell a single code."""

import hmac

from sluitend.privacy.blind import derived_key


def keyed_hash(code: str, *, purpose: str = "receipt") -> bytes:
    """Return the 32 bytes under which a code in canonical form is stored and found.

    Codes of different purposes never have the same hash.
    """
    return hmac.digest(derived_key("code", purpose), code.encode(), "sha256")
