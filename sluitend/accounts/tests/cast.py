# SPDX-License-Identifier: EUPL-1.2
"""The small cast of the suite: people with a fixed meaning, on the real pack of Lisse."""

from sluitend.accounts import services
from sluitend.accounts.models import Person
from sluitend.core.actor import system

LISSE = "GM0553"
PASSWORD = "een-lang-wachtwoord-voor-proeven"


def add(name: str, role: str = "", *, municipality: str = LISSE) -> Person:
    """Add a person with a password and, when named, a role from today on."""
    by = system("test")
    email = f"{name.split(maxsplit=1)[0].lower()}@example.invalid"
    person = services.add_person(name=name, email=email, municipality=municipality, password=PASSWORD, by=by)
    if role:
        services.grant_role(person=person, role=role, municipality=municipality, by=by)
    return person
