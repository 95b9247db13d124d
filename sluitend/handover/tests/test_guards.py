# SPDX-License-Identifier: EUPL-1.2
"""What the database itself refuses, whoever writes: rows that go, and words that change."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import become_owner
from sluitend.core.tests.refusing import OTHER, refused
from sluitend.handover import doors, outbox, services
from sluitend.handover.models import Handover, Line, Link, Move, Outgoing
from sluitend.handover.tests.making import SHOP_MAIL, linked, partner

pytestmark = pytest.mark.django_db
# What may change as a handover goes on; every other column stays as it was written.
CHANGES: dict[type[Model], set[str]] = {
    Handover: {
        *("state", "moves", "informed", "recheck_on", "acknowledge_by", "feedback_by", "call_back_on"),
        *("escalated_on", "outcome", "receipt"),
    },
    Move: set(),
    Line: {"answered"},
    Link: {"browser_hash", "revoked_at", "fresh_asked_at"},
    Outgoing: {"progress", "attempts", "try_at", "claimed_until", "last_fault", "delivered_at"},
}


@pytest.fixture(autouse=True)
def _owner(db: None) -> None:
    """On PostgreSQL the application lacks most of these rights; triggers hold back the owner too."""
    become_owner()


@pytest.fixture
def handover(officer: Person) -> Handover:
    """A handover with a row in every table of the room."""
    sent = linked(officer).handover
    services.ask(handover=sent, question="Welke taal?", submission=new_id(), by=partner("shop"))
    return sent


@pytest.mark.parametrize("model", CHANGES)
def test_no_row_is_deleted(handover: Handover, model: type[Model]) -> None:
    assert model._default_manager.exists()
    with refused():
        model._default_manager.all()._raw_delete(using="default")
    assert model._default_manager.exists()


@pytest.mark.parametrize("model", CHANGES)
def test_what_was_written_does_not_change(handover: Handover, model: type[Model]) -> None:
    row = model._default_manager.order_by("pk")[0]
    for field in model._meta.concrete_fields:
        if field.name in CHANGES[model]:
            continue
        value = OTHER[field.get_internal_type()]
        with refused():
            model._default_manager.filter(pk=row.pk).update(**{field.attname: value})


@pytest.mark.parametrize("model", CHANGES)
def test_no_table_is_emptied_at_once(handover: Handover, model: type[Model]) -> None:
    table = model._meta.db_table
    act = f'TRUNCATE "{table}" CASCADE' if connection.vendor == "postgresql" else f'DELETE FROM "{table}"'  # noqa: S608
    connection.check_constraints()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)
    assert model._default_manager.exists()


def test_a_link_that_was_used_or_closed_stays_so(handover: Handover, officer: Person) -> None:
    fresh = services.renew_link(
        handover=handover,
        address=SHOP_MAIL,
        code_by=services.IN_PERSON,
        submission=new_id(),
        by=actor_for(officer),
    )
    assert doors.try_code(doors.token_of(fresh.link.pk), fresh.code, browser="x", address=None) is not None
    used, closed = Link.objects.get(pk=fresh.link.pk), Link.objects.get(revoked_at__isnull=False)
    for row, changed in ((used, {"browser_hash": None}), (closed, {"revoked_at": None})):
        with refused():
            Link.objects.filter(pk=row.pk).update(**changed)


def test_a_notice_that_left_does_not_wait_again(handover: Handover) -> None:
    row = Outgoing.objects.get()
    assert outbox.deliver(row.pk)
    with refused():
        Outgoing.objects.filter(pk=row.pk).update(progress="waiting", delivered_at=None)


def test_erasure_may_empty_the_words_and_nothing_may_replace_them(handover: Handover) -> None:
    Line.objects.update(body=None)
    Handover.objects.update(packet=None, decision=None, circumstances=None)
    Line.objects.update(answered=True)
    with refused():
        Line.objects.update(answered=False)
