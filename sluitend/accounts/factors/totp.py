# SPDX-License-Identifier: EUPL-1.2
"""Codes of an app (TOTP, RFC 6238): a shared secret and the time make six digits. Pure: no database."""

import base64
from datetime import datetime, timedelta
from secrets import token_bytes

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = timedelta(seconds=30)
DIGITS = 6
# A clock of a telephone may be half a minute off, either way.
TOLERANCE = 1
_ISSUER = "Sluitend"
_SECRET_BYTES = 20


def new_secret() -> bytes:
    """Return a fresh secret to share with an app."""
    return token_bytes(_SECRET_BYTES)


def shown(secret: bytes) -> str:
    """Return the secret as somebody types it into an app: groups of four letters and digits."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address(secret: bytes, owner: str) -> str:
    """Return what a QR code tells an app."""
    # Apps of long ago know no other hash; the strength of a code is in its six digits, not in this.
    return TOTP(secret, DIGITS, SHA1(), STEP.seconds).get_provisioning_uri(owner, _ISSUER)  # noqa: S303


def code_of(secret: bytes, at: datetime) -> str:
    """Return the code that an app shows at an instant."""
    return _code(secret, _counter(at))


def digits_of(typed: str) -> str:
    """Return the six digits that somebody typed, in whatever groups; empty when it is no code of an app."""
    digits = "".join(sign for sign in typed if not sign.isspace() and sign != "-")
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else ""


def counter_of(secret: bytes, digits: str, now: datetime) -> int | None:
    """Return to which half minute a code belongs, of those that count now; None when it is wrong."""
    middle = _counter(now)
    found = None
    # All are tried, whichever fits: the time it takes tells nothing.
    for counter in range(middle - TOLERANCE, middle + TOLERANCE + 1):
        if bytes_eq(_code(secret, counter).encode(), digits.encode()):
            found = counter
    return found


def _code(secret: bytes, counter: int) -> str:
    return HOTP(secret, DIGITS, SHA1()).generate(counter).decode()  # noqa: S303 - see `address`


def _counter(instant: datetime) -> int:
    return int(instant.timestamp()) // STEP.seconds
