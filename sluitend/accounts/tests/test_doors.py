# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out, and the page of one's own working days."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from sluitend.accounts import services
from sluitend.accounts.models import Leave, Person, WorkPattern
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import fresh_code, sign_in
from sluitend.accounts.views import staff_required
from sluitend.core import scope
from sluitend.core.actor import system
from sluitend.privacy.models import JournalEntry

SIGN_IN = "/inloggen/"
AVAILABILITY = "/beschikbaarheid/"


@pytest.fixture
def signed_in(client: Client, officer: Person) -> Client:
    client.force_login(officer)
    return client


def try_password(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def test_the_addresses_are_dutch() -> None:
    assert reverse("accounts:sign-in") == SIGN_IN
    assert reverse("accounts:availability") == AVAILABILITY


def test_somebody_signs_in_with_any_capitals_and_the_journal_knows(client: Client, officer: Person) -> None:
    code = fresh_code(officer)
    try_password(client, " FENNA@example.invalid ")
    answer = client.post("/inloggen/tweede-stap/", {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/werk/")
    assert client.session[SESSION_KEY] == str(officer.pk)
    entry = JournalEntry.objects.get(action="sign-in")
    assert (entry.actor_kind, entry.actor_id, entry.municipality) == ("staff", str(officer.pk), "GM0553")


def test_the_session_gets_a_new_key_at_sign_in(client: Client, officer: Person) -> None:
    session = client.session
    session["before"] = True
    session.save()
    try_password(client, officer.email)
    waiting = client.session.session_key
    assert waiting != session.session_key
    assert "before" not in client.session
    sign_in(client, officer)
    assert client.session.session_key not in (waiting, session.session_key)


@pytest.mark.parametrize(
    ("email", "password"),
    [("fenna@example.invalid", "verkeerd"), ("niemand@example.invalid", PASSWORD), ("", ""), ("x", "\x00")],
)
def test_what_is_wrong_is_not_told_apart_and_nobody_is_signed_in(
    client: Client, officer: Person, email: str, password: str
) -> None:
    answer = try_password(client, email, password)
    assert answer.status_code == 422
    assert SESSION_KEY not in client.session
    assert not JournalEntry.objects.filter(action="sign-in").exists()


def test_unknown_address_wrong_password_and_who_left_read_the_same(
    client: Client, officer: Person, outsider: Person
) -> None:
    services.deactivate_person(person=outsider, by=system("test"))
    tries = [(officer.email, "verkeerd"), ("niemand@example.invalid", "verkeerd"), (outsider.email, PASSWORD)]
    said = {tuple(try_password(client, *one).context["form"].non_field_errors()) for one in tries}
    assert len(said) == 1


def test_the_address_stays_filled_in_and_the_password_does_not(client: Client, officer: Person) -> None:
    page = try_password(client, officer.email, "verkeerd-maar-lang").content.decode()
    assert f'value="{officer.email}"' in page
    assert "verkeerd-maar-lang" not in page


def test_after_sign_in_one_returns_to_the_page_asked_for(client: Client, officer: Person) -> None:
    asked = client.get(AVAILABILITY)
    assert asked["Location"] == f"{SIGN_IN}?next={AVAILABILITY}"
    assert sign_in(client, officer, goal=AVAILABILITY).url == AVAILABILITY


def test_sign_in_never_leads_to_another_site(client: Client, officer: Person) -> None:
    assert sign_in(client, officer, goal="https://elders.example.invalid/").url == "/werk/"


def test_no_journal_entry_no_session(
    client: Client, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    fresh_code(officer)
    monkeypatch.setattr("sluitend.privacy.journal.act", broken)
    client.raise_request_exception = False
    assert sign_in(client, officer).status_code == 500
    assert SESSION_KEY not in client.session


def test_signing_out_ends_the_session_and_is_journalled(signed_in: Client) -> None:
    assert signed_in.get("/uitloggen/").status_code == 405
    assert signed_in.post("/uitloggen/").status_code == 302
    assert SESSION_KEY not in signed_in.session
    assert JournalEntry.objects.filter(action="sign-out").count() == 1


def test_a_new_password_ends_other_sessions(signed_in: Client, officer: Person) -> None:
    services.set_password(person=officer, password="een-ander-lang-wachtwoord", by=system("test"))
    assert signed_in.get(AVAILABILITY).status_code == 302


def test_who_left_is_out_on_the_next_request(signed_in: Client, officer: Person) -> None:
    services.deactivate_person(person=officer, by=system("test"))
    assert signed_in.get(AVAILABILITY).status_code == 302


def test_a_guarded_view_gets_the_actor_of_this_moment(rf: Any, officer: Person) -> None:
    seen: list[Any] = []

    @staff_required
    def view(request: Any) -> HttpResponse:
        seen.append(request.actor)
        return HttpResponse()

    request: HttpRequest = rf.get("/")
    request.user = officer
    with scope.of_a_request():
        view(request)
        view(request)
    assert seen == [actor_for(officer)] * 2
    assert seen[0] is seen[1]


def test_working_days_are_shown_and_changed(signed_in: Client, officer: Person) -> None:
    assert signed_in.get(AVAILABILITY).status_code == 200
    answer = signed_in.post(AVAILABILITY, {"act": "working-days", "weekdays": ["0", "3"]})
    assert answer["Location"] == AVAILABILITY
    assert WorkPattern.objects.get(person=officer).weekdays == "03"


def test_leave_is_added_shown_and_taken_back(signed_in: Client, officer: Person) -> None:
    answer = signed_in.post(AVAILABILITY, {"act": "leave", "start": "2026-07-01", "end": "10-07-2026"})
    assert answer.status_code == 302
    leave = Leave.objects.get(person=officer)
    assert (leave.start, leave.end) == (date(2026, 7, 1), date(2026, 7, 10))
    assert "1 juli 2026" in signed_in.get(AVAILABILITY).content.decode()
    signed_in.post(f"/beschikbaarheid/verlof/{leave.pk}/intrekken/")
    assert not Leave.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "leave", "start": "morgen", "end": "2026-07-10"},
        {"act": "leave", "start": "2026-07-10", "end": "2026-07-01"},
        {"act": "leave", "start": "", "end": ""},
        {"act": "working-days"},
        {"act": "working-days", "weekdays": ["9"]},
    ],
)
def test_bad_input_is_explained_and_kept(signed_in: Client, typed: dict[str, Any]) -> None:
    answer = signed_in.post(AVAILABILITY, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "data-error-summary" in page
    assert all(f'value="{typed[name]}"' in page for name in ("start", "end") if typed.get(name))
    assert not Leave.objects.exists()


def test_leave_of_somebody_else_does_not_exist_for_me(signed_in: Client, outsider: Person) -> None:
    leave = services.add_leave(
        person=outsider, start=date(2026, 7, 1), end=date(2026, 7, 1), by=actor_for(outsider)
    )
    assert signed_in.post(f"/beschikbaarheid/verlof/{leave.pk}/intrekken/").status_code == 404
    assert Leave.objects.filter(pk=leave.pk).exists()
