# SPDX-License-Identifier: EUPL-1.2
"""Tampering by who owns the database: all of it is found, and called by its name.

`SLUITEND_TAMPERINGS=10000` runs as many random tamperings as `docs/assurance.md` promises.
"""

import os
from itertools import product
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction

from sluitend.core.actor import Actor
from sluitend.privacy import journal, vaults
from sluitend.privacy.errors import JournalBroken
from sluitend.privacy.journal import Kind, stored
from sluitend.privacy.journal.canon import FIELDS
from sluitend.privacy.journal.proof import NO_CHAIN
from sluitend.privacy.models import JournalEntry, JournalHead
from sluitend.privacy.tests import tampering
from sluitend.privacy.tests.conftest import MUNICIPALITY, Dossier, make_dossier, write
from sluitend.privacy.tests.tampering import Tamper, as_owner, length, rows

ROUNDS = int(os.environ.get("SLUITEND_TAMPERINGS", "100"))
RUBBISH = ("'rubbish'", "' '", "CAST(x'ff00' AS TEXT)", "x'ff'", "1.5", "9e999")
# What each way may be called. An edit of a hash or link may look like its neighbour's fault.
NAMED: dict[Tamper, set[Kind]] = {
    tampering.edit: {Kind.EDITED, Kind.HEAD_MISMATCH},
    tampering.edit_and_rehash: {Kind.EDITED, Kind.HEAD_MISMATCH},
    tampering.delete: {Kind.MISSING},
    tampering.delete_and_renumber: {Kind.MISSING},
    tampering.insert: {Kind.INSERTED},
    tampering.insert_rubbish: {Kind.INSERTED},
    tampering.append: {Kind.INSERTED},
    tampering.reorder: {Kind.REORDERED},
    tampering.cut_tail: {Kind.TAIL_CUT},
    tampering.move_head: {Kind.HEAD_MISMATCH},
}
SEEN_BY_CHECKPOINTS_ONLY: dict[Tamper, set[Kind]] = {
    tampering.cut_tail_and_head: {Kind.TAIL_CUT},
    tampering.drop_chain: {Kind.TAIL_CUT},
    tampering.recompute_after_edit: {Kind.RECOMPUTED},
    tampering.recompute_after_delete_and_refill: {Kind.RECOMPUTED},
}


@pytest.fixture
def chains(vera: Actor, dossier: Dossier, checkpoint_dir: Path) -> list[Dossier]:
    """Six chains of 3 to 8 entries with two checkpoints over them."""
    found = [dossier, *(make_dossier() for _ in range(5))]
    for extra, one in enumerate(found):
        write(one.id, vera, 2 + extra, detail={"n": extra}, pen=one.pen)
    journal.checkpoint()
    for one in found:
        vaults.look(one.id, by=vera, purpose="test-page")
    journal.checkpoint()
    return found


def test_untouched_journal_is_sound(chains: list[Dossier]) -> None:
    report = journal.verify()
    assert report.sound
    assert (report.chains, report.entries, report.checkpoints) == (6, 33, 2)


@pytest.mark.parametrize("tamper", [*NAMED, *SEEN_BY_CHECKPOINTS_ONLY], ids=lambda tamper: tamper.__name__)
def test_tampering_is_found_and_named(chains: list[Dossier], tamper: Tamper) -> None:
    kinds = {**NAMED, **SEEN_BY_CHECKPOINTS_ONLY}[tamper]
    for seed in range(8):
        victim = chains[seed % 6].id
        with as_owner():
            tamper(victim, Random(seed))  # noqa: S311
            [broken] = journal.verify().breaks
        assert broken.chain == victim
        assert broken.kind in kinds


@pytest.mark.parametrize("tamper", SEEN_BY_CHECKPOINTS_ONLY, ids=lambda tamper: tamper.__name__)
def test_without_checkpoints_a_consistent_chain_looks_sound(chains: list[Dossier], tamper: Tamper) -> None:
    # That this passes is why checkpoints exist: the tampering is invisible from the database alone.
    with as_owner():
        tamper(chains[5].id, Random(1))  # noqa: S311
        assert journal.verify(with_checkpoints=False).sound


