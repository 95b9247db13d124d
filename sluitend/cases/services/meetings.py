# SPDX-License-Identifier: EUPL-1.2
"""Planning meetings of a consultation, who sits there, and bringing a meeting to its end."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.cases.models import Meeting, Participant, Share
from sluitend.cases.services import doors
from sluitend.cases.services.common import (
    CANCELLED,
    HELD,
    place_of,
    required,
    save_once,
    short_enough,
    traced,
    within,
)
from sluitend.cases.services.shares import end_shares, lock_with_shares, named_in_journal
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import change, write_act
from sluitend.dossiers.states import lifecycle
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import Consultation
from sluitend.privacy import vaults
from sluitend.signals.services.recording import COMPARTMENT, intake_role

KIND, PREPARE, FINISH = "meeting", "prepare-agenda", "finish-minutes"
FURTHEST = timedelta(days=366)
MOST_AT_ONCE = 12


class Rhythm(StrEnum):
    """How often a meeting comes back."""

    ONCE = "once"
    WEEKS_2 = "weeks-2"
    WEEKS_4 = "weeks-4"
    MONTH = "month"
    HALF_YEAR = "half-year"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of a partner who is invited, by name."""

    partner_id: str
    name: str


@transaction.atomic
def plan_meetings(
    *,
    municipality: str,
    consultation: str,
    first: date,
    at: time,
    submission: UUID,
    by: Actor,
    place: str = "",
    rhythm: Rhythm = Rhythm.ONCE,
    number: int = 1,
    owner: Person | None = None,
) -> list[Meeting]:
    """Plan one meeting, or a series with a rhythm; a retried submit plans no more.

    Days off are moved to the next working day.
    """
    pack = policy.current(municipality).pack
    table = consultation_of(pack, consultation)
    if not 1 <= number <= MOST_AT_ONCE:
        raise BadInput(_("Plan at most twelve meetings at once."), field="number")
    if first > clock.today() + FURTHEST:
        raise BadInput(_("Choose days within a year."), field="day")
    days = list(_days(first, rhythm, number if rhythm is not Rhythm.ONCE else 1))
    today = clock.today()
    if days[0] < today:
        raise BadInput(_("This day has passed. Choose today or a later day."), field="day")
    if days[-1] > today + FURTHEST:
        raise BadInput(_("Choose days within a year."), field="day")
    office = pack.calendar(days[0].year, days[-1].year + 1)
    made = []
    for index, day in enumerate(days):
        starts_at = datetime.combine(office.on_or_after(day), at, tzinfo=clock.AMSTERDAM)
        made.append(
            _plan_one(municipality, table, starts_at, place, uuid5(submission, str(index)), by, owner, pack)
        )
    return made


def _plan_one(
    municipality: str,
    table: Consultation,
    starts_at: datetime,
    place: str,
    submission: UUID,
    by: Actor,
    owner: Person | None,
    pack: Pack,
) -> Meeting:
    if found := Meeting.objects.filter(submission=submission).first():
        access.require(by, access.READ, Dossier.objects.get(pk=found.pk))
        return found
    pen = vaults.create(new_id(), municipality=municipality, compartment=COMPARTMENT)
    dossier = dossiers.open_dossier(
        kind=KIND,
        municipality=municipality,
        compartment=COMPARTMENT,
        state=lifecycle(pack, KIND).starts()[0].id,
        owner_role=intake_role(pack),
        owner=owner,
        due=clock.local_date(starts_at),
        by=by,
        pen=pen,
    )
    meeting = Meeting(
        dossier=dossier,
        municipality=municipality,
        compartment=COMPARTMENT,
        submission=submission,
        consultation=table.id,
        starts_at=starts_at,
    )
    pen.seal(meeting, place=short_enough(place, "place"))
    meeting.save(force_insert=True)
    write_act("meeting.plan", dossier, by, about=("consultation", table.id), pen=pen)
    return meeting


