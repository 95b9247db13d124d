# SPDX-License-Identifier: EUPL-1.2
"""A municipality in which every place where somebody writes holds the same text."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import clock
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover import services as handovers
from sluitend.handover.doors import token_of
from sluitend.handover.models import Handover
from sluitend.handover.packet import Field, Packet
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
    return Filled(signal, tuple(pages), Door("/terug/", code), door)


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


def _handover(handover_id: UUID) -> Handover:
    return Handover.objects.get(pk=handover_id)


def _at(row: Signal | Handover | Dossier) -> str:
    return f"/werk/signaal/{row.dossier_id if isinstance(row, Handover) else row.pk}/"


def _everywhere(text: str) -> dict[str, Any]:
    walked = {"map": "persoon", "answers": {text: text}, "context": {"reporter": text}}
    return {"route": walked, **dict.fromkeys(REPORTED, text)}
