# SPDX-License-Identifier: EUPL-1.2
"""All changes to somebody's factors. Each is in the journal, in the transaction of the change itself."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from sluitend.accounts import acts
from sluitend.accounts.factors import codes, sealed, selectors, totp
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.models import Person
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused

NAME_LENGTH = 60
_STAMP = 26


@transaction.atomic
def add_app(*, person: Person, secret: bytes, code: str, first: bool, by: Actor) -> list[str]:
    """Let an app with this secret count, once it shows the right code; one that was there before goes.

    Returns recovery codes to show once, when there were none yet. `first` is for who signs in without
    any factor so far: as soon as there is one, that way is closed.
    """
    _hold(person, first=first)
    counter = totp.counter_of(secret, totp.digits_of(code), clock.now())
    if counter is None:
        message = _("This code is not right. Look at the app again and fill in the code that it shows now.")
        raise BadInput(message, field="code")
    Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
    row = _add(person, Authenticator.Type.TOTP, {"secret": sealed.seal(person, secret)})
    codes.spend_app(person, row, counter)
    acts.write("factor.add", person, by, detail={"kind": Means.APP})
    return _first_recovery_codes(person, by)


@transaction.atomic
def add_passkey(*, person: Person, made: Mapping[str, Any], name: str, first: bool, by: Actor) -> list[str]:
    """Let a passkey count that was just made; returns as `add_app` does."""
    _hold(person, first=first)
    data = {**made, "name": name.strip()[:NAME_LENGTH] or _("Passkey")}
    mine = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    if any(row.data["credential"] == data["credential"] for row in mine):
        raise Conflict(_("This passkey is known already."))
    _add(person, Authenticator.Type.WEBAUTHN, data)
    acts.write("factor.add", person, by, detail={"kind": Means.PASSKEY})
    return _first_recovery_codes(person, by)


@transaction.atomic
def remove_app(*, person: Person, by: Actor) -> None:
    """Let the app count no more; refused when it is the last factor."""
    _remove(person, by, Means.APP, type=Authenticator.Type.TOTP)


@transaction.atomic
def remove_passkey(*, person: Person, passkey_id: int, by: Actor) -> None:
    """Let a passkey of this person count no more; refused when it is the last factor."""
    _remove(person, by, Means.PASSKEY, type=Authenticator.Type.WEBAUTHN, pk=passkey_id)


@transaction.atomic
def renew_recovery_codes(*, person: Person, by: Actor) -> list[str]:
    """Make fresh recovery codes and return them, to be shown once; earlier ones count no more."""
    _hold(person)
    return _new_recovery_codes(person, by)


@transaction.atomic
def reset(*, person: Person, by: Actor) -> None:
    """Take all factors away, for a lost telephone, and end all sessions of this person.

    At the next sign-in a new factor is set up, right after the password.
    """
    _hold(person)
    Authenticator.objects.filter(user=person).delete()
    person.session_stamp = get_random_string(_STAMP)
    person.save(update_fields=["session_stamp"])
    acts.write("factor.reset", person, by)


@transaction.atomic
def record_confirmation(*, person: Person, means: Means, by: Actor) -> None:
    """Journal that somebody who was signed in showed a factor again."""
    acts.write("factor.confirm", person, by, detail={"kind": means})


def _hold(person: Person, *, first: bool = False) -> None:
    """Change the factors of one person one after another."""
    Person.objects.select_for_update().get(pk=person.pk)
    if first and selectors.has_factor(person):
        message = _("A second step was set up already. Sign in again and use it.")
        raise Conflict(message)


def _add(person: Person, kind: str, data: Mapping[str, Any]) -> Authenticator:
    row = Authenticator(user=person, type=kind, data=dict(data), created_at=clock.now())
    row.save(force_insert=True)
    return row


def _remove(person: Person, by: Actor, means: Means, **which: Any) -> None:
    _hold(person)
    row = Authenticator.objects.filter(user=person, **which).first()
    if row is None:
        raise NotFound(_("This is not there (any more)."))
    if not selectors.factors_of(person).several:
        raise Refused(_("This is your only second step. Add another one first; then this one can go."))
    row.delete()
    acts.write("factor.remove", person, by, detail={"kind": means})


def _first_recovery_codes(person: Person, by: Actor) -> list[str]:
    there = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return [] if there.exists() else _new_recovery_codes(person, by)


def _new_recovery_codes(person: Person, by: Actor) -> list[str]:
    fresh = codes.new_recovery_codes()
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    tokens = [codes.recovery_token(person, code).hex() for code in fresh]
    _add(person, Authenticator.Type.RECOVERY_CODES, {"tokens": tokens})
    acts.write("factor.recovery-codes", person, by)
    return fresh
