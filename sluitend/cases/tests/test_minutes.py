# SPDX-License-Identifier: EUPL-1.2
"""Minutes are taken by two at once, and nothing that anybody typed is lost."""

import re
from datetime import time
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases import reading, selectors
from sluitend.cases.models import AgendaItem, CalendarFeed, Decision, Meeting, Task
from sluitend.cases.services import agenda, meetings, minutes, tasks
from sluitend.cases.services.minutes import Seen, SomebodyWrote, mark_of
from sluitend.cases.tests.making import colleague, guest, item_of, meeting_of, shared
from sluitend.core import clock
from sluitend.core.errors import Conflict, NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.signals.services import triage
from sluitend.signals.tests.making import again, signed_in, text_of

OURS, THEIRS = "Wij horen dat er gewerkt wordt.", "De politie kent het pand."


@pytest.fixture
def meeting(officer: Person) -> Meeting:
    return meeting_of(officer, days=0)


@pytest.fixture
def item(meeting: Meeting, officer: Person) -> AgendaItem:
    return item_of(meeting, officer)


def notes_of(item: AgendaItem, person: Person) -> str:
    by = actor_for(person)
    found = reading.items_for(by, selectors.meeting(by, item.meeting_id), purpose="minutes")
    return next(one.notes for one in found if one.row.pk == item.pk)


def seen(item: AgendaItem, text: str) -> Seen:
    item.refresh_from_db(fields=["version"])
    return Seen(item.version, mark_of(text))


def opened(client: Client, meeting: Meeting) -> dict[str, Any]:
    """Return the fields of the form as they stand on the page."""
    page = text_of(client.get(reverse("cases:minutes", args=[meeting.pk])))
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        fields[name] = unescape(text)
    return fields


def test_notes_are_stored_with_the_dossier_they_are_about(item: AgendaItem, officer: Person) -> None:
    minutes.note(item=item, text=OURS, seen=seen(item, ""), by=actor_for(officer))
    assert notes_of(item, officer) == OURS
    item.refresh_from_db()
    assert item.version == 2
    assert b"gewerkt" not in bytes(item.notes or b"")


def test_what_did_not_change_is_not_written(item: AgendaItem, officer: Person) -> None:
    stale = Seen(0, mark_of(""))
    assert minutes.note(item=item, text=" \r\n", seen=stale, by=actor_for(officer)).version == 1


def test_who_writes_on_what_somebody_else_changed_is_told_and_nothing_is_overwritten(
    item: AgendaItem, officer: Person, deputy: Person
) -> None:
    at_first = seen(item, "")
    minutes.note(item=item, text=THEIRS, seen=at_first, by=actor_for(deputy))
    with pytest.raises(SomebodyWrote):
        minutes.note(item=item, text=OURS, seen=at_first, by=actor_for(officer))
    assert notes_of(item, officer) == THEIRS


def test_who_may_not_work_on_a_dossier_writes_no_notes_of_it(
    meeting: Meeting, item: AgendaItem, officer: Person, boa: Person
) -> None:
    row = colleague(meeting, boa, officer)
    shared(item, officer, row)
    with pytest.raises((NotFound, Refused)):
        minutes.note(item=item, text=OURS, seen=seen(item, ""), by=actor_for(boa))


def test_after_the_minutes_are_fixed_nothing_is_written(
    item: AgendaItem, officer: Person, clock: Any
) -> None:
    clock.advance(hours=5)
    meetings.finish_meeting(meeting=item.meeting, by=actor_for(officer))
    with pytest.raises(Conflict):
        minutes.note(item=item, text=OURS, seen=seen(item, ""), by=actor_for(officer))
    with pytest.raises(Conflict):
        minutes.note_general(
            meeting=item.meeting, text=OURS, present=frozenset(), seen=Seen(1, ""), by=actor_for(officer)
        )


