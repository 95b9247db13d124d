# SPDX-License-Identifier: EUPL-1.2
"""Erasure of a dossier's content by destroying its keys. The journal stays verifiable."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from sluitend.core.actor import Actor
from sluitend.privacy import blind, journal
from sluitend.privacy.errors import KeyDestroyed
from sluitend.privacy.guards import ERASE
from sluitend.privacy.models import DossierKey

Eraser = Callable[[UUID], None]
_ERASERS: list[Eraser] = []


def register(eraser: Eraser) -> Eraser:
    """Let a room remove what it holds of an erased dossier, in the same transaction."""
    if eraser not in _ERASERS:
        _ERASERS.append(eraser)
    return eraser


@transaction.atomic
def erase(dossier_id: UUID, *, by: Actor) -> None:
    """Destroy the vault keys and blind indexes of a dossier and journal it.

    The entry comes first: without it the database lets no key go.

    Raises `KeyDestroyed` when there is nothing (left) to erase.
    """
    keys = list(DossierKey.objects.filter(dossier_id=dossier_id))
    if not keys:
        message = "This dossier has no keys: it was erased before, or never existed."
        raise KeyDestroyed(message)
    journal.act(
        by=by,
        action=ERASE,
        dossier_id=dossier_id,
        municipality=keys[0].municipality,
        compartment=keys[0].compartment,
    )
    DossierKey.objects.filter(dossier_id=dossier_id).delete()
    blind.forget(dossier_id)
    for eraser in _ERASERS:
        eraser(dossier_id)
