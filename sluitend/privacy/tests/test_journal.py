# SPDX-License-Identifier: EUPL-1.2
"""Writing the journal: inside the act, complete, chained, and sealed where it may be personal."""

from functools import partial
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from sluitend.core.actor import Actor, system
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import become_application, become_owner
from sluitend.core.tests.racing import at_once
from sluitend.privacy import journal, vaults, wrapped_keys
from sluitend.privacy.errors import KeyDestroyed
from sluitend.privacy.journal.canon import FIELDS, digest, genesis
from sluitend.privacy.journal.record import detail_place
from sluitend.privacy.models import JournalEntry, JournalHead
from sluitend.privacy.tests.conftest import MUNICIPALITY, Dossier, make_dossier, write


def test_entry_names_action_object_result_origin_actor_and_time(dossier: Dossier, vera: Actor) -> None:
    entry = journal.act(
        by=vera,
        action="handover.send",
        dossier_id=dossier.id,
        municipality=MUNICIPALITY,
        compartment="enforcement",
        object_type="handover",
        object_id="h-1",
        result="refused",
        origin="web",
        trace_id="0" * 32,
    )
    entry.refresh_from_db()
    assert (entry.action, entry.object_type, entry.object_id) == ("handover.send", "handover", "h-1")
    assert (entry.result, entry.origin, entry.trace_id) == ("refused", "web", "0" * 32)
    assert (entry.actor_kind, entry.actor_id) == ("staff", "vera")
    assert entry.at.utcoffset() is not None


def test_entries_chain_from_genesis_to_head(dossier: Dossier, vera: Actor) -> None:
    write(dossier.id, vera, 3, detail={"reason": "test"})
    confirmed = genesis(dossier.id)
    for number, entry in enumerate(JournalEntry.objects.order_by("seq"), start=1):
        assert entry.seq == number
        assert bytes(entry.prev_hash) == confirmed
        assert digest([getattr(entry, name) for name in FIELDS]) == bytes(entry.hash)
        confirmed = bytes(entry.hash)
    head = JournalHead.objects.get(chain=dossier.id)
    assert (head.seq, bytes(head.hash)) == (3, confirmed)


@pytest.mark.parametrize("name", FIELDS)
def test_hash_covers_every_field(dossier: Dossier, vera: Actor, name: str) -> None:
    write(dossier.id, vera, detail={"a": 1})
    entry = JournalEntry.objects.get()
    values = {field: getattr(entry, field) for field in FIELDS}
    value = values[name]
    changed = {
        str: lambda: f"{value}x",
        int: lambda: value + 1,
        bytes: lambda: value + b"x",
        UUID: new_id,
    }.get(type(value), lambda: value.replace(year=2001))()
    assert digest(list((values | {name: changed}).values())) != bytes(entry.hash)


def test_every_column_but_id_and_hash_is_hashed() -> None:
    columns = {field.name for field in JournalEntry._meta.get_fields()}
    assert columns - {"id", "hash"} == set(FIELDS)


def test_text_cannot_slide_from_one_field_to_the_next() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest([None, ""]) != digest(["", None])


def test_detail_is_sealed_with_the_key_of_the_dossier(dossier: Dossier, vera: Actor) -> None:
    write(dossier.id, vera, detail={"reason": "woont op Voorbeeldstraat 1"}, pen=dossier.pen)
    entry = JournalEntry.objects.get()
    assert entry.detail is not None
    assert b"Voorbeeldstraat" not in bytes(entry.detail)
    content = wrapped_keys.unwrap(wrapped_keys.find(dossier.id, ["content"])["content"])
    opened = content.decrypt(bytes(entry.detail), detail_place(dossier.id, 1))
    assert opened == b'{"reason": "woont op Voorbeeldstraat 1"}'


def test_detail_for_a_dossier_without_keys_is_refused(db: None, vera: Actor) -> None:
    with pytest.raises(KeyDestroyed):
        write(new_id(), vera, detail={"a": 1})
    assert not JournalEntry.objects.exists()


def test_pen_of_another_dossier_is_refused(dossier: Dossier, other: Dossier, vera: Actor) -> None:
    with pytest.raises(ValueError, match="another dossier"):
        write(dossier.id, vera, detail={"a": 1}, pen=other.pen)


@pytest.mark.django_db
def test_acts_without_dossier_chain_per_municipality_and_seal_too(vera: Actor) -> None:
    for municipality in ("GM0001", "GM0002", "GM0001", ""):
        with transaction.atomic():
            journal.act(
                by=vera, action="sign-in", dossier_id=None, municipality=municipality, detail={"who": "vera"}
            )
    ends = dict(JournalHead.objects.values_list("chain", "seq"))
    assert ends == {journal.municipality_chain(one): n for one, n in (("GM0001", 2), ("GM0002", 1), ("", 1))}
    assert not any(b"vera" in bytes(entry.detail or b"") for entry in JournalEntry.objects.all())
    assert journal.verify(with_checkpoints=False).sound


