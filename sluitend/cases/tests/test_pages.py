# SPDX-License-Identifier: EUPL-1.2
"""The pages of cases and meetings: what is done there, what is refused, and what is said then."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases import selectors
from sluitend.cases.models import AgendaItem, Case, Decision, Meeting, Participant, Share, Task
from sluitend.cases.services import agenda, meetings, working
from sluitend.cases.tests.making import TABLE, case_of, colleague, guest, item_of, meeting_of, shared
from sluitend.core.actor import system
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.signals.tests.making import again, recorded, signed_in, text_of

SUBMISSION = "01234567-89ab-4def-8123-456789abcdef"


@pytest.fixture
def inside(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def said(answer: Any) -> str:
    """Return the page to which an act led."""
    return text_of(answer)


def test_a_case_is_begun_from_a_signal(inside: Client) -> None:
    signal = recorded()
    address = f"{reverse('cases:case-begin')}?signaal={signal.pk}"
    assert "RIEC-casus" not in text_of(inside.get(address))
    form = {"submission": SUBMISSION, "sort": "local", "title": "De schuur"}
    answer = inside.post(address, form, follow=True)
    assert "De schuur" in text_of(answer)
    assert again(signal).reference in text_of(answer)
    assert "Lokale casus" in text_of(inside.get(reverse("signals:signal", args=[signal.pk])))
    assert "Lokale casus" in text_of(inside.get(reverse("cases:cases")))
    assert "Lokale casus" in text_of(inside.get(reverse("signals:worklist")))


@pytest.mark.parametrize("what", ["meetings", "cases"])
def test_each_page_of_a_list_opens_the_next(
    inside: Client, officer: Person, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(selectors, "PAGE_SIZE", 2)
    route, past = reverse(f"cases:{what}"), "geweest" if what == "meetings" else "afgesloten"
    made: set[str] = set()
    for number in range(5):
        thing = meeting_of(officer, days=number) if what == "meetings" else case_of(officer)
        made.add(str(thing.pk))
        if what == "meetings":
            meetings.cancel_meeting(
                meeting=Meeting.objects.get(pk=thing.pk), reason="Ziek", by=actor_for(officer)
            )
        else:
            working.close_case(
                case=Case.objects.get(pk=thing.pk),
                outcome="case-unfounded",
                reason="x",
                evaluation="x",
                by=actor_for(officer),
            )
    for listed, expected in (("", set[str]()), (f"?lijst={past}", made)):
        found, address = set[str](), route + listed
        while address:
            page = text_of(inside.get(address))
            found |= {pk for pk in made if pk in page}
            following = re.search(r'href="(\?[^"]*na=[^"]+)"', page)
            address = route + html.unescape(following[1]) if following else ""
        assert found == expected


def test_a_local_case_says_where_the_words_for_a_partnership_belong(inside: Client, officer: Person) -> None:
    accounts.grant_role(person=officer, role="vertegenwoordiger-wgs", municipality=LISSE, by=system("test"))
    signed_in(inside, officer)
    form = {"submission": SUBMISSION, "sort": "local", "title": "De schuur", "contribution": "Wij keken"}
    answer = inside.post(reverse("cases:case-begin"), form)
    assert answer.status_code == 422
    assert "Wij keken" in text_of(answer)
    assert not Case.objects.exists()


def test_escalating_is_offered_to_who_may_hand_over(handler: Person, officer: Person) -> None:
    signal = recorded()
    dossiers.assign(dossier=again(signal), to=handler, by=actor_for(officer))
    for person, offered in ((officer, True), (handler, False)):
        page = text_of(signed_in(StaffClient(), person).get(reverse("signals:signal", args=[signal.pk])))
        assert (reverse("cases:escalate", args=[signal.pk]) in page) is offered


def test_a_case_without_a_name_is_refused_and_what_was_typed_stays(inside: Client) -> None:
    form = {"submission": SUBMISSION, "sort": "local", "title": "", "goal": "Mijn doel"}
    answer = inside.post(reverse("cases:case-begin"), form)
    assert answer.status_code == 422
    assert "Mijn doel" in text_of(answer)
    assert not Case.objects.exists()


def test_another_than_a_signal_begins_no_case(inside: Client, officer: Person) -> None:
    case = case_of(officer)
    assert inside.get(reverse("cases:case-begin"), {"signaal": case.pk}).status_code == 404
    assert inside.get(reverse("cases:case-begin"), {"signaal": "onzin"}).status_code == 404


@pytest.mark.parametrize(
    ("what", "form", "told"),
    [
        ("gegevens", {"title": "Anders", "goal": "Doel twee"}, "Doel twee"),
        (
            "besluit",
            {"submission": SUBMISSION, "outcome": "decided-inspection", "reason": "Nodig"},
            "Integrale controle",
        ),
        (
            "opsporing",
            {
                "submission": SUBMISSION,
                "step": "complaint-filed",
                "partner_id": "politie",
                "told_on": "2026-06-01",
            },
            "Aangifte gedaan",
        ),
        (
            "organisatie",
            {"submission": SUBMISSION, "partner_id": "odwh", "why": "Brandveiligheid", "name": "Otto"},
            "Brandveiligheid",
        ),
        ("volgende-stap", {"next_step": "review-case", "due": "2026-06-20"}, "Voortgang"),
        ("toewijzen", {"to": ""}, "nog niemand"),
    ],
)
def test_acts_on_a_case_come_back_to_it(
    inside: Client, officer: Person, what: str, form: dict[str, str], told: str
) -> None:
    case = case_of(officer)
    address = reverse("cases:case-act", args=[case.pk, what])
    assert inside.get(address).status_code == 200
    answer = inside.post(address, {"version": again(case).version} | form, follow=True)
    assert answer.status_code == 200
    assert told.lower() in text_of(answer).lower()


@pytest.mark.parametrize(("sheet", "word"), [("plan", "preventie"), ("barriers", "geld")])
def test_a_line_of_a_sheet_is_written_on_its_own_page(
    inside: Client, officer: Person, sheet: str, word: str
) -> None:
    case = case_of(officer)
    address = reverse("cases:case-line", args=[case.pk, sheet, word])
    form = {"version": again(case).version, "text": "Flyers bij de supermarkt", "state": "missing"}
    assert "Flyers" in text_of(inside.post(address, form, follow=True))
    assert "Flyers" in text_of(inside.get(address))
    wrong = reverse("cases:case-line", args=[case.pk, sheet, "niets"])
    assert inside.get(wrong).status_code == 404


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(inside: Client, officer: Person) -> None:
    case = case_of(officer)
    address = reverse("cases:case-act", args=[case.pk, "gegevens"])
    stale = {"version": again(case).version, "title": "Een", "goal": ""}
    assert inside.post(address, stale).status_code == 302
    answer = inside.post(address, stale | {"title": "Twee"})
    assert answer.status_code == 409
    assert "Twee" in text_of(answer)
    form = stale | {"title": "Twee", "version": again(case).version}
    assert inside.post(address, form).status_code == 302


def test_a_case_is_closed_and_reopened(inside: Client, officer: Person) -> None:
    case = case_of(officer)
    address = reverse("cases:case-act", args=[case.pk, "sluiten"])
    form = {"version": again(case).version, "outcome": "case-goal-reached", "reason": "Leeg"}
    assert inside.post(address, form).status_code == 422
    answer = inside.post(address, form | {"evaluation": "Eerder bellen"}, follow=True)
    assert "Eerder bellen" in text_of(answer)
    assert "Lokale casus" in text_of(inside.get(reverse("cases:cases"), {"lijst": "afgesloten"}))
    again_ = {"version": again(case).version, "reason": "Toch weer"}
    assert inside.post(reverse("cases:case-act", args=[case.pk, "heropenen"]), again_).status_code == 302
    assert again(case).is_open


def test_signals_are_added_and_taken_out(inside: Client, officer: Person) -> None:
    case, signal = case_of(officer), recorded()
    address = reverse("cases:case-act", args=[case.pk, "signaal"])
    assert again(signal).reference in text_of(inside.get(address))
    answer = inside.post(address, {"signal": str(signal.pk)}, follow=True)
    assert again(signal).reference in text_of(answer)
    out = reverse("cases:case-remove-signal", args=[case.pk, signal.pk])
    assert "geen signaal" in text_of(inside.post(out, follow=True))


def test_who_takes_part_in_a_case_stands_on_its_page(inside: Client, officer: Person, boa: Person) -> None:
    case = case_of(officer, owner=officer)
    dossiers.involve(dossier=again(case), person=boa, why="supervision", by=actor_for(officer))
    form = {"submission": SUBMISSION, "partner_id": "odwh", "why": "Brandveiligheid", "name": "Otto Omgeving"}
    inside.post(reverse("cases:case-act", args=[case.pk, "organisatie"]), form)
    page = text_of(inside.get(reverse("cases:case", args=[case.pk])))
    for word in (officer.name, boa.name, "Houdt toezicht ter plaatse", "Otto Omgeving", "Brandveiligheid"):
        assert word in page
    given = text_of(inside.get(reverse("cases:give-task", args=[case.pk])))
    first = given[given.index("Werkt eraan mee") :].split("</optgroup>")[0]
    for word in (officer.name, boa.name, "ODWH"):
        assert word in first
    row = Participant.objects.get()
    inside.post(reverse("cases:case-end-part", args=[case.pk, row.pk]))
    assert "Otto Omgeving" not in text_of(inside.get(reverse("cases:case", args=[case.pk])))


def test_a_task_is_given_shown_and_finished(inside: Client, boa: Person) -> None:
    from sluitend.accounts.tests.clients import StaffClient

    signal = recorded()
    address = reverse("cases:give-task", args=[signal.pk])
    form = {"submission": SUBMISSION, "what": "Ga kijken", "owner": f"person:{boa.pk}", "due": "2026-06-20"}
    assert "Ga kijken" in text_of(inside.post(address, form, follow=True))
    task = Task.objects.get()
    theirs = signed_in(StaffClient(), boa)
    assert again(signal).reference in text_of(theirs.get(reverse("cases:cases")))
    there = reverse("cases:task", args=[task.pk])
    assert "Ga kijken" in text_of(theirs.get(there))
    assert theirs.post(there, {"how": "later", "due": "2026-07-01"}).status_code in (302, 422)
    assert theirs.post(there, {"how": "done"}).status_code == 422
    assert theirs.post(there, {"how": "done", "result": "Niemand thuis"}).status_code == 302
    assert theirs.post(there, {"how": "done", "result": "Niemand thuis"}).status_code == 409
    page = text_of(inside.get(there))
    assert "Niemand thuis" in page
    assert "Klaar sinds" in page
    assert inside.post(there, {"how": "done", "result": "Toch"}).status_code == 409


def test_a_meeting_is_planned_with_one_form(inside: Client) -> None:
    address = reverse("cases:meeting-plan")
    form = {
        "submission": SUBMISSION,
        "consultation": "lokaal-signalenoverleg",
        "day": "2026-06-09",
        "at": "10:00",
        "place": "Raadszaal",
        "rhythm": "once",
    }
    answer = inside.post(address, form, follow=True)
    assert "Lokaal signalenoverleg" in text_of(answer)
    assert "Raadszaal" in text_of(answer)
    series = form | {"submission": str(new_id()), "rhythm": "month", "number": "3"}
    assert "3 overleggen" in text_of(inside.post(address, series, follow=True))
    assert Meeting.objects.count() == 4
    late = inside.post(address, form | {"submission": str(new_id()), "day": "2020-01-01"})
    assert late.status_code == 422
    assert "voorbij" in text_of(late)


def test_people_are_invited_again_and_removed(inside: Client, officer: Person, boa: Person) -> None:
    meeting = meeting_of(officer)
    guest_ = {"submission": SUBMISSION, "partner_id": "politie", "name": "Piet Politie"}
    there = reverse("cases:meeting-act", args=[meeting.pk, "gast"])
    assert "Piet Politie" in text_of(inside.post(there, guest_, follow=True))
    there = reverse("cases:meeting-act", args=[meeting.pk, "collega"])
    assert boa.name in text_of(inside.post(there, {"person": str(boa.pk)}, follow=True))
    later = meeting_of(officer, days=21)
    answer = inside.post(reverse("cases:meeting-as-before", args=[later.pk]), follow=True)
    assert "Piet Politie" in text_of(answer)
    assert boa.name in text_of(answer)
    row = Participant.objects.get(dossier=later.pk, partner_id="politie")
    out = reverse("cases:participant-remove", args=[later.pk, row.pk])
    # Their organisation stays in the history; they are on no list any more.
    assert "Piet Politie" not in text_of(inside.post(out, follow=True))
    assert inside.post(out).status_code == 404
    first = meeting_of(officer, days=1, consultation="casusoverleg")
    answer = inside.post(reverse("cases:meeting-as-before", args=[first.pk]), follow=True)
    assert "niemand om opnieuw" in text_of(answer)


def test_what_was_shared_with_one_is_shared_no_longer_and_with_the_other_still(
    inside: Client, officer: Person
) -> None:
    meeting = meeting_of(officer)
    item = item_of(meeting, officer)
    police, other = guest(meeting, officer), guest(meeting, officer, "odwh", "Otto Omgeving")
    shared(item, officer, police, other)
    there = reverse("cases:item-share", args=[meeting.pk, item.pk])
    page = text_of(inside.get(there))
    assert "Wie het al ziet" in page
    assert "Niet meer delen" in page
    end = reverse("cases:share-end", args=[meeting.pk, item.pk, police.pk])
    assert "ziet het punt niet meer" in text_of(inside.post(end, follow=True))
    assert [one.participant_id for one in Share.objects.filter(ended_at__isnull=True)] == [other.pk]
    # It can be shared again.
    assert "Wat Piet Politie (Politie) zou zien" in text_of(inside.get(there))


def test_an_item_is_put_on_the_agenda_shared_and_taken_off(
    inside: Client, officer: Person, boa: Person
) -> None:
    meeting, signal = meeting_of(officer), recorded()
    row, other = guest(meeting, officer), colleague(meeting, boa, officer)
    address = reverse("cases:meeting-act", args=[meeting.pk, "punt"])
    form = {"submission": SUBMISSION, "about": str(signal.pk), "question": "Wie gaat kijken?"}
    assert "Nog met niemand" in text_of(inside.post(address, form, follow=True))
    item = AgendaItem.objects.get()
    share = reverse("cases:item-share", args=[meeting.pk, item.pk])
    page = text_of(inside.get(share))
    assert "Wat Piet Politie (Politie) zou zien" in page
    chosen = {"participants": [str(row.pk), str(other.pk)]}
    refused = inside.post(share, chosen)
    assert refused.status_code == 422
    from sluitend.cases.packets import packet_of
    from sluitend.policy import selectors as policy

    packet = packet_of(actor_for(officer), item, policy.current().pack)
    offers = agenda.offers_for(item, item.dossier, packet, [row, other])
    steps = sorted({str(step.id) for offer in offers.values() for step in offer.before})
    assert "Gedeeld met" in text_of(inside.post(share, chosen | {"steps": steps}, follow=True))
    assert Share.objects.count() == 2
    assert "niemand meer om het mee te delen" in text_of(inside.get(share))
    off = reverse("cases:item-withdraw", args=[meeting.pk, item.pk])
    assert "niets op de agenda" in text_of(inside.post(off, follow=True))
    again_ = inside.post(reverse("cases:item-withdraw", args=[meeting.pk, new_id()]))
    assert again_.status_code == 404


def test_a_subject_without_a_dossier_needs_no_sharing(inside: Client, officer: Person) -> None:
    meeting = meeting_of(officer, consultation="platform-mensenhandel")
    address = reverse("cases:meeting-act", args=[meeting.pk, "punt"])
    assert recorded().pk.hex not in text_of(inside.get(address))
    form = {"submission": SUBMISSION, "about": "general", "question": "Thema horeca"}
    assert "Thema horeca" in text_of(inside.post(address, form, follow=True))
    item = AgendaItem.objects.get()
    assert inside.get(reverse("cases:item-share", args=[meeting.pk, item.pk])).status_code == 404


def test_a_meeting_is_moved_and_called_off(inside: Client, officer: Person) -> None:
    meeting = meeting_of(officer)
    move = reverse("cases:meeting-act", args=[meeting.pk, "verzetten"])
    form = {"version": again(meeting).version, "day": "2026-06-16", "at": "14:00", "place": "Kantine"}
    assert "Kantine" in text_of(inside.post(move, form, follow=True))
    off = reverse("cases:meeting-act", args=[meeting.pk, "afzeggen"])
    answer = inside.post(off, {"version": again(meeting).version, "reason": "Ziek"}, follow=True)
    assert "Niet doorgegaan" in text_of(answer)
    assert inside.post(move, form).status_code == 409


def test_minutes_are_not_fixed_before_the_meeting_began(inside: Client, officer: Person, clock: Any) -> None:
    meeting = meeting_of(officer)
    finish = reverse("cases:meeting-finish", args=[meeting.pk])
    assert "nog niet begonnen" in text_of(inside.post(finish, follow=True))
    clock.advance(days=8)
    signed_in(inside, officer)
    assert "Niemand is als aanwezig aangevinkt" in text_of(inside.get(finish))
    assert "Gehouden" in text_of(inside.post(finish, follow=True))
    over = inside.get(reverse("cases:minutes", args=[meeting.pk]), follow=True)
    assert "ligt vast" in text_of(over)


def test_a_series_is_more_than_one_meeting(inside: Client) -> None:
    form = {"submission": SUBMISSION, "consultation": TABLE, "day": "2026-06-09", "at": "10:00"}
    there = reverse("cases:meeting-plan")
    assert inside.post(there, form | {"rhythm": "month", "number": "1"}).status_code == 422
    assert inside.post(there, form | {"rhythm": "month", "number": "3"}).status_code == 302
    assert Meeting.objects.count() == 3


def test_a_link_is_sent_and_its_code_told_once(inside: Client, officer: Person) -> None:
    meeting = meeting_of(officer)
    row, other = guest(meeting, officer, "shop", "Saar Zorg"), guest(meeting, officer, "odwh", "Otto")
    address = reverse("cases:participant-link", args=[meeting.pk, row.pk])
    assert "zoco@shop-denhaag.nl" in text_of(inside.get(address))
    form = {"submission": SUBMISSION, "address": "zoco@shop-denhaag.nl", "code_by": "070-3614747"}
    page = text_of(inside.post(address, form))
    assert "Vertel de code" in page
    assert "070-3614747" in page
    assert inside.post(address, form).status_code == 409
    # No plan knows the address of everybody who comes to a table; what is typed has to be one.
    typed = reverse("cases:participant-link", args=[meeting.pk, other.pk])
    assert "@" not in text_of(inside.get(typed)).split("<main")[1].split("</main>")[0]
    by_hand = {"submission": new_id(), "address": "otto@odwh", "code_by": "in-person"}
    assert inside.post(typed, by_hand).status_code == 422
    assert "Vertel de code" in text_of(inside.post(typed, by_hand | {"address": "otto@odwh.example"}))
    mine = colleague(meeting, officer, officer)
    assert inside.get(reverse("cases:participant-link", args=[meeting.pk, mine.pk])).status_code == 404


@pytest.mark.parametrize("name", ["case-act", "meeting-act"])
def test_an_act_that_is_none_is_not_there(inside: Client, officer: Person, name: str) -> None:
    thing = case_of(officer) if name == "case-act" else meeting_of(officer)
    assert inside.get(reverse(f"cases:{name}", args=[thing.pk, "niets"])).status_code == 404
    other = meeting_of(officer) if name == "case-act" else case_of(officer)
    assert inside.get(reverse(f"cases:{name}", args=[other.pk, "gegevens"])).status_code == 404


def test_a_document_of_another_kind_is_not_there(inside: Client, officer: Person) -> None:
    meeting = meeting_of(officer)
    assert inside.get(reverse("cases:meeting-document", args=[meeting.pk, "docx"])).status_code == 404


def test_barriers_say_what_is_in_place_and_what_cases_lack(inside: Client, officer: Person) -> None:
    from sluitend.cases.services import working

    case = case_of(officer)
    working.write_line(
        dossier=again(case), sheet="barriers", word="geld", text="", state="missing", by=actor_for(officer)
    )
    page = text_of(inside.get(reverse("cases:barriers")))
    assert "Ontbreekt in 1 lopende casus" in page
    assert "ID-scanner" in page
    assert "Het plan noemt hier niets" in page


def test_the_plan_guides_by_the_forms_of_the_case(inside: Client, officer: Person) -> None:
    case = case_of(officer, signals=(recorded(forms=("seksueel",)),))
    page = text_of(inside.get(reverse("cases:case", args=[case.pk])))
    assert "KMar Team Mensenhandel" in page
    assert "opsporingsdienst van de NLA" not in page


def test_the_one_page_tells_what_to_bring_what_came_out_and_what_is_due(
    inside: Client, officer: Person, clock: Any
) -> None:
    from sluitend.cases.services import working

    first, signal = meeting_of(officer, days=1), recorded(facts="Zeer geheim")
    item = item_of(first, officer, signal)
    working.decide(
        dossier=again(signal),
        outcome="decided-wait",
        reason="",
        submission=new_id(),
        item=item,
        by=actor_for(officer),
    )
    shared(item, officer, guest(first, officer))
    clock.advance(days=2)
    signed_in(inside, officer)
    second = meeting_of(officer, days=10)
    other = recorded()
    item_of(second, officer, other)
    page = text_of(inside.get(reverse("cases:a4")))
    assert again(other).reference in page
    assert "Wachten vanwege opsporing" in page
    assert "geheim" not in page
    assert inside.get(reverse("cases:a4-document")).content.startswith(b"%PDF")
    assert Decision.objects.count() == 1
