# SPDX-License-Identifier: EUPL-1.2
"""The second wall: with every check of the application gone, the database still holds.

The tests pass the application by, and ask the models themselves, as code that forgot to ask would.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from psycopg import ClientCursor

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.cases import calendar
from sluitend.cases.services import doors, tasks, working
from sluitend.cases.tests.making import case_of, guest, item_of, meeting_of, shared
from sluitend.core import clock as clock_
from sluitend.core import rows, scope, walls
from sluitend.core.actor import system
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import drop_triggers
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.jobs import escalate_overdue
from sluitend.dossiers.models import Dossier
from sluitend.handover import services as handovers
from sluitend.handover.tests.making import linked, partner
from sluitend.privacy import journal
from sluitend.privacy.models import DossierKey, JournalEntry
from sluitend.signals.added import Answers
from sluitend.signals.models import ThreeWay
from sluitend.signals.services import dialogue, triage
from sluitend.signals.services.adding import add_to_signal
from sluitend.signals.tests.making import again, with_receipt

SIGNALS = (LISSE, "signals")
# Beside it in the same municipality, the same in another one, and a whole other one.
ELSEWHERE = [(LISSE, "care"), ("GM0546", "signals"), ("GM0546", "")]
WALLS = {wall.table: wall for wall in walls.registered()}
MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
PLACED = sorted((MODELS[table] for table, wall in WALLS.items() if wall.place), key=lambda one: one.__name__)
# Known to a whole municipality: its figures, how far each chain of its journal is, and its own acts.
OF_THE_MUNICIPALITY = {
    *("cases_calendarfeed", "dossiers_fact"),
    "privacy_journalhead",
    "privacy_journalentry",
    "privacy_dossierkey",
}


def test_every_table_has_a_wall_and_every_wall_a_table() -> None:
    assert set(WALLS) == set(MODELS) | {"django_migrations"}


def test_a_table_without_a_place_says_why() -> None:
    for wall in WALLS.values():
        assert bool(wall.place) != bool(wall.because), wall.table


def test_rows_that_say_where_they_belong_are_held_to_it() -> None:
    for table, model in MODELS.items():
        columns = {field.name for field in model._meta.concrete_fields}
        if {"municipality", "compartment"} <= columns:
            assert WALLS[table].place, table
        if WALLS[table].place:
            assert "municipality" in columns, table


def test_the_journal_takes_new_entries_and_nothing_else() -> None:
    assert WALLS["privacy_journalentry"].may == {"SELECT", "INSERT"}
    assert WALLS["privacy_journalhead"].may == {"SELECT", "INSERT", "UPDATE"}
    assert not [wall.table for wall in WALLS.values() if wall.may & {"TRUNCATE", "TRIGGER", "REFERENCES"}]


@pytest.fixture
def full(officer: Person, handler: Person, boa: Person, clock: Any) -> Dossier:
    """A signal of Lisse with a row in every table that knows of places."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security")
    by = actor_for(officer)
    signal = with_receipt(
        indicators=("a4-paspoort-weg",), identifiers=(("address", "Voorbeeldstraat 1, Lisse"),)
    )
    triage.take_on(dossier=again(signal), by=by)
    triage.weigh(dossier=again(signal), outcome="own-approach", reason="Wij kijken zelf", by=by)
    dialogue.ask_reporter(dossier=again(signal), text="Hoe laat?", submission=new_id(), by=by)
    learned = Answers(acute=ThreeWay.NO, minor=ThreeWay.NO)
    add_to_signal(dossier=again(signal), answers=learned, note="Het zijn er vijf", by=by)
    dossiers.involve(dossier=again(signal), person=handler, why="asked", by=by)
    dossiers.break_glass(dossier=again(signal), reason="Er is haast bij", by=actor_for(boa))
    handover = linked(officer).handover
    handovers.ask(handover=handover, question="Waar?", submission=new_id(), by=partner(handover.partner_id))
    at_the_table(officer, again(signal))
    clock.advance(days=60)
    escalate_overdue()
    return again(signal)


def at_the_table(officer: Person, signal: Dossier) -> None:
    """A case and a meeting about this signal, with somebody of a partner who has a door to it."""
    by = actor_for(officer)
    case = case_of(officer, signals=(signal,))
    dossier, due = Dossier.objects.get(pk=case.pk), clock_.today()
    working.write_line(dossier=again(dossier), sheet="plan", word="preventie", text="Langs de deuren", by=by)
    working.record_told(
        dossier=again(dossier),
        step="police-contact",
        partner_id="politie",
        told_on=due,
        submission=new_id(),
        by=by,
    )
    meeting = meeting_of(officer)
    shop = guest(meeting, officer, "shop", "Saar Zorg")
    item = item_of(meeting, officer, signal)
    shared(item, officer, guest(meeting, officer))
    working.decide(
        dossier=again(signal), outcome="decided-wait", reason="", submission=new_id(), item=item, by=by
    )
    tasks.give_task(
        dossier=again(signal), what="Bellen", due=due, partner_id="politie", submission=new_id(), by=by
    )
    address = "zoco@shop-denhaag.nl"
    doors.send_invitation(participant=shop, address=address, code_by="in-person", submission=new_id(), by=by)
    calendar.make_feed(person=officer, by=by)


