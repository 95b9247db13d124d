# SPDX-License-Identifier: EUPL-1.2
"""Names a submit of the registration form, and the receipt code that goes with it.

Both travel with the form, signed, so that a form that is sent twice finds the same signal and
shows the same code, and no code is ever stored.
"""

import uuid
from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from sluitend.accounts.models import Person
from sluitend.core.codes import new_code

_SALT = "sluitend.signals.register"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One submit that is to come."""

    submission: UUID
    code: str


def fresh() -> Ticket:
    """Return a ticket for a new form."""
    return Ticket(uuid.uuid4(), new_code())


def write(ticket: Ticket, person: Person) -> str:
    """Return the text that goes into the form of this person."""
    return signing.dumps([str(ticket.submission), ticket.code], salt=f"{_SALT}:{person.pk}")


def read(text: str, person: Person) -> Ticket:
    """Return the ticket that we gave to this person; a fresh one for anything else."""
    try:
        submission, code = signing.loads(text, salt=f"{_SALT}:{person.pk}")
    except signing.BadSignature:
        return fresh()
    return Ticket(UUID(submission), code)
