# SPDX-License-Identifier: EUPL-1.2
"""A municipality in which every place where somebody writes holds the same text."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.cases.services import agenda, doors, minutes, tasks, working
from sluitend.cases.services.minutes import Seen, mark_of
from sluitend.cases.tests.making import case_of, guest, item_of, meeting_of, shared
from sluitend.core import clock
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover import services as handovers
from sluitend.handover.doors import token_of
from sluitend.handover.models import Handover
from sluitend.handover.packet import Field, Packet
from sluitend.handover.services.sending import IN_PERSON
from sluitend.handover.tests.making import PACKET, PHONE, SHOP_MAIL, SHOP_PHONE, partner, to_shop
from sluitend.signals.models import Receipt, Signal
from sluitend.signals.services import dialogue, triage
from sluitend.signals.services.triage import PrivacyTest
from sluitend.signals.tests.making import ANSWERS, again, prepared, recorded

REPORTED = (
    *("facts", "circumstances", "interpretation", "source_note", "reporter_name"),
    *("reporter_contact", "safe_contact"),
)
SCREENS = {
    "wat": ("facts",),
    "omstandigheden": ("circumstances",),
    "gedachte": ("interpretation",),
    "bron": ("source_kind", "source_note"),
    "herkennen": ("address", "phone", "plate", "kvk"),
    "melder": ("reporter_name", "reporter_contact"),
    "veilig-contact": ("safe_contact",),
}


@dataclass(frozen=True)
class Door:
    """Where somebody outside reads it, and the code that opens it."""

    path: str
    code: str


@dataclass(frozen=True)
class Filled:
    """Where the text stands: pages of staff, the reporter's and the partner's door."""

    signal: Signal
    pages: tuple[str, ...]
    receipt: Door
    partner: Door
    agenda: Door


def fill(officer: Person, text: str) -> Filled:
    """Write a text in every field of a signal, its talk, its weighing and its handovers."""
    code, by = new_code(), actor_for(officer)
    signal = recorded(code=code, **_everywhere(text))
    triage.take_on(dossier=again(signal), by=by)
    dialogue.ask_reporter(dossier=again(signal), text=text, submission=new_id(), by=by)
    receipt = Receipt.objects.get(dossier=signal.pk)
    dialogue.write_as_reporter(receipt=receipt, text=text, submission=new_id())
    test = PrivacyTest("privacy-test-1", dict.fromkeys(ANSWERS, text))
    triage.weigh(dossier=again(signal), outcome="research-sources", reason=text, test=test, by=by)
    told = _by_phone(officer, signal, text)
    shared, door = _by_link(officer, text)
    closed = recorded(facts=text)
    triage.take_on(dossier=again(closed), by=by)
    triage.close(dossier=again(closed), outcome="no-action", reason=text, by=by)
    pages = [_at(signal), _at(closed), f"{_at(signal)}doorzetten/nla/"]
    pages += [f"{_at(one)}overdracht/{one.pk}/" for one in (*told, *shared)]
    together, agenda_door = _together(officer, signal, text)
    return Filled(signal, (*pages, *together), Door("/terug/", code), door, agenda_door)


def fill_in(visitor: Client, text: str) -> None:
    """Type a text in every field of a report that is not sent yet."""
    visitor.post("/melden/wie/", {"reporter": "wmo"})
    for screen, names in SCREENS.items():
        visitor.post(f"/melden/{screen}/", {"hints_seen": "1", **dict.fromkeys(names, text)})


def _by_phone(officer: Person, signal: Signal, text: str) -> list[Handover]:
    by, called = actor_for(officer), prepared(signal, officer)
    handovers.record_phone_call(
        handover=called, number=PHONE, spoken_to=text, their_reference=text, called_at=clock.now(), by=by
    )
    withdrawn = prepared(signal, officer)
    handovers.withdraw(handover=withdrawn, reason=text, submission=new_id(), by=by)
    return [called, withdrawn]


def _by_link(officer: Person, text: str) -> tuple[list[Handover], Door]:
    by, shop = actor_for(officer), partner("shop")
    packet = Packet(tuple(Field(one.id, text) for one in PACKET.fields))
    found = []
    for _ in range(2):
        handover = to_shop(officer, packet=packet)
        sent = handovers.send_link(
            handover=handover, address=SHOP_MAIL, code_by=SHOP_PHONE, by=by, submission=new_id()
        )
        found.append(sent)
        dossiers.move(dossier=again(handover), to="handed-over", by=by)
    talked, refused = (_handover(sent.link.handover_id) for sent in found)
    handovers.ask(handover=talked, question=text, submission=new_id(), by=shop)
    handovers.answer(handover=talked, text=text, submission=new_id(), by=by)
    handovers.give_feedback(
        handover=talked, outcome="partner-took-up", text=text, submission=new_id(), by=shop
    )
    handovers.refuse(handover=refused, reason=text, submission=new_id(), by=shop)
    return [talked, refused], Door(f"/p/{token_of(found[0].link.pk)}/", found[0].code)


def _together(officer: Person, signal: Signal, text: str) -> tuple[list[str], Door]:
    """Write a text in every field of a case, its work, and a table; shared with everybody who sits there."""
    by = actor_for(officer)
    case = case_of(officer, signals=(signal,), title=text, goal=text)
    for sheet, word in (("plan", "hulp-opvang"), ("barriers", "geld")):
        working.write_line(
            dossier=again(case), sheet=sheet, word=word, text=text, state="missing", by_whom=text, by=by
        )
    working.record_told(
        dossier=again(case),
        step="police-contact",
        partner_id="politie",
        told_on=clock.today(),
        note=text,
        submission=new_id(),
        by=by,
    )
    meeting = meeting_of(officer, days=0, place=text)
    visitor = guest(meeting, officer, name=text)
    for about in (signal, case):
        item = item_of(meeting, officer, about, text)
        minutes.note(item=item, text=text, seen=Seen(item.version, mark_of("")), by=by)
        shared(item, officer, visitor)
        working.decide(
            dossier=again(about),
            outcome="decided-wait",
            reason=text,
            item=item,
            submission=new_id(),
            by=by,
        )
        for result in ("", text):
            task = tasks.give_task(
                dossier=again(about),
                what=text,
                partner_id="politie",
                due=clock.today(),
                item=item,
                submission=new_id(),
                by=by,
            )
            if result:
                tasks.finish_task(task=task, result=result, by=by)
    agenda.add_item(meeting=meeting, about=None, question=text, submission=new_id(), by=by)
    sent = doors.send_invitation(
        participant=visitor,
        address="gast@example.invalid",
        code_by=IN_PERSON,
        submission=new_id(),
        by=by,
    )
    at_case, at_table = f"/werk/casus/{case.pk}/", f"/werk/overleg/{meeting.pk}/"
    pages = [
        *(at_case, f"{at_case}gegevens/", f"{at_case}blad/barriers/geld/", f"{at_case}sluiten/"),
        *(at_table, f"{at_table}notulen/", f"{at_table}verzetten/", f"{at_table}punt/{item.pk}/delen/"),
        *(f"/werk/taak/{task.pk}/", "/werk/casus/", "/werk/casus/barrieres/", "/werk/overleg/a4/"),
    ]
    return pages, Door(f"/o/{doors.AGENDAS.token_of(sent.invitation.pk)}/", sent.code)


def _handover(handover_id: UUID) -> Handover:
    return Handover.objects.get(pk=handover_id)


def _at(row: Signal | Handover | Dossier) -> str:
    return f"/werk/signaal/{row.dossier_id if isinstance(row, Handover) else row.pk}/"


def _everywhere(text: str) -> dict[str, Any]:
    walked = {"map": "persoon", "answers": {text: text}, "context": {"reporter": text}}
    return {"route": walked, **dict.fromkeys(REPORTED, text)}
