# SPDX-License-Identifier: EUPL-1.2
"""Item × participant: what each who sits at a table sees, over page, list, count, documents, calendar, door.

Six participants of three organisations, and four items. Each word below occurs in one item only.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.clients import StaffClient
from sluitend.cases import calendar, sheet
from sluitend.cases.models import AgendaItem, Meeting, Participant, Share
from sluitend.cases.services import agenda, doors, meetings, shares, tasks
from sluitend.cases.tests.making import case_of, colleague, guest, item_of, meeting_of, shared
from sluitend.core.clock import today
from sluitend.core.errors import BadInput, Conflict
from sluitend.core.ids import new_id
from sluitend.dossiers import selectors as dossiers
from sluitend.handover.services.sending import IN_PERSON
from sluitend.privacy import journal
from sluitend.signals.tests.making import again, recorded, signed_in, text_of

SHED, NAILS, CASE, THEME = "vraagschuur", "vraagnagels", "vraagcasus", "vraagthema"
WORDS = {SHED, NAILS, CASE, THEME}
# Never told at a table, whoever sits there.
FACTS, PERSON, REPORTER = "feitenwoord", "06-11111111", "Mila Melder"


@dataclass
class Table:
    """The meeting, its items by word, and who sits there by name."""

    meeting: Meeting
    items: dict[str, AgendaItem]
    people: dict[str, Participant]
    officer: Person


@pytest.fixture
def table(officer: Person, boa: Person, handler: Person) -> Table:
    meeting = meeting_of(officer)
    signal = recorded(
        facts=FACTS,
        reporter_name=REPORTER,
        identifiers=(("address", "Voorbeeldstraat 1, Lisse"), ("phone", PERSON)),
        indicators=("a4-paspoort-weg",),
    )
    other = recorded(facts=FACTS, forms=("seksueel",))
    case = case_of(officer)
    items = {
        SHED: item_of(meeting, officer, signal, SHED),
        NAILS: item_of(meeting, officer, other, NAILS),
        CASE: item_of(meeting, officer, case, CASE),
        THEME: agenda.add_item(
            meeting=meeting, about=None, question=THEME, submission=new_id(), by=actor_for(officer)
        ),
    }
    people = {
        "boa": colleague(meeting, boa, officer),
        "handler": colleague(meeting, handler, officer),
        "police": guest(meeting, officer, "politie", "Piet Politie"),
        "police too": guest(meeting, officer, "politie", "Petra Politie"),
        "odwh": guest(meeting, officer, "odwh", "Otto Omgeving"),
        "shop": guest(meeting, officer, "shop", "Saar Zorg"),
    }
    shared(items[SHED], officer, people["boa"], people["police"], people["odwh"])
    shared(items[NAILS], officer, people["police"], people["police too"])
    shared(items[CASE], officer, people["handler"])
    return Table(meeting, items, people, officer)


SEEN = {
    "boa": {SHED, THEME},
    "handler": {CASE, THEME},
    "police": {SHED, NAILS, THEME},
    "police too": {NAILS, THEME},
    "odwh": {SHED, THEME},
    "shop": {THEME},
}


def found(text: str) -> set[str]:
    return {word for word in WORDS if word in text}


def text_of_pdf(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(page.extract_text() for page in pages).replace("\n", "")


def text_of_odt(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return "".join(whole.read(name).decode(errors="replace") for name in whole.namelist())


def staff(person: Person) -> Client:
    return signed_in(StaffClient(), person)


def door_of(participant: Participant, officer: Person, client: Client) -> str:
    """Send somebody a link and come in with its code; return where their agenda is."""
    sent = doors.send_invitation(
        participant=participant,
        address="gast@example.invalid",
        code_by=IN_PERSON,
        submission=new_id(),
        by=actor_for(officer),
    )
    path = urlsplit(doors.AGENDAS.address_of(sent.invitation.pk)).path
    client.post(path, {"code": sent.code})
    return path


@pytest.mark.parametrize("who", ["boa", "handler"])
def test_a_colleague_sees_of_the_agenda_what_was_shared(table: Table, who: str) -> None:
    person = table.people[who].person
    assert person is not None
    client = staff(person)
    page = text_of(client.get(reverse("cases:meeting", args=[table.meeting.pk])))
    assert found(page) == SEEN[who]
    for kind, read in (("pdf", text_of_pdf), ("odt", text_of_odt)):
        data = client.get(reverse("cases:meeting-document", args=[table.meeting.pk, kind])).content
        assert found(read(data)) == SEEN[who], kind
        assert not {FACTS, PERSON, REPORTER} & set(read(data).split())
    for word in (FACTS, PERSON, REPORTER):
        assert word not in page


@pytest.mark.parametrize("who", ["boa", "handler"])
def test_sharing_an_item_opens_no_dossier_list_count_or_search(table: Table, who: str) -> None:
    person = table.people[who].person
    assert person is not None
    by, client = actor_for(person), staff(person)
    references = {item.dossier.reference for item in table.items.values() if not item.is_general}
    # They see that the meeting is there, and nothing else on any list.
    assert [one.kind for one in dossiers.worklist(by).rows] == ["meeting"]
    assert dossiers.counts(by).all == 1
    for name in ("cases:cases", "cases:a4", "cases:meetings", "signals:worklist"):
        page = text_of(client.get(reverse(name)))
        assert not [one for one in references if one in page], name
    for item in table.items.values():
        if not item.is_general:
            assert client.get(reverse("signals:signal", args=[item.dossier_id])).status_code == 404
            assert client.get(reverse("cases:case", args=[item.dossier_id])).status_code == 404
    assert sheet.of(by, person).tables[0].brings == ()
    assert not [one for one in references if one in calendar.calendar_of(person).decode()]


@pytest.mark.parametrize("who", ["police", "police too", "odwh", "shop"])
def test_somebody_of_a_partner_sees_their_own_agenda_behind_the_door(
    table: Table, who: str, client: Client
) -> None:
    address = door_of(table.people[who], table.officer, client)
    page = text_of(client.get(address))
    assert found(page) == SEEN[who]
    assert found(text_of_pdf(client.get(f"{address}agenda.pdf").content)) == SEEN[who]
    for word in (FACTS, PERSON, REPORTER):
        assert word not in page
    names = {"police": "Piet", "police too": "Petra", "odwh": "Otto", "shop": "Saar"}
    # Who else sits there is told by nobody but the municipality.
    assert {name for name in names.values() if name in page} == {names[who]}


def test_the_guard_gives_each_organisation_what_its_own_task_allows(table: Table, client: Client) -> None:
    police = text_of(client.get(door_of(table.people["police"], table.officer, client)))
    assert "Arbeidsuitbuiting" in police
    assert "Voorbeeldstraat" in police
    client.cookies.clear()
    # The environment agency supervises buildings: an address, and no word on exploitation.
    odwh = text_of(client.get(door_of(table.people["odwh"], table.officer, client)))
    assert "Voorbeeldstraat" in odwh
    assert "Arbeidsuitbuiting" not in odwh


def test_a_partner_reads_of_a_subject_for_all_only_their_own_tasks(table: Table, client: Client) -> None:
    by, item = actor_for(table.officer), table.items[THEME]
    owners: dict[str, dict[str, Any]] = {
        "Taak van de gemeente": {"person": table.officer},
        "Taak van de politie": {"partner_id": "politie"},
        "Taak van een ander": {"partner_id": "odwh"},
    }
    for what, owner in owners.items():
        tasks.give_task(
            dossier=again(table.meeting),
            item=item,
            what=what,
            due=today(),
            submission=new_id(),
            by=by,
            **owner,
        )
    address = door_of(table.people["police"], table.officer, client)
    for text in (text_of(client.get(address)), text_of_pdf(client.get(f"{address}agenda.pdf").content)):
        assert [what for what in owners if what in text] == ["Taak van de politie"]
        assert table.officer.name not in text


def test_who_has_a_task_of_a_meeting_sees_that_and_not_the_meeting_when_they_take_part_no_more(
    table: Table,
) -> None:
    boa = table.people["boa"].person
    assert boa is not None
    by = actor_for(table.officer)
    task = tasks.give_task(
        dossier=again(table.meeting),
        item=table.items[THEME],
        what="Kijken",
        due=today(),
        person=boa,
        submission=new_id(),
        by=by,
    )
    meetings.remove_participant(participant=table.people["boa"], by=by)
    assert staff(boa).get(reverse("cases:meeting", args=[table.meeting.pk])).status_code == 404
    answer = staff(boa).get(reverse("cases:task", args=[task.pk]))
    assert "Kijken" in text_of(answer)
    assert found(text_of(answer)) == set()


def test_who_makes_the_agenda_sees_all_of_it(table: Table) -> None:
    client = staff(table.officer)
    page = text_of(client.get(reverse("cases:meeting", args=[table.meeting.pk])))
    assert found(page) == WORDS
    assert "Piet Politie" in page


def test_whoever_is_invited_later_sees_nothing_of_what_was_shared_before(
    table: Table, client: Client
) -> None:
    late = guest(table.meeting, table.officer, "politie", "Pim Politie")
    assert found(text_of(client.get(door_of(late, table.officer, client)))) == {THEME}


def test_whoever_is_uninvited_sees_nothing_from_that_moment(table: Table, client: Client) -> None:
    by, boa = actor_for(table.officer), table.people["boa"].person
    assert boa is not None
    address = door_of(table.people["police"], table.officer, client)
    inside = staff(boa)
    for who in ("boa", "police"):
        meetings.remove_participant(participant=table.people[who], by=by)
    assert found(text_of(client.get(address))) == set()
    assert client.get(f"{address}agenda.pdf").status_code == 302
    assert inside.get(reverse("cases:meeting", args=[table.meeting.pk])).status_code == 404
    assert inside.get(reverse("cases:meeting-document", args=[table.meeting.pk, "pdf"])).status_code == 404
    assert str(table.meeting.pk) not in calendar.calendar_of(boa).decode()


def test_what_is_off_the_agenda_or_no_longer_shared_is_seen_by_nobody(table: Table, client: Client) -> None:
    by = actor_for(table.officer)
    agenda.withdraw_item(item=table.items[SHED], by=by)
    nails = Share.objects.get(item=table.items[NAILS], participant=table.people["police"])
    agenda.end_share(share=nails, by=by)
    agenda.end_share(share=nails, by=by)
    assert found(text_of(client.get(door_of(table.people["police"], table.officer, client)))) == {THEME}


def ended(table: Table, word: str) -> list[str]:
    """Of whom the journal of a dossier on the agenda says that they see it there no more."""
    lines = journal.entries(table.items[word].dossier_id, acts_only=True)
    return sorted(line.object_id for line in lines if line.action == "agenda.end-share")


def test_the_journal_of_each_dossier_says_who_sees_it_no_more(table: Table) -> None:
    by, boa = actor_for(table.officer), str(table.people["boa"].person_id)
    agenda.end_share(share=Share.objects.get(item=table.items[CASE]), by=by)
    meetings.remove_participant(participant=table.people["police"], by=by)
    assert [ended(table, word) for word in (SHED, NAILS, CASE)] == [
        ["politie"],
        ["politie"],
        [str(table.people["handler"].person_id)],
    ]
    agenda.withdraw_item(item=table.items[NAILS], by=by)
    meetings.cancel_meeting(meeting=table.meeting, reason="Ziek", by=by)
    assert ended(table, SHED) == sorted(["politie", "odwh", boa])
    assert ended(table, NAILS) == ["politie", "politie"]
    assert len(ended(table, CASE)) == 1


def test_what_is_shared_while_somebody_is_let_go_does_not_slip_through(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = table.people["handler"]
    # As if the share came after it was asked what is shared.
    monkeypatch.setattr(
        meetings,
        "lock_with_shares",
        lambda meeting_id, _shares: shares.lock_with_shares(meeting_id, Share.objects.none()),
    )
    with pytest.raises(Conflict, match="net iets gedeeld"):
        meetings.remove_participant(participant=handler, by=actor_for(table.officer))
    assert Participant.objects.get(pk=handler.pk).ended_at is None
    assert ended(table, CASE) == []


def test_a_meeting_that_is_called_off_opens_no_door(table: Table, client: Client) -> None:
    address = door_of(table.people["police"], table.officer, client)
    meetings.cancel_meeting(meeting=table.meeting, reason="Ziek", by=actor_for(table.officer))
    assert found(text_of(client.get(address))) == set()
    with pytest.raises(Conflict, match="afgezegd"):
        door_of(table.people["police"], table.officer, client)


def test_who_sat_there_reads_what_came_out_when_it_is_over(
    table: Table, client: Client, clock: FrozenClock
) -> None:
    clock.advance(days=8)
    meetings.finish_meeting(meeting=table.meeting, by=actor_for(table.officer))
    address = door_of(table.people["police"], table.officer, client)
    assert found(text_of(client.get(address))) == SEEN["police"]
    assert "Verslag" in text_of_pdf(client.get(f"{address}agenda.pdf").content)
    page = text_of(staff(table.officer).get(reverse("cases:meeting", args=[table.meeting.pk])))
    assert "Link sturen" in page
    assert "Verwijderen" not in page


def test_what_was_shared_stays_as_it_was_when_the_question_is_asked_anew(table: Table) -> None:
    share = Share.objects.get(item=table.items[SHED], participant=table.people["police"])
    before = bytes(share.packet or b"")
    shared(table.items[SHED], table.officer, table.people["police"])
    share.refresh_from_db()
    assert bytes(share.packet or b"") == before
    assert Share.objects.filter(item=table.items[SHED], participant=table.people["police"]).count() == 1


def test_nothing_is_shared_before_what_comes_first_is_done(table: Table) -> None:
    from sluitend.cases.packets import packet_of
    from sluitend.policy import selectors as policy

    by, item = actor_for(table.officer), table.items[SHED]
    packet = packet_of(by, item, policy.current().pack)
    with pytest.raises(BadInput, match="Nog niet aangevinkt"):
        agenda.share_item(item=item, packet=packet, participants=[table.people["shop"]], confirmed=[], by=by)
    assert not Share.objects.filter(participant=table.people["shop"]).exists()


def test_somebody_of_another_meeting_gets_no_share(table: Table) -> None:
    stranger = guest(meeting_of(table.officer, days=20), table.officer)
    with pytest.raises(BadInput):
        shared(table.items[SHED], table.officer, stranger)


def test_mail_says_nothing_of_what_it_is_about(table: Table, django_capture_on_commit_callbacks: Any) -> None:
    by = actor_for(table.officer)
    with django_capture_on_commit_callbacks(execute=True):
        doors.send_invitation(
            participant=table.people["shop"],
            address="zoco@shop-denhaag.nl",
            code_by="070-3614747",
            submission=new_id(),
            by=by,
        )
    from sluitend.cases.models import Notice

    assert doors.deliver(Notice.objects.get().pk)
    (sent,) = mail.outbox
    text = f"{sent.subject} {sent.body}"
    assert not {SHED, NAILS, CASE, THEME, "signalenoverleg", "mensenhandel", "Saar"} & set(
        text.lower().split()
    )
    assert "/o/" in text
    assert "signalenoverleg" not in text.lower()
