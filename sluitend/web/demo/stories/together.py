# SPDX-License-Identifier: EUPL-1.2
"""Working on it together: a case, and a table at which it is discussed. All of it is made up."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sluitend.cases.models import AgendaItem, Case, Meeting, Participant
from sluitend.cases.packets import packet_of
from sluitend.cases.services import agenda, meetings, minutes, opening, taking_part, tasks, working
from sluitend.cases.services.meetings import Guest
from sluitend.cases.services.minutes import Seen, mark_of
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.signals.identifiers import ADDRESS
from sluitend.signals.models import Channel, SourceKind, ThreeWay
from sluitend.web.demo.case import Scene
from sluitend.web.demo.cast import CIVIL_AFFAIRS, REPRESENTATIVE, SUPERVISOR
from sluitend.web.demo.timeline import Story, ago

TABLE = "lokaal-signalenoverleg"
PARLOUR = "Proefstraat 12, Lisse"
SEEN_AT_WORK: dict[str, Any] = {
    "reporter_group": "toezichthouder",
    "facts": "In de nagelstudio werken elke dag dezelfde drie vrouwen, van openen tot sluiten. Een man "
    "zit erbij en beantwoordt alle vragen.",
    "source_kind": SourceKind.OWN,
    "forms": ("arbeid",),
    "minor": ThreeWay.NO,
    "acute": ThreeWay.NO,
    "identifiers": ((ADDRESS, PARLOUR),),
}
SEEN_ON_PAPER: dict[str, Any] = {
    "reporter_group": "vergunningverlener",
    "facts": "Voor de verdieping boven de nagelstudio is kamerverhuur gevraagd. Op de tekening staan zes "
    "bedden in één kamer.",
    "source_kind": SourceKind.DOCUMENT,
    "forms": ("arbeid",),
    "minor": ThreeWay.UNKNOWN,
    "acute": ThreeWay.NO,
    "identifiers": ((ADDRESS, PARLOUR),),
}


def nail_salon(scene: Scene) -> Story:
    """Two signals become a case; the table decides on supervision; the next meeting is planned."""
    yield ago(30, "10:20")
    first = scene.registered(Channel.PHONE, **SEEN_AT_WORK)
    yield ago(29, "14:00")
    second = scene.registered(Channel.MAIL, **SEEN_ON_PAPER)
    yield ago(28, "09:30")
    first.weighed("to-signal-meeting", "Twee signalen op één adres. Eerst weten wie wat ziet.")
    case = _case_of_the_salon(scene, [first.dossier, second.dossier])
    yield ago(27, "11:00")
    meeting = _planned(scene, days_ahead=5)
    yield ago(26, "15:10")
    item = _on_agenda(
        meeting, _dossier(case.pk), "Nagelstudio met mensen die er lijken te wonen. Wie gaat kijken?", scene
    )
    _share(scene, meeting, item)
    yield ago(22, "11:30")
    _held(scene, meeting, item)
    yield ago(17, "16:00")
    for task in item.tasks.filter(person=scene.people[SUPERVISOR]):
        told = "Geen bedden gezien op de begane grond. De verdieping was op slot."
        tasks.finish_task(task=task, result=told, by=scene.actor(SUPERVISOR))
    yield ago(4, "09:15")
    following = _planned(scene, days_ahead=9)
    _on_agenda(
        following, _dossier(case.pk), "Vervolg: hoe komen we op de verdieping, en wie gaat mee?", scene
    )
    tasks.give_task(
        dossier=_dossier(case.pk),
        what="Kijk bij de wekelijkse ronde of er nu licht brandt op de verdieping.",
        due=clock.today() + timedelta(days=9),
        person=scene.people[SUPERVISOR],
        submission=uuid4(),
        by=scene.actor(),
    )
    agenda.add_item(
        meeting=following,
        about=None,
        question="Hoe maken we de meldroute bekend bij vergunningen en toezicht?",
        submission=uuid4(),
        by=scene.actor(),
    )


def _case_of_the_salon(scene: Scene, signals: list[Dossier]) -> Case:
    """Open the case, with a plan, two barriers and who takes part."""
    by = scene.actor()
    case = opening.open_case(
        sort="local",
        municipality=scene.municipality,
        title="De nagelstudio en de verdieping erboven",
        goal="Weten of mensen hier tegen hun wil werken en wonen. Zorgen dat niemand er slaapt zonder "
        "vergunning.",
        signals=signals,
        owner=scene.on_duty(),
        submission=uuid4(),
        by=by,
    )
    _line(case.pk, "plan", "handhaven-barrieres", "Eerst kijken naar de vergunning en het gebruik.", by)
    _line(case.pk, "plan", "hulp-opvang", "SHOP weet dat er een vraag kan komen; nog geen naam genoemd.", by)
    _line(
        case.pk,
        "barriers",
        "huisvesting",
        "Kamerverhuur is nog niet vergund.",
        by,
        "in-place",
        "Vergunningen",
    )
    _line(case.pk, "barriers", "geld", "Niemand weet waar het loon heen gaat.", by, "missing")
    taking_part.add_organisation(
        case=case,
        partner_id="odwh",
        why="Kijkt naar brandveiligheid en gebruik van de verdieping.",
        name="Otto Omgeving",
        submission=uuid4(),
        by=by,
    )
    advice = scene.people[CIVIL_AFFAIRS]
    dossiers.involve(dossier=_dossier(case.pk), person=advice, why="address-research", by=by)
    return case


def table_that_was_called_off(scene: Scene) -> Story:
    """A meeting that did not take place, a case that is closed, and one that a partnership directs."""
    yield ago(34, "09:00")
    meeting = _planned(scene, days_ahead=6)
    closed = opening.open_case(
        sort="local",
        municipality=scene.municipality,
        title="Klussers op de camping",
        goal="Nagaan of de klussers vrij kunnen gaan en staan.",
        submission=uuid4(),
        by=scene.actor(),
    )
    yield ago(31, "13:00")
    meetings.cancel_meeting(meeting=meeting, reason="Twee partners konden niet.", by=scene.actor())
    yield ago(19, "10:45")
    working.close_case(
        case=closed,
        outcome="case-unfounded",
        reason="De klussers werken voor zichzelf en komen elk jaar terug.",
        evaluation="Eerder zelf langsgaan had drie weken gescheeld.",
        by=scene.actor(),
    )
    yield ago(6, "10:00")
    opening.open_case(
        sort="riec",
        municipality=scene.municipality,
        title="Katvangers rond autobedrijven",
        their_reference="RIEC-000",
        contribution="Wij leverden de vergunningen van twee adressen, en kijken zelf naar het gebruik.",
        owner=scene.people[REPRESENTATIVE],
        submission=uuid4(),
        by=scene.actor(REPRESENTATIVE),
    )


def _dossier(pk: UUID) -> Dossier:
    return Dossier.objects.get(pk=pk)


def _line(
    case: UUID, sheet: str, word: str, text: str, by: Actor, state: str = "unknown", by_whom: str = ""
) -> None:
    working.write_line(
        dossier=_dossier(case), sheet=sheet, word=word, text=text, state=state, by_whom=by_whom, by=by
    )


def _planned(scene: Scene, *, days_ahead: int) -> Meeting:
    [meeting] = meetings.plan_meetings(
        municipality=scene.municipality,
        consultation=TABLE,
        first=clock.today() + timedelta(days=days_ahead),
        at=time(10, 0),
        place="Vergaderkamer 0.00",
        submission=uuid4(),
        by=scene.actor(),
    )
    for partner, name in (("politie", "Piet Proefagent"), ("odwh", "Otto Omgeving"), ("riec", "Rita Regio")):
        meetings.invite_guest(
            meeting=meeting, guest=Guest(partner, name), submission=uuid4(), by=scene.actor()
        )
    for role in (SUPERVISOR, CIVIL_AFFAIRS):
        meetings.invite_colleague(meeting=meeting, person=scene.people[role], by=scene.actor())
    return meeting


def _on_agenda(meeting: Meeting, about: Dossier, question: str, scene: Scene) -> AgendaItem:
    return agenda.add_item(
        meeting=meeting, about=about, question=question, submission=uuid4(), by=scene.actor()
    )


def _share(scene: Scene, meeting: Meeting, item: AgendaItem) -> None:
    """Share an item with everybody who may have anything of it."""
    by = scene.actor()
    packet = packet_of(by, item, policy.current().pack)
    people = list(Participant.objects.filter(dossier=meeting.pk))
    offers = agenda.offers_for(item, _dossier(item.dossier_id), packet, people)
    steps = {str(step.id) for offer in offers.values() for step in offer.before}
    able = [one for one in people if one.pk in offers and offers[one.pk].fields]
    agenda.share_item(item=item, packet=packet, participants=able, confirmed=steps, by=by)


def _held(scene: Scene, meeting: Meeting, item: AgendaItem) -> None:
    """Take the minutes of a meeting, and fix them."""
    by = scene.actor()
    notes = "De politie kent het adres niet. ODWH kan de verdieping bezoeken als er een klacht ligt."
    minutes.note(item=item, text=notes, seen=Seen(1, mark_of("")), by=by)
    working.decide(
        dossier=_dossier(item.dossier_id),
        outcome="decided-own-supervision",
        reason="Eerst zelf kijken, zonder ophef.",
        submission=uuid4(),
        item=item,
        by=by,
    )
    for what, owner in (
        ("Kijk bij de wekelijkse ronde of er beneden bedden staan.", {"person": scene.people[SUPERVISOR]}),
        ("Nagaan of er een klacht ligt over de verdieping.", {"partner_id": "odwh"}),
    ):
        tasks.give_task(
            dossier=_dossier(item.dossier_id),
            item=item,
            what=what,
            due=clock.today() + timedelta(days=40 if "partner_id" in owner else 7),
            submission=uuid4(),
            by=by,
            **owner,
        )
    guests = Participant.objects.filter(dossier=meeting.pk, partner_id__gt="")
    there = frozenset(guests.values_list("pk", flat=True))
    seen = Seen(meeting.version, mark_of(""))
    minutes.note_general(meeting=meeting, text="Begonnen om tien uur.", present=there, seen=seen, by=by)
    meetings.finish_meeting(meeting=meeting, by=by)


STORIES = (nail_salon, table_that_was_called_off)
