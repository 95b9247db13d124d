# SPDX-License-Identifier: EUPL-1.2
"""The journal as auditor and data protection officer read it: what they may, in plain words."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.accounts.tests.clients import StaffClient
from sluitend.core.actor import system
from sluitend.core.ids import new_id
from sluitend.core.references import new_reference
from sluitend.dossiers import services
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.tests.making import opened
from sluitend.privacy import journal, vaults
from sluitend.privacy.models import JournalEntry
from sluitend.signals.tests.making import recorded, signed_in
from sluitend.signals.views.words import ACTS
from sluitend.web.staff.timed import words

pytestmark = pytest.mark.django_db
URL = "/beheer/logboek/"
ROOT = Path(__file__).resolve().parents[2]
STORY, WHY = "Vier mannen slapen in een schuur.", "Een meisje belt mij nu: zij zit op dit adres."


@pytest.fixture
def auditor(lisse: Any) -> Person:
    return add("Ada Auditor", "auditor")


def as_(person: Person) -> Client:
    return signed_in(StaffClient(), person)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def lines(answer: Any) -> list[Any]:
    return list(answer.context["lines"])


def elsewhere(municipality: str, compartment: str) -> Dossier:
    """A dossier in another place, with an entry in its journal."""
    found = opened()
    found.pk, found.reference = new_id(), new_reference()
    found.municipality, found.compartment = municipality, compartment
    found.save(force_insert=True)
    journal.act(
        by=system("test"),
        action="dossier.open",
        dossier_id=found.pk,
        municipality=municipality,
        compartment=compartment,
    )
    return found


def test_it_is_for_who_may_read_it(
    officer: Person, handler: Person, administrator: Person, outsider: Person
) -> None:
    for person in (officer, handler, administrator, outsider):
        assert as_(person).get(URL).status_code == 404


def test_who_did_what_stands_there_in_plain_words_without_content(
    auditor: Person, officer: Person, boa: Person
) -> None:
    signal = recorded(facts=STORY)
    services.break_glass(dossier=signal.dossier, reason=WHY, by=actor_for(boa))
    as_(boa).get(f"/werk/signaal/{signal.pk}/")
    answer = as_(auditor).get(URL)
    told = [(one.what, one.who, one.reference) for one in lines(answer)]
    assert ("Las het signaal", "Bo Boa", signal.dossier.reference) in told
    assert ("Noodtoegang, met een reden", "Bo Boa", signal.dossier.reference) in told
    assert STORY not in text_of(answer)
    assert WHY not in text_of(answer)
    assert not any(re.fullmatch(r"[a-z-]+(\.[a-z-]+)+", one.what) for one in lines(answer))


def test_reading_it_stands_in_it(auditor: Person) -> None:
    desk = as_(auditor)
    desk.get(URL)
    assert lines(desk.get(URL))[0].what == "Las het logboek"
    desk.get(URL, {"person": str(auditor.pk)})
    entry = JournalEntry.objects.filter(action="journal.look").order_by("-id")[0]
    assert (entry.municipality, entry.object_type, entry.object_id) == (LISSE, "person", str(auditor.pk))


def test_no_entry_no_look(auditor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = as_(auditor)

    def broken(**_: object) -> None:
        raise OSError

    monkeypatch.setattr(journal, "act", broken)
    with pytest.raises(OSError):  # noqa: PT011 - the error of the line above
        desk.get(URL)


def test_other_places_are_not_there_by_list_by_filter_or_by_reference(auditor: Person, lisse: Any) -> None:
    foreign, closed_part = elsewhere("GM0546", "signals"), elsewhere(LISSE, "wpg")
    desk = as_(auditor)
    text = text_of(desk.get(URL))
    for dossier in (foreign, closed_part):
        assert dossier.reference not in text
        answer = desk.get(URL, {"reference": dossier.reference})
        assert answer.status_code == 422
        unknown = desk.get(URL, {"reference": "0000-0000"})
        assert text_of(answer).replace(dossier.reference, "") == text_of(unknown).replace("0000-0000", "")


def test_filters_narrow_it(auditor: Person, officer: Person, boa: Person, clock: Any) -> None:
    first = opened()
    clock.advance(days=2)
    second = opened()
    services.assign(dossier=second, to=officer, by=actor_for(officer))
    vaults.look(second.pk, by=actor_for(officer), purpose="signal-page")
    desk = as_(auditor)

    def found(**asked: str) -> set[str]:
        return {one.reference for one in lines(desk.get(URL, asked))} - {""}

    assert found() == {first.reference, second.reference}
    assert found(first="2026-06-03") == {second.reference}
    assert found(last="2026-06-02") == {first.reference}
    assert found(reference=first.reference) == {first.reference}
    assert {one.who for one in lines(desk.get(URL, {"person": str(officer.pk)}))} == {"Fenna Functionaris"}
    assert {one.look for one in lines(desk.get(URL, {"kind": "look"}))} == {True}
    assert desk.get(URL, {"first": "2026-06-03", "last": "2026-06-01"}).status_code == 422
    assert desk.get(URL, {"kind": "alles"}).status_code == 422
    assert desk.get(URL, {"na": "rommel"}).status_code == 400
    assert lines(desk.get(URL, {"last": "2020-01-01"})) == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("end", ["first", "last"])
def test_a_day_at_the_end_of_all_time_is_refused_in_words(auditor: Person, day: str, end: str) -> None:
    answer = as_(auditor).get(URL, {end: day})
    assert answer.status_code == 422
    assert end in answer.context["form"].errors


def test_a_long_journal_comes_in_pages(auditor: Person) -> None:
    for _ in range(60):
        opened()
    desk = as_(auditor)
    first = desk.get(URL, {"kind": "act"})
    assert len(lines(first)) == 50
    second = desk.get(f"{URL}{first.context['next_url']}")
    assert 0 < len(lines(second)) <= 50
    assert second.context["first_url"] == "?kind=act"


def test_the_privacy_officer_with_an_open_inspection_sees_why(
    privacy_officer: Person, auditor: Person, boa: Person
) -> None:
    signal = recorded(facts=STORY)
    services.break_glass(dossier=signal.dossier, reason=WHY, by=actor_for(boa))
    asked = {"reference": signal.dossier.reference}
    desk = as_(privacy_officer)
    before = desk.get(URL, asked)
    assert WHY not in text_of(before)
    assert f"/werk/inzage/?kenmerk={signal.dossier.reference}" in before.content.decode()
    assert WHY not in text_of(as_(auditor).get(URL, asked))
    services.inspect(
        dossier=signal.dossier, purpose="complaint", reason="Klacht 7", by=actor_for(privacy_officer)
    )
    assert WHY in text_of(desk.get(URL, asked))
    assert JournalEntry.objects.filter(kind="look", action="journal-reasons").exists()
    assert WHY not in text_of(desk.get(URL)), "reasons are opened of one dossier at a time"


def test_every_action_that_our_code_writes_has_words() -> None:
    sources = [
        path.read_text() for path in ROOT.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)
    ]
    acts, looks = set[str](), set[str]()
    for text in sources:
        acts.update(re.findall(r'action="([a-z-]+(?:\.[a-z-]+)*)"', text))
        acts.update(re.findall(r'\b_?(?:journal|write)\(\s*"([a-z-]+(?:\.[a-z-]+)*)"', text))
        acts.update(re.findall(r'"(access\.(?:break|insp|end|rev|alert|miss)[a-z-]*)"', text))
        for act in re.findall(r'write_act\(\s*"([a-z.-]+)"', text):
            acts.add(act if "." in act else f"handover.{act}")
        looks.update(re.findall(r'purpose="([a-z]+-[a-z-]+)"', text))
        looks.update(re.findall(r'PURPOSE = "([a-z]+-[a-z-]+)"', text))
    # Names of keyed hashes, which nobody reads.
    looks -= {
        "handover-link",
        "handover-code",
        "known-device",
        "message-submission",
        "organisation-account",
        "organisation-account-of",
        "report-fingerprint",
        "receipt-lookup",
    }
    acts -= {"store_true"}
    assert len(acts) > 45
    assert acts <= set(ACTS) | set(words.ACTS), acts - set(ACTS) - set(words.ACTS)
    assert looks <= set(words.LOOKS), looks - set(words.LOOKS)
