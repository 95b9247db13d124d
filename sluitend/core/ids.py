# SPDX-License-Identifier: EUPL-1.2
"""Identifiers that the application makes before the row is written."""

import uuid

import uuid6


def new_id() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562): needed before insert, because ciphertext is bound to it."""
    return uuid.UUID(int=uuid6.uuid7().int)
