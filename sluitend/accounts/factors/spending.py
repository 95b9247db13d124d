# SPDX-License-Identifier: EUPL-1.2
"""Codes count once, however many ask at the same moment, in however many processes.

Using a code is putting a row there under a unique key; the database lets one of all win. A cache
cannot promise that: each of our processes has one for itself.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from sluitend.accounts.models import Person, SpentCode
from sluitend.core import clock
from sluitend.privacy.codes import keyed_hash


def token_of(kind: str, *parts: object) -> bytes:
    """Return the keyed hash under which a code of this kind counts as used."""
    return keyed_hash("\x00".join(map(str, parts)), purpose=f"second factor: {kind}")


def spend(token: bytes, *, person: Person, forget_at: datetime | None) -> bool:
    """Use a code; return False when it was used before, or by another at this moment."""
    try:
        with transaction.atomic():
            SpentCode(token=token, person=person, forget_at=forget_at).save(force_insert=True)
    except IntegrityError:
        return False
    return True


def forget() -> int:
    """Remove what would not be valid any more anyway; return how many rows went."""
    return SpentCode.objects.filter(forget_at__lte=clock.now()).delete()[0]
