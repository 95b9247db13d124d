# SPDX-License-Identifier: EUPL-1.2
"""Devices at which somebody signed in before: strangers who guess at an account do not hold them up.

The cookie opens nothing: password and second factor are asked as ever. It names the device and, by a
keyed hash, the account; it ends with the password, when somebody leaves, after `LIFETIME`, and when the
person has all devices forgotten. A shared desk knows the last `MOST` people.
"""

import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from sluitend.accounts.models import Person, tidy_email
from sluitend.core import clock
from sluitend.privacy.codes import keyed_hash

COOKIE = "apparaat"
LIFETIME = timedelta(days=90)
PASS_LIFETIME = timedelta(minutes=30)
MOST = 5
_SALT = "sluitend.accounts.devices"
_PASS_SALT = f"{_SALT}.pass"


@dataclass(frozen=True, slots=True)
class _Known:
    """What a device says of one person: whose, its own name, of which password, since when."""

    of: str
    device: str
    password: str
    since: int


def known(request: HttpRequest, email: str) -> str:
    """Return the name of this device when the person of this address is known at it, else nothing.

    The database is asked only by a device that was given to this very account.
    """
    of = _account(email)
    found = next((one for one in _read(request.COOKIES.get(COOKIE, "")) if one.of == of), None)
    if found is None:
        return ""
    person = Person.objects.filter(email=tidy_email(email), is_active=True).first()
    return found.device if person is not None and _holds(found, person) else ""


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Let this device be known as the person's; one that is known already keeps its name."""
    device = known(request, person.email) or _new_name()
    _set(request, response, _of(person, device))


def _set(request: HttpRequest, response: HttpResponse, newest: _Known) -> None:
    others = [one for one in _read(request.COOKIES.get(COOKIE, "")) if one.of != newest.of]
    response.set_cookie(
        COOKIE,
        signing.dumps([asdict(one) for one in [newest, *others][:MOST]], salt=_SALT),
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def pass_for(person: Person) -> str:
    """Return what makes the device that brings it back in time known to the person, for an address.

    However many devices bring it: together they are one device, with one budget.
    """
    return signing.dumps(asdict(_of(person, _new_name())), salt=_PASS_SALT)


def let_in(request: HttpRequest, response: HttpResponse, brought: str) -> bool:
    """Let this device be known to the person of a pass; return whether the pass was good."""
    try:
        one = _Known(**signing.loads(brought, salt=_PASS_SALT))
    except signing.BadSignature:
        return False
    if one.since < (clock.now() - PASS_LIFETIME).timestamp():
        return False
    _set(request, response, one)
    return True


def _of(person: Person, device: str) -> _Known:
    return _Known(_account(person.email), device, _password(person), int(clock.now().timestamp()))


def _holds(one: _Known, person: Person) -> bool:
    """Return whether a device is still known: not too long ago, not revoked, with this password."""
    oldest = clock.now() - LIFETIME
    if person.devices_from is not None:
        oldest = max(oldest, person.devices_from)
    return one.since > oldest.timestamp() and hmac.compare_digest(one.password, _password(person))


def _read(cookie: str) -> list[_Known]:
    try:
        return [_Known(**one) for one in signing.loads(cookie, salt=_SALT)]
    except signing.BadSignature:
        return []


def _account(email: str) -> str:
    return keyed_hash(tidy_email(email), purpose="known-device").hex()[:32]


def _password(person: Person) -> str:
    """What a new password changes; it does not lead back to the hash of the password."""
    return salted_hmac(_SALT, person.password, algorithm="sha256").hexdigest()[:32]


def _new_name() -> str:
    return secrets.token_urlsafe(16)
