# SPDX-License-Identifier: EUPL-1.2
"""One signal in a story: what people do with it, by the services that the pages use too."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.codes import new_code
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.signals import selectors as signals
from sluitend.signals.models import Channel, Message, Receipt
from sluitend.signals.report import Report
from sluitend.signals.services import dialogue, triage
from sluitend.signals.services.recording import record_signal
from sluitend.signals.services.triage import PrivacyTest
from sluitend.web.demo.cast import DEPUTY, OFFICER

SOMEBODY = Actor(ActorKind.REPORTER, "public-form")


@dataclass
class Kept:
    """What the demo shows when it starts: codes that are known only once."""

    receipt_code: str = ""
    link_id: UUID | None = None
    link_code: str = ""


@dataclass
class Scene:
    """The people and the place of all stories."""

    municipality: str
    people: dict[str, Person]
    kept: Kept = field(default_factory=Kept)

    def on_duty(self) -> Person:
        """Return who does the officer's work today; on a day off whoever stands in."""
        found = accounts.on_duty(OFFICER, self.municipality, clock.today())
        return found or self.people[DEPUTY]

    def actor(self, role: str = "") -> Actor:
        """Return somebody in a role, or whoever is on duty, with the rights of this moment."""
        return accounts.actor_for(self.people[role] if role else self.on_duty())

    def route(self, map_id: str, answers: dict[str, Any], **context: Any) -> dict[str, Any]:
        """Return a walked route, as a report carries it."""
        in_force = policy.current()
        pack = {"id": in_force.id, "version": in_force.version, "sha256": in_force.sha256}
        return {"map": map_id, "answers": answers, "context": context, "pack": pack}

    def reported(self, **told: Any) -> "Case":
        """Report on the site: nobody is known, and a code is the way back."""
        code = new_code()
        return self._record(
            Report(submission=uuid4(), channel=Channel.WEB, **told), SOMEBODY, code, owner=None
        )

    def registered(
        self, channel: Channel, *, role: str = "", taken_on: bool = True, with_code: bool = False, **told: Any
    ) -> "Case":
        """Register what came by phone, mail, desk or from a partner, by whoever is on duty or a role."""
        code = new_code() if with_code else ""
        person = self.people[role] if role else self.on_duty()
        report = Report(submission=uuid4(), channel=channel, **told)
        return self._record(report, accounts.actor_for(person), code, owner=person if taken_on else None)

    def _record(self, report: Report, by: Actor, code: str, *, owner: Person | None) -> "Case":
        signal = record_signal(
            report=report, municipality=self.municipality, by=by, receipt_code=code, owner=owner
        )
        return Case(self, signal.pk, code)


@dataclass
class Case:
    """A signal that was recorded. Each act finds the dossier afresh, as a page does."""

    scene: Scene
    pk: UUID
    code: str

    @property
    def dossier(self) -> Dossier:
        """The dossier as it is now."""
        return Dossier.objects.get(pk=self.pk)

    def read(self, role: str = "") -> None:
        """Open the signal's page: a look stands in the journal."""
        signals.content(self.scene.actor(role), self.dossier, purpose="signal-page")

    def taken_on(self, role: str = "") -> None:
        """Somebody opens it and takes it on."""
        self.read(role)
        triage.take_on(dossier=self.dossier, by=self.scene.actor(role))

    def weighed(self, outcome: str, reason: str, *, test: PrivacyTest | None = None) -> None:
        """Weigh it, with the reason."""
        triage.weigh(dossier=self.dossier, outcome=outcome, reason=reason, test=test, by=self.scene.actor())

    def being_weighed(self) -> None:
        """Start weighing without a decision yet."""
        dossiers.move(dossier=self.dossier, to=triage.WEIGHING, by=self.scene.actor())

    def planned(self, next_step: str, *, due: date | None = None, reason: str = "") -> None:
        """Plan what is next."""
        dossiers.plan_next_step(
            dossier=self.dossier, next_step=next_step, due=due, reason=reason, by=self.scene.actor()
        )

    def assigned(self, role: str) -> None:
        """Give it to somebody in another role."""
        dossiers.assign(dossier=self.dossier, to=self.scene.people[role], by=self.scene.actor())

    def shared_with(self, *roles: str) -> None:
        """Let people in other roles know of it."""
        for role in roles:
            person = self.scene.people[role]
            dossiers.involve(dossier=self.dossier, person=person, why="shared", by=self.scene.actor())

    def asked(self, text: str) -> None:
        """Ask the reporter something, and wait for the answer."""
        dialogue.ask_reporter(dossier=self.dossier, text=text, submission=uuid4(), by=self.scene.actor())

    def answered(self, text: str) -> None:
        """The reporter comes back with the code, reads, and writes."""
        receipt = self._came_back()
        dialogue.write_as_reporter(receipt=receipt, text=text, submission=uuid4())

    def looked_up(self) -> None:
        """The reporter comes back with the code and only reads."""
        self._came_back()

    def answer_read(self, *, next_step: str) -> None:
        """Staff read what the reporter wrote and plan what is next."""
        self.read()
        by = self.scene.actor()
        dialogue.mark_read(dossier=self.dossier, direction=Message.Direction.FROM_REPORTER, by=by)
        dossiers.plan_next_step(dossier=self.dossier, next_step=next_step, by=by)

    def closed(self, outcome: str, reason: str, *, other: str = "") -> None:
        """Close it with an outcome and the reason; `other` is the reference of the signal it belongs to."""
        triage.close(dossier=self.dossier, outcome=outcome, reason=reason, other=other, by=self.scene.actor())

    def seen_before(self) -> str:
        """Return the reference of the first signal in which the same was recognised."""
        by, dossier = self.scene.actor(), self.dossier
        content = signals.content(by, dossier, purpose="signal-page")
        place = {"municipality": dossier.municipality, "compartment": dossier.compartment}
        [hit] = signals.seen_before(by, content.identifiers, besides=dossier.pk, **place)
        return hit.visible[-1].reference

    def _came_back(self) -> Receipt:
        receipt = signals.open_receipt(self.code)
        if receipt is None:
            message = "this reporter has no code that opens"
            raise LookupError(message)
        signals.dialogue(receipt)
        by = dialogue.reporter(receipt)
        dialogue.mark_read(dossier=self.dossier, direction=Message.Direction.TO_REPORTER, by=by)
        return receipt


def privacy_test(
    test_id: str, *, goal: str, necessary: str, proportionate: str, least_intrusive: str
) -> PrivacyTest:
    """Return a test of the model protocol with its four answers."""
    answers = {
        "goal": goal,
        "necessary": necessary,
        "proportionate": proportionate,
        "least_intrusive": least_intrusive,
    }
    return PrivacyTest(test_id, answers)