def test_one_save_takes_notes_a_decision_an_action_and_who_was_there(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person, boa: Person
) -> None:
    row = guest(meeting, officer)
    signed_in(client, officer)
    form = opened(client, meeting)
    form |= {
        "general-present": [str(row.pk)],
        "general-text": "Begonnen om tien uur",
        f"{item.pk}-notes": OURS,
        f"{item.pk}-outcome": "decided-own-supervision",
        f"{item.pk}-reason": "Dichtbij",
        f"{item.pk}-what": "Ga kijken",
        f"{item.pk}-owner": f"person:{boa.pk}",
        f"{item.pk}-due": "2026-06-20",
    }
    answer = client.post(reverse("cases:minutes", args=[meeting.pk]), form)
    assert answer.status_code == 302
    assert notes_of(item, officer) == OURS
    assert (Decision.objects.get().outcome, Decision.objects.get().item_id) == (
        "decided-own-supervision",
        item.pk,
    )
    task = Task.objects.get()
    assert (task.person, task.item_id) == (boa, item.pk)
    row.refresh_from_db()
    assert row.present
    page = text_of(client.get(reverse("cases:meeting", args=[meeting.pk])))
    for word in (OURS, "Eigen toezicht", "Ga kijken", "Begonnen om tien uur"):
        assert word in page
    # The same form sent twice decides and gives nothing twice.
    client.post(reverse("cases:minutes", args=[meeting.pk]), form)
    assert (Decision.objects.count(), Task.objects.count()) == (1, 1)


def test_two_people_on_the_page_at_once_lose_nothing(
    meeting: Meeting, item: AgendaItem, officer: Person, deputy: Person
) -> None:
    other = item_of(meeting, officer, question="Nog een punt")
    one, two = signed_in(StaffClient(), officer), signed_in(StaffClient(), deputy)
    address = reverse("cases:minutes", args=[meeting.pk])
    first, second = opened(one, meeting), opened(two, meeting)
    assert two.post(address, second | {f"{item.pk}-notes": THEIRS}).status_code == 302
    answer = one.post(address, first | {f"{item.pk}-notes": OURS, f"{other.pk}-notes": "Ook dit"})
    page = text_of(answer)
    assert answer.status_code == 409
    # Both texts stand there, and what nobody else wrote on was stored at once.
    assert THEIRS in page
    assert OURS in page
    assert notes_of(item, officer) == THEIRS
    assert notes_of(other, officer) == "Ook dit"
    together = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    together |= {f"{item.pk}-notes": f"{THEIRS} {OURS}", f"{other.pk}-notes": "Ook dit"}
    assert one.post(address, together).status_code == 302
    assert notes_of(item, officer) == f"{THEIRS} {OURS}"


def test_who_was_there_is_not_overwritten_by_an_older_screen(
    meeting: Meeting, item: AgendaItem, officer: Person, deputy: Person
) -> None:
    row = guest(meeting, officer)
    one, two = signed_in(StaffClient(), officer), signed_in(StaffClient(), deputy)
    address = reverse("cases:minutes", args=[meeting.pk])
    first, second = opened(one, meeting), opened(two, meeting)
    assert two.post(address, second | {"general-present": [str(row.pk)]}).status_code == 302
    # Who changed nothing there overwrites nothing, and who did is shown what stands there.
    assert one.post(address, first | {f"{item.pk}-notes": OURS}).status_code == 302
    row.refresh_from_db()
    assert row.present
    answer = one.post(address, first | {"general-text": "Begonnen"})
    assert answer.status_code == 409
    assert "Aanwezig: Piet Politie" in text_of(answer)
    row.refresh_from_db()
    assert row.present


def test_moving_a_meeting_makes_no_conflict_of_minutes(
    client: Client, meeting: Meeting, officer: Person
) -> None:
    signed_in(client, officer)
    form = opened(client, meeting) | {"general-text": "Begonnen"}
    meetings.change_meeting(
        meeting=meeting, day=clock.today(), at=time(11), place="Zaal", by=actor_for(officer)
    )
    assert client.post(reverse("cases:minutes", args=[meeting.pk]), form).status_code == 302


