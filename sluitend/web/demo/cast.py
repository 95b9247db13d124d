# SPDX-License-Identifier: EUPL-1.2
"""The people of the demo: one for each role of the pack, with working days, leave and a deputy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from sluitend.accounts import services
from sluitend.accounts.models import Person
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import Role
from sluitend.web.demo.timeline import Past

# Everybody's; the demo shows it on the screen.
PASSWORD = "sluitend-demo"  # noqa: S105
OFFICER, DEPUTY, HANDLER = "aandachtsfunctionaris", "plaatsvervanger", "behandelaar"
SUPERVISOR, CIVIL_AFFAIRS = "toezichthouder-boa", "burgerzaken"
REPRESENTATIVE = "vertegenwoordiger-wgs"

# Working days in which the officer was away, and will be: the deputy did and does the work then.
AWAY_FROM, AWAY_UNTIL = 14, 11
COMING_LEAVE = timedelta(days=10), timedelta(days=18)
FIVE_DAYS, THREE_DAYS = range(5), (0, 1, 3)

_NAMES: Mapping[str, str] = {
    OFFICER: "Fenna Functionaris",
    DEPUTY: "Willem Waarnemer",
    HANDLER: "Hanna Handelaar",
    SUPERVISOR: "Bas Boa",
    REPRESENTATIVE: "Ravi Regio",
    "bibob": "Bente Bibob",
    CIVIL_AFFAIRS: "Brechtje Burgerzaken",
    "zorg": "Zeger Zorg",
    "beleidsmedewerker-hg": "Hilde Huisgenoot",
    "communicatie": "Coosje Communicatie",
    "projectleider-dealbreakers": "Daan Dealbreaker",
    "burgemeester": "Berend Burgemeester",
    "raad": "Rosa Raadslid",
    "college": "Wubbe Wethouder",
    "ketenregisseur": "Katrijn Keten",
    "auditor": "Aukje Auditor",
    "fg": "Femke Gegevens",
    "beheerder": "Bea Beheerder",
}


@dataclass(frozen=True, slots=True)
class Login:
    """One way to sign in: the role in words, and the address that goes with it."""

    role: str
    name: str
    email: str


def email_of(role: str) -> str:
    """Return the address with which the person in this role signs in."""
    return f"{role}@example.invalid"


def logins(pack: Pack, language: str = "nl") -> list[Login]:
    """Return one way to sign in for each role of the pack."""
    return [Login(role.name.text(language), _name(role.id), email_of(role.id)) for role in _roles(pack)]


def hire(pack: Pack, *, by: Actor) -> dict[str, Person]:
    """Add one person for each role of the pack; return them by role."""
    municipality = pack.pack.serves[0]
    people: dict[str, Person] = {}
    for role in _roles(pack):
        person = services.add_person(
            name=_name(role.id), email=email_of(role.id), municipality=municipality, password=None, by=by
        )
        services.grant_role(person=person, role=role.id, municipality=municipality, by=by)
        services.set_working_days(person=person, weekdays=FIVE_DAYS, by=_self(person))
        people[role.id] = person
    # Hashing is slow on purpose; for one password that everybody may know, once is enough.
    Person.objects.filter(pk__in=[one.pk for one in people.values()]).update(password=make_password(PASSWORD))
    return people


def plan_absence(people: Mapping[str, Person], past: Past, *, by: Actor) -> None:
    """Give the officer a part-time week, leave behind and ahead, and a deputy in person."""
    officer, deputy = people[OFFICER], people[DEPUTY]
    own = _self(officer)
    services.set_working_days(person=officer, weekdays=THREE_DAYS, by=own)
    services.add_leave(person=officer, start=past.day(AWAY_FROM), end=past.day(AWAY_UNTIL), by=own)
    first, last = (clock.local_date(past.now) + days for days in COMING_LEAVE)
    services.add_leave(person=officer, start=first, end=last, by=own)
    services.set_deputy(person=officer, deputy=deputy, by=by)


def _self(person: Person) -> Actor:
    return Actor(ActorKind.STAFF, str(person.pk))


def _roles(pack: Pack) -> list[Role]:
    return [role for role in pack.roles if pack.used(role)]


def _name(role: str) -> str:
    return _NAMES.get(role, "Vera Voorbeeld")
