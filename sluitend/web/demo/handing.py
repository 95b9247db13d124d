# SPDX-License-Identifier: EUPL-1.2
"""Handing a signal over in a story, and what the partner does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from sluitend.accounts.models import Person
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.ids import new_id
from sluitend.handover import guard, outbox, services
from sluitend.handover import selectors as handovers
from sluitend.handover.guard import Circumstances, Confirmation, usable_partner
from sluitend.handover.models import Handover, Kind, Link, Outgoing, Way
from sluitend.handover.services import SentLink
from sluitend.handover.ways import WayOut, ways_to
from sluitend.policy import selectors as policy
from sluitend.policy import sharing as sharing_rules
from sluitend.sharing import Consent, Informed, Minor, Urgency
from sluitend.signals import packets, selectors
from sluitend.signals.models import ThreeWay
from sluitend.signals.services.handing_over import hand_over
from sluitend.web.demo.case import Case
from sluitend.web.demo.cast import DEPUTY, OFFICER

LOOK_AGAIN_AFTER = timedelta(days=28)
WHO_ANSWERED = "Vera Voorbeeld, meldkamer"


@dataclass
class Passed:
    """A handover that was prepared or made; finds its row afresh for every act."""

    case: Case
    handover: Handover

    @property
    def row(self) -> Handover:
        """The handover as it is now."""
        return Handover.objects.get(pk=self.handover.pk)

    def by_phone(self, *, accepted: bool = True, call_back_on: date | None = None, advice: str = "") -> None:
        """Staff called the partner with the packet as script."""
        number = self._contact(Way.PHONE)
        self._hand_over(
            lambda: services.record_phone_call(
                handover=self.row,
                number=number,
                spoken_to=WHO_ANSWERED,
                called_at=clock.now(),
                accepted=accepted,
                call_back_on=call_back_on,
                advice=advice,
                their_reference="" if advice or not accepted else f"VB-{self.handover.dossier.reference[:4]}",
                by=self._staff,
            )
        )

    def by_form(self, *, their_reference: str) -> None:
        """Staff filled in the partner's own form."""
        self._hand_over(
            lambda: services.record_form(handover=self.row, their_reference=their_reference, by=self._staff)
        )

    def by_link(self) -> SentLink:
        """Send a notice with a link; the code goes by phone."""
        way = self._way(Way.LINK)
        address, phone = way.contacts[0].value, way.code_by[0].value
        sent: list[SentLink] = []
        self._hand_over(
            lambda: sent.append(
                services.send_link(
                    handover=self.row, address=address, code_by=phone, by=self._staff, submission=new_id()
                )
            )
        )
        self._deliver()
        return sent[0]

    def opened(self) -> None:
        """The partner opens the link with its code and reads the packet."""
        by = self._partner
        handovers.open_content(by, self.row, purpose="packet-page", origin="door")
        services.open_packet(handover=self.row, by=by)

    def acknowledged(self) -> None:
        """The partner takes it, at its own door."""
        services.acknowledge(handover=self.row, by=self._partner)

    def acknowledged_by_phone(self) -> None:
        """The partner called to say that they take it."""
        services.acknowledge(handover=self.row, by=self._staff, heard_from=WHO_ANSWERED)

    def refused(self, reason: str) -> None:
        """The partner does not take it; staff heard so by phone."""
        services.refuse(
            handover=self.row, reason=reason, submission=uuid4(), by=self._staff, heard_from=WHO_ANSWERED
        )

    def questioned(self, question: str) -> None:
        """The partner asks something at its own door."""
        services.ask(handover=self.row, question=question, submission=uuid4(), by=self._partner)

    def told(self, text: str) -> None:
        """Staff answer the partner's question."""
        services.answer(handover=self.row, text=text, submission=uuid4(), by=self._staff)
        self._deliver()

    def fed_back(self, outcome: str, text: str, *, by_phone: bool = False) -> None:
        """The partner says what became of it, at its door or by phone."""
        heard = WHO_ANSWERED if by_phone else ""
        by = self._staff if by_phone else self._partner
        services.give_feedback(
            handover=self.row, outcome=outcome, text=text, submission=uuid4(), by=by, heard_from=heard
        )

    def fresh_link_asked(self) -> None:
        """The partner came too late for the link and asks for another."""
        link = Link.objects.filter(handover=self.handover.pk).latest("made_at")
        services.ask_fresh_link(link=link, by=self._partner)

    def person_informed(self) -> None:
        """The person concerned now knows of the handover."""
        services.record_informed(handover=self.row, by=self._staff)

    def informing_postponed(self, reason: str) -> None:
        """It is still not safe to inform the person: look again in four weeks."""
        until = clock.today() + LOOK_AGAIN_AFTER
        services.postpone_informing(handover=self.row, until=until, reason=reason, by=self._staff)

    def withdrawn(self, reason: str) -> None:
        """Staff take the handover back."""
        services.withdraw(handover=self.row, reason=reason, submission=uuid4(), by=self._staff)

    @property
    def _staff(self) -> Actor:
        return self.case.scene.actor()

    @property
    def _partner(self) -> Actor:
        return Actor(ActorKind.PARTNER, self.handover.partner_id)

    def _hand_over(self, send: Callable[[], object]) -> None:
        hand_over(handover=self.row, send=send, by=self._staff)

    def _contact(self, way: Way) -> str:
        return self._way(way).contacts[0].value

    def _way(self, wanted: Way) -> WayOut:
        row = self.row
        pack = policy.current(row.municipality).pack
        partner = usable_partner(pack, row.partner_id, row.municipality)
        open_ways = ways_to(pack, partner, kind=row.kind, today=clock.today())
        return next(one for one in open_ways if one.way == wanted)

    def _deliver(self) -> None:
        waiting = Outgoing.objects.filter(handover=self.handover.pk, progress=Outgoing.Progress.WAITING)
        for row_id in waiting.values_list("pk", flat=True):
            outbox.deliver(row_id)


