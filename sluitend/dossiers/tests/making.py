# SPDX-License-Identifier: EUPL-1.2
"""Dossiers for tests, made the way the rooms make them."""

from typing import Any

from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import Actor, system
from sluitend.dossiers import services
from sluitend.dossiers.models import Dossier

TEST = system("test")
OFFICER = "aandachtsfunctionaris"


def opened(by: Actor = TEST, **changed: Any) -> Dossier:
    """Open a signal in Lisse, just received, for the officer's role."""
    values: dict[str, Any] = {
        "kind": "signal",
        "municipality": LISSE,
        "compartment": "signals",
        "state": "received",
        "owner_role": OFFICER,
    }
    return services.open_dossier(**(values | changed), by=by)


def again(dossier: Dossier) -> Dossier:
    """Return the dossier as it is in the database now."""
    return Dossier.objects.get(pk=dossier.pk)
