# SPDX-License-Identifier: EUPL-1.2
"""What the plan itself says, beside the work: the repression table, and where a table reports to."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases import reading, selectors
from sluitend.cases.guidance import repression
from sluitend.cases.models import Task
from sluitend.cases.tests.making import case_of, meeting_of
from sluitend.policy import selectors as policy
from sluitend.policy.schema.facts import FactKind
from sluitend.signals.tests.making import again, recorded, signed_in, text_of


def test_each_form_of_the_table_says_who_does_what(lisse: object) -> None:
    pack = policy.current().pack
    table = [one for one in pack.facts if one.kind is FactKind.REPRESSION and one.details]
    assert table
    for fact in table:
        for form in fact.forms:
            names = [one["name"] for one in repression([form], pack, "nl")]
            assert fact.name.nl in names, form


def test_a_part_of_a_form_falls_under_the_whole(lisse: object) -> None:
    pack = policy.current().pack
    parts = [one for one in pack.forms if one.parent and repression([one.parent], pack, "nl")]
    assert parts
    for part in parts:
        whole = [one["name"] for one in repression([str(part.parent)], pack, "nl")]
        assert set(whole) <= {one["name"] for one in repression([part.id], pack, "nl")}


def test_nothing_is_said_of_a_form_that_the_table_does_not_have(lisse: object) -> None:
    assert repression(["no-form"], policy.current().pack, "nl") == []


@pytest.mark.parametrize("kind", ["signal", "case"])
def test_it_stands_beside_the_signal_and_the_case(officer: Person, kind: str) -> None:
    inside: Client = signed_in(StaffClient(), officer)
    signal = recorded(forms=("arbeid",))
    about = signal if kind == "signal" else case_of(officer, signals=(signal,))
    route = "signals:signal" if kind == "signal" else "cases:case"
    page = text_of(inside.get(reverse(route, args=[about.pk])))
    said = repression(["arbeid"], policy.current().pack, "nl")
    assert said
    for one in said:
        assert f"{one['name']}: wie doet wat volgens het plan" in page


def test_the_page_of_a_table_says_to_whom_it_reports(officer: Person) -> None:
    inside: Client = signed_in(StaffClient(), officer)
    meeting = meeting_of(officer, consultation="bestuurlijke-mensenhandeltafel")
    page = text_of(inside.get(reverse("cases:meeting", args=[meeting.pk])))
    assert "Hillegom" in page
    assert "gaat terug naar: Districtscollege" in page


def test_who_tells_what_came_out_is_agreed_when_the_minutes_are_fixed(
    officer: Person, boa: Person, clock: Any
) -> None:
    meeting = meeting_of(officer, days=0, consultation="bestuurlijke-mensenhandeltafel")
    clock.advance(hours=5)
    inside: Client = signed_in(StaffClient(), officer)
    there = reverse("cases:meeting-finish", args=[meeting.pk])
    assert "Het gaat naar: Districtscollege" in text_of(inside.get(there))
    # Nobody says by an oversight that it has been done.
    assert inside.post(there).status_code == 422
    refused = inside.post(there, {"owner": f"person:{boa.pk}"})
    assert refused.status_code == 422
    assert again(meeting).is_open
    assert inside.post(there, {"owner": f"person:{boa.pk}", "due": "2026-06-20"}).status_code == 302
    assert not again(meeting).is_open
    assert "Koppel terug" in text_of(inside.get(reverse("cases:meeting", args=[meeting.pk])))
    task = selectors.tasks_of(actor_for(boa))[0]
    assert (
        reading.task_seen(actor_for(boa), task).what
        == "Koppel terug wat eruit kwam. Het gaat naar: Districtscollege."
    )


def test_of_a_table_that_reports_to_nobody_it_is_not_asked(officer: Person, clock: Any) -> None:
    meeting = meeting_of(officer, days=0)
    clock.advance(hours=5)
    inside: Client = signed_in(StaffClient(), officer)
    there = reverse("cases:meeting-finish", args=[meeting.pk])
    page = text_of(inside.get(there))
    assert "Hierna verandert het verslag niet meer" in page
    assert "Wie koppelt terug" not in page
    assert inside.post(there).status_code == 302
    assert not again(meeting).is_open
    assert not Task.objects.exists()
