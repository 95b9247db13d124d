# SPDX-License-Identifier: EUPL-1.2
"""Vaults: what is sealed is bound to its place, and read only after a look."""

import random
import secrets

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sluitend.core.actor import Actor
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import with_every_right
from sluitend.privacy import journal, sealing, vaults
from sluitend.privacy.errors import KeyDestroyed, Tampered, VaultNotOpened
from sluitend.privacy.fields import SealedField
from sluitend.privacy.models import DossierKey, JournalEntry
from sluitend.privacy.tests.conftest import Dossier
from sluitend.privacy.tests.note import Note, create_table

ALL = ("content", "reporter", "safe_contact")


def test_text_and_structure_come_back_from_the_database(dossier: Dossier, vera: Actor) -> None:
    create_table()
    note = Note()
    dossier.pen.seal(note, facts="Zes slaapplaatsen – één kamer", circumstances={"doors": ["achter"], "n": 2})
    note.save()
    read = vaults.look(dossier.id, by=vera, purpose="test-page")
    stored = Note.objects.get()
    assert read.read(stored, "facts") == "Zes slaapplaatsen – één kamer"
    assert read.read_json(stored, "circumstances") == {"doors": ["achter"], "n": 2}
    assert type(stored.facts) is bytes
    assert b"slaapplaatsen" not in stored.facts


def test_nothing_stays_nothing(dossier: Dossier, vera: Actor) -> None:
    note = Note()
    dossier.pen.seal(note, facts="iets")
    dossier.pen.seal(note, facts=None)
    read = vaults.look(dossier.id, by=vera, purpose="test-page")
    assert note.facts is None
    assert read.read(note, "facts") is None
    assert read.read_json(note, "facts") is None


def test_empty_text_is_not_nothing(dossier: Dossier, vera: Actor) -> None:
    note = Note()
    dossier.pen.seal(note, facts="")
    assert vaults.look(dossier.id, by=vera, purpose="test-page").read(note, "facts") == ""


def test_same_text_is_never_sealed_alike(dossier: Dossier) -> None:
    note, again = Note(), Note()
    dossier.pen.seal(note, facts="hetzelfde", circumstances="hetzelfde")
    dossier.pen.seal(again, facts="hetzelfde")
    assert len({note.facts, note.circumstances, again.facts}) == 3


def test_pen_of_an_existing_dossier_writes_what_the_first_pen_did(dossier: Dossier, vera: Actor) -> None:
    note = Note()
    vaults.pen(dossier.id).seal(note, reporter_name="Vera Voorbeeld")
    read = vaults.look(dossier.id, vaults=["reporter"], by=vera, purpose="test-page")
    assert read.read(note, "reporter_name") == "Vera Voorbeeld"


def test_a_plain_field_is_not_sealed_by_mistake(dossier: Dossier) -> None:
    with pytest.raises(TypeError, match="not a sealed field"):
        dossier.pen.seal(Note(), title="open")


def test_row_without_id_cannot_be_sealed(dossier: Dossier) -> None:
    with pytest.raises(ValueError, match="needs its id"):
        dossier.pen.seal(Note(id=None), facts="x")


def test_unknown_vault_is_refused() -> None:
    with pytest.raises(ValueError, match="no vault 'attic'"):
        SealedField(vault="attic")


