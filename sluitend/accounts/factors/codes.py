# SPDX-License-Identifier: EUPL-1.2
"""Codes that somebody types: of an app, and recovery codes. The one place where a code is tried.

A code counts once; who comes second with the same code is refused, also in the same millisecond.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator

from sluitend.accounts.factors import sealed, spending, totp
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.models import Person
from sluitend.core import clock
from sluitend.core.base32 import ALPHABET, grouped, random_symbols, tidy

# Longer than a code can be valid by far: whoever puts a clock back a little gets no second try.
_REMEMBER = timedelta(hours=1)
RECOVERY_CODES = 10
# 50 random bits: with every try slowed down nobody guesses one, and it fits on a note.
_RECOVERY_SYMBOLS = 10


def check(person: Person, typed: str) -> Means | None:
    """Use the code that somebody typed; return what it was, or None when it is wrong or was used before."""
    if digits := totp.digits_of(typed):
        return Means.APP if _check_app(person, digits) else None
    return Means.RECOVERY_CODE if _check_recovery(person, typed) else None


def new_recovery_codes() -> list[str]:
    """Return fresh recovery codes, as somebody keeps them."""
    return [grouped(random_symbols(_RECOVERY_SYMBOLS), size=5) for _ in range(RECOVERY_CODES)]


def recovery_token(person: Person, code: str) -> bytes:
    """Return the keyed hash of a recovery code: all that is kept of it."""
    return spending.token_of("recovery code", person.pk, tidy(code))


def spend_app(person: Person, app: Authenticator, counter: int) -> bool:
    """Use the code of an app of one half minute; return False when it was used before."""
    token = app_token(person, app, counter)
    if not spending.spend(token, person=person, forget_at=clock.now() + _REMEMBER):
        return False
    _used(app)
    return True


def app_token(person: Person, app: Authenticator, counter: int) -> bytes:
    """Return the keyed hash under which the code of an app of one half minute counts as used."""
    return spending.token_of("app", person.pk, app.pk, counter)


def _check_app(person: Person, digits: str) -> bool:
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if found is None:
        return False
    counter = totp.counter_of(sealed.unseal(person, found.data["secret"]), digits, clock.now())
    return counter is not None and spend_app(person, found, counter)


def _check_recovery(person: Person, typed: str) -> bool:
    code = tidy(typed)
    if len(code) != _RECOVERY_SYMBOLS or any(symbol not in ALPHABET for symbol in code):
        return False
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    token = recovery_token(person, code)
    if found is None or token.hex() not in found.data["tokens"]:
        return False
    if not spending.spend(token, person=person, forget_at=None):
        return False
    _used(found)
    return True


def _used(authenticator: Authenticator) -> None:
    Authenticator.objects.filter(pk=authenticator.pk).update(last_used_at=clock.now())
