# SPDX-License-Identifier: EUPL-1.2
"""What is extra sensitive asks for the second factor again after five minutes, and loses nothing by it."""

from typing import Any

import pytest
from django import forms
from django.conf import settings as real_settings
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.keeping import KeptForm, keeps_typed
from sluitend.accounts.models import Person
from sluitend.accounts.tests.clients import fresh_code
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.privacy.models import JournalEntry

CONFIRM = "/inloggen/bevestigen/"
TEXT = "Een reden die niemand twee keer typt"
done: list[str] = []


class _Form(KeptForm):
    reason = forms.CharField()


@staff_required
@fresh_factor_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def typed(request: StaffRequest) -> HttpResponse:
    form = _Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done.append(form.cleaned_data["reason"])
        return HttpResponse("gedaan")
    return HttpResponse(f"{form['reason'].value() or ''} {form.non_field_errors()}", status=422)


@staff_required
@fresh_factor_required
@require_POST
def button(_request: StaffRequest) -> HttpResponse:
    done.append("knop")
    return HttpResponse("gedaan")


urlpatterns = [
    path("proef/typen/", typed),
    path("proef/knop/", button),
    path("", include(real_settings.ROOT_URLCONF)),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    fresh_code(officer)
    client.force_login(officer)
    return client


def confirm(client: Client, officer: Person, goal: str) -> Any:
    return client.post(CONFIRM, {"code": fresh_code(officer), "next": goal})


def test_within_five_minutes_nothing_is_asked(desk: Client, clock: Any) -> None:
    clock.advance(minutes=5)
    assert desk.post("/proef/typen/", {"reason": TEXT}).content == b"gedaan"
    clock.advance(seconds=1)
    assert desk.post("/proef/typen/", {"reason": TEXT}).status_code == 302
    assert done == [TEXT]


def test_what_was_typed_comes_back_and_is_sent_by_hand(desk: Client, officer: Person, clock: Any) -> None:
    clock.advance(minutes=6)
    asked = desk.post("/proef/typen/", {"reason": TEXT})
    assert asked["Location"] == f"{CONFIRM}?next=%2Fproef%2Ftypen%2F"
    assert "<strong>Wat u typte is bewaard</strong>" in desk.get(asked["Location"]).content.decode()
    assert confirm(desk, officer, "/proef/typen/")["Location"] == "/proef/typen/"
    back = desk.get("/proef/typen/").content.decode()
    assert TEXT in back
    assert "U hebt laten zien dat u het bent." in back
    assert done == []
    assert desk.post("/proef/typen/", {"reason": TEXT}).content == b"gedaan"
    assert done == [TEXT]
    assert TEXT not in desk.get("/proef/typen/").content.decode()


def test_who_waits_too_long_once_more_loses_nothing_either(desk: Client, officer: Person, clock: Any) -> None:
    clock.advance(minutes=6)
    desk.post("/proef/typen/", {"reason": "eerst"})
    confirm(desk, officer, "/proef/typen/")
    desk.get("/proef/typen/")
    clock.advance(minutes=6)
    desk.post("/proef/typen/", {"reason": TEXT})
    confirm(desk, officer, "/proef/typen/")
    assert TEXT in desk.get("/proef/typen/").content.decode()
    assert done == []


def test_a_button_leads_back_to_where_it_stood(desk: Client, officer: Person, clock: Any) -> None:
    clock.advance(minutes=6)
    here = {"referer": "http://testserver/beschikbaarheid/"}
    asked = desk.post("/proef/knop/", headers=here)
    assert "beschikbaarheid" in asked["Location"]
    elsewhere = desk.post("/proef/knop/", headers={"referer": "https://elders.example.invalid/"})
    assert "elders" not in elsewhere["Location"]
    assert done == []


def test_a_confirmation_is_journalled_and_holds_five_minutes(
    desk: Client, officer: Person, clock: Any
) -> None:
    clock.advance(minutes=6)
    confirm(desk, officer, "/proef/typen/")
    assert JournalEntry.objects.filter(action="factor.confirm", actor_id=str(officer.pk)).count() == 1
    clock.advance(minutes=4)
    assert desk.post("/proef/knop/").content == b"gedaan"


def test_a_wrong_code_confirms_nothing(desk: Client, officer: Person, clock: Any) -> None:
    clock.advance(minutes=6)
    answer = desk.post(CONFIRM, {"code": "000000", "next": "/proef/typen/"})
    assert answer.status_code == 422
    assert desk.post("/proef/knop/").status_code == 302
    assert not JournalEntry.objects.filter(action="factor.confirm").exists()


def test_no_journal_entry_no_confirmation(
    desk: Client, officer: Person, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    clock.advance(minutes=6)
    code = fresh_code(officer)
    desk.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("sluitend.privacy.journal.act", broken)
        assert desk.post(CONFIRM, {"code": code}).status_code == 500
    assert desk.post("/proef/knop/").status_code == 302


def test_confirming_leads_to_no_other_site(desk: Client, officer: Person) -> None:
    assert confirm(desk, officer, "https://elders.example.invalid/")["Location"] == "/werk/"


def test_a_clock_that_is_put_back_makes_nothing_fresh(desk: Client, clock: Any) -> None:
    clock.advance(minutes=-1)
    assert desk.post("/proef/knop/").status_code == 302


def test_who_is_signed_out_confirms_nothing(client: Client, officer: Person) -> None:
    code = fresh_code(officer)
    assert client.post(CONFIRM, {"code": code})["Location"].startswith("/inloggen/?next=")


def test_the_demo_asks_nothing(desk: Client, clock: Any, settings: Any) -> None:
    settings.DEMO = True
    clock.advance(minutes=14)
    assert desk.post("/proef/knop/").content == b"gedaan"


def test_who_has_no_factor_here_is_told_how_to_go_on(client: Client, officer: Person, clock: Any) -> None:
    client.force_login(officer)
    clock.advance(minutes=6)
    page = client.get(CONFIRM).content.decode()
    assert "Log uit en log opnieuw in." in page
    assert 'name="code"' not in page
