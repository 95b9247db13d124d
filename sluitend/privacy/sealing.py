# SPDX-License-Identifier: EUPL-1.2
"""Authenticated encryption, always bound to the place where the ciphertext belongs."""

from typing import Any, Protocol

import tink
from tink import aead, proto_keyset_format

from sluitend.privacy.errors import Tampered

aead.register()
_TEMPLATE = aead.aead_key_templates.AES256_GCM


class Aead(Protocol):
    """AES-256-GCM as Tink gives it: a fresh nonce for every message, key id in front."""

    def encrypt(self, plaintext: bytes, associated_data: bytes) -> bytes:
        """Return ciphertext that only opens with the same associated data."""

    def decrypt(self, ciphertext: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext, or raise."""


def bind(*parts: str) -> bytes:
    """Return associated data of parts in which no two different lists look alike."""
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode() for part in parts))


def new_keyset() -> Any:
    """Return a fresh AES-256-GCM keyset handle."""
    return tink.new_keyset_handle(_TEMPLATE)


def primitive(keyset: Any) -> Aead:
    """Return the cipher of a keyset handle."""
    cipher: Aead = keyset.primitive(aead.Aead)
    return cipher


def wrap(keyset: Any, *, under: Aead, place: bytes) -> bytes:
    """Return the keyset encrypted under another key and bound to its place."""
    wrapped: bytes = proto_keyset_format.serialize_encrypted(keyset, under, place)
    return wrapped


def unwrap(wrapped: bytes, *, under: Aead, place: bytes) -> Any:
    """Return the keyset handle; raise `Tampered` when altered, moved, or under another key."""
    try:
        return proto_keyset_format.parse_encrypted(bytes(wrapped), under, place)
    except tink.TinkError:
        message = "A wrapped key was altered, moved, or belongs to another key folder."
        raise Tampered(message) from None


def seal(cipher: Aead, plaintext: bytes, *, place: bytes) -> bytes:
    """Return ciphertext bound to its place."""
    return cipher.encrypt(plaintext, place)


def unseal(cipher: Aead, ciphertext: bytes, *, place: bytes) -> bytes:
    """Return the plaintext; raise `Tampered` when altered, moved, or under another key."""
    try:
        return cipher.decrypt(bytes(ciphertext), place)
    except tink.TinkError:
        message = "Sealed data was altered, moved, or sealed by another key."
        raise Tampered(message) from None