@transaction.atomic
def invite_again(
    *, meeting: Meeting, colleagues: Iterable[Person], guests: Mapping[UUID, Guest], by: Actor
) -> int:
    """Invite who sat at the last meeting, as far as they can still be; return how many came anew.

    `guests` are by the id of their row of last time: asked twice, each is invited once.
    """
    acts = [partial(invite_colleague, person=one) for one in colleagues if one.is_active]
    acts += [partial(invite_guest, guest=guest, submission=row_id) for row_id, guest in guests.items()]
    there = Participant.objects.filter(dossier=meeting.pk).count()
    for invite in acts:
        # Who lost the right to see meetings, or works at a partner that is gone, is not invited again.
        with suppress(BadInput), transaction.atomic():
            invite(meeting=meeting, by=by)
    return Participant.objects.filter(dossier=meeting.pk).count() - there


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    day: date,
    at: time,
    by: Actor,
    place: str = "",
    version: int | None = None,
) -> Meeting:
    """Move a meeting to another day, time or place."""
    dossier = _locked(meeting, by)
    if day < clock.today():
        raise BadInput(_("This day has passed. Choose today or a later day."), field="day")
    if day > clock.today() + FURTHEST:
        raise BadInput(_("Choose days within a year."), field="day")
    # A meeting that had begun and is moved is prepared once more.
    again = {"next_step": PREPARE} if dossier.next_step == FINISH else {}
    change(dossier, version, due=day, escalated_on=None, **again)
    meeting.starts_at = datetime.combine(day, at, tzinfo=clock.AMSTERDAM)
    vaults.pen(dossier.pk).seal(meeting, place=short_enough(place, "place"))
    meeting.save(update_fields=["starts_at", "place"])
    write_act("meeting.change", dossier, by)
    return meeting


@transaction.atomic
def invite_colleague(*, meeting: Meeting, person: Person, by: Actor) -> Participant:
    """Let a colleague take part: they see the meeting, and of its items only what is shared with them."""
    dossier = _locked(meeting, by)
    if person not in accounts.who_may(
        (access.READ, access.READ_OWN),
        municipality=dossier.municipality,
        compartment=dossier.compartment,
    ):
        raise BadInput(_("This colleague may not see meetings here. Invite them in person."), field="person")
    row, new = save_once(
        Participant(**place_of(dossier), person=person, **traced("added", by)),
        dossier=dossier,
        person=person,
        ended_at__isnull=True,
    )
    dossiers.involve(dossier=dossier, person=person, why=access.AT_TABLE, by=by)
    if new:
        write_act("meeting.invite", dossier, by, about=named_in_journal(row))
    return row


@transaction.atomic
def invite_guest(*, meeting: Meeting, guest: Guest, submission: UUID, by: Actor) -> Participant:
    """Let somebody of a partner take part; they have no account, and see nothing until it is shared.

    A retried submit invites nobody more.
    """
    dossier = _locked(meeting, by)
    pack = policy.current(dossier.municipality).pack
    found = pack.find("partners", guest.partner_id)
    if found is None or not pack.used(found) or found.role or found.consultation:
        raise BadInput(_("Choose a partner from the list."), field="partner_id")
    name = within(dossier, submission)
    row = Participant(
        **place_of(dossier), submission=name, partner_id=guest.partner_id, **traced("added", by)
    )
    vaults.pen(dossier.pk).seal(row, name=required(guest.name, "name", _("Write who comes.")))
    row, new = save_once(row, dossier=dossier, submission=name)
    if new:
        write_act("meeting.invite", dossier, by, about=("partner", guest.partner_id))
    return row


@transaction.atomic
def remove_participant(*, participant: Participant, by: Actor) -> None:
    """Let somebody take part no more: from this moment they see no item, by page, paper, feed or link."""
    access.require_write(by, Dossier.objects.get(pk=participant.dossier_id))
    shares = Share.objects.filter(participant=participant)
    locked = lock_with_shares(participant.dossier_id, shares)
    dossier = locked[participant.dossier_id]
    row = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
    if row.ended_at is not None:
        return
    for name, value in traced("ended", by).items():
        setattr(row, name, value)
    row.save(update_fields=["ended_at", "ended_by_kind", "ended_by_id"])
    doors.close_all(row)
    end_shares(shares, locked, by)
    write_act("meeting.uninvite", dossier, by, about=named_in_journal(row))
    if row.person is not None:
        dossiers.end_involvement(dossier=dossier, person=row.person, why=access.AT_TABLE, by=by)


