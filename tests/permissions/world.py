# SPDX-License-Identifier: EUPL-1.2
"""The world of the matrix: two municipalities, somebody for each role, a dossier of each kind.

Built once for all questions of a test process; each question is asked inside a savepoint that is
rolled back, so that whatever an act did is undone before the next question.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from sluitend.accounts import services as accounts
from sluitend.accounts.factors import passkeys
from sluitend.accounts.factors import services as factors
from sluitend.accounts.factors.selectors import factors_of
from sluitend.accounts.models import Person, RoleAssignment, Session
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.authenticator import Authenticator
from sluitend.accounts.tests.cast import PASSWORD
from sluitend.accounts.tests.clients import StaffClient, fresh_code
from sluitend.cases.services import taking_part, tasks
from sluitend.cases.tests.making import case_of, guest, item_of, meeting_of
from sluitend.core import clock
from sluitend.core.actor import system
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier, Involvement, TimedAccess
from sluitend.dossiers.states import lifecycle, outcomes
from sluitend.handover.models import Handover
from sluitend.policy import selectors as policy
from sluitend.policy import services as publishing
from sluitend.policy.loader import Loaded, load
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import COMPARTMENTS
from sluitend.privacy import vaults
from sluitend.signals.services import recording
from sluitend.signals.tests.making import prepared, recorded, signed_in

HERE, ELSEWHERE = "GM0553", "GM0534"
TEST = system("test")
OFFICER = "aandachtsfunctionaris"
# Whom the pages about one person are asked for, and who stands in for them.
SUBJECT, STANDS_IN = "communicatie", "projectleider-dealbreakers"
NOBODY, ANONYMOUS, LEFT = "no-role", "anonymous", "left"
# How somebody stands to a dossier.
NONE, OWNER, INVOLVED, EMERGENCY = "none", "owner", "involved", "emergency"
RELATIONS = (NONE, OWNER, INVOLVED, EMERGENCY)
# Where the officer is signed in too, as `doors.toml` names it.
OTHER_SESSION = "e" * 40
FIRST_STATE = "received"
_LAYER = """\
pack:
  id: lisse
  version: "1.0.0-matrix"
  title: {{nl: Twee gemeenten, en: Two municipalities}}
  extends: [lisse-alone]
  organisation: {{nl: Twee gemeenten, en: Two municipalities}}
  serves: [{here}, {elsewhere}]
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dossier, and how whoever asks stands to it."""

    municipality: str
    compartment: str
    state: str = FIRST_STATE
    relation: str = NONE

    @property
    def place(self) -> str:
        """Whether it is of one's own municipality, or of the other."""
        return "own" if self.municipality == HERE else "other"

    @property
    def has_handover(self) -> bool:
        """Whether something of it was handed over."""
        return self.compartment == "signals"

    def __str__(self) -> str:
        return f"{self.place} {self.compartment} {self.state} {self.relation}"


@dataclass(frozen=True, slots=True)
class Made:
    """A dossier with words that occur nowhere else: in its text, for its reporter, for its safe contact."""

    dossier_id: UUID
    reference: str
    facts: str
    reporter: str
    safe_contact: str
    handover_id: UUID | None


