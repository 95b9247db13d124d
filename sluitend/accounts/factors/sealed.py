# SPDX-License-Identifier: EUPL-1.2
"""The secret that an app shares with us, sealed with a key of this person and bound to this person.

The key lies in the database, wrapped by a key that does not: a copy of the database makes no code, and
a secret that is moved to another person opens nothing.
"""

import base64
import binascii
from contextlib import AbstractContextManager

from sluitend.accounts.models import Person
from sluitend.core import scope
from sluitend.privacy import sealing, wrapped_keys
from sluitend.privacy.errors import Tampered

VAULT, COMPARTMENT = "factors", "accounts"


def seal(person: Person, secret: bytes) -> str:
    """Return the sealed secret. The caller holds the row of the person: the first time makes the key."""
    with _within(person):
        found = wrapped_keys.present(person.pk).get(VAULT)
        if found is not None:
            cipher = wrapped_keys.unwrap(found)
        else:
            place = {"municipality": person.municipality, "compartment": COMPARTMENT}
            cipher = wrapped_keys.create(person.pk, (VAULT,), **place)[VAULT]
    return base64.b64encode(sealing.seal(cipher, secret, place=_place(person))).decode()


def unseal(person: Person, text: str) -> bytes:
    """Return the secret; raise `Tampered` when it was altered, or is another person's."""
    try:
        sealed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        message = "A sealed secret was altered."
        raise Tampered(message) from None
    with _within(person):
        key = wrapped_keys.find(person.pk, (VAULT,))[VAULT]
    return sealing.unseal(wrapped_keys.unwrap(key), sealed, place=_place(person))


def _within(person: Person) -> AbstractContextManager[None]:
    """Reach the key; nobody has a role in this compartment, so no page of staff shows it by mistake."""
    return scope.within({(person.municipality, COMPARTMENT)})


def _place(person: Person) -> bytes:
    return sealing.bind("sluitend second factor", str(person.pk), "app")
