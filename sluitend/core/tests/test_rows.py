# SPDX-License-Identifier: EUPL-1.2
"""Rows inserted with fixed text are the rows that the ORM would have written."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sluitend.core import rows

pytestmark = pytest.mark.django_db


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


def _session(data: str, day: int) -> Session:
    return Session(session_key="core-test", session_data=data, expire_date=datetime(2026, 6, day, tzinfo=UTC))


def test_put_inserts_once_and_then_replaces() -> None:
    rows.put(_session("one", 2))
    rows.put(_session("two", 3))
    found = Session.objects.get(session_key="core-test")
    assert (found.session_data, found.expire_date.day) == ("two", 3)


def test_a_row_is_found_by_a_unique_value() -> None:
    rows.put(_session("one", 2))
    assert rows.primary_key(Session, "session_key", "core-test") == "core-test"
    assert rows.primary_key(Session, "session_key", "it's %s") is None


def test_whether_a_value_occurs_needs_no_whole_row() -> None:
    rows.put(_session("one", 2))
    assert rows.any_with(Session, "session_data", "one")
    assert not rows.any_with(Session, "session_data", "two")


def test_trimming_leaves_the_newest_rows() -> None:
    for day in range(1, 6):
        session = _session("one", day)
        session.session_key = f"core-test-{day}"
        rows.put(session)
    assert rows.trim(Session, newest_by="expire_date", keep=5) == 0
    assert rows.trim(Session, newest_by="expire_date", keep=2) == 3
    left = Session.objects.order_by("expire_date").values_list("session_key", flat=True)
    assert list(left) == ["core-test-4", "core-test-5"]
