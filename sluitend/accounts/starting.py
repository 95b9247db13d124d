# SPDX-License-Identifier: EUPL-1.2
"""A link with which somebody chooses a password of their own: once, within three days.

Nobody but they ever knows the password. Making a link ends what was (a passkey apart): the old
password and open sessions count no longer, nor does an earlier link. So who makes a link for a
colleague and uses it does not go unseen: the colleague is out, and finds the link used. Nothing is
stored: the link is signed with a key outside the database, and tied to what stands as the password.
"""

import base64
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from sluitend.accounts import acts, managing, services
from sluitend.accounts.models import Person, Session
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, NotFound

LIFETIME = timedelta(hours=72)
_SALT = "sluitend.accounts.starting"
_ID_BYTES, _HEAD_BYTES = 16, 21


@transaction.atomic
def make_link(*, person: Person, by: Actor) -> str:
    """End password and sessions, and return the token with which its owner chooses a new password."""
    managing.require_in(by, person.municipality)
    managing.require_other(by, person)
    if not person.is_active:
        message = _("This person has left.")
        raise BadInput(message)
    if person.blocked_at is not None:
        message = _("This person is blocked. Lift that first.")
        raise BadInput(message)
    person.password = make_password(None)
    person.save(update_fields=["password"])
    Session.objects.filter(person=person).delete()
    acts.write("person.start-link", person, by)
    return _token(person, int(clock.now().timestamp()))


def owner(token: str) -> Person:
    """Return whose link this is; used, replaced, expired and made up alike are `NotFound`."""
    return _owner(token, lock=False)


@transaction.atomic
def choose_password(*, token: str, password: str) -> Person:
    """Open an account with a password of its owner's own; the link is used up by it."""
    person = _owner(token, lock=True)
    services.set_password(person=person, password=password, by=Actor(ActorKind.STAFF, str(person.pk)))
    return person


def _owner(token: str, *, lock: bool) -> Person:
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        person_id, made = UUID(bytes=raw[:_ID_BYTES]), int.from_bytes(raw[_ID_BYTES:_HEAD_BYTES])
    except ValueError as error:
        raise _no_link() from error
    people = Person.objects.who_may_sign_in().filter(pk=person_id)
    person = (people.select_for_update(no_key=True) if lock else people).first()
    too_late = clock.now().timestamp() - made > LIFETIME.total_seconds()
    if person is None or too_late or not constant_time_compare(_token(person, made), token):
        raise _no_link()
    return person


def _token(person: Person, made: int) -> str:
    """Return who it is for, when it was made, and a keyed hash of both with what stands as the password."""
    head = person.pk.bytes + made.to_bytes(_HEAD_BYTES - _ID_BYTES)
    proof = salted_hmac(_SALT, f"{head.hex()} {person.password}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(head + proof).decode().rstrip("=")


def _no_link() -> NotFound:
    return NotFound(_("This link does not work (any more). Ask your administrator for a new one."))
