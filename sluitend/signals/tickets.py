# SPDX-License-Identifier: EUPL-1.2
"""Names a submit of a form that ends with a code (a receipt, a link), and the code that goes with it.

Both travel with the form, signed, so that a form that is sent twice finds what it made and shows
the same code, and no code is ever stored.
"""

import uuid
from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from sluitend.accounts.models import Person
from sluitend.core.codes import new_code

_SALT = "sluitend.signals"
REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One submit that is to come."""

    submission: UUID
    code: str


def fresh() -> Ticket:
    """Return a ticket for a new form."""
    return Ticket(uuid.uuid4(), new_code())


def write(ticket: Ticket, person: Person, *, what: str = REGISTER) -> str:
    """Return the text that goes into a form of this person; `what` names the form."""
    return signing.dumps([str(ticket.submission), ticket.code], salt=_salt(person, what))


def read(text: str, person: Person, *, what: str = REGISTER) -> Ticket:
    """Return the ticket that we gave to this person for this form; a fresh one for anything else."""
    try:
        submission, code = signing.loads(text, salt=_salt(person, what))
    except signing.BadSignature:
        return fresh()
    return Ticket(UUID(submission), code)


def _salt(person: Person, what: str) -> str:
    return f"{_SALT}.{what}:{person.pk}"
