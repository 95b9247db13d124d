# SPDX-License-Identifier: EUPL-1.2
"""What anybody wrote is readable nowhere in the database, and nobody reads it unseen."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sluitend.accounts.models import Person, Session
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code, show_code
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import owner
from sluitend.dossiers import services as dossiers
from sluitend.privacy import blind
from sluitend.privacy.models import Draft, JournalEntry
from sluitend.signals import selectors
from sluitend.signals.models import Channel, Message
from sluitend.signals.services import dialogue, triage
from sluitend.signals.tests.making import again, prepared, privacy_test, recorded, signed_in
from sluitend.signals.tests.registering import code_of, registered
from sluitend.signals.tests.reporting import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "kanarie"
WRITTEN = (
    "facts",
    "circumstances",
    "interpretation",
    "source_note",
    "reporter_name",
    "reporter_contact",
    "safe_contact",
)


def every_value(*, but: str = "-") -> Iterator[bytes]:
    """Yield each value of each row of each table, as bytes; `but` leaves the tables of a room out."""
    with owner(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(but):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def database_file() -> bytes:
    """Return the SQLite file with all that lies beside it; nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        return b""
    name = Path(str(connection.settings_dict["NAME"]))
    # By another process: who closes a file gives up all locks that its process has on it, SQLite's own too.
    return subprocess.run(["cat", *name.parent.glob(f"{name.name}*")], capture_output=True, check=True).stdout


def assert_nowhere(*secrets: str) -> None:
    for value in [*every_value(), database_file()]:
        low = value.lower()
        for secret in secrets:
            assert secret.lower().encode() not in low, secret


def broken(**_given: Any) -> None:
    message = "the journal cannot be written"
    raise OSError(message)


def test_the_search_for_secrets_finds_what_is_plain(lisse: Any) -> None:
    recorded()
    with pytest.raises(AssertionError, match="arbeid"):
        assert_nowhere("arbeid")


def test_nothing_written_along_the_whole_loop_is_plain_in_the_database(officer: Person) -> None:
    by, code = actor_for(officer), new_code()
    written: dict[str, Any] = {name: f"{CANARY} {name}" for name in WRITTEN}
    address = "Kanariestraat 1, Lisse"
    signal = recorded(
        code=code,
        indicators=("a4-paspoort-weg",),
        identifiers=(("address", address), ("phone", "06-10000009")),
        route={"map": "persoon", "answers": {"p1": CANARY}},
        **written,
    )
    triage.take_on(dossier=again(signal), by=by)
    dialogue.ask_reporter(dossier=again(signal), text=f"{CANARY} vraag", submission=new_id(), by=by)
    receipt = selectors.open_receipt(code)
    assert receipt is not None
    dialogue.write_as_reporter(receipt=receipt, text=f"{CANARY} antwoord", submission=new_id())
    triage.weigh(
        dossier=again(signal),
        outcome="research-sources",
        reason=f"{CANARY} reden",
        test=triage.PrivacyTest("privacy-test-1", {"goal": f"{CANARY} doel"}),
        by=by,
    )
    selectors.identity(by, again(signal), reason=f"{CANARY} inzage")
    prepared(signal, officer)
    triage.close(dossier=again(signal), outcome="no-action", reason=f"{CANARY} slot", by=by)
    dossiers.reopen(dossier=again(signal), reason=f"{CANARY} heropend", by=by)
    assert selectors.content(by, again(signal), purpose="signal-page").messages
    assert_nowhere(CANARY, "10000009", code, show_code(code))
    # The pack has the word, of course; nothing ties it to this signal.
    assert not any(b"a4-paspoort-weg" in value for value in every_value(but="policy_"))


def test_a_half_written_report_is_plain_nowhere_and_so_is_its_code(lisse: Any, client: Client) -> None:
    visitor = Visitor(client)
    visitor.write_all(facts=f"{CANARY} facts")
    visitor.check()
    code = visitor.intake.receipt_code
    assert Draft.objects.exists()
    assert_nowhere(CANARY, code, show_code(code))
    visitor.send()
    assert code_of(client.get("/melden/bewijs/")) == code
    assert_nowhere(CANARY, code, show_code(code))


def test_no_session_holds_a_receipt_code(officer: Person, client: Client) -> None:
    code = code_of(registered(signed_in(client, officer)))
    assert selectors.open_receipt(code) is not None
    client.get("/werk/")
    values = [str(session.get_decoded()) for session in Session.objects.all()]
    assert values
    for value in values:
        assert code not in value
        assert show_code(code) not in value
    assert_nowhere(code, show_code(code))


def test_no_look_no_content(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    signal, by = recorded(code=new_code(), reporter_name="Bo Boa"), actor_for(officer)
    before = JournalEntry.objects.count()

    monkeypatch.setattr("sluitend.privacy.vaults.journal.look", broken)
    for read in (
        lambda: selectors.content(by, again(signal), purpose="signal-page"),
        lambda: selectors.safe_contact(by, again(signal), reason="Bellen"),
        lambda: selectors.identity(by, again(signal), reason="Bellen"),
    ):
        with pytest.raises(OSError, match="journal"):
            read()
    # The reasons were given; no look was.
    assert JournalEntry.objects.filter(kind=JournalEntry.Kind.LOOK).count() == 0
    assert JournalEntry.objects.count() == before + 2


def test_an_answer_of_the_reporter_is_not_kept_when_the_journal_fails(
    officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = new_code()
    recorded(code=code)
    receipt = selectors.open_receipt(code)
    assert receipt is not None

    monkeypatch.setattr("sluitend.signals.services.dialogue.journal.act", broken)
    with pytest.raises(OSError, match="journal"):
        dialogue.write_as_reporter(receipt=receipt, text="Er is meer", submission=new_id())
    assert not Message.objects.exists()


def test_a_search_is_in_the_journal_before_it_answers(
    officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = actor_for(officer)
    where = {"municipality": "GM0553", "compartment": "signals"}
    recorded(channel=Channel.PHONE, by=by, identifiers=(("kvk", "00000000"),))
    assert selectors.search_before(by, [("kvk", "0000 0000")], **where)
    entry = JournalEntry.objects.get(action="signal.search")
    assert (entry.actor_id, entry.object_id) == (str(officer.pk), "kvk")

    asked: list[str] = []
    monkeypatch.setattr(blind, "hits", lambda *_given, **_where: asked.append("hits"))

    monkeypatch.setattr("sluitend.signals.selectors.journal.act", broken)
    with pytest.raises(OSError, match="journal"):
        selectors.search_before(by, [("kvk", "0000 0000")], **where)
    assert asked == []


def test_a_test_with_answers_is_kept_sealed_with_the_weighing(officer: Person) -> None:
    by, signal = actor_for(officer), recorded()
    triage.take_on(dossier=again(signal), by=by)
    test = privacy_test("privacy-test-1")
    triage.weigh(dossier=again(signal), outcome="research-sources", reason="Wie woont er?", test=test, by=by)
    (weighed,) = selectors.content(by, again(signal), purpose="signal-page").weighings
    assert weighed.test == {"id": "privacy-test-1", "answers": test.answers}
