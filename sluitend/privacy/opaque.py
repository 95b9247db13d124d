# SPDX-License-Identifier: EUPL-1.2
"""Names for what somebody may not see yet: only we can read them back, for that person, for an hour.

An id tells by itself when a dossier was made, so that it cannot stand in an address that leads to one.
"""

import base64
import binascii
import secrets
from datetime import timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sluitend.core import clock
from sluitend.privacy.blind import derived_key
from sluitend.privacy.sealing import bind

LASTS = timedelta(hours=1)
_NONCE, _MOMENT = 12, 8


def hide(value: UUID, *, holder: str, purpose: str) -> str:
    """Return a name for this id that tells nothing, for use by `holder` and for one purpose."""
    until = int((clock.now() + LASTS).timestamp())
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher(purpose).encrypt(nonce, until.to_bytes(_MOMENT, "big") + value.bytes, bind(holder))
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def reveal(name: str, *, holder: str, purpose: str) -> UUID | None:
    """Return the id behind a name, or None when it is not ours, not theirs, or too old."""
    try:
        raw = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4))
        plain = _cipher(purpose).decrypt(raw[:_NONCE], raw[_NONCE:], bind(holder))
    except (ValueError, binascii.Error, InvalidTag):
        return None
    if int.from_bytes(plain[:_MOMENT], "big") < clock.now().timestamp():
        return None
    return UUID(bytes=plain[_MOMENT:])


def _cipher(purpose: str) -> AESGCM:
    return AESGCM(derived_key("opaque name", purpose))
