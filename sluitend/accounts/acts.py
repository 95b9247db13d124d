# SPDX-License-Identifier: EUPL-1.2
"""Acts about a person in the journal: one way for whoever changes people, roles or how they sign in."""

from collections.abc import Mapping
from typing import Any

from sluitend.accounts.models import Person
from sluitend.core import scope
from sluitend.core.actor import Actor
from sluitend.privacy import journal


def write(
    action: str,
    person: Person,
    by: Actor,
    *,
    municipality: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write an act about a person, in its transaction; where they are employed unless it is elsewhere."""
    place = municipality or person.municipality
    # In no compartment; who signs in has settled nowhere yet.
    with scope.within({(place, "")}):
        journal.act(
            by=by,
            action=action,
            dossier_id=None,
            municipality=place,
            object_type="person",
            object_id=str(person.pk),
            detail=detail,
        )
