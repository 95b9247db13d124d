# SPDX-License-Identifier: EUPL-1.2
"""What is overdue is taken up by itself, once; what was put off comes back."""

from dataclasses import replace
from datetime import date

import pytest

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import periodic
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.handover import jobs, selectors, services
from sluitend.handover.guard import Confirmation
from sluitend.handover.models import Handover
from sluitend.handover.tests.making import KNOWN, acts, again, linked, partner, prepared, step_of
from sluitend.sharing import Informed

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(officer: Person) -> Handover:
    handover = linked(officer).handover
    dossiers.move(dossier=again(handover).dossier, to="handed-over", by=actor_for(officer))
    return handover


def test_no_acknowledgement_in_time_is_escalated_once(sent: Handover, clock: FrozenClock) -> None:
    clock.set_day(date(2026, 6, 4))
    assert jobs.take_up_overdue() == 0
    clock.set_day(date(2026, 6, 5))
    assert jobs.take_up_overdue() == 1
    assert jobs.take_up_overdue() == 0
    assert again(sent).escalated_on == date(2026, 6, 5)
    assert (step_of(sent), again(sent).dossier.due) == ("call-partner", date(2026, 6, 5))
    assert acts(sent).count("handover.overdue") == 1


def test_no_feedback_in_time_is_escalated_too(sent: Handover, clock: FrozenClock) -> None:
    services.acknowledge(handover=sent, by=partner("shop"))
    clock.set_day(date(2026, 7, 1))
    assert jobs.take_up_overdue() == 1
    assert step_of(sent) == "call-partner"


def test_an_acknowledgement_ends_the_escalation(sent: Handover, clock: FrozenClock) -> None:
    clock.set_day(date(2026, 6, 5))
    jobs.take_up_overdue()
    services.acknowledge(handover=sent, by=partner("shop"))
    assert again(sent).escalated_on is None
    assert step_of(sent) == "await-feedback"


def test_a_planned_call_is_waited_for(sent: Handover, officer: Person, clock: FrozenClock) -> None:
    clock.set_day(date(2026, 6, 5))
    jobs.take_up_overdue()
    services.plan_call_back(handover=sent, on=date(2026, 6, 9), by=actor_for(officer))
    assert (step_of(sent), again(sent).dossier.due) == ("call-partner-back", date(2026, 6, 9))
    clock.set_day(date(2026, 6, 9))
    assert jobs.take_up_overdue() == 0
    clock.set_day(date(2026, 6, 10))
    assert jobs.take_up_overdue() == 1


def test_what_is_overdue_stands_in_the_list(sent: Handover, officer: Person, clock: FrozenClock) -> None:
    by = actor_for(officer)
    assert selectors.waiting(by, overdue=True) == []
    assert selectors.waiting(by) == [again(sent)]
    clock.set_day(date(2026, 6, 5))
    assert selectors.waiting(by, overdue=True) == [again(sent)]


def test_nobody_sees_handovers_of_dossiers_they_may_not_see(sent: Handover, outsider: Person) -> None:
    assert selectors.waiting(actor_for(outsider)) == []


def test_informing_that_was_put_off_comes_back_on_its_day(officer: Person, clock: FrozenClock) -> None:
    handover = prepared(
        officer,
        circumstances=replace(KNOWN, informed=Informed.POSTPONED),
        confirmation=Confirmation(inform_reason="Niet veilig", recheck_on=date(2026, 6, 9)),
    )
    assert jobs.take_up_rechecks() == 0
    clock.set_day(date(2026, 6, 9))
    assert jobs.take_up_rechecks() == 1
    assert jobs.take_up_rechecks() == 0
    assert step_of(handover) == "inform-person"
    by = actor_for(officer)
    services.postpone_informing(handover=handover, until=date(2026, 6, 23), reason="Nog niet", by=by)
    assert again(handover).recheck_on == date(2026, 6, 23)
    clock.set_day(date(2026, 6, 23))
    services.record_informed(handover=handover, by=by)
    assert jobs.take_up_rechecks() == 0
    assert again(handover).informed == "yes"


def test_a_withdrawn_handover_is_not_chased(sent: Handover, officer: Person, clock: FrozenClock) -> None:
    services.withdraw(handover=sent, reason="Fout", submission=new_id(), by=actor_for(officer))
    clock.set_day(date(2026, 7, 1))
    assert jobs.take_up_overdue() == 0


def test_the_worker_knows_the_jobs_of_this_room() -> None:
    names = {job.name for job in periodic.registered()}
    assert {"handover-outbox", "handover-overdue", "handover-rechecks"} <= names
