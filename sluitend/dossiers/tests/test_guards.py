# SPDX-License-Identifier: EUPL-1.2
"""What the database refuses to anybody, also to who passes the code by."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.core import triggers
from sluitend.core.tests.owning import become_owner
from sluitend.core.tests.refusing import raw, refused
from sluitend.dossiers import services
from sluitend.dossiers.models import Dossier, Escalation, Fact, StateMove
from sluitend.dossiers.tests.making import TEST, again, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owner(db: None) -> None:
    """On PostgreSQL the application lacks most of these rights; triggers hold back the owner too."""
    become_owner()


def test_every_trigger_of_this_room_is_there(lisse: Any) -> None:
    assert triggers.missing(connection) == []


def test_raw_sql_cannot_make_a_move_that_the_pack_lacks(lisse: Any) -> None:
    dossier = opened()
    with refused():
        raw("UPDATE dossiers_dossier SET state = 'escalated', version = 2 WHERE id = %s", dossier.pk)
    with refused():
        raw("UPDATE dossiers_dossier SET state = 'verzonnen', version = 2 WHERE id = %s", dossier.pk)
    assert raw("UPDATE dossiers_dossier SET state = 'intake', version = 2 WHERE id = %s", dossier.pk) == 1


def test_raw_sql_cannot_begin_in_the_middle(lisse: Any) -> None:
    dossier = opened()
    columns = [field.column or "" for field in Dossier._meta.concrete_fields]
    changed = {"id": "%s", "reference": "'ANDE-R000'", "state": "'weighing'"}
    values = ", ".join(changed.get(column, column) for column in columns)
    with refused():
        raw(
            f"INSERT INTO dossiers_dossier ({', '.join(columns)}) "  # noqa: S608 - columns of the model
            f"SELECT {values} FROM dossiers_dossier",
            UUID(int=dossier.pk.int + 1),
        )


def test_raw_sql_cannot_close_without_a_move(lisse: Any) -> None:
    dossier = opened()
    with refused():
        raw(
            "UPDATE dossiers_dossier SET closed_at = opened_at, closed_by_kind = 'staff', "
            "closed_by_id = 'x', outcome = 'no-action', next_step = '', due = NULL, version = 2 "
            "WHERE id = %s",
            dossier.pk,
        )


def test_a_closed_state_cannot_be_left_open(lisse: Any) -> None:
    dossier = opened()
    with refused():
        raw("UPDATE dossiers_dossier SET state = 'closed', version = 2 WHERE id = %s", dossier.pk)


@pytest.mark.parametrize("values", ["owner_role = ''", "next_step = ''", "due = NULL"])
def test_an_open_dossier_has_no_loose_end(lisse: Any, values: str) -> None:
    dossier = opened()
    with pytest.raises(IntegrityError, match="constraint"), transaction.atomic():
        raw(f"UPDATE dossiers_dossier SET {values}, version = 2 WHERE id = %s", dossier.pk)  # noqa: S608


@pytest.mark.parametrize("values", ["outcome = ''", "next_step = 'weigh'", "owner_role = ''"])
def test_a_closed_dossier_has_an_outcome_and_nothing_to_do(lisse: Any, values: str) -> None:
    dossier = opened()
    services.close(dossier=dossier, outcome="no-action", reason="Klaar", by=TEST)
    with pytest.raises(IntegrityError, match="constraint"), transaction.atomic():
        raw(f"UPDATE dossiers_dossier SET {values}, version = version + 1")  # noqa: S608


@pytest.mark.parametrize(
    "values",
    [
        "municipality = 'GM0546'",
        "compartment = 'care'",
        "kind = 'case'",
        "reference = 'ANDE-R000'",
        "opened_by_id = 'iemand'",
    ],
)
def test_a_dossier_stays_where_it_is(lisse: Any, values: str) -> None:
    opened()
    with refused():
        raw(f"UPDATE dossiers_dossier SET {values}, version = version + 1")  # noqa: S608


@pytest.mark.parametrize("version", ["version", "version + 2", "1"])
def test_no_change_goes_uncounted(lisse: Any, version: str) -> None:
    services.plan_next_step(dossier=opened(), next_step="weigh", by=TEST)
    with refused():
        raw(f"UPDATE dossiers_dossier SET next_step = 'close', version = {version}")  # noqa: S608


def test_a_move_of_an_older_pack_version_is_refused(lisse: Any, lisse_layers: Any) -> None:
    dossier = opened()
    publish_again(lisse_layers)
    with refused():
        raw("UPDATE dossiers_dossier SET state = 'intake', version = 2 WHERE id = %s", dossier.pk)
    services.move(dossier=dossier, to="intake", by=TEST)
    assert again(dossier).pack_version_id != lisse.version_id


def publish_again(layers: Any) -> None:
    """Publish the same pack as a newer version."""
    from sluitend.policy.loader import Loaded
    from sluitend.policy.services import publish

    header = layers.pack.pack.model_copy(update={"version": "9.9.9"})
    publish(Loaded(layers.id, layers.pack.model_copy(update={"pack": header})), by=TEST)


def test_rows_are_not_deleted(lisse: Any, clock: Any) -> None:
    dossier = opened()
    clock.advance(days=2)
    services.escalate(dossier_id=dossier.pk, today=clock.now().date(), by=TEST)
    services.count_fact(kind="signal-received", municipality="GM0553", day=clock.now().date())
    for model in (Dossier, StateMove, Escalation, Fact):
        with refused():
            model.objects.all()._raw_delete(using="default")


def test_moves_and_facts_are_not_changed(lisse: Any, clock: Any) -> None:
    services.count_fact(kind="signal-received", municipality="GM0553", day=clock.now().date())
    with refused():
        StateMove.objects.filter(to_state="intake").update(to_state="escalated")
    with refused():
        Fact.objects.update(kind="iets-anders")


def test_who_left_cannot_become_owner_by_raw_sql(officer: Person, handler: Person) -> None:
    dossier = opened(owner=officer)
    accounts.deactivate_person(person=handler, by=TEST)
    with refused():
        raw("UPDATE dossiers_dossier SET owner_id = %s, version = 2 WHERE id = %s", handler.pk, dossier.pk)
    with refused():
        raw("UPDATE accounts_person SET is_active = %s WHERE id = %s", False, officer.pk)
