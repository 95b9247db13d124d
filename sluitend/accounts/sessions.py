# SPDX-License-Identifier: EUPL-1.2
"""Sessions of which a copy of the database tells nothing and opens nothing.

Django keeps the very value of the cookie as the row's key, and the content readable: who can read
the table is signed in as everybody in it, and reads the codes that a page was about to show. Here
the row has a hash for a key, and only the cookie opens its content.
"""

import base64
import binascii
import hashlib
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.sessions.backends import db
from django.utils import timezone

_NONCE_BYTES = 12
# As long as the column: 160 bits of the hash.
_ROW_LENGTH = 40


class SessionStore(db.SessionStore):
    """A session in the database, found and opened by its cookie alone."""

    def load(self) -> dict[str, Any]:
        """Return the content; forget a key of which no row lives, so that nobody can choose one."""
        key = self.session_key
        rows = self.model.objects.filter(session_key=row_of(key), expire_date__gt=timezone.now())
        found = rows.first() if key else None
        if key is None or found is None:
            self._session_key = None
            return {}
        return _open(key, found.session_data)

    def exists(self, session_key: str) -> bool:
        """Return whether there is a row of this key."""
        return bool(self.model.objects.filter(session_key=row_of(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to store: the one that Django makes, hashed and sealed."""
        row = super().create_model_instance(data)
        key = row.session_key
        row.session_key, row.session_data = row_of(key), _seal(key, data)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove the row of a key, or of this session."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=row_of(key)).delete()


def row_of(session_key: str | None) -> str:
    """Return the key of the row of a session; it does not lead back to the cookie."""
    return hashlib.sha256(f"sluitend session row {session_key}".encode()).hexdigest()[:_ROW_LENGTH]


def _cipher(session_key: str) -> AESGCM:
    # The cookie's value is random (165 bits), so that one hash of it makes a key.
    return AESGCM(hashlib.sha256(f"sluitend session content {session_key}".encode()).digest())


def _seal(session_key: str, data: dict[str, Any]) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    place = row_of(session_key).encode()
    sealed = _cipher(session_key).encrypt(nonce, json.dumps(data).encode(), place)
    return base64.b64encode(nonce + sealed).decode()


def _open(session_key: str, stored: str) -> dict[str, Any]:
    """Return what was sealed; what was altered or comes from elsewhere counts as nothing at all."""
    try:
        raw = base64.b64decode(stored, validate=True)
        place = row_of(session_key).encode()
        plain = _cipher(session_key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place)
    except (binascii.Error, ValueError, InvalidTag):
        return {}
    data: dict[str, Any] = json.loads(plain)
    return data