@pytest.mark.django_db(transaction=True)
def test_act_outside_a_transaction_is_refused(dossier: Dossier, vera: Actor) -> None:
    with pytest.raises(TransactionManagementError, match="inside the transaction"):
        journal.act(by=vera, action="x", dossier_id=dossier.id, municipality=MUNICIPALITY)
    assert journal.entries(dossier.id) == []


@pytest.mark.django_db(transaction=True)
def test_act_that_fails_leaves_no_entry(dossier: Dossier, vera: Actor) -> None:
    def act_that_fails() -> None:
        with transaction.atomic():
            journal.act(by=vera, action="x", dossier_id=dossier.id, municipality=MUNICIPALITY)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        act_that_fails()
    assert journal.entries(dossier.id) == []
    assert journal.verify(with_checkpoints=False).sound


def test_timeline_is_one_query_and_opens_nothing(
    dossier: Dossier, vera: Actor, django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(dossier.id, vera, 2, detail={"a": 1})
    vaults.look(dossier.id, by=vera, purpose="test-page")
    monkeypatch.setattr(wrapped_keys, "unwrap", lambda _row: pytest.fail("a key was opened"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        lines = journal.entries(dossier.id)
    assert [(line.seq, line.action, line.kind) for line in lines] == [
        (1, "test.act-0", "act"),
        (2, "test.act-1", "act"),
        (3, "test-page", "look"),
    ]
    assert [line.seq for line in journal.entries(dossier.id, acts_only=True)] == [1, 2]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE privacy_journalentry SET actor_id = 'nobody'",
        "UPDATE privacy_journalentry SET seq = 9 WHERE seq = 2",
        "DELETE FROM privacy_journalentry WHERE seq = 2",
        "DELETE FROM privacy_journalentry",
        "DELETE FROM privacy_journalhead",
        "UPDATE privacy_journalhead SET seq = 1",
        "UPDATE privacy_journalhead SET seq = 3",
        "UPDATE privacy_journalhead SET municipality = 'GM0002'",
        "INSERT INTO privacy_journalhead (chain, municipality, seq, hash) "
        "SELECT {other}, municipality, 2, hash FROM privacy_journalhead",
        "INSERT INTO privacy_journalentry (chain, seq, kind, at, actor_kind, actor_id, action, result, "
        "origin, municipality, compartment, object_type, object_id, trace_id, detail, prev_hash, hash) "
        "SELECT chain, 3, kind, at, actor_kind, actor_id, action, result, origin, municipality, "
        "compartment, object_type, object_id, trace_id, detail, prev_hash, hash "
        "FROM privacy_journalentry WHERE seq = 1",
    ],
)
def test_database_refuses_to_rewrite_the_journal(dossier: Dossier, vera: Actor, sql: str) -> None:
    write(dossier.id, vera, 2)
    before = list(JournalEntry.objects.values_list().order_by("id"))
    quoted = f"'{new_id()}'" if connection.vendor == "postgresql" else f"'{new_id().hex}'"
    for become in (become_application, become_owner):
        become()
        with pytest.raises(DatabaseError, match="privacy_journal"), transaction.atomic():
            connection.cursor().execute(sql.replace("{other}", quoted))
    assert list(JournalEntry.objects.values_list().order_by("id")) == before
    assert journal.verify(with_checkpoints=False).sound


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("table", ["privacy_journalentry", "privacy_journalhead"])
def test_journal_cannot_be_truncated(table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table}")
    become_owner()
    with pytest.raises(DatabaseError, match="keeps its rows"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table}")


@pytest.mark.django_db(transaction=True)
def test_parallel_acts_on_one_chain_get_a_number_each(vera: Actor) -> None:
    dossier = make_dossier()

    def work() -> None:
        for _ in range(5):
            write(dossier.id, vera)
            write(new_id(), vera)
            with transaction.atomic():
                journal.act(by=vera, action="sign-in", dossier_id=None, municipality=MUNICIPALITY)

    assert at_once(*[work] * 6) == ["done"] * 6
    assert [line.seq for line in journal.entries(dossier.id)] == list(range(1, 31))
    report = journal.verify(with_checkpoints=False)
    assert (report.sound, report.entries, report.chains) == (True, 90, 32)


@pytest.mark.django_db(transaction=True)
def test_acts_on_two_dossiers_never_wait_in_a_circle(vera: Actor) -> None:
    pair = [make_dossier().id, make_dossier().id]

    def work(order: list[UUID]) -> None:
        for _ in range(10):
            with transaction.atomic():
                journal.lock(order, municipality=MUNICIPALITY)
                for dossier_id in order:
                    journal.act(
                        by=system("test"), action="x", dossier_id=dossier_id, municipality=MUNICIPALITY
                    )

    assert at_once(*[partial(work, order) for order in (pair, pair[::-1]) * 2]) == ["done"] * 4
    assert [len(journal.entries(one)) for one in pair] == [40, 40]
