# SPDX-License-Identifier: EUPL-1.2
"""The table of moves, and the database that holds everybody to it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from sluitend.accounts.models import Person
from sluitend.core import triggers
from sluitend.core.tests.owning import become_owner, owner
from sluitend.core.tests.refusing import raw, refused
from sluitend.handover.models import Handover, Line, Move
from sluitend.handover.states import MOVES, State, allowed
from sluitend.handover.tests.making import called, linked, prepared

ENDS = {State.REFUSED, State.FED_BACK, State.WITHDRAWN}


def test_every_state_leads_to_an_end_and_no_end_leads_on() -> None:
    for state in State:
        assert (not MOVES[state]) == (state in ENDS)
        seen, waiting = set(), [state]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting.extend(MOVES[here])
        assert seen & ENDS


def test_every_state_can_be_reached_from_the_beginning() -> None:
    reached, waiting = set(), [State.PREPARED]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(MOVES[here])
    assert reached == set(State)


@pytest.mark.django_db
def test_every_trigger_of_this_room_is_there(lisse: Any) -> None:
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_the_database_knows_the_same_table(officer: Person) -> None:
    handover = linked(officer).handover
    terms = "acknowledge_by = '2026-06-04', feedback_by = '2026-06-30', outcome = 'x'"
    for before in State:
        for after in State:
            if before is after:
                continue
            with transaction.atomic():
                _stand_at(handover, before)
                sql = f"UPDATE handover_handover SET state = %s, moves = moves + 1, {terms} WHERE id = %s"  # noqa: S608
                if allowed(before, after):
                    assert raw(sql, str(after), handover.pk) == 1
                else:
                    with refused():
                        raw(sql, str(after), handover.pk)
                transaction.set_rollback(True)


def _stand_at(handover: Handover, state: State) -> None:
    """Put a row in a state by moves that the table allows, starting from sent."""
    ways = {
        State.PREPARED: None,
        State.SENT: [],
        State.OPENED: [State.OPENED],
        State.ACKNOWLEDGED: [State.ACKNOWLEDGED],
        State.REFUSED: [State.REFUSED],
        State.FED_BACK: [State.FED_BACK],
        State.WITHDRAWN: [State.WITHDRAWN],
    }[state]
    if ways is None:
        with owner():
            triggers.remove(connection)
            raw("UPDATE handover_handover SET state = 'prepared', moves = 0 WHERE id = %s", handover.pk)
            triggers.install(connection)
        return
    for step in ways:
        raw(
            "UPDATE handover_handover SET state = %s, moves = moves + 1, outcome = 'x' WHERE id = %s",
            str(step),
            handover.pk,
        )


@pytest.mark.django_db
def test_an_unknown_state_is_refused(officer: Person) -> None:
    with refused():
        raw(
            "UPDATE handover_handover SET state = 'verzonnen', moves = moves + 1 WHERE id = %s",
            prepared(officer).pk,
        )


@pytest.mark.django_db
def test_whoever_has_it_is_waited_for_by_a_date(officer: Person) -> None:
    with pytest.raises(IntegrityError, match="constraint"), transaction.atomic():
        raw("UPDATE handover_handover SET feedback_by = NULL WHERE id = %s", linked(officer).handover.pk)


@pytest.mark.django_db
def test_what_was_handed_over_never_changes(officer: Person) -> None:
    first, second = prepared(officer), prepared(officer)
    for column, value in (("partner_id", "politie"), ("kind", "advice"), ("way", "link")):
        with refused():
            raw(f"UPDATE handover_handover SET {column} = %s WHERE id = %s", value, first.pk)  # noqa: S608
    with refused():
        raw(
            "UPDATE handover_handover SET packet = (SELECT packet FROM handover_handover WHERE id = %s) "
            "WHERE id = %s",
            second.pk,
            first.pk,
        )


@pytest.mark.django_db
def test_the_history_stays_as_it_was(officer: Person) -> None:
    handover = called(officer)
    move = Move.objects.filter(handover=handover).first()
    assert move is not None
    # On PostgreSQL the application lacks the right; the owner meets the trigger.
    become_owner()
    with refused():
        raw("UPDATE handover_move SET to_state = 'refused' WHERE id = %s", move.pk)
    with refused():
        raw("DELETE FROM handover_move WHERE id = %s", move.pk)
    with refused():
        Handover.objects.all().delete()
    assert not Line.objects.exists()


@pytest.mark.django_db
def test_a_state_cannot_change_without_being_counted(officer: Person) -> None:
    with refused():
        raw("UPDATE handover_handover SET state = 'withdrawn' WHERE id = %s", prepared(officer).pk)
