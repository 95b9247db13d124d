# SPDX-License-Identifier: EUPL-1.2
"""Emergency access and inspection as people meet them: who may come, what they read, what happens."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.clients import StaffClient
from sluitend.core.ids import new_id
from sluitend.dossiers import services
from sluitend.dossiers.models import TimedAccess
from sluitend.dossiers.tests.making import opened
from sluitend.privacy.models import JournalEntry
from sluitend.signals.tests.making import recorded, signed_in

pytestmark = pytest.mark.django_db
URL, INSPECT = "/werk/noodtoegang/", "/werk/inzage/"
STORY, WHY = "Vier mannen slapen in een schuur.", "Een meisje belt mij nu: zij zit op dit adres."
SAME = (("plate", "XX-000-X"),)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def as_(person: Person) -> Client:
    return signed_in(StaffClient(), person)


def broken(boa: Person) -> TimedAccess:
    return services.break_glass(dossier=recorded(facts=STORY).dossier, reason=WHY, by=actor_for(boa))


def test_a_reference_and_a_reason_open_the_signal_at_once_to_read(boa: Person, clock: FrozenClock) -> None:
    signal, desk = recorded(facts=STORY, reporter_name="Rita Melder"), as_(boa)
    page = f"/werk/signaal/{signal.pk}/"
    assert desk.get(page).status_code == 404
    answer = desk.post(URL, {"reference": signal.dossier.reference.lower(), "reason": WHY})
    assert answer.headers["Location"] == page
    shown = desk.get(page)
    assert STORY in text_of(shown)
    assert "U kunt dit dossier lezen tot 14:00. U kunt niets veranderen." in text_of(shown)
    assert "Rita Melder" not in text_of(shown)
    assert f"{page}wegen/" not in shown.content.decode()
    assert desk.get(f"{page}wegen/").status_code == 403
    assert signal.dossier.reference in text_of(desk.get(URL))
    clock.advance(hours=4)
    signed_in(desk, boa)
    assert desk.get(page).status_code == 404
    assert signal.dossier.reference not in text_of(desk.get(URL))


def test_unknown_foreign_and_slowed_are_told_at_the_form_and_what_was_typed_stays(boa: Person) -> None:
    desk, answers = as_(boa), []
    for _ in range(5):
        answer = desk.post(URL, {"reference": "0000-0000", "reason": WHY})
        assert answer.status_code == 422
        assert WHY in text_of(answer)
        answers.append(text_of(answer))
    assert "We vonden geen dossier met dit kenmerk dat u mag openen." in answers[0]
    assert "Vanaf 11:00" in text_of(desk.post(URL, {"reference": "0000-0000", "reason": WHY}))
    assert not TimedAccess.objects.exists()


def test_without_a_reason_no_reference_is_tried(boa: Person) -> None:
    answer = as_(boa).post(URL, {"reference": recorded().dossier.reference, "reason": " "})
    assert answer.status_code == 422
    assert not JournalEntry.objects.filter(action="access.miss").exists()
    assert not TimedAccess.objects.exists()


def test_a_hidden_hit_leads_in_without_a_reference(boa: Person, officer: Person) -> None:
    hidden = recorded(facts=STORY, identifiers=SAME)
    mine = recorded(facts="Weer geschreeuw.", identifiers=SAME)
    services.assign(dossier=mine.dossier, to=boa, by=actor_for(officer))
    desk = as_(boa)
    page = desk.get(f"/werk/signaal/{mine.pk}/").content.decode()
    (way_in,) = re.findall(r'href="(/werk/noodtoegang/\?signaal=[^"]+)"', page)
    assert str(hidden.pk) not in page
    assert hidden.dossier.reference not in page
    form = desk.get(way_in)
    assert 'name="reference"' not in form.content.decode()
    answer = desk.post(way_in, {"reason": WHY})
    assert answer.headers["Location"] == f"/werk/signaal/{hidden.pk}/"
    assert STORY in text_of(desk.get(answer.headers["Location"]))
    other = add("Bas Boa", "toezichthouder-boa")
    assert as_(other).post(way_in, {"reason": WHY}).status_code == 404


def test_who_sees_it_already_needs_no_emergency(boa: Person, officer: Person) -> None:
    signal = recorded()
    services.assign(dossier=signal.dossier, to=boa, by=actor_for(officer))
    answer = as_(boa).post(URL, {"reference": signal.dossier.reference, "reason": WHY}, follow=True)
    assert "U kunt dit dossier al zien" in text_of(answer)
    assert not TimedAccess.objects.exists()


def test_it_is_on_the_list_and_in_the_menu_of_who_judges_it(
    boa: Person, officer: Person, privacy_officer: Person
) -> None:
    row = broken(boa)
    for person in (officer, privacy_officer):
        answer = as_(person).get(URL)
        assert "Bo Boa" in text_of(answer)
        assert "noodtoegang te beoordelen" in text_of(answer)
        assert WHY not in text_of(answer), "a list opens nothing"
    page = as_(officer).get(f"{URL}{row.pk}/")
    assert WHY in text_of(page)
    assert STORY not in text_of(page)


def test_judging_ends_the_waiting(boa: Person, officer: Person) -> None:
    row, desk = broken(boa), as_(officer)
    path = f"{URL}{row.pk}/"
    assert desk.post(path, {"verdict": "not-justified", "note": ""}).status_code == 422
    answer = desk.post(path, {"verdict": "not-justified", "note": "Met Bo besproken."}, follow=True)
    assert "Uw oordeel is vastgelegd." in text_of(answer)
    assert "Niet terecht" in text_of(answer)
    assert "Met Bo besproken." in text_of(desk.get(path))
    assert desk.post(path, {"verdict": "justified", "note": ""}).status_code == 409
    assert as_(boa).get(f"/werk/signaal/{row.dossier_id}/").status_code == 404


def test_who_took_it_reads_back_but_does_not_judge_and_ends_it(boa: Person) -> None:
    row, desk = broken(boa), as_(boa)
    desk.get(f"/werk/signaal/{row.dossier_id}/")
    path = f"{URL}{row.pk}/"
    page = desk.get(path)
    assert "Iemand anders beoordeelt dit" in text_of(page)
    assert 'name="verdict"' not in page.content.decode()
    assert desk.post(path, {"verdict": "justified", "note": ""}).status_code == 409
    assert desk.post(f"{path}beeindigen/").status_code == 302
    assert desk.get(f"/werk/signaal/{row.dossier_id}/").status_code == 404
    assert desk.post(f"{path}beeindigen/").status_code == 409


def test_others_find_nothing_there(
    boa: Person, handler: Person, administrator: Person, outsider: Person, lisse: Any
) -> None:
    row = broken(boa)
    auditor, care = add("Ada Auditor", "auditor"), add("Zoë Zorg", "zorg")
    for person in (handler, administrator, outsider, auditor, care):
        desk = as_(person)
        for path in (f"{URL}{row.pk}/", f"{URL}{row.pk}/beeindigen/", f"{URL}{new_id()}/"):
            assert desk.post(path).status_code == 404, (person.name, path)
    for person in (administrator, outsider, auditor):
        assert as_(person).get(URL).status_code == 404
    assert "Bo Boa" not in text_of(as_(care).get(URL))
    for person in (boa, handler, administrator, outsider, auditor, care):
        assert as_(person).get(INSPECT).status_code == 404
        assert as_(person).post(INSPECT, {}).status_code == 404


def test_an_inspection_opens_a_signal_for_a_purpose_to_read(privacy_officer: Person, officer: Person) -> None:
    signal, desk = recorded(facts=STORY), as_(privacy_officer)
    asked = {"reference": signal.dossier.reference, "reason": "Verzoek 2026-7"}
    assert desk.post(INSPECT, asked).status_code == 422
    answer = desk.post(INSPECT, {**asked, "purpose": "subject-request"}, follow=True)
    assert STORY in text_of(answer)
    assert "tot 18:00" in text_of(answer)
    assert signal.dossier.reference in text_of(desk.get(INSPECT))
    assert "Inzage voor toezicht tot 2 juni, 18:00" in text_of(
        as_(officer).get(f"/werk/signaal/{signal.pk}/wie/")
    )
    assert "Verzoek van iemand over de eigen gegevens" in text_of(as_(officer).get(URL))


def test_what_was_typed_survives_being_signed_out(boa: Person) -> None:
    desk = as_(boa)
    desk.get(URL)
    desk.cookies.pop(settings.SESSION_COOKIE_NAME)
    desk.post(URL, {"reference": opened().reference, "reason": WHY})
    signed_in(desk, boa)
    assert WHY in text_of(desk.get(URL))
    assert not TimedAccess.objects.exists()
