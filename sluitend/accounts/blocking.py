# SPDX-License-Identifier: EUPL-1.2
"""Blocking somebody at once: an account in wrong hands, a device that was lost, a quarrel.

Password, passkey, start link and identity provider open nothing while somebody is blocked. Roles, dossiers
and second factors stay as they are, so that it can be done first and thought about afterwards.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.accounts import acts, managing
from sluitend.accounts.models import Person, Session
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import Conflict


class Backend(ModelBackend):
    """Django's own, for signing in and for each request of a session: not while somebody is blocked."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Return whether this person may sign in, or stay so."""
        return isinstance(user, Person) and user.may_sign_in


@transaction.atomic
def block(*, person: Person, by: Actor) -> None:
    """Let nobody sign in as this person, and end their sessions, until `unblock`."""
    managing.require_in(by, person.municipality)
    managing.require_other(by, person)
    if not Person.objects.who_may_sign_in().filter(pk=person.pk).update(blocked_at=clock.now()):
        message = _("This person has left, or is blocked already.")
        raise Conflict(message)
    Session.objects.filter(person=person).delete()
    acts.write("person.block", person, by)


@transaction.atomic
def unblock(*, person: Person, by: Actor) -> None:
    """Let this person sign in again, as they could before."""
    managing.require_in(by, person.municipality)
    managing.require_other(by, person)
    blocked = Person.objects.filter(pk=person.pk, is_active=True, blocked_at__isnull=False)
    if not blocked.update(blocked_at=None):
        message = _("This person has left, or is not blocked (any more).")
        raise Conflict(message)
    acts.write("person.unblock", person, by)