@dataclass
class World:
    """Who and what there is. Dossiers by municipality, compartment and state.

    `ids` are by their name in an address: leave and an emergency access of the officer; a person with a
    role and a deputy.
    """

    pack: Pack
    people: dict[str, Person] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    dossiers: dict[tuple[str, str, str], Made] = field(default_factory=dict)
    ids: dict[str, UUID | int] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """Return a browser as it is just after somebody signed in."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies.get(who, ""))
        return client

    def of(self, kind: Kind) -> Made:
        """Return the dossier of this kind."""
        return self.dossiers[kind.municipality, kind.compartment, kind.state]


def two_towns(root: Path) -> Loaded:
    """Return the pack of Lisse as one for two municipalities: the civil service that both share."""
    for layer in Path(settings.PACK_DIR).iterdir():
        name = "lisse-alone" if layer.name == "lisse" else layer.name
        (root / name).mkdir()
        for file in layer.glob("*.yaml"):
            text = file.read_text().replace("\n  id: lisse\n", "\n  id: lisse-alone\n")
            (root / name / file.name).write_text(text)
    (root / "lisse").mkdir()
    (root / "lisse" / "pack.yaml").write_text(_LAYER.format(here=HERE, elsewhere=ELSEWHERE))
    return load("lisse", root=root)


def everybody(pack: Pack) -> list[str]:
    """Return who asks: nobody known, without a role, each role here, two roles of the other municipality."""
    roles = [role.id for role in pack.roles]
    return [ANONYMOUS, LEFT, NOBODY, *roles, f"{OFFICER}@{ELSEWHERE}", f"beheerder@{ELSEWHERE}"]


def every_kind(pack: Pack) -> list[Kind]:
    """Return every municipality, compartment, state and relation combined; states of signals only."""
    found = [
        Kind(municipality, compartment, state)
        for municipality, compartment in product((HERE, ELSEWHERE), COMPARTMENTS)
        for state in (states(pack) if (municipality, compartment) == (HERE, "signals") else [FIRST_STATE])
    ]
    return [replace(kind, relation=relation) for kind in found for relation in RELATIONS]


# What every run asks everybody about.
OF_EVERYBODY = [Kind(HERE, "signals")]


def some_kinds(pack: Pack) -> list[Kind]:
    """Return the kinds that every run asks about: each difference once."""
    found = [Kind(HERE, "signals", relation=relation) for relation in RELATIONS]
    found += [Kind(HERE, "signals", state) for state in states(pack)[-1:]]
    found += [Kind(HERE, other, relation=OWNER) for other in COMPARTMENTS[1:3]]
    return [*found, Kind(ELSEWHERE, "signals"), Kind(ELSEWHERE, "signals", relation=INVOLVED)]


def states(pack: Pack) -> list[str]:
    """Return the states of a signal, the first first and the farthest last."""
    return [FIRST_STATE, *_ways(pack)]


@contextmanager
def world(root: Path, patch: pytest.MonkeyPatch) -> Iterator[World]:
    """Build the world inside a transaction that is rolled back at the end."""
    patch.setattr(settings, "PACK", "lisse")
    with undone():
        publishing.publish(two_towns(root), by=TEST)
        made = World(policy.current().pack)
        _people(made)
        _dossiers(made, patch)
        # The officer opened the first dossier in an emergency, which they would never need to.
        first = Dossier.objects.get(pk=made.dossiers[HERE, "signals", FIRST_STATE].dossier_id)
        made.ids["access_id"] = _opened(first, made.people[OFFICER]).pk
        _at_the_table(made, first)
        yield made


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever happens inside; what must be outermost in use may be nested here."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase does
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def standing(world: World, kind: Kind | None, who: str) -> Iterator[None]:
    """Let somebody stand to the dossier as its kind says, until the question was asked."""
    person = world.people.get(who)
    with undone():
        if person is not None and kind is not None and kind.relation != NONE:
            _relate(Dossier.objects.get(pk=world.of(kind).dossier_id), person, kind.relation)
        yield


def _relate(dossier: Dossier, person: Person, relation: str) -> None:
    """Make somebody owner or involved, or let them have opened it, also who could never do so."""
    if relation == EMERGENCY:
        _opened(dossier, person)
        return
    if relation == OWNER:
        Dossier.objects.filter(pk=dossier.pk).update(owner=person, version=dossier.version + 1)
        return
    Involvement.objects.create(
        dossier=dossier,
        person=person,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        why="matrix",
        added_at=clock.now(),
        added_by_kind=TEST.kind,
        added_by_id=TEST.id,
    )


def _people(made: World) -> None:
    for number, who in enumerate(everybody(made.pack)):
        if who == ANONYMOUS:
            continue
        role, _, place = who.partition("@")
        person = accounts.add_person(
            name=f"Matrix {who}",
            email=f"matrix{number}@example.invalid",
            municipality=place or HERE,
            password=PASSWORD,
            by=TEST,
        )
        if role not in (NOBODY, LEFT):
            accounts.grant_role(person=person, role=role, municipality=place or HERE, by=TEST)
        made.cookies[who] = signed_in(StaffClient(), person).cookies.output(header="", sep=";")
        if who == LEFT:
            accounts.deactivate_person(person=person, by=TEST)
        else:
            made.people[who] = person
    day = clock.today()
    officer = made.people[OFFICER]
    later = clock.now() + timedelta(minutes=5)
    seen = {"begun_at": clock.now(), "seen_at": clock.now(), "expire_date": later}
    Session.objects.create(session_key=OTHER_SESSION, person=officer, **seen)
    leave = accounts.add_leave(person=officer, start=day, end=day, by=actor_for(officer))
    subject = made.people[SUBJECT]
    # Neither has more than the other: standing in changes no answer.
    deputy = accounts.set_deputy(person=subject, deputy=made.people[STANDS_IN], by=TEST)
    held = RoleAssignment.objects.get(person=subject)
    fresh_code(officer)
    session: dict[str, Any] = {}
    device = Authenticator(settings.PUBLIC_URL)
    passkey = passkeys.made(session, officer, device.make(passkeys.ask_new(session, officer)))
    factors.add_passkey(person=officer, made=passkey, name="Matrix", first=False, by=actor_for(officer))
    made.ids = {"leave_id": leave.pk, "person_id": subject.pk, "role_id": held.pk, "deputy_id": deputy.pk}
    made.ids["passkey_id"] = factors_of(officer).passkeys[0].id


def _dossiers(made: World, patch: pytest.MonkeyPatch) -> None:
    ways = {FIRST_STATE: (), **_ways(made.pack)}
    for kind in every_kind(made.pack):
        if kind.relation == NONE:
            made.dossiers[kind.municipality, kind.compartment, kind.state] = _dossier(
                made, patch, kind, ways[kind.state]
            )


def _dossier(made: World, patch: pytest.MonkeyPatch, kind: Kind, way: tuple[Any, ...]) -> Made:
    number = len(made.dossiers)
    words = {name: f"kanarie-{name}-{number:03}" for name in ("facts", "reporter", "safe")}
    patch.setattr(recording, "COMPARTMENT", kind.compartment)
    signal = recorded(
        place=kind.municipality,
        facts=words["facts"],
        reporter_name=words["reporter"],
        reporter_contact="06-10000000",
        safe_contact=words["safe"],
        identifiers=(("plate", "XX-000-X"),),
    )
    patch.setattr(recording, "COMPARTMENT", "signals")
    handover = _handover(made, signal, kind.municipality) if kind.has_handover else None
    dossier = Dossier.objects.get(pk=signal.pk)
    for move in way:
        _go(dossier, move)
    return Made(
        signal.pk,
        dossier.reference,
        words["facts"],
        words["reporter"],
        words["safe"],
        handover.pk if handover else None,
    )


def _at_the_table(made: World, signal: Dossier) -> None:
    """A case about a signal, and a meeting at which both are discussed: nobody but the officer has a part."""
    officer = made.people[OFFICER]
    case, meeting = case_of(officer, signals=(signal,)), meeting_of(officer)
    guest_ = guest(meeting, officer)
    item = item_of(meeting, officer, case)
    organisation = taking_part.add_organisation(
        case=case, partner_id="odwh", why="Proef", submission=new_id(), by=TEST
    )
    task = tasks.give_task(
        dossier=Dossier.objects.get(pk=case.pk),
        what="Proef",
        due=clock.today(),
        partner_id="politie",
        submission=new_id(),
        by=TEST,
    )
    made.ids |= {
        "case_id": case.pk,
        "signal_id": signal.pk,
        "meeting_id": meeting.pk,
        "participant_id": guest_.pk,
        "item_id": item.pk,
        "task_id": task.pk,
        "organisation_id": organisation.pk,
    }


def _opened(dossier: Dossier, person: Person) -> TimedAccess:
    """Let somebody have opened a dossier in an emergency just now."""
    now = clock.now()
    row = TimedAccess(
        id=new_id(),
        dossier=dossier,
        person=person,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        kind=TimedAccess.Kind.EMERGENCY,
        opened_at=now,
        opened_by_kind="staff",
        opened_by_id=str(person.pk),
        until=now + timedelta(hours=4),
        review_by=clock.today(),
    )
    vaults.pen(row.dossier_id).seal(row, reason="Proef")
    row.save(force_insert=True)
    return row


def _handover(made: World, signal: Any, municipality: str) -> Handover:
    who = OFFICER if municipality == HERE else f"{OFFICER}@{ELSEWHERE}"
    return prepared(signal, made.people[who])


def _go(dossier: Dossier, move: Any) -> None:
    """Make one move of the pack, with whatever it requires."""
    pack = policy.current().pack
    if lifecycle(pack, dossier.kind).is_open(move.to_state):
        dossiers.move(dossier=dossier, to=move.to_state, by=TEST, reason="Proef", recorded=move.requires)
    else:
        closing = outcomes(pack, "close")[0].id
        dossiers.close(dossier=dossier, outcome=closing, by=TEST, reason="Proef")


def _ways(pack: Pack) -> dict[str, tuple[Any, ...]]:
    """Return for each other state of a signal the shortest way to it."""
    moves = list(lifecycle(pack, "signal").moves.values())
    ways: dict[str, tuple[Any, ...]] = {FIRST_STATE: ()}
    queue = deque([FIRST_STATE])
    while queue:
        here = queue.popleft()
        for move in moves:
            if move.from_state == here and move.to_state not in ways:
                ways[move.to_state] = (*ways[here], move)
                queue.append(move.to_state)
    return {state: way for state, way in ways.items() if way}
