# SPDX-License-Identifier: EUPL-1.2
"""An instance whose keys, triggers or durability are not in order does not start."""

from pathlib import Path
from typing import Any

import pytest

from sluitend.core import durability, triggers, walls
from sluitend.core.tests.owning import drop_triggers
from sluitend.privacy import keys, readiness
from sluitend.privacy.tests.conftest import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's own database does not wait for the disk, and its login may become the owner."""
    monkeypatch.setattr(durability, "faults", lambda _connection: [])
    monkeypatch.setattr(walls, "role_faults", lambda _connection: [])


def test_instance_in_order_is_ready() -> None:
    assert readiness.faults() == []


def test_missing_trigger_is_named_with_its_remedy() -> None:
    drop_triggers()
    [fault] = readiness.faults()
    assert "privacy_journalentry_no_update" in fault
    assert "sluitend migrate" in fault


def test_strange_trigger_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = dict(triggers._REGISTRY)
    ours.pop("privacy_journalentry_no_update")
    monkeypatch.setattr(triggers, "_REGISTRY", ours)
    [fault] = readiness.faults()
    assert "not ours: privacy_journalentry_no_update" in fault
    assert "sluitend migrate" in fault


def test_missing_keys_are_named_with_their_remedy(settings: Any, tmp_path: Path) -> None:
    settings.KEY_DIR = tmp_path / "nowhere"
    [fault] = readiness.faults()
    assert str(tmp_path) in fault
    assert "sluitend keys create" in fault


def test_keys_of_another_database_are_refused(settings: Any, tmp_path: Path, dossier: Dossier) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    keys.create_all(settings.KEY_DIR)
    [fault] = readiness.faults()
    assert "does not exist" in fault


def test_loose_key_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.KEY_DIR = tmp_path / "keys"
    keys.create_all(settings.KEY_DIR)
    (settings.KEY_DIR / "master.key").chmod(0o644)
    [fault] = readiness.faults()
    assert "chmod 600" in fault


def test_weak_durability_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durability, "faults", lambda _connection: ["The database forgets."])
    assert readiness.faults() == ["The database forgets."]