@transaction.atomic
def ask_for_minutes(*, meeting_id: UUID, by: Actor) -> bool:
    """Let a meeting that has begun ask for its minutes; return whether that was new."""
    dossier = lock_dossier(meeting_id)
    meeting = Meeting.objects.get(pk=meeting_id)
    if not dossier.is_open or dossier.next_step != PREPARE or meeting.starts_at > clock.now():
        return False
    dossiers.plan_next_step(dossier=dossier, next_step=FINISH, by=by)
    return True


@transaction.atomic
def finish_meeting(*, meeting: Meeting, by: Actor, version: int | None = None) -> Dossier:
    """Fix the minutes: the meeting was held, and nothing in them changes any more."""
    dossier = _locked(meeting, by)
    if meeting.starts_at > clock.now():
        raise BadInput(_("This meeting has not begun yet."))
    dossiers.close(dossier=dossier, outcome=HELD, reason=_("The minutes are fixed."), by=by, version=version)
    dossiers.count_fact(kind="meeting-held", municipality=dossier.municipality, day=clock.today())
    return dossier


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Actor, version: int | None = None) -> Dossier:
    """Call a meeting off; whoever had a door to it has none any more, and nothing is shared there."""
    access.require_write(by, Dossier.objects.get(pk=meeting.pk))
    shares = Share.objects.filter(item__meeting=meeting)
    locked = lock_with_shares(meeting.pk, shares)
    dossier = _running(locked[meeting.pk])
    for row in Participant.objects.filter(dossier=dossier, ended_at__isnull=True):
        doors.close_all(row)
    end_shares(shares, locked, by)
    dossiers.close(dossier=dossier, outcome=CANCELLED, reason=reason, by=by, version=version)
    return dossier


def consultation_of(pack: Pack, consultation: str) -> Consultation:
    """Return a consultation of the pack of which meetings are planned here, or raise `BadInput`."""
    found: Consultation | None = pack.find("consultations", consultation)
    if found is None or not pack.used(found) or not takes_part(found):
        raise BadInput(_("Choose a consultation of the plan."), field="consultation")
    return found


def takes_part(consultation: Consultation) -> bool:
    """Whether the municipality sits at this table, or somebody does for it; others are context."""
    return bool(consultation.ours or consultation.attends or consultation.representation)


def _locked(meeting: Meeting, by: Actor) -> Dossier:
    access.require_write(by, Dossier.objects.get(pk=meeting.pk))
    return _running(lock_dossier(meeting.pk))


def _running(dossier: Dossier) -> Dossier:
    if not dossier.is_open:
        raise Conflict(_("This meeting is over: its minutes are fixed."))
    return dossier


def _days(first: date, rhythm: Rhythm, number: int) -> Iterator[date]:
    """Yield the days of a series: the same weekday, or the same weekday of the month (the second Tuesday)."""
    for index in range(number):
        if rhythm in (Rhythm.WEEKS_2, Rhythm.WEEKS_4):
            yield first + timedelta(weeks=index * (2 if rhythm is Rhythm.WEEKS_2 else 4))
        else:
            yield _in_month(first, index * (6 if rhythm is Rhythm.HALF_YEAR else 1))


def _in_month(first: date, months: int) -> date:
    """Return the same weekday of its month, so many months later: the fifth becomes the last."""
    year, month = divmod(first.month - 1 + months, 12)
    start = date(first.year + year, month + 1, 1)
    which = (first.day - 1) // 7
    found = start + timedelta(days=(first.weekday() - start.weekday()) % 7 + 7 * which)
    return found if found.month == start.month else found - timedelta(days=7)