def test_an_item_is_saved_whole_or_not_at_all(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    signed_in(client, officer)
    form = opened(client, meeting)
    form |= {
        f"{item.pk}-outcome": "decided-wait",
        f"{item.pk}-what": "Ga kijken",
        f"{item.pk}-owner": "partner:politie",
        f"{item.pk}-due": "2020-01-01",
    }
    address = reverse("cases:minutes", args=[meeting.pk])
    assert client.post(address, form).status_code == 422
    assert not Decision.objects.exists()
    form |= {f"{item.pk}-outcome": "decided-own-supervision", f"{item.pk}-due": "2026-06-20"}
    assert client.post(address, form).status_code == 302
    assert Decision.objects.get().outcome == "decided-own-supervision"


def test_what_was_typed_at_an_item_that_went_off_the_agenda_is_given_back(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    signed_in(client, officer)
    form = opened(client, meeting) | {f"{item.pk}-notes": OURS, "general-text": "Begonnen"}
    agenda.withdraw_item(item=item, by=actor_for(officer))
    answer = client.post(reverse("cases:minutes", args=[meeting.pk]), form)
    assert answer.status_code == 409
    assert "niet meer op de agenda" in text_of(answer)
    assert OURS in text_of(answer)
    assert "Begonnen" in text_of(client.get(reverse("cases:meeting", args=[meeting.pk])))


def test_what_was_typed_about_a_dossier_that_was_closed_meanwhile_stays(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    signed_in(client, officer)
    form = opened(client, meeting) | {f"{item.pk}-notes": OURS}
    triage.take_on(dossier=again(item.dossier), by=actor_for(officer))
    triage.close(dossier=again(item.dossier), outcome="no-action", reason="Klaar", by=actor_for(officer))
    answer = client.post(reverse("cases:minutes", args=[meeting.pk]), form)
    assert answer.status_code == 409
    assert "afgesloten" in text_of(answer)
    assert OURS in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"what": "Kijken"}, "Een actie heeft iemand die het doet"),
        ({"reason": "Omdat"}, "Kies wat er is besloten"),
        ({"owner": "partner:politie"}, "Schrijf op wat er moet gebeuren"),
        ({"what": "Kijken", "owner": "partner:politie", "due": "2020-01-01"}, "voorbij"),
    ],
)
def test_what_is_half_filled_in_is_asked_for_and_what_was_typed_stays(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person, typed: dict[str, str], told: str
) -> None:
    signed_in(client, officer)
    form = opened(client, meeting) | {f"{item.pk}-notes": OURS}
    form |= {f"{item.pk}-{name}": value for name, value in typed.items()}
    answer = client.post(reverse("cases:minutes", args=[meeting.pk]), form)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert OURS in text_of(answer)
    assert not Task.objects.exists()


def test_who_only_sits_there_takes_no_minutes(meeting: Meeting, officer: Person, boa: Person) -> None:
    colleague(meeting, boa, officer)
    client = signed_in(StaffClient(), boa)
    assert client.get(reverse("cases:meeting", args=[meeting.pk])).status_code == 200
    assert client.get(reverse("cases:minutes", args=[meeting.pk])).status_code == 403
    assert client.post(reverse("cases:meeting-finish", args=[meeting.pk])).status_code == 403
    with pytest.raises(Refused):
        guest(meeting, boa)


@pytest.fixture
def asked(officer: Person, boa: Person) -> Task:
    """A task that the meeting before this one gave."""
    before = meeting_of(officer, days=0, at=time(8, 0))
    item = agenda.add_item(
        meeting=before, about=None, question="Thema", submission=new_id(), by=actor_for(officer)
    )
    return tasks.give_task(
        dossier=again(before),
        item=item,
        what="Sleutel ophalen",
        due=clock.today(),
        person=boa,
        submission=new_id(),
        by=actor_for(officer),
    )