def prepared(
    case: Case,
    partner: str,
    way: Way,
    *,
    kind: Kind = Kind.REPORT,
    consent: Consent = Consent.NOT_ASKED,
    informed: Informed = Informed.YES,
    inform_reason: str = "",
    weighing: str = "",
    purpose: str = "",
    question: str = "",
    danger: str = "",
) -> Passed:
    """Prepare a packet for a partner; every step that comes first was done by whoever is on duty."""
    by, dossier = case.scene.actor(), case.dossier
    content = selectors.content(by, dossier, purpose="hand-over")
    pack = policy.current(dossier.municipality).pack
    urgency = Urgency.ACUTE if content.answers.acute == ThreeWay.YES else Urgency.NORMAL
    offered = packets.packet(content, dossier, pack, question=question, urgency=urgency, danger=danger)
    rule = sharing_rules.rule_of(pack, usable_partner(pack, partner, dossier.municipality))
    circumstances = Circumstances(
        purpose=purpose or (rule.purposes[0] if rule and rule.purposes else ""),
        consent=consent,
        urgency=urgency,
        danger=danger,
        informed=informed,
        minor=Minor(content.answers.minor),
    )
    asked = guard.ask(
        dossier=dossier, partner_id=partner, kind=kind, packet=offered, circumstances=circumstances
    )
    reason = f"Doorzetten naar {asked.partner.name.nl}"
    handover = services.prepare(
        dossier=dossier,
        partner_id=partner,
        kind=kind,
        way=way,
        packet=packets.unsealed(offered, asked.decision.allowed_ids, by, dossier, reason=reason),
        circumstances=circumstances,
        confirmation=Confirmation(
            steps=frozenset(step.id for step in asked.decision.before),
            inform_reason=inform_reason,
            weighing=weighing,
            second_reader=str(_colleague(case).pk),
        ),
        submission=uuid4(),
        by=by,
    )
    return Passed(case, handover)


def _colleague(case: Case) -> Person:
    """Return who reads along: the other one of officer and deputy."""
    people, on_duty = case.scene.people, case.scene.on_duty()
    return people[OFFICER] if on_duty == people[DEPUTY] else people[DEPUTY]
