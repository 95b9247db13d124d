# SPDX-License-Identifier: EUPL-1.2
"""A test client of somebody who has signed in, and what stands in for their telephone."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from sluitend.accounts.factors import codes, confirmed, sealed, services, totp
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.models import Person, SpentCode
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.core import clock


class StaffClient(Client):
    """A client whose `force_login` leaves a session as signing in does: with a second factor shown."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        """Sign somebody in without a password and a code."""
        super().force_login(user, backend)
        session = self.session
        confirmed.record(session, user.pk, Means.APP)
        session.save()


def fresh_code(person: Person) -> str:
    """Return the code that somebody's app shows and that was not used yet; who has no app gets one."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if found is None:
        secret = totp.new_secret()
        code = totp.code_of(secret, clock.now())
        services.add_app(person=person, secret=secret, code=code, first=False, by=actor_for(person))
        return fresh_code(person)
    secret = sealed.unseal(person, found.data["secret"])
    return next(code for code in _valid(secret) if not _was_used(person, found, secret, code))


def sign_in(client: Client, person: Person, *, goal: str = "", follow: bool = False) -> Any:
    """Sign in as somebody does: password, then the code of the app; return the last answer."""
    code = fresh_code(person)
    given = {"username": person.email, "password": PASSWORD, **({"next": goal} if goal else {})}
    client.post("/inloggen/", given)
    return client.post("/inloggen/tweede-stap/", {"code": code}, follow=follow)


def _valid(secret: bytes) -> Iterator[str]:
    for late in (0, 1, -1):
        yield totp.code_of(secret, clock.now() + late * totp.STEP)


def _was_used(person: Person, app: Authenticator, secret: bytes, code: str) -> bool:
    counter = totp.counter_of(secret, code, clock.now())
    token = codes.app_token(person, app, counter or 0)
    return SpentCode.objects.filter(token=token).exists()
