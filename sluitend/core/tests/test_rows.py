# SPDX-License-Identifier: EUPL-1.2
"""Rows inserted with fixed text are the rows that the ORM would have written."""

from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from sluitend.core import rows
from sluitend.core.tests.owning import become_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owner(db: None) -> None:
    """A table that the application does not use, and on PostgreSQL may not touch, serves well here."""
    become_owner()


class Ticket(models.Model):
    """A row whose key the application makes."""

    number = models.CharField(max_length=40, primary_key=True)
    text = models.TextField()
    until = models.DateTimeField()

    objects: ClassVar[models.Manager["Ticket"]] = models.Manager()

    class Meta:
        app_label = "core_tests"
        managed = False

    def __str__(self) -> str:
        return self.number


@pytest.fixture
def tickets() -> None:
    """Create the table inside the test's transaction; it goes with the rollback."""
    moment = "timestamptz" if connection.vendor == "postgresql" else "datetime"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {Ticket._meta.db_table}"
            f" (number varchar(40) PRIMARY KEY, text varchar(40), until {moment})"
        )


def _kind(name: str) -> ContentType:
    return ContentType(app_label="core_test", model=name)


def test_single_row_gets_its_automatic_key() -> None:
    kind = _kind("one")
    rows.insert([kind])
    assert kind.pk is not None
    assert ContentType.objects.get(pk=kind.pk).model == "one"
    kind.model = "two"
    kind.save()
    assert ContentType.objects.filter(app_label="core_test").count() == 1


def test_several_rows_take_one_statement() -> None:
    with CaptureQueriesContext(connection) as queries:
        rows.insert([_kind("a"), _kind("b"), _kind("it's %s")])
    assert len(queries) == 1
    assert set(ContentType.objects.filter(app_label="core_test").values_list("model", flat=True)) == {
        "a",
        "b",
        "it's %s",
    }


def test_no_rows_are_no_statement() -> None:
    with CaptureQueriesContext(connection) as queries:
        rows.insert([])
    assert len(queries) == 0


def test_conflict_is_an_error_unless_it_is_to_be_ignored() -> None:
    rows.insert([_kind("a")])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([_kind("a")])
    rows.insert([_kind("a"), _kind("b")], ignore_conflicts=True)
    assert ContentType.objects.filter(app_label="core_test").count() == 2


def _ticket(text: str, day: int, *, number: str = "core-test") -> Ticket:
    return Ticket(number=number, text=text, until=datetime(2026, 6, day, tzinfo=UTC))


def test_put_inserts_once_and_then_replaces(tickets: None) -> None:
    rows.put(_ticket("one", 2))
    rows.put(_ticket("two", 3))
    found = Ticket.objects.get(number="core-test")
    assert (found.text, found.until.day) == ("two", 3)


def test_a_row_is_found_by_a_unique_value(tickets: None) -> None:
    rows.put(_ticket("one", 2))
    assert rows.primary_key(Ticket, "number", "core-test") == "core-test"
    assert rows.primary_key(Ticket, "number", "it's %s") is None


def test_whether_a_value_occurs_needs_no_whole_row(tickets: None) -> None:
    rows.put(_ticket("one", 2))
    assert rows.any_with(Ticket, "text", "one")
    assert not rows.any_with(Ticket, "text", "two")


def test_trimming_leaves_the_newest_rows(tickets: None) -> None:
    for day in range(1, 6):
        rows.put(_ticket("one", day, number=f"core-test-{day}"))
    assert rows.trim(Ticket, newest_by="until", keep=5) == 0
    assert rows.trim(Ticket, newest_by="until", keep=2) == 3
    left = Ticket.objects.order_by("until").values_list("number", flat=True)
    assert list(left) == ["core-test-4", "core-test-5"]
