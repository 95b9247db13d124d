# SPDX-License-Identifier: EUPL-1.2
"""Trying to sign in: counted before anything is compared, for people who exist and who do not."""

from django.http import HttpRequest, HttpResponse

from sluitend.accounts import devices
from sluitend.accounts.models import Person, tidy_email
from sluitend.core.networks import address_of
from sluitend.privacy import guessing
from sluitend.privacy.guessing import Attempt, Door, TooSoon

__all__ = ["Attempt", "Door", "TooSoon", "begin", "came_in", "was_right"]

was_right = guessing.was_right


def begin(request: HttpRequest, email: str, *, door: Door = Door.PASSWORD) -> Attempt:
    """Count one try at an account, before its secret is looked at; raises `TooSoon`.

    `was_right` gives it back. Each factor counts at a door of its own, under the person's address.
    """
    return guessing.attempt(
        door, subject=tidy_email(email), address=address_of(request), device=devices.known(request, email)
    )


def came_in(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Know this device and its network after a complete sign-in, with every factor."""
    guessing.welcome(Door.PASSWORD, address_of(request))
    devices.remember(request, response, person)
