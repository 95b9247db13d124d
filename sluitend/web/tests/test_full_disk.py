# SPDX-License-Identifier: EUPL-1.2
"""A database that is read-only or full: a clear sentence, the number to dial, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from sluitend.privacy.models import Draft
from sluitend.signals.models import Signal
from sluitend.signals.tests.making import text_of
from sluitend.signals.tests.reporting import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
# More than a page of the database holds.
STORY = ("Vier mannen slapen in een schuur. " * 280).strip()
Broken = Callable[[], AbstractContextManager[None]]


def run(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


@contextmanager
def read_only() -> Iterator[None]:
    on, off = (
        ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
        if connection.vendor == "postgresql"
        else ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
    )
    run(on)
    try:
        yield
    finally:
        run(off)


@contextmanager
def full() -> Iterator[None]:
    """Let SQLite use every page that it has, and no more."""
    run("CREATE TABLE filler (text)")
    (pages,) = run("PRAGMA page_count")
    run(f"PRAGMA max_page_count = {pages}")
    try:
        with pytest.raises(OperationalError, match="full"):
            fill()
        yield
    finally:
        run("PRAGMA max_page_count = 1073741823")
        run("DROP TABLE filler")


def fill() -> None:
    while True:
        run("INSERT INTO filler VALUES (randomblob(3000))")


def ways() -> list[Broken]:
    # A PostgreSQL server has no bound of its own to set; a full one fails as a read-only one does.
    return [read_only] if connection.vendor == "postgresql" else [read_only, full]


@pytest.fixture
def visitor(lisse: Any, client: Client) -> Visitor:
    return Visitor(client)


def test_the_numbers_can_be_read_and_beginning_says_what_is_wrong(visitor: Visitor) -> None:
    with read_only():
        assert "tel:112" in text_of(visitor.client.get("/"))
        answer = visitor.client.post("/route/begin/", {"map": "persoon"})
    assert answer.status_code == 503
    assert "Wij kunnen nu niets opslaan" in text_of(answer)
    assert "Bel 112." in text_of(answer)
    assert visitor.client.post("/route/begin/", {"map": "persoon"}).status_code == 302


@pytest.mark.parametrize("broken", ways())
def test_a_screen_of_the_report_comes_back_and_can_be_sent_again(visitor: Visitor, broken: Broken) -> None:
    visitor.write("wie", reporter="bouwinspecteur")
    with broken():
        answer = visitor.write("wat", facts=STORY)
    page = text_of(answer)
    assert answer.status_code == 503
    assert STORY in page
    assert 'action="/melden/wat/"' in page
    assert f'name="facts" value="{STORY}"' in page
    assert visitor.write("wat", facts=STORY).status_code == 302
    assert visitor.intake.report["wie"] == {"reporter": "bouwinspecteur"}


def test_a_report_that_could_not_be_kept_is_sent_with_the_next_press(visitor: Visitor) -> None:
    visitor.write_all()
    visitor.check()
    code = visitor.intake.receipt_code
    with read_only():
        answer = visitor.send()
    assert answer.status_code == 503
    assert 'action="/melden/controleren/"' in text_of(answer)
    assert not Signal.objects.exists()
    assert Draft.objects.count() == 1
    assert visitor.send().headers["Location"] == "/melden/bewijs/"
    assert visitor.intake.receipt_code == code