def visible() -> dict[str, int]:
    """How many rows of each table can be seen."""
    return {model._meta.db_table: model._default_manager.count() for model in PLACED}


@pytest.mark.postgresql
def test_nothing_is_seen_where_no_scope_is_set(full: Dossier) -> None:
    assert all(visible().values()), visible()
    for nowhere in (scope.within(()), scope.of_a_request()):
        with nowhere:
            assert not any(visible().values()), visible()
            with transaction.atomic():
                assert not any(visible().values()), visible()


@pytest.mark.postgresql
def test_a_place_sees_its_own_rows_and_no_other_does(full: Dossier) -> None:
    everything = visible()
    with scope.within({SIGNALS}):
        assert visible() == everything
    for place in ELSEWHERE:
        with scope.within({place}):
            seen = {table for table, count in visible().items() if count}
            shared = OF_THE_MUNICIPALITY if place[0] == LISSE else set()
            assert seen == shared, place
            assert not JournalEntry.objects.exclude(compartment="").exists()
            assert not DossierKey.objects.exclude(compartment="journal").exists()


@pytest.mark.postgresql
def test_nothing_is_changed_or_removed_from_elsewhere(full: Dossier) -> None:
    drop_triggers()
    for place in ELSEWHERE:
        if place[0] == LISSE:
            continue
        for model in PLACED:
            may = WALLS[model._meta.db_table].may
            with scope.within({place}):
                if "UPDATE" in may:
                    assert model._default_manager.update(municipality=place[0]) == 0
                if "DELETE" in may:
                    assert model._default_manager.all()._raw_delete(using="default") == 0


def copies(model: type[models.Model]) -> Iterator[models.Model]:
    """A row of Lisse as somebody would add it once more, under another key."""
    row = model._default_manager.order_by("pk")[0]
    key = model._meta.pk
    row.pk = UUID(int=1) if isinstance(key, models.UUIDField | models.OneToOneField) else None
    yield row


@pytest.mark.postgresql
def test_nothing_is_added_from_elsewhere_or_from_nowhere(full: Dossier) -> None:
    drop_triggers()
    for model in PLACED:
        (row,) = copies(model)
        for places in ((), {("GM0546", "signals")}):
            with (
                scope.within(places),
                pytest.raises(DatabaseError, match="row-level security"),
                transaction.atomic(),
            ):
                rows.insert([row])


@pytest.mark.postgresql
def test_no_row_is_moved_to_where_one_may_not_look(full: Dossier) -> None:
    drop_triggers()
    for model in PLACED:
        if "UPDATE" not in WALLS[model._meta.db_table].may:
            continue
        with (
            scope.within({SIGNALS}),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            model._default_manager.update(municipality="GM0546")


@pytest.mark.postgresql
@pytest.mark.parametrize("act", ["UPDATE {} SET result = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_right_to_change_the_journal_is_not_there(full: Dossier, act: str) -> None:
    drop_triggers()
    table = JournalEntry._meta.db_table
    with (
        scope.within({SIGNALS}),
        pytest.raises(DatabaseError, match=f"permission denied for table {table}"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table))


@pytest.mark.postgresql
def test_acts_of_a_municipality_are_written_from_each_of_its_compartments(full: Dossier) -> None:
    for compartment in ("signals", "care", ""):
        with scope.within({(LISSE, compartment)}), transaction.atomic():
            journal.act(
                by=system("test"), action="x", dossier_id=None, municipality=LISSE, detail={"why": "test"}
            )
    assert DossierKey.objects.filter(municipality=LISSE, compartment="journal").count() == 1
    assert journal.verify(with_checkpoints=False).sound


@pytest.mark.postgresql
def test_who_owns_dossiers_that_one_cannot_see_does_not_leave(full: Dossier, handler: Person) -> None:
    dossiers.assign(dossier=full, to=handler, by=system("test"), version=full.version)
    with (
        scope.within({("GM0546", "signals")}),
        pytest.raises(DatabaseError, match="still owns open dossiers"),
        transaction.atomic(),
    ):
        Person.objects.filter(pk=handler.pk).update(is_active=False)
    with scope.within({(LISSE, "")}), transaction.atomic():
        # The look of that check everywhere ends with it, refused or not.
        accounts.set_working_days(person=handler, weekdays=[0], by=actor_for(handler))
        assert not Dossier.objects.exists()


@pytest.mark.postgresql
def test_the_look_everywhere_of_a_trigger_ends_with_it(full: Dossier, outsider: Person) -> None:
    with scope.within({(LISSE, "")}), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH left_now AS (UPDATE accounts_person SET is_active = false WHERE id = %s RETURNING 1) "
            "SELECT 1 FROM left_now",
            [outsider.pk],
        )
        told = "SELECT current_setting('sluitend.places', true)"
        # Past our cursor, which would tell it anew.
        (found,) = ClientCursor(connection.connection).execute(told).fetchone() or ("",)
        assert found == f",{LISSE}/,"