def test_random_tamperings_are_all_found(chains: list[Dossier]) -> None:
    chance, unseen = Random(20260102), []  # noqa: S311
    ways = [*NAMED, *SEEN_BY_CHECKPOINTS_ONLY]
    for number in range(ROUNDS):
        with as_owner():
            before = _fingerprint()
            victims = chance.sample(chains, chance.randint(1, 2))
            used = [chance.choice(ways) for _ in victims]
            for tamper, victim in zip(used, victims, strict=True):
                tamper(victim.id, chance)
            assert _fingerprint() != before
            broken = {one.chain for one in journal.verify().breaks}
            if broken != {victim.id for victim in victims}:
                unseen.append((number, used))
    assert unseen == []
    assert journal.verify().sound


def test_first_broken_entry_is_named(chains: list[Dossier]) -> None:
    victim = chains[5].id
    for seq in range(1, 9):
        with as_owner():
            rows(victim).filter(seq=seq).update(actor_id="nobody")
            rows(victim).filter(seq=8).update(actor_id="nobody")
            [broken] = journal.verify().breaks
        assert (broken.seq, broken.kind) == (seq, Kind.EDITED)


def test_deleted_and_inserted_entries_are_named_by_their_number(chains: list[Dossier]) -> None:
    victim = chains[5].id
    for seq in range(1, 8):
        with as_owner():
            rows(victim).filter(seq=seq).delete()
            tampering.shift(victim, above=seq, by=-1)
            [removed] = journal.verify().breaks
        assert (removed.seq, removed.kind) == (seq, Kind.MISSING)


def test_entry_moved_to_another_chain_breaks_both(chains: list[Dossier]) -> None:
    giver, taker = chains[4].id, chains[0].id
    with as_owner():
        rows(giver).filter(seq=7).update(chain=taker, seq=4)
        broken = {one.chain: one.kind for one in journal.verify().breaks}
    assert broken == {giver: Kind.TAIL_CUT, taker: Kind.EDITED}


@pytest.mark.django_db
def test_rubbish_in_any_column_is_found_not_stumbled_over(chains: list[Dossier]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no rubbish in a typed column")
    victim = chains[3].id
    for column, rubbish, seq in product([*FIELDS, "hash"], RUBBISH, (1, 3, length(victim))):
        with as_owner():
            _put_rubbish("privacy_journalentry", column, rubbish, victim, seq)
            found = {one.chain for one in journal.verify().breaks}
        assert victim in found, (column, rubbish, seq)
        assert found <= {victim, NO_CHAIN}, (column, rubbish, seq)


def test_rubbish_in_a_head_is_found_and_never_signed(chains: list[Dossier], vera: Actor) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no rubbish in a typed column")
    victim = chains[3].id
    for column, rubbish in product(["chain", "seq", "hash"], RUBBISH):
        with as_owner():
            write(chains[0].id, vera)
            _put_rubbish("privacy_journalhead", column, rubbish, victim)
            [broken] = journal.verify().breaks
            with pytest.raises(JournalBroken):
                journal.checkpoint()
        assert (broken.chain, broken.kind) == (victim, Kind.HEAD_MISMATCH)


def _put_rubbish(table: str, column: str, rubbish: str, chain: UUID, seq: int | None = None) -> None:
    where = "chain = %s" + ("" if seq is None else f" AND seq = {seq}")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE {table} SET {column} = {rubbish} WHERE {where}", [chain.hex])  # noqa: S608
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_entries_after_the_last_checkpoint_are_still_chained(chains: list[Dossier], vera: Actor) -> None:
    write(chains[0].id, vera, 3)
    with as_owner():
        rows(chains[0].id).filter(seq=5).delete()
        [broken] = journal.verify().breaks
    assert (broken.seq, broken.kind) == (5, Kind.MISSING)


def test_entry_written_while_verifying_is_no_break(
    chains: list[Dossier], vera: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_heads = stored.heads

    def heads_just_before_a_write() -> object:
        found = really_heads()
        write(chains[2].id, vera, 2)
        with transaction.atomic():
            journal.act(by=vera, action="sign-in", dossier_id=None, municipality=MUNICIPALITY)
        return found

    monkeypatch.setattr(stored, "heads", heads_just_before_a_write)
    assert journal.verify().sound


def _fingerprint() -> object:
    entries = JournalEntry.objects.order_by("chain", "seq").values_list()
    heads = JournalHead.objects.order_by("chain").values_list()
    return [tuple(row[1:]) for row in entries], list(heads)
