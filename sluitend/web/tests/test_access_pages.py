# SPDX-License-Identifier: EUPL-1.2
"""The pages of the yearly review, and the file of it."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from sluitend.accounts import services
from sluitend.accounts.models import AccessReview, AccessVerdict, Person, RoleAssignment
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.clients import StaffClient
from sluitend.accounts.tests.villages import HERE, THERE, put_into_force
from sluitend.core import scope
from sluitend.core.actor import system
from sluitend.privacy.models import JournalEntry
from sluitend.web import navigation
from sluitend.web.tests.test_navigation import asked_by

pytestmark = pytest.mark.django_db
BY = system("test")
URL, LIST = "/beheer/toegang/GM0553/", "/beheer/toegang/GM0553/lijst/"


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    """Return the browser of who judges access."""
    client.force_login(officer)
    return client


def field(person: Person) -> str:
    return f"judge-{RoleAssignment.objects.get(person=person).pk}"


def judged(client: Client, person: Person, word: str, **more: str) -> Any:
    return client.post(URL, {"act": "judge", field(person): word, **more})


def test_far_from_its_date_the_list_is_there_and_a_review_can_begin(desk: Client, handler: Person) -> None:
    page = desk.get(URL).content.decode()
    assert "Hanna Handelaar" in page
    assert 'type="radio"' not in page
    assert 'type="radio"' in desk.get(URL, {"nu": "1"}).content.decode()
    assert not AccessReview.objects.exists()


def test_it_shows_when_it_is_due_and_when_it_is_too_late(desk: Client, officer: Person, clock: Any) -> None:
    def link() -> Any:
        with translation.override("nl"), scope.of_a_request():
            return next(one for one in navigation.staff(asked_by(officer)) if one.label == "Toegang")

    assert (link().url, link().count, link().late) == (URL, 0, False)
    clock.advance(days=340)
    desk.force_login(officer)
    assert "De jaarlijkse controle is aan de beurt" in desk.get(URL).content.decode()
    assert (link().count, link().late) == (1, False)
    clock.advance(days=30)
    desk.force_login(officer)
    assert "De jaarlijkse controle is te laat" in desk.get(URL).content.decode()
    assert (link().count, link().late) == (1, True)


def test_a_review_from_beginning_to_signature(
    desk: Client, officer: Person, deputy: Person, handler: Person
) -> None:
    assert judged(desk, deputy, "stays").status_code == 302
    asked = judged(desk, handler, "ends")
    assert "Deze toegang eindigt" in asked.content.decode()
    assert actor_for(handler).grants
    assert judged(desk, handler, "ends", confirm="1").status_code == 302
    assert not actor_for(handler).grants
    page = desk.get(URL).content.decode()
    assert "Deze collega's mogen dat" in page.replace("&#x27;", "'")
    assert "Willem Waarnemer" in page

    unfinished = desk.post(URL, {"act": "sign", "sure": "on"})
    assert unfinished.status_code == 422
    assert "Fenna Functionaris" in unfinished.content.decode()
    desk.force_login(deputy)
    assert judged(desk, officer, "stays").status_code == 302
    desk.force_login(officer)
    assert desk.post(URL, {"act": "sign"}).status_code == 422
    assert not AccessReview.objects.filter(signed_at__isnull=False).exists()
    assert desk.post(URL, {"act": "sign", "sure": "on"}).status_code == 302
    assert AccessReview.objects.get().signed_by_id == str(officer.pk)
    page = desk.get(URL).content.decode()
    assert "Laatst ondertekend op 2 juni 2026 door Fenna Functionaris." in page
    assert "Door Willem Waarnemer op 2 juni 2026" in page
    assert (
        "Door"
        not in desk.get(URL, {"nu": "1"}).content.decode().partition("<table")[2].partition("</table")[0]
    )
    assert 'type="radio"' not in page


def test_who_came_later_reads_who_signs(client: Client, officer: Person, deputy: Person, clock: Any) -> None:
    clock.advance(days=8)
    late = add("Lies Later", "plaatsvervanger")
    client.force_login(late)
    page = client.get(f"{URL}?nu=1").content.decode()
    assert "Iemand anders ondertekent" not in page, "first somebody else judges what is theirs"
    colleague = StaffClient()
    colleague.force_login(officer)
    judged(colleague, late, "stays")
    page = client.get(URL).content.decode()
    assert "Iemand anders ondertekent" in page
    assert "Fenna Functionaris, Willem Waarnemer." in page
    assert 'value="sign"' not in page
    assert client.post(URL, {"act": "sign", "sure": "on"}).status_code == 403


def test_one_does_not_find_ones_own_access_in_the_form(desk: Client, officer: Person, deputy: Person) -> None:
    page = desk.get(URL, {"nu": "1"}).content.decode()
    assert field(officer) not in page
    assert field(deputy) in page
    assert judged(desk, officer, "stays").status_code == 302
    assert not AccessVerdict.objects.exists()


def test_saving_nothing_begins_nothing(desk: Client, handler: Person) -> None:
    assert desk.post(URL, {"act": "judge"}).status_code == 302
    assert desk.post(URL, {"act": "judge", field(handler): "perhaps"}).status_code == 422
    assert not AccessReview.objects.exists()


def test_who_was_the_only_one_to_judge_is_told_what_to_do(desk: Client) -> None:
    page = desk.get(URL, {"nu": "1"}).content.decode()
    assert "Niemand anders mag hier de toegang beoordelen" in page


@pytest.mark.parametrize("role", ["beheerder", "auditor", "fg", "raad", "behandelaar", ""])
def test_the_review_does_not_exist_for_others(client: Client, officer: Person, role: str) -> None:
    client.force_login(add("Vera Voorbeeld", role))
    for address in ("/beheer/toegang/", URL, LIST):
        assert client.get(address).status_code == 404
    for address in (URL, LIST):
        assert client.post(address, {"act": "sign", "sure": "on", "reason": "x"}).status_code == 404


def test_each_municipality_has_its_own(client: Client, settings: Any, clock: Any) -> None:
    put_into_force(settings)
    hetty = add("Hetty Hier", "loket", municipality=HERE)
    add("Teun Daar", "loket", municipality=THERE)
    client.force_login(hetty)
    assert client.get("/beheer/toegang/")["Location"] == f"/beheer/toegang/{HERE}/"
    page = client.get(f"/beheer/toegang/{HERE}/").content.decode()
    assert "Teun" not in page
    for address in (f"/beheer/toegang/{THERE}/", f"/beheer/toegang/{THERE}/lijst/", "/beheer/toegang/x/"):
        assert client.get(address).status_code == 404
    services.grant_role(person=hetty, role="loket", municipality=THERE, by=BY)
    page = client.get("/beheer/toegang/").content.decode()
    assert all(f"/beheer/toegang/{place}/" in page for place in (HERE, THERE))


def read(answer: Any) -> list[dict[str, str]]:
    text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_the_list_is_a_file_with_a_reason(
    desk: Client, officer: Person, handler: Person, outsider: Person
) -> None:
    judged(desk, handler, "ends", confirm="1")
    assert desk.get(LIST).status_code == 200
    assert desk.post(LIST, {"reason": " "}).status_code == 422
    assert not JournalEntry.objects.filter(action="access-review.export").exists()
    answer = desk.post(LIST, {"reason": "Jaarlijkse audit"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="toegang-GM0553-2026-06-02.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    # Who lost the only role stands there twice: with what ended, and as an account without a role.
    lines = {line["Naam"]: line for line in read(answer) if line["Toegang"] != "Geen rol"}
    assert lines["Fenna Functionaris"]["Toegang"] == "Aandachtsfunctionaris mensenhandel"
    assert lines["Fenna Functionaris"]["Ziet dossiers"] == "ja"
    assert (lines["Hanna Handelaar"]["Oordeel"], lines["Hanna Handelaar"]["Beoordeeld door"]) == (
        "Eindigt",
        "Fenna Functionaris",
    )
    without = {line["Naam"] for line in read(answer) if line["Toegang"] == "Geen rol"}
    assert without == {"Hanna Handelaar", "Otto Omstander"}
    entry = JournalEntry.objects.get(action="access-review.export")
    assert (entry.actor_id, entry.municipality) == (str(officer.pk), "GM0553")


def test_nothing_leaves_before_it_is_in_the_journal(
    desk: Client, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> None:
        raise OSError

    monkeypatch.setattr("sluitend.privacy.journal.act", broken)
    desk.raise_request_exception = False
    answer = desk.post(LIST, {"reason": "Jaarlijkse audit"})
    assert answer.status_code == 500
    assert b"Fenna Functionaris;" not in answer.content
    assert "text/csv" not in answer["Content-Type"]


def test_a_name_that_is_a_formula_is_only_text(desk: Client) -> None:
    services.add_person(
        name="=HYPERLINK(1)", email="+1@example.invalid", municipality="GM0553", password=None, by=BY
    )
    lines = read(desk.post(LIST, {"reason": "Controle"}))
    [line] = [line for line in lines if "HYPERLINK" in line["Naam"]]
    assert (line["Naam"], line["E-mailadres"]) == ("'=HYPERLINK(1)", "'+1@example.invalid")


def test_judging_and_the_file_ask_for_the_second_factor_again(
    desk: Client, handler: Person, clock: Any
) -> None:
    clock.advance(minutes=6)
    for address in (URL, LIST):
        assert desk.get(address)["Location"].startswith("/inloggen/bevestigen/"), address
    assert judged(desk, handler, "ends", confirm="1").status_code == 302
    assert desk.post(LIST, {"reason": "Controle"})["Content-Type"].startswith("text/html")
    assert not AccessReview.objects.exists()
    assert not JournalEntry.objects.filter(action="access-review.export").exists()
