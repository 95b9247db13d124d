# SPDX-License-Identifier: EUPL-1.2
"""What is past its due date escalates, once a day."""

from datetime import date
from typing import Any

import pytest

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.actor import system
from sluitend.core.errors import NotFound
from sluitend.dossiers import jobs, selectors, services
from sluitend.dossiers.models import Escalation, Involvement
from sluitend.dossiers.tests.making import TEST, again, opened
from sluitend.dossiers.worklist import Filters
from sluitend.privacy import journal

WEDNESDAY, THURSDAY = date(2026, 6, 3), date(2026, 6, 4)


def test_a_dossier_escalates_the_day_after_its_due_date(officer: Person, clock: Any) -> None:
    dossier = opened()
    assert jobs.escalate_overdue() == 0
    clock.set_day(WEDNESDAY)
    assert jobs.escalate_overdue() == 1
    (row,) = selectors.escalations(actor_for(officer), dossier)
    assert (row.day, row.due, row.next_step) == (WEDNESDAY, date(2026, 6, 2), "urgency-check")
    assert row.owner_role == "aandachtsfunctionaris"
    assert again(dossier).escalated_on == WEDNESDAY
    assert journal.entries(dossier.pk)[-1].action == "dossier.escalate"


def test_it_escalates_once_a_day_and_again_the_next_day(lisse: Any, clock: Any) -> None:
    dossier = opened()
    clock.set_day(WEDNESDAY)
    assert [jobs.escalate_overdue() for _ in range(3)] == [1, 0, 0]
    clock.set_day(THURSDAY)
    assert jobs.escalate_overdue() == 1
    assert Escalation.objects.filter(dossier=dossier).count() == 2


def test_a_closed_dossier_never_escalates(lisse: Any, clock: Any) -> None:
    services.close(dossier=opened(), outcome="no-action", reason="Klaar", by=TEST)
    clock.set_day(WEDNESDAY)
    assert jobs.escalate_overdue() == 0


def test_a_mark_makes_no_conflict_for_who_has_the_page_open(lisse: Any, clock: Any) -> None:
    seen = opened()
    clock.set_day(WEDNESDAY)
    jobs.escalate_overdue()
    services.move(dossier=seen, to="intake", by=TEST)
    assert again(seen).state == "intake"


def test_a_standing_deputy_sees_it_until_it_is_planned_anew(
    officer: Person, outsider: Person, clock: Any
) -> None:
    accounts.set_deputy(person=officer, deputy=outsider, by=TEST)
    late, on_time = opened(), opened(due=THURSDAY)
    clock.set_day(WEDNESDAY)
    with pytest.raises(NotFound):
        selectors.get(actor_for(outsider), late.pk)
    jobs.escalate_overdue()
    assert selectors.get(actor_for(outsider), late.pk, "dossier.write") == late
    assert [row.pk for row in selectors.worklist(actor_for(outsider)).rows] == [late.pk]
    with pytest.raises(NotFound):
        selectors.get(actor_for(outsider), on_time.pk)
    services.plan_next_step(dossier=again(late), next_step="weigh", by=actor_for(officer))
    with pytest.raises(NotFound):
        selectors.get(actor_for(outsider), late.pk)
    assert again(late).escalated_on is None


def test_a_deputy_by_role_is_told_too(officer: Person, deputy: Person, clock: Any) -> None:
    dossier = opened()
    clock.set_day(WEDNESDAY)
    jobs.escalate_overdue()
    assert Involvement.objects.get(dossier=dossier).person == deputy


@pytest.mark.parametrize("act", ["move", "close"])
def test_an_escalation_ends_when_work_goes_on(deputy: Person, clock: Any, act: str) -> None:
    dossier = opened()
    clock.set_day(WEDNESDAY)
    jobs.escalate_overdue()
    if act == "move":
        services.move(dossier=again(dossier), to="intake", by=TEST)
    else:
        services.close(dossier=again(dossier), outcome="no-action", reason="Klaar", by=TEST)
    assert again(dossier).escalated_on is None
    assert not Involvement.objects.filter(dossier=dossier).exists()


def test_many_overdue_dossiers_are_all_done_in_one_run(officer: Person, clock: Any) -> None:
    for _ in range(7):
        opened()
    clock.set_day(WEDNESDAY)
    assert jobs.escalate_overdue(batch=3) == 7
    assert len(selectors.worklist(actor_for(officer), Filters(overdue=True)).rows) == 7


def test_one_dossier_that_fails_does_not_hide_the_others(
    lisse: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = opened(), opened()
    clock.set_day(WEDNESDAY)
    broken_id = min(first.pk, second.pk)

    def sometimes(*, dossier_id: Any, today: date, by: Any) -> bool:
        if dossier_id == broken_id:
            raise OSError
        return services.escalate(dossier_id=dossier_id, today=today, by=by)

    monkeypatch.setattr(jobs, "escalate", sometimes)
    with pytest.raises(ExceptionGroup):
        jobs.escalate_overdue()
    assert Escalation.objects.count() == 1


def test_escalate_says_when_there_is_nothing_to_do(lisse: Any) -> None:
    dossier = opened()
    assert not services.escalate(dossier_id=dossier.pk, today=date(2026, 6, 2), by=system("escalate"))
