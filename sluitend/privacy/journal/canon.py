# SPDX-License-Identifier: EUPL-1.2
"""The exact bytes of an entry that its hash confirms. They may never change for existing entries."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

# Every field that the hash covers, in the order of hashing; `prev_hash` ties the entry to the last.
FIELDS = (
    "chain",
    "seq",
    "kind",
    "at",
    "actor_kind",
    "actor_id",
    "action",
    "result",
    "origin",
    "municipality",
    "compartment",
    "object_type",
    "object_id",
    "trace_id",
    "detail",
    "prev_hash",
)
_VERSION = b"sluitend journal 1"
_ABSENT = b"\xff\xff\xff\xff"
_MUNICIPALITIES = UUID("6f2f1f0e-3c55-5b0b-9a4e-7a3c0f7d9b11")


def municipality_chain(municipality: str) -> UUID:
    """Return the chain of acts without a dossier; without municipality it is the instance's own."""
    return uuid5(_MUNICIPALITIES, municipality)


def genesis(chain: UUID) -> bytes:
    """Return what stands before the first entry of a chain: different for every chain."""
    return hashlib.sha256(_VERSION + b" starts " + chain.bytes).digest()


def digest(values: Sequence[Any]) -> bytes:
    """Return the SHA-256 of one entry; `values` in the order of `FIELDS`, as the ORM gives them."""
    parts = [_VERSION]
    for value in values:
        if value is None:
            parts.append(_ABSENT)
            continue
        raw = _raw(value)
        parts.append(len(raw).to_bytes(4, "big"))
        parts.append(raw)
    return hashlib.sha256(b"".join(parts)).digest()


def _raw(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return str(value).encode()
    if isinstance(value, UUID):
        return value.bytes
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").encode()
    if isinstance(value, memoryview):
        return bytes(value)
    message = f"an entry cannot hold a {type(value).__name__}"
    raise TypeError(message)
