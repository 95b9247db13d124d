# SPDX-License-Identifier: EUPL-1.2
"""Erasure: content is gone at once, the journal still proves what happened."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from sluitend.core.actor import Actor
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import become_owner
from sluitend.privacy import blind, erasure, journal, vaults
from sluitend.privacy.errors import KeyDestroyed
from sluitend.privacy.models import BlindIndex, DossierKey, JournalEntry
from sluitend.privacy.tests.conftest import COMPARTMENT, MUNICIPALITY, Dossier, write

PLACE = {"municipality": MUNICIPALITY, "compartment": COMPARTMENT}


@pytest.fixture
def filled(dossier: Dossier, other: Dossier, vera: Actor) -> Dossier:
    """A dossier with journalled details, a look and a blind index, beside another one."""
    for one in (dossier, other):
        write(one.id, vera, 3, detail={"reason": "test"}, pen=one.pen)
        blind.put(one.id, entries=[("phone", "+31600000000")], **PLACE)
    vaults.look(dossier.id, by=vera, purpose="test-page")
    return dossier


def test_erased_content_cannot_be_opened_or_added_to(filled: Dossier, vera: Actor) -> None:
    erasure.erase(filled.id, by=vera)
    with pytest.raises(KeyDestroyed):
        vaults.look(filled.id, by=vera, purpose="test-page")
    with pytest.raises(KeyDestroyed):
        write(filled.id, vera, detail={"reason": "x"})


def test_only_keys_and_indexes_of_that_dossier_go(filled: Dossier, other: Dossier, vera: Actor) -> None:
    erasure.erase(filled.id, by=vera)
    assert set(DossierKey.objects.values_list("dossier_id", flat=True)) == {other.id}
    assert blind.hits("phone", "+31600000000", **PLACE) == [other.id]
    assert BlindIndex.objects.count() == 1


def test_journal_still_verifies_and_names_the_erasure(
    filled: Dossier, vera: Actor, checkpoint_dir: Path
) -> None:
    journal.checkpoint()
    erasure.erase(filled.id, by=vera)
    write(filled.id, vera)
    assert journal.verify().sound
    assert [line.action for line in journal.entries(filled.id)][-2:] == ["dossier.erase", "test.act-0"]
    assert JournalEntry.objects.filter(chain=filled.id, detail__isnull=False).count() == 3


def test_rooms_erase_in_the_same_transaction(
    filled: Dossier, vera: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased: list[UUID] = []
    monkeypatch.setattr(erasure, "_ERASERS", [])
    assert erasure.register(erased.append) == erased.append
    erasure.register(_fails)
    with pytest.raises(ConnectionError):
        erasure.erase(filled.id, by=vera)
    assert erased == [filled.id]
    assert DossierKey.objects.filter(dossier_id=filled.id).count() == 3
    assert journal.entries(filled.id)[-1].action == "test-page"


def _fails(_dossier_id: UUID) -> None:
    raise ConnectionError


@pytest.mark.django_db
def test_there_is_nothing_to_erase_twice(vera: Actor) -> None:
    with pytest.raises(KeyDestroyed):
        erasure.erase(new_id(), by=vera)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("model", [DossierKey, BlindIndex])
def test_no_key_and_no_index_goes_without_an_erasure_in_the_journal(
    filled: Dossier, other: Dossier, vera: Actor, model: type[Model]
) -> None:
    erasure.erase(other.id, by=vera)
    before = model._default_manager.count()
    with pytest.raises(IntegrityError, match="by erasure only"), transaction.atomic():
        model._default_manager.filter(dossier_id=filled.id)._raw_delete(using="default")
    assert model._default_manager.count() == before > 0


@pytest.mark.parametrize("model", [DossierKey, BlindIndex])
def test_no_key_and_no_index_changes(filled: Dossier, model: type[Model]) -> None:
    # On PostgreSQL the application lacks the right; the owner meets the trigger.
    become_owner()
    for field in model._meta.concrete_fields:
        other_value: object = {"BinaryField": b"x", "UUIDField": UUID(int=1), "BigAutoField": 10**9}.get(
            field.get_internal_type(), "x"
        )
        one = model._default_manager.order_by("pk")[:1].values("pk")
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            model._default_manager.filter(pk__in=one).update(**{field.attname: other_value})


@pytest.mark.parametrize("model", [DossierKey, BlindIndex])
def test_no_key_and_no_index_is_replaced_or_emptied_at_once(filled: Dossier, model: type[Model]) -> None:
    become_owner()
    table = model._meta.db_table
    act = f'TRUNCATE "{table}"'
    if connection.vendor == "sqlite":
        act = f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"'  # noqa: S608
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
