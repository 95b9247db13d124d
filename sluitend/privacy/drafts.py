# SPDX-License-Identifier: EUPL-1.2
"""Half-filled forms of visitors without an account.

The row is useless without the cookie, which holds its key; the cookie holds no content. What is
not touched for 24 hours is gone.

There are at most `MOST` drafts; a new one then takes the place of the one that was untouched for
longest. So a flood fills no disk and keeps nobody out: whoever writes a screen now has the newest
draft, and loses it only when `MOST` others begin before the next screen. A limit per network would
need the network of every visitor in the database, and one flooded or flooding town hall would shut
out all of its own staff.
"""

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.utils.translation import gettext as _

from sluitend.core import clock, rows
from sluitend.core.errors import BadInput
from sluitend.privacy.models import Draft

LIFETIME = timedelta(hours=24)
MAX_BYTES = 200_000
MOST = 20_000
_SELECT = f'SELECT ciphertext FROM "{Draft._meta.db_table}" WHERE id_hash = %s AND expires_at > %s'  # noqa: S608
_EXPIRES = Draft._meta.get_field("expires_at")
_ID_BYTES, _KEY_BYTES, _NONCE_BYTES = 16, 32, 12


@dataclass(frozen=True, slots=True)
class _Ticket:
    """What the cookie says: which row, and the key to it."""

    id: bytes
    key: bytes

    @property
    def id_hash(self) -> bytes:
        return hashlib.sha256(b"sluitend draft" + self.id).digest()

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(self.id + self.key).decode()


def save(cookie_value: str | None, data: dict[str, Any]) -> str:
    """Store the data under the cookie's ticket and return the cookie value to set.

    A ticket that is absent, malformed, expired or unknown is replaced by a fresh one, so that
    nobody can be made to write under a ticket that somebody else chose.
    """
    plain = json.dumps(data, ensure_ascii=False).encode()
    if len(plain) > MAX_BYTES:
        raise BadInput(_("This text is too long to keep. Please shorten it."))
    ticket = _read(cookie_value)
    if ticket is None or _open(ticket) is None:
        ticket = _Ticket(secrets.token_bytes(_ID_BYTES), secrets.token_bytes(_KEY_BYTES))
        rows.trim(Draft, newest_by="expires_at", keep=MOST - 1)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(ticket.key).encrypt(nonce, plain, ticket.id_hash)
    rows.put(Draft(id_hash=ticket.id_hash, ciphertext=sealed, expires_at=clock.now() + LIFETIME))
    return str(ticket)


def load(cookie_value: str | None) -> dict[str, Any] | None:
    """Return the data of the cookie's ticket, or None when there is none (any more)."""
    ticket = _read(cookie_value)
    return None if ticket is None else _open(ticket)


def drop(cookie_value: str | None) -> None:
    """Remove the draft of the cookie's ticket, when the ticket opens it."""
    ticket = _read(cookie_value)
    if ticket is not None and _open(ticket) is not None:
        Draft.objects.filter(id_hash=ticket.id_hash).delete()


def purge() -> int:
    """Remove all expired drafts; return how many."""
    return Draft.objects.filter(expires_at__lte=clock.now()).delete()[0]


def _read(cookie_value: str | None) -> _Ticket | None:
    try:
        raw = base64.b64decode((cookie_value or "").encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    if len(raw) != _ID_BYTES + _KEY_BYTES:
        return None
    return _Ticket(raw[:_ID_BYTES], raw[_ID_BYTES:])


def _open(ticket: _Ticket) -> dict[str, Any] | None:
    # Every step of every visitor passes here, twice: fixed text costs a fraction of what the ORM does.
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [ticket.id_hash, _EXPIRES.get_db_prep_value(clock.now(), connection)])
        row = cursor.fetchone()
    if row is None:
        return None
    sealed = bytes(row[0])
    try:
        plain = AESGCM(ticket.key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], ticket.id_hash)
    except InvalidTag:
        return None
    data: dict[str, Any] = json.loads(plain)
    return data
