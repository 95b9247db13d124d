# SPDX-License-Identifier: EUPL-1.2
"""Tasks have somebody who does them and a day; what is late is taken up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases import jobs, reading, selectors
from sluitend.cases.models import Task
from sluitend.cases.services import agenda, meetings, tasks
from sluitend.cases.tests.making import case_of, colleague, meeting_of
from sluitend.core import clock as clock_
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers import services as dossiers
from sluitend.signals.tests.making import acts, again, recorded, signed_in, text_of


def given(about: Any, by: Person, **changed: Any) -> Task:
    values: dict[str, Any] = {"what": "Ga kijken", "due": clock_.today(), "submission": new_id()}
    return tasks.give_task(dossier=again(about), by=actor_for(by), **(values | changed))


def test_who_gets_a_task_finds_it_on_their_list_and_sees_nothing_else(officer: Person, boa: Person) -> None:
    signal = recorded()
    task = given(signal, officer, person=boa)
    assert not access.may(actor_for(boa), access.READ, again(signal))
    assert selectors.tasks_of(actor_for(boa)) == [task]
    assert selectors.tasks_of(actor_for(officer)) == []
    theirs = signed_in(StaffClient(), boa)
    page = text_of(theirs.get(reverse("cases:task", args=[task.pk])))
    assert "Ga kijken" in page
    assert f"Gegeven door {officer.name}" in page
    assert "niet het dossier" in page
    assert theirs.get(reverse("signals:signal", args=[signal.pk])).status_code == 404


def test_what_is_due_first_stands_above_lists_and_the_rest_on_a_page(officer: Person, boa: Person) -> None:
    signal, day = recorded(), clock_.today()
    found = [given(signal, officer, person=boa, due=day + timedelta(days=9 - number)) for number in range(6)]
    addresses = [reverse("cases:task", args=[task.pk]) for task in reversed(found)]
    theirs = signed_in(StaffClient(), boa)
    for page in ("/werk/", "/werk/casus/"):
        text = text_of(theirs.get(page))
        assert [address in text for address in addresses] == [True] * 5 + [False]
        assert reverse("cases:tasks") in text
    text = text_of(theirs.get(reverse("cases:tasks")))
    places = [text.index(address) for address in addresses]
    assert places == sorted(places)
    tasks.finish_task(task=found[0], result="Gedaan", by=actor_for(boa))
    assert reverse("cases:tasks") not in text_of(theirs.get("/werk/"))


def test_tasks_come_in_pages_and_none_is_left_out(officer: Person, boa: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(selectors, "PAGE_SIZE", 3)
    signal = recorded()
    addresses = {reverse("cases:task", args=[given(signal, officer, person=boa).pk]) for _number in range(7)}
    theirs, there, seen = signed_in(StaffClient(), boa), reverse("cases:tasks"), list[str]()
    for expected in (3, 3, 1):
        answer = theirs.get(there)
        on_page = [address for address in addresses if address in text_of(answer)]
        assert len(on_page) == expected
        seen += on_page
        there = reverse("cases:tasks") + answer.context["next_url"]
    assert (sorted(seen), answer.context["next_url"]) == (sorted(addresses), "")
    assert theirs.get(reverse("cases:tasks"), {"na": "2026-99-99_x"}).status_code == 400


def test_who_has_no_tasks_reads_when_there_will_be_some(officer: Person) -> None:
    assert "U hebt geen taken" in text_of(signed_in(StaffClient(), officer).get(reverse("cases:tasks")))


def test_nobody_else_sees_a_task_of_a_dossier_that_they_may_not_see(
    officer: Person, boa: Person, handler: Person
) -> None:
    task = given(recorded(), officer, person=boa)
    with pytest.raises(NotFound):
        selectors.task(actor_for(handler), task.pk)
    with pytest.raises(NotFound):
        reading.task_seen(actor_for(handler), task)


def test_who_works_here_no_more_has_no_tasks_here(officer: Person, boa: Person) -> None:
    task = given(recorded(), officer, person=boa)
    accounts.withdraw_role(assignment=boa.assignments.get(), by=system("test"))
    assert selectors.tasks_of(actor_for(boa)) == []
    with pytest.raises(NotFound):
        selectors.task(actor_for(boa), task.pk)
    with pytest.raises(NotFound):
        tasks.finish_task(task=task, result="Klaar", by=actor_for(boa))


def test_who_needs_it_for_the_task_is_let_see_the_dossier(
    officer: Person, boa: Person, deputy: Person
) -> None:
    signal = recorded()
    given(signal, officer, person=boa, let_see=True)
    assert access.may(actor_for(boa), access.READ, again(signal))
    assert acts(signal)[-2:] == ["task.give", "dossier.involve"]
    given(signal, officer, person=deputy, let_see=True)
    assert acts(signal)[-1] == "task.give"


def test_a_submit_that_comes_again_gives_no_other_task(officer: Person) -> None:
    signal, submission = recorded(), new_id()
    first = given(signal, officer, person=officer, submission=submission)
    assert given(signal, officer, person=officer, submission=submission) == first


def test_a_task_has_one_owner_who_can_see_such_dossiers(officer: Person, boa: Person) -> None:
    nobody = add("Cor Communicatie", "communicatie")
    for wrong in (
        {},
        {"person": boa, "partner_id": "politie"},
        {"partner_id": "niemand"},
        {"person": nobody},
    ):
        with pytest.raises(BadInput):
            given(recorded(), officer, **wrong)
    assert not Task.objects.exists()


def test_a_task_lies_not_in_the_past_and_says_what(officer: Person) -> None:
    for wrong in ({"due": clock_.today() - timedelta(days=1)}, {"what": " "}, {"component": "iets"}):
        with pytest.raises(BadInput):
            given(recorded(), officer, person=officer, **wrong)


def test_only_who_works_on_a_dossier_gives_tasks(officer: Person, boa: Person) -> None:
    with pytest.raises(NotFound):
        given(recorded(), boa, person=boa)


def test_whoever_it_is_of_finishes_it_once(officer: Person, boa: Person, handler: Person) -> None:
    task = given(recorded(), officer, person=boa)
    with pytest.raises(NotFound):
        tasks.finish_task(task=task, result="", by=actor_for(handler))
    tasks.finish_task(task=task, result="Niemand thuis", by=actor_for(boa))
    assert selectors.tasks_of(actor_for(boa)) == []
    with pytest.raises(Conflict):
        tasks.finish_task(task=task, result="Nog eens", by=actor_for(officer))


def test_the_task_of_another_is_not_finished_by_who_only_reads(
    officer: Person, boa: Person, privacy_officer: Person
) -> None:
    task = given(recorded(), officer, person=boa)
    reader = actor_for(privacy_officer)
    dossiers.inspect(dossier=again(task.dossier), purpose="supervision", reason="Toezicht", by=reader)
    with pytest.raises(Refused):
        tasks.finish_task(task=task, result="", by=reader)


def test_a_task_that_falls_away_says_why(officer: Person) -> None:
    task = given(recorded(), officer, person=officer)
    with pytest.raises(BadInput, match="waarom"):
        tasks.finish_task(task=task, result=" ", dropped=True, by=actor_for(officer))
    ended = tasks.finish_task(task=task, result="Al gedaan door politie", dropped=True, by=actor_for(officer))
    assert ended.dropped
    assert acts(task.dossier)[-1] == "task.drop"


def test_a_late_task_asks_for_attention_once_and_again_after_it_was_put_off(
    officer: Person, clock: Any
) -> None:
    case = case_of(officer)
    task = given(case, officer, person=officer)
    assert jobs.take_up_late_tasks() == 0
    clock.advance(days=1)
    assert jobs.take_up_late_tasks() == 1
    assert (again(case).next_step, again(case).due) == ("chase-tasks", clock_.today())
    assert jobs.take_up_late_tasks() == 0
    tasks.put_off_task(task=task, due=clock_.today() + timedelta(days=1), why="Ziek", by=actor_for(officer))
    later = clock_.today() + timedelta(days=9)
    dossiers.plan_next_step(dossier=again(case), next_step="review-case", due=later, by=actor_for(officer))
    clock.advance(days=2)
    assert jobs.take_up_late_tasks() == 1


def test_a_late_task_does_not_hide_that_the_dossier_is_late_itself(officer: Person, clock: Any) -> None:
    case, by = case_of(officer), actor_for(officer)
    given(case, officer, person=officer)
    dossiers.plan_next_step(dossier=again(case), next_step="review-case", due=clock_.today(), by=by)
    clock.advance(days=1)
    assert jobs.take_up_late_tasks() == 0
    assert again(case).next_step == "review-case"
    later = clock_.today() + timedelta(days=9)
    dossiers.plan_next_step(dossier=again(case), next_step="review-case", due=later, by=by)
    assert jobs.take_up_late_tasks() == 1
    assert again(case).next_step == "chase-tasks"


def test_whoever_it_is_of_asks_for_more_time_with_the_reason(officer: Person, boa: Person) -> None:
    case = case_of(officer)
    task = given(case, officer, person=boa)
    theirs, there = signed_in(StaffClient(), boa), reverse("cases:task", args=[task.pk])
    form = {"how": "later", "due": "2026-06-20", "result": ""}
    assert theirs.post(there, form).status_code == 422
    assert theirs.post(there, form | {"result": "De sleutel is er niet"}).status_code == 302
    task.refresh_from_db()
    assert (task.due, task.done_at) == (date(2026, 6, 20), None)
    page = text_of(signed_in(StaffClient(), officer).get(reverse("cases:case", args=[case.pk])))
    assert "De sleutel is er niet" in page
    with pytest.raises(BadInput):
        tasks.put_off_task(task=task, due=date(2026, 6, 21), why=" ", by=actor_for(boa))


def test_who_is_let_see_a_dossier_for_a_task_changes_nothing_in_it(officer: Person, boa: Person) -> None:
    case = case_of(officer)
    other = given(case, officer, person=officer)
    given(case, officer, person=boa, let_see=True)
    theirs = signed_in(StaffClient(), boa)
    assert "Besluit vastleggen" not in text_of(theirs.get(reverse("cases:case", args=[case.pk])))
    with pytest.raises(Refused):
        tasks.finish_task(task=other, result="Klaar", by=actor_for(boa))


def test_a_task_that_is_over_says_so_when_it_is_sent_again(officer: Person, boa: Person) -> None:
    task = given(recorded(), officer, person=boa)
    tasks.finish_task(task=task, result="Klaar", by=actor_for(officer))
    there = reverse("cases:task", args=[task.pk])
    answer = signed_in(StaffClient(), boa).post(there, {"how": "done", "result": "Ook klaar"})
    assert answer.status_code == 409
    assert "al klaar" in text_of(answer)


def test_the_list_says_who_gave_a_task_and_the_page_whose_it_is(officer: Person, boa: Person) -> None:
    task = given(recorded(), officer, person=boa)
    assert f"gegeven door {officer.name}" in text_of(signed_in(StaffClient(), boa).get("/werk/"))
    page = text_of(signed_in(StaffClient(), officer).get(reverse("cases:task", args=[task.pk])))
    assert boa.name in page


def test_a_partner_is_let_see_nothing_by_a_task(officer: Person) -> None:
    inside = signed_in(StaffClient(), officer)
    there = reverse("cases:give-task", args=[recorded().pk])
    form = {"submission": str(new_id()), "what": "Kijken", "owner": "partner:odwh", "due": "2026-06-20"}
    assert inside.post(there, form | {"let_see": "on"}).status_code == 422
    assert "Vertel het zelf aan de partner" in text_of(inside.post(there, form, follow=True))


def test_what_is_done_or_stands_in_a_closed_dossier_is_not_late(officer: Person, clock: Any) -> None:
    from sluitend.signals.services import triage

    signal = recorded()
    given(signal, officer, person=officer)
    done = given(recorded(), officer, person=officer)
    tasks.finish_task(task=done, result="Klaar", by=actor_for(officer))
    triage.close(dossier=again(signal), outcome="no-action", reason="Klaar", by=actor_for(officer))
    clock.advance(days=3)
    assert jobs.take_up_late_tasks() == 0
    assert not tasks.escalate_task(task_id=new_id(), by=jobs.ACTOR)
    assert selectors.tasks_of(actor_for(officer)) == []


def test_what_a_meeting_asked_is_done_after_it(officer: Person, boa: Person, clock: Any) -> None:
    meeting, by = meeting_of(officer, days=0), actor_for(officer)
    colleague(meeting, boa, officer)
    item = agenda.add_item(meeting=meeting, about=None, question="Thema", submission=new_id(), by=by)
    task = tasks.give_task(
        dossier=again(meeting),
        item=item,
        what="Datum prikken",
        due=date(2026, 6, 20),
        person=boa,
        submission=new_id(),
        by=by,
    )
    clock.advance(hours=5)
    meetings.finish_meeting(meeting=meeting, by=by)
    theirs, there = signed_in(StaffClient(), boa), reverse("cases:task", args=[task.pk])
    for page in ("/werk/", "/werk/casus/", "/werk/overleg/a4/"):
        assert again(meeting).reference in text_of(theirs.get(page)), page
    assert there in text_of(theirs.get("/werk/"))
    assert theirs.post(there, {"how": "done", "result": "9 juli"}).status_code == 302
    assert there not in text_of(theirs.get("/werk/"))


def test_what_a_meeting_that_was_called_off_asked_is_asked_no_more(officer: Person, boa: Person) -> None:
    meeting, by = meeting_of(officer), actor_for(officer)
    tasks.give_task(
        dossier=again(meeting),
        what="Datum prikken",
        due=date(2026, 6, 20),
        person=boa,
        submission=new_id(),
        by=by,
    )
    assert len(selectors.tasks_of(actor_for(boa))) == 1
    meetings.cancel_meeting(meeting=meeting, reason="Ziek", by=by)
    assert selectors.tasks_of(actor_for(boa)) == []


def test_a_late_task_of_a_meeting_that_was_held_is_chased_by_who_made_its_minutes(
    officer: Person, boa: Person, deputy: Person, clock: Any
) -> None:
    meeting, by = meeting_of(officer, days=0, owner=officer), actor_for(officer)
    task = given(meeting, officer, person=boa, due=clock_.today() + timedelta(days=1))
    clock.advance(hours=5)
    meetings.finish_meeting(meeting=meeting, by=by)
    assert selectors.tasks_of(by) == []
    clock.advance(days=2)
    assert selectors.tasks_of(by) == [task]
    assert selectors.tasks_of(actor_for(deputy)) == []
    assert f"Vraag {boa.name}" in text_of(signed_in(StaffClient(), officer).get("/werk/"))
    officer.is_active = False
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    assert selectors.tasks_of(actor_for(deputy)) == [task]
    tasks.finish_task(task=task, result="Klaar", by=actor_for(boa))
    assert selectors.tasks_of(actor_for(deputy)) == []


def test_a_late_task_of_their_own_meeting_is_chased_by_who_works_on_their_own_only(
    officer: Person, handler: Person, boa: Person, clock: Any
) -> None:
    meeting, by = meeting_of(handler, days=0, owner=handler), actor_for(handler)
    task = given(meeting, handler, person=boa, due=clock_.today() + timedelta(days=1))
    clock.advance(hours=5)
    meetings.finish_meeting(meeting=meeting, by=by)
    clock.advance(days=2)
    assert selectors.tasks_of(by) == [task]
    accounts.withdraw_role(assignment=handler.assignments.get(), by=system("test"))
    assert selectors.tasks_of(actor_for(handler)) == []
    Person.objects.filter(pk=handler.pk).update(is_active=False)
    # Nobody's: whoever works on all chases it, and nobody who works on their own only.
    other = add("Hugo Handelaar", "behandelaar")
    assert selectors.tasks_of(actor_for(officer)) == [task]
    assert selectors.tasks_of(actor_for(other)) == []


def test_more_time_is_a_later_day(officer: Person, boa: Person) -> None:
    task = given(recorded(), officer, person=boa, due=clock_.today() + timedelta(days=5))
    for due in (task.due, task.due - timedelta(days=1)):
        with pytest.raises(BadInput, match="latere dag"):
            tasks.put_off_task(task=task, due=due, why="Druk", by=actor_for(boa))
