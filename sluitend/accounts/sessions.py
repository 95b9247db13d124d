# SPDX-License-Identifier: EUPL-1.2
"""Sessions of which a copy of the database tells nothing and opens nothing, and that end in time.

Django keeps the very value of the cookie as the row's key, and the content readable: who can read
the table is signed in as everybody in it, and reads the codes that a page was about to show. Here
the row has a hash for a key, and only the cookie opens its content.

A session of staff ends 15 minutes after its last use and 8 hours after signing in, whatever the
cookie says. Which of the two comes first stands in `expire_date`; it is compared on each request.

Anybody can make us begin a session of a visitor. Of those there are at most `MOST_VISITORS`, give or
take what comes in between two times of trimming; those of staff are not counted.
"""

import base64
import binascii
import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import Q

from sluitend.accounts.browsers import Browser
from sluitend.accounts.models import Session
from sluitend.core import clock, rows

IDLE = timedelta(minutes=15)
MOST = timedelta(hours=8)
# A page more in the same minute costs no statement; a session may end that much earlier.
NOTED_EVERY = timedelta(minutes=1)
# So many that nobody loses theirs between the password and the code, and no disk fills.
MOST_VISITORS = 100_000
TRIM_EVERY = 64
_VISITORS = Q(person__isnull=True)
_NONCE_BYTES = 12
# As long as the column: 160 bits of the hash.
_ROW_LENGTH = 40


class Left(NamedTuple):
    """Seconds until a session ends: without further use, and whatever its use."""

    idle: int
    most: int


class SessionStore(db.SessionStore):
    """A session in the database, found and opened by its cookie alone."""

    # What the request comes from; only kept for who signs in.
    browser = Browser()

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._row: Session | None = None
        self.signed_out = False

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return our own table of sessions."""
        return Session

    def create(self) -> None:
        """Begin a session; now and then the visitors' that end soonest make place."""
        if not secrets.randbelow(TRIM_EVERY):
            rows.trim(Session, newest_by="expire_date", keep=MOST_VISITORS, among=_VISITORS)
        super().create()

    def load(self) -> dict[str, Any]:
        """Return the content; forget a key of which no row lives, so that nobody can choose one."""
        key = self.session_key
        found = Session.objects.filter(session_key=row_of(key), expire_date__gt=clock.now())
        self._row = found.first() if key else None
        if key is None or self._row is None:
            self._session_key = None
            return {}
        return _open(key, self._row.session_data)

    def flush(self) -> None:
        """Forget all of this session, and note that somebody signed out by it."""
        self.signed_out = self._row is not None and self._row.person_id is not None
        super().flush()

    def exists(self, session_key: str) -> bool:
        """Return whether there is a row of this key."""
        return Session.objects.filter(session_key=row_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to store, hashed and sealed; it says whose it is and when it ends."""
        key, now = super().create_model_instance(data).session_key, clock.now()
        person = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        # Only signing in begins a session anew: a new key, as after a new password, does not.
        goes_on = self._row is not None and self._row.person_id == person
        begun = self._row.begun_at if self._row is not None and goes_on else now
        staff = person is not None
        self._row = Session(
            session_key=row_of(key),
            session_data=_seal(key, data),
            expire_date=_end(begun, now) if staff else now + timedelta(seconds=self.get_expiry_age()),
            person_id=person,
            begun_at=begun,
            seen_at=now,
            browser=self.browser.name if staff else "",
            system=self.browser.system if staff else "",
        )
        return self._row

    def delete(self, session_key: str | None = None) -> None:
        """Remove the row of a key, or of this session."""
        key = session_key or self.session_key
        if session_key is None:
            self._row = None
        if key is not None:
            Session.objects.filter(session_key=row_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Remove what can no longer be used."""
        Session.objects.filter(expire_date__lte=clock.now()).delete()

    def note_use(self) -> None:
        """Let the idle time of staff begin anew; a session that was ended meanwhile stays ended."""
        row, now = self._row, clock.now()
        if row is None or row.person_id is None or not self._is_due(row, now):
            return
        row.seen_at, row.expire_date = now, _end(row.begun_at, now)
        Session.objects.filter(pk=row.pk).update(seen_at=row.seen_at, expire_date=row.expire_date)

    @property
    def left(self) -> Left | None:
        """How long a session of staff still lasts once this request has been noted; None for a visitor."""
        row, now = self._row, clock.now()
        if row is None or row.person_id is None or SESSION_KEY not in self:
            return None
        seen = now if self.modified or self._is_due(row, now) else row.seen_at
        most = int((row.begun_at + MOST - now).total_seconds())
        return Left(min(int((seen + IDLE - now).total_seconds()), most), most)

    @staticmethod
    def _is_due(row: Session, now: datetime) -> bool:
        return now - row.seen_at >= NOTED_EVERY


def _end(begun: datetime, seen: datetime) -> datetime:
    return min(begun + MOST, seen + IDLE)


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
