# SPDX-License-Identifier: EUPL-1.2
"""What who can write in the database cannot do: read another's talk, or make a word disappear."""

import pytest
from django.core import signing
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import become_owner, with_every_right
from sluitend.core.tests.refusing import OTHER, refused
from sluitend.core.triggers import registered
from sluitend.privacy import erasure
from sluitend.privacy.models import DossierKey
from sluitend.signals import selectors
from sluitend.signals.models import Identifier, Message, Observation, Receipt, Signal, Weighing
from sluitend.signals.services import dialogue, triage
from sluitend.signals.tests.making import acts, again, recorded
from sluitend.signals.views.receipt import COOKIE

pytestmark = pytest.mark.django_db
TABLES = (Signal, Observation, Identifier, Receipt, Message, Weighing)


@pytest.fixture(autouse=True)
def _owner(db: None) -> None:
    """On PostgreSQL the application lacks most of these rights; triggers hold back the owner too."""
    become_owner()


@pytest.fixture
def code(officer: Person) -> str:
    """The code of a signal with a row in every table of the room."""
    found, by = new_code(), actor_for(officer)
    signal = recorded(
        code=found, indicators=("a4-paspoort-weg",), identifiers=(("address", "Voorbeeldstraat 1, Lisse"),)
    )
    triage.take_on(dossier=again(signal), by=by)
    triage.weigh(dossier=again(signal), outcome="own-approach", reason="Wij kijken zelf", by=by)
    dialogue.ask_reporter(dossier=again(signal), text="Hoe laat?", submission=new_id(), by=by)
    return found


@pytest.fixture
def unguarded(code: str) -> str:
    """The same, after somebody with every right on the database has dropped all triggers."""
    with_every_right()
    return code


def of(code: str) -> Receipt:
    found = selectors.open_receipt(code)
    assert found is not None
    return found


def swap(one: Receipt, two: Receipt, *names: str) -> None:
    """Exchange columns of two receipts past the code, a unique one by way of a third value."""
    values = {row.pk: {name: getattr(row, name) for name in names} for row in (one, two)}
    if "lookup_hash" in names:
        Receipt.objects.filter(pk=one.pk).update(lookup_hash=b"-")
    Receipt.objects.filter(pk=two.pk).update(**values[one.pk])
    Receipt.objects.filter(pk=one.pk).update(**values[two.pk])


@pytest.mark.parametrize(
    "names",
    [
        ("dossier_id",),
        ("dossier_id", "code_hash"),
        ("lookup_hash",),
        ("lookup_hash", "code_hash"),
        ("code_hash",),
    ],
    ids=str,
)
def test_a_receipt_that_was_pointed_at_another_dossier_opens_nothing(
    unguarded: str, names: tuple[str, ...]
) -> None:
    mine = new_code()
    recorded(code=mine)
    swap(of(mine), of(unguarded), *names)
    assert selectors.open_receipt(mine) is None
    assert selectors.open_receipt(unguarded) is None


def test_a_receipt_that_was_copied_to_another_dossier_opens_nothing(unguarded: str) -> None:
    mine = new_code()
    recorded(code=mine)
    row, target = of(mine), of(unguarded).dossier_id
    Receipt.objects.filter(pk=row.pk).delete()
    row.dossier_id = target
    row.save(force_insert=True)
    assert selectors.open_receipt(mine) is None


def test_a_page_that_stands_open_does_not_follow_its_receipt_to_another_dossier(
    unguarded: str, client: Client
) -> None:
    mine = new_code()
    recorded(code=mine)
    client.post("/terug/", {"code": mine})
    assert client.get("/terug/melding/").status_code == 200
    theirs = of(unguarded).dossier_id
    looked = len(acts(of(unguarded)))
    swap(of(mine), of(unguarded), "dossier_id")
    answer = client.get("/terug/melding/")
    assert answer.headers["Location"] == "/terug/"
    assert len(acts(Signal.objects.get(pk=theirs))) == looked


def test_a_cookie_from_before_the_binding_opens_nothing(code: str, client: Client) -> None:
    client.cookies[COOKIE] = signing.get_cookie_signer(salt=COOKIE).sign(str(of(code).pk))
    assert client.get("/terug/melding/").headers["Location"] == "/terug/"


@pytest.mark.parametrize("model", TABLES)
def test_no_row_is_deleted(code: str, model: type[Model]) -> None:
    assert model._default_manager.exists()
    with refused():
        model._default_manager.all()._raw_delete(using="default")
    assert model._default_manager.exists()


@pytest.mark.parametrize("model", TABLES)
def test_no_column_is_changed(code: str, model: type[Model]) -> None:
    row = model._default_manager.order_by("pk")[0]
    for field in model._meta.concrete_fields:
        if field.name == "read_at":
            continue
        with refused("UPDATE refused"):
            model._default_manager.filter(pk=row.pk).update(
                **{field.attname: OTHER[field.get_internal_type()]}
            )


@pytest.mark.parametrize("model", TABLES)
def test_no_table_is_emptied_at_once(code: str, model: type[Model]) -> None:
    if connection.vendor != "postgresql":
        # SQLite has no TRUNCATE: a DELETE without a condition is refused as any other.
        with refused(), connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608
        return
    cascade = f'TRUNCATE "{model._meta.db_table}" CASCADE'
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="TRUNCATE refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(cascade)


@pytest.mark.parametrize("model", TABLES)
def test_no_row_is_replaced_by_another(code: str, model: type[Model]) -> None:
    """SQLite's REPLACE removes the old row; by default it does so without asking the triggers."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE: ON CONFLICT there is an UPDATE")
    table = model._meta.db_table
    with refused("DELETE refused"), connection.cursor() as cursor:
        cursor.execute(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')  # noqa: S608


def test_a_message_is_marked_as_read_once_and_not_unread(code: str) -> None:
    receipt = of(code)
    dialogue.mark_read(
        dossier=receipt.dossier, direction=Message.Direction.TO_REPORTER, by=dialogue.reporter(receipt)
    )
    assert Message.objects.get().read_at is not None
    for value in (None, OTHER["DateTimeField"]):
        with refused("stays on record"):
            Message.objects.update(read_at=value)


def test_every_table_of_the_room_has_guards() -> None:
    guarded = {(one.table, act) for one in registered() for act in ("UPDATE", "DELETE") if act in one.sqlite}
    assert {(model._meta.db_table, act) for model in TABLES for act in ("UPDATE", "DELETE")} <= guarded


def test_a_guarded_dossier_can_be_erased(code: str, officer: Person) -> None:
    receipt = of(code)
    erasure.erase(receipt.dossier_id, by=actor_for(officer))
    assert not DossierKey.objects.filter(dossier_id=receipt.dossier_id).exists()
    assert Message.objects.filter(dossier=receipt.dossier_id).exists()
