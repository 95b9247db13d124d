# SPDX-License-Identifier: EUPL-1.2
"""Two fictional dossiers, somebody who acts, and a folder of checkpoints of their own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from sluitend.core.actor import Actor, ActorKind
from sluitend.core.ids import new_id
from sluitend.privacy import journal, vaults

MUNICIPALITY, COMPARTMENT = "GM0001", "enforcement"


@dataclass(frozen=True)
class Dossier:
    """A dossier as this room sees it: an id with keys, and a pen."""

    id: UUID
    pen: vaults.Pen


@pytest.fixture
def vera() -> Actor:
    """Somebody of the staff."""
    return Actor(ActorKind.STAFF, "vera")


def make_dossier() -> Dossier:
    """Create the keys of a dossier."""
    dossier_id = new_id()
    with transaction.atomic():
        pen = vaults.create(dossier_id, municipality=MUNICIPALITY, compartment=COMPARTMENT)
    return Dossier(dossier_id, pen)


def write(dossier_id: UUID, by: Actor, count: int = 1, **more: Any) -> None:
    """Write acts in the journal of a dossier."""
    with transaction.atomic():
        for number in range(count):
            journal.act(
                by=by,
                action=f"test.act-{number}",
                dossier_id=dossier_id,
                municipality=MUNICIPALITY,
                compartment=COMPARTMENT,
                **more,
            )


@pytest.fixture
def dossier(db: None) -> Dossier:
    """The dossier that a test is about."""
    return make_dossier()


@pytest.fixture
def other(db: None) -> Dossier:
    """Another dossier of the same municipality."""
    return make_dossier()


@pytest.fixture
def checkpoint_dir(settings: Any, tmp_path: Path) -> Path:
    """A folder of checkpoints of this test alone."""
    folder = tmp_path / "checkpoints"
    settings.CHECKPOINT_DIR = folder
    return folder