def test_what_was_asked_last_time_is_ended_on_the_same_screen(
    client: Client, asked: Task, meeting: Meeting, officer: Person
) -> None:
    signed_in(client, officer)
    form = opened(client, meeting)
    there = reverse("cases:minutes", args=[meeting.pk])
    assert "Sleutel ophalen" in text_of(client.get(there))
    field = f"task-{asked.pk}"
    refused = client.post(there, form | {f"{field}-result": "Ligt hier"})
    assert refused.status_code == 422
    assert "Kies wat eruit kwam" in text_of(refused)
    later = {f"{field}-how": "later", f"{field}-due": "2026-06-20", f"{field}-result": "Op reis"}
    assert client.post(there, form | later).status_code == 302
    asked.refresh_from_db()
    assert (asked.due.isoformat(), asked.done_at) == ("2026-06-20", None)
    done = {f"{field}-how": "done", f"{field}-result": "Ligt hier"}
    assert client.post(there, form | done).status_code == 302
    asked.refresh_from_db()
    assert asked.done_at is not None
    # Who had the screen open still, and says it too, is told that it is over.
    page = text_of(client.get(there))
    assert "Ligt hier" in page
    assert f"{field}-how" not in page


def test_what_somebody_else_ended_meanwhile_is_not_ended_again(
    client: Client, asked: Task, meeting: Meeting, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = opened(signed_in(client, officer), meeting)
    first = tasks.finish_task

    def somebody_first(**given: Any) -> Task:
        first(task=asked, result="Al gedaan", by=actor_for(officer))
        return first(**given)

    monkeypatch.setattr(tasks, "finish_task", somebody_first)
    done = {f"task-{asked.pk}-how": "done", f"task-{asked.pk}-result": "Ligt hier"}
    answer = client.post(reverse("cases:minutes", args=[meeting.pk]), form | done)
    assert answer.status_code == 409
    assert "al klaar" in text_of(answer)
    assert "Ligt hier" in text_of(answer)


def test_who_may_not_end_a_task_finds_no_form_for_it(
    asked: Task, meeting: Meeting, officer: Person, boa: Person, deputy: Person
) -> None:
    form = opened(signed_in(StaffClient(), deputy), meeting)
    assert any(name.startswith("general") for name in form)
    page = text_of(signed_in(StaffClient(), deputy).get(reverse("cases:minutes", args=[meeting.pk])))
    assert f"task-{asked.pk}-how" in page
    row = colleague(meeting, boa, officer)
    assert row.person == boa
    assert signed_in(StaffClient(), boa).get(reverse("cases:minutes", args=[meeting.pk])).status_code == 403


def test_who_sits_at_the_table_comes_first_among_who_can_do_it(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    guest(meeting, officer, "odwh", "Otto Omgeving")
    page = text_of(signed_in(client, officer).get(reverse("cases:minutes", args=[meeting.pk])))
    owners = page[page.index(f'name="{item.pk}-owner"') :]
    first = owners[: owners.index('optgroup label="Collega')]
    assert 'optgroup label="Aan tafel"' in first
    assert 'value="partner:odwh"' in first
    assert 'value="partner:nla"' not in first


def test_all_that_is_wrong_is_said_at_the_top(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    other = item_of(meeting, officer, question="Nog een punt")
    form = opened(signed_in(client, officer), meeting)
    form |= {f"{item.pk}-what": "Ga kijken", f"{other.pk}-reason": "Zomaar"}
    page = text_of(client.post(reverse("cases:minutes", args=[meeting.pk]), form))
    summary = page[page.index("data-error-summary") :]
    summary = summary[: summary.index("</ul>")]
    assert "Kijk nog naar 3 dingen" in page
    for field in (f"id_{item.pk}-owner", f"id_{item.pk}-due", f"id_{other.pk}-outcome"):
        assert f'href="#{field}"' in summary


def kept(client: Client, meeting: Meeting, form: dict[str, Any]) -> int:
    """Send the form to be kept only, as the page does while somebody types."""
    address = reverse("cases:minutes", args=[meeting.pk])
    return client.post(address, form, headers={"Only-Keep": "1"}).status_code


def test_who_leaves_without_saving_finds_what_was_typed(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    form = opened(signed_in(client, officer), meeting) | {f"{item.pk}-notes": OURS}
    assert kept(client, meeting, form) == 204
    assert notes_of(item, officer) == ""
    there = reverse("cases:minutes", args=[meeting.pk])
    page = text_of(client.get(there))
    assert OURS in page
    assert page.count("U ging weg zonder op te slaan") == 1
    assert client.post(there, opened(client, meeting)).status_code == 302
    assert notes_of(item, officer) == OURS
    assert "U ging weg" not in text_of(client.get(there))


def test_what_one_typed_is_given_to_nobody_else(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person, deputy: Person
) -> None:
    form = opened(signed_in(client, officer), meeting) | {f"{item.pk}-notes": OURS}
    kept(client, meeting, form)
    there = reverse("cases:minutes", args=[meeting.pk])
    assert OURS not in text_of(signed_in(StaffClient(), deputy).get(there))
    # Nor on the same device, by who signs in there after them.
    client.logout()
    assert OURS not in text_of(signed_in(client, deputy).get(there))


def test_what_is_too_long_to_keep_is_not_said_to_be_kept(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    form = opened(signed_in(client, officer), meeting) | {f"{item.pk}-notes": "x" * 250_000}
    assert kept(client, meeting, form) == 413


def test_what_was_refused_stays_kept(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    form = opened(signed_in(client, officer), meeting) | {f"{item.pk}-notes": OURS}
    kept(client, meeting, form)
    there = reverse("cases:minutes", args=[meeting.pk])
    assert client.post(there, form | {f"{item.pk}-what": "Ga kijken"}).status_code == 422
    assert OURS in text_of(client.get(there))


def test_another_window_of_the_same_person_does_not_forget_what_this_one_keeps(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    form = opened(signed_in(client, officer), meeting)
    kept(client, meeting, form | {f"{item.pk}-notes": OURS, "keep": "window-one"})
    there = reverse("cases:minutes", args=[meeting.pk])
    saved = client.post(there, form | {"general-text": "Begonnen", "keep": "window-two"})
    assert saved.status_code == 302
    page = text_of(client.get(there))
    assert OURS in page
    assert 'name="keep" value="window-one"' in page


def test_what_was_kept_can_be_thrown_away(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person
) -> None:
    form = opened(signed_in(client, officer), meeting) | {f"{item.pk}-notes": OURS, "keep": "one"}
    kept(client, meeting, form)
    there = reverse("cases:minutes", args=[meeting.pk])
    assert "Gooi weg wat ik typte" in text_of(client.get(there))
    assert client.post(there, form | {"discard": "1"}).status_code == 302
    page = text_of(client.get(there))
    assert OURS not in page
    assert "Gooi weg" not in page
    assert notes_of(item, officer) == ""


def test_minutes_are_not_fixed_over_what_was_not_saved(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person, clock: Any
) -> None:
    clock.advance(hours=5)
    form = opened(signed_in(client, officer), meeting) | {f"{item.pk}-notes": OURS}
    kept(client, meeting, form)
    fix = reverse("cases:meeting-finish", args=[meeting.pk])
    assert "nog niet is opgeslagen" in text_of(client.get(fix))
    assert client.post(fix).status_code == 409
    assert again(meeting).is_open
    client.post(reverse("cases:minutes", args=[meeting.pk]), form)
    assert client.post(fix).status_code == 302


def test_what_was_kept_is_shown_when_somebody_else_fixed_the_minutes_meanwhile(
    client: Client, meeting: Meeting, item: AgendaItem, officer: Person, clock: Any
) -> None:
    clock.advance(hours=5)
    form = opened(signed_in(client, officer), meeting) | {f"{item.pk}-notes": OURS}
    kept(client, meeting, form)
    meetings.finish_meeting(meeting=meeting, by=actor_for(officer))
    answer = client.get(reverse("cases:minutes", args=[meeting.pk]))
    assert answer.status_code == 409
    assert OURS in text_of(answer)


def test_what_is_sent_to_be_kept_is_never_done(client: Client, officer: Person) -> None:
    signed_in(client, officer)
    there = reverse("cases:feed-make")
    assert client.post(there, headers={"Only-Keep": "1"}).status_code == 400
    assert not CalendarFeed.objects.exists()