def test_look_is_journalled_per_vault_before_anything_opens(
    dossier: Dossier, vera: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    really_unwrap = sealing.unwrap

    def watched(*args: object, **kwargs: object) -> object:
        order.append(f"unwrapped after {len(journal.entries(dossier.id))} looks")
        return really_unwrap(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(sealing, "unwrap", watched)
    vaults.look(dossier.id, vaults=["reporter", "content"], by=vera, purpose="test-page", origin="web")
    assert order == ["unwrapped after 2 looks"] * 2
    looks = JournalEntry.objects.filter(chain=dossier.id).order_by("seq")
    seen = looks.values_list("kind", "object_id", "action", "actor_id", "origin")
    assert list(seen) == [("look", vault, "test-page", "vera", "web") for vault in ("reporter", "content")]


def test_when_the_look_cannot_be_written_nothing_opens(
    dossier: Dossier, vera: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(journal, "look", broken)
    monkeypatch.setattr(sealing, "unwrap", lambda *_a, **_k: pytest.fail("a key was opened"))
    with pytest.raises(ConnectionError):
        vaults.look(dossier.id, by=vera, purpose="test-page")


@pytest.mark.django_db(transaction=True)
def test_look_inside_a_transaction_is_refused(dossier: Dossier, vera: Actor) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        vaults.look(dossier.id, by=vera, purpose="test-page")
    assert journal.entries(dossier.id) == []


@pytest.mark.django_db(transaction=True)
def test_look_stays_when_what_follows_fails(dossier: Dossier, vera: Actor) -> None:
    def view() -> None:
        vaults.look(dossier.id, by=vera, purpose="test-page")
        raise ConnectionError

    with pytest.raises(ConnectionError):
        view()
    assert len(journal.entries(dossier.id)) == 1


def test_field_of_a_vault_that_was_not_looked_at_stays_shut(dossier: Dossier, vera: Actor) -> None:
    note = Note()
    dossier.pen.seal(note, reporter_name="Vera Voorbeeld", safe_way="bel de buurvrouw")
    read = vaults.look(dossier.id, vaults=["content", "safe_contact"], by=vera, purpose="test-page")
    assert read.read(note, "safe_way") == "bel de buurvrouw"
    with pytest.raises(VaultNotOpened):
        read.read(note, "reporter_name")


def test_look_at_an_unknown_dossier_leaves_no_trace(db: None, vera: Actor) -> None:
    with pytest.raises(KeyDestroyed):
        vaults.look(new_id(), by=vera, purpose="test-page")
    assert not JournalEntry.objects.exists()


def test_new_dossier_costs_one_query_for_its_keys(db: None) -> None:
    vaults.create(new_id(), municipality="GM0001", compartment="care")
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        pen = vaults.create(new_id(), municipality="GM0001", compartment="care")
        pen.seal(Note(), facts="x", reporter_name="y", safe_way="z")
    assert len(queries) == 1


@pytest.mark.parametrize("moved_to", ["field", "row", "dossier", "vault"])
def test_moved_ciphertext_is_refused(dossier: Dossier, other: Dossier, vera: Actor, moved_to: str) -> None:
    note, target = Note(), Note()
    dossier.pen.seal(note, facts="geheim", reporter_name="Vera Voorbeeld")
    name, reader_of = "facts", dossier
    if moved_to == "field":
        target, name = note, "circumstances"
        note.circumstances = note.facts
    elif moved_to == "row":
        target.facts = note.facts
    elif moved_to == "dossier":
        target, reader_of = note, other
    else:
        target = note
        note.facts = note.reporter_name
    read = vaults.look(reader_of.id, vaults=ALL, by=vera, purpose="test-page")
    with pytest.raises(Tampered):
        read.read(target, name)


def test_ten_thousand_flips_and_swaps_never_open(dossier: Dossier, other: Dossier, vera: Actor) -> None:
    chance = random.Random(20260101)  # noqa: S311
    sealed = []
    for pen in (dossier.pen, other.pen):
        for number in range(20):
            note = Note()
            pen.seal(note, facts=f"feit {number}", circumstances=f"omstandigheid {number}")
            sealed.append(note)
    readers = {one.id: vaults.look(one.id, by=vera, purpose="test-page") for one in (dossier, other)}
    owners = [dossier.id] * 20 + [other.id] * 20
    opened = 0
    for _ in range(10_000):
        at, name = chance.randrange(40), chance.choice(("facts", "circumstances"))
        victim = Note(id=sealed[at].id)
        ciphertext = bytearray(getattr(sealed[at], name))
        if chance.random() < 0.5:
            bit = chance.randrange(len(ciphertext) * 8)
            ciphertext[bit // 8] ^= 1 << bit % 8
        else:
            source = chance.choice([n for n in range(40) if n != at])
            ciphertext = bytearray(getattr(sealed[source], name))
        setattr(victim, name, bytes(ciphertext))
        try:
            readers[owners[at]].read(victim, name)
            opened += 1
        except Tampered:
            pass
    assert opened == 0


@pytest.mark.parametrize("rubbish", [b"", b"\x01", secrets.token_bytes(200)])
def test_rubbish_is_refused_as_tampered(dossier: Dossier, vera: Actor, rubbish: bytes) -> None:
    with pytest.raises(Tampered):
        vaults.look(dossier.id, by=vera, purpose="test-page").read(Note(facts=rubbish), "facts")


@pytest.mark.parametrize(
    "change",
    [
        {"vault": "reporter"},
        {"municipality": "GM0002"},
        {"compartment": "care"},
        {"dossier_id": new_id()},
    ],
)
def test_wrapped_key_that_was_moved_does_not_open(
    dossier: Dossier, vera: Actor, change: dict[str, object]
) -> None:
    with_every_right()
    DossierKey.objects.exclude(vault="content").delete()
    DossierKey.objects.update(**change)
    row = DossierKey.objects.get()
    with pytest.raises(Tampered):
        vaults.look(row.dossier_id, vaults=[row.vault], by=vera, purpose="test-page")


def test_keys_of_two_vaults_cannot_be_exchanged(dossier: Dossier, vera: Actor) -> None:
    with_every_right()
    content, reporter = (DossierKey.objects.get(vault=vault) for vault in ("content", "reporter"))
    DossierKey.objects.filter(pk=reporter.pk).update(wrapped=content.wrapped)
    with pytest.raises(Tampered):
        vaults.look(dossier.id, vaults=["reporter"], by=vera, purpose="test-page")
