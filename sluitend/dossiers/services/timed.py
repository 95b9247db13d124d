# SPDX-License-Identifier: EUPL-1.2
"""Sight of a dossier for a time and for a reason: emergencies, inspections, and how they are judged."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict, Refused
from sluitend.core.ids import new_id
from sluitend.core.references import read_reference
from sluitend.dossiers import access, alerts
from sluitend.dossiers.judging import may_judge
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier, TimedAccess
from sluitend.dossiers.services.changing import pack_for, require_reason, write_act
from sluitend.privacy import journal, vaults

Kind, Purpose, Verdict = TimedAccess.Kind, TimedAccess.Purpose, TimedAccess.Verdict
# Not in the pack: a longer emergency is no emergency any more, whatever a plan says.
LASTS = {Kind.EMERGENCY: timedelta(hours=4), Kind.INSPECTION: timedelta(hours=8)}
REVIEW_WORKING_DAYS = 5
MISS = "access.miss"
MOST_MISSES, MISSES_COUNT_FOR = 5, timedelta(hours=1)
_TAKEN = {Kind.EMERGENCY: "access.break-glass", Kind.INSPECTION: "access.inspect"}


def find(*, reference: str, kind: str, by: Actor) -> Dossier:
    """Return the dossier with this reference in which the actor may take sight of this kind.

    An unknown reference, one of another municipality and one of a closed part get the same answer
    (`BadInput`), and each such try is journalled. After five in an hour no answer is given at all
    (`Refused`), so that references cannot be guessed. Not inside a transaction: tries are kept.
    """
    word = access.TAKEN_BY[Kind(kind)]
    places = by.where(word)
    if by.kind is not ActorKind.STAFF or not places:
        raise Refused(_("You may not do this."))
    here = min(place for place, _compartment in places)
    with transaction.atomic(durable=True):
        # Under the lock tries count one after another, also those that come at once.
        journal.lock([journal.municipality_chain(here)], municipality=here)
        _require_few_misses(by, here)
        found = Dossier.objects.filter(reference=read_reference(reference)).first()
        if found is not None and (found.municipality, found.compartment) in places:
            return found
        journal.act(
            by=by,
            action=MISS,
            dossier_id=None,
            municipality=here,
            object_type="access",
            object_id=str(kind),
            result="not-found",
        )
    raise BadInput(_("We found no dossier with this reference that you may open."), field="reference")


@transaction.atomic
def break_glass(*, dossier: Dossier, reason: str, by: Actor) -> TimedAccess:
    """Let somebody read a dossier at once, for four hours, and alert those who have to judge it.

    Twice while it runs is the same as once. Raises `BadInput` without a reason, `NotFound` for a
    dossier in which the actor holds no such right.
    """
    return _take(dossier, Kind.EMERGENCY, reason, by)


@transaction.atomic
def inspect(*, dossier: Dossier, purpose: str, reason: str, by: Actor) -> TimedAccess:
    """Let the data protection officer read a dossier for eight hours, for a task of supervision."""
    if purpose not in Purpose.values:
        raise BadInput(_("Choose what the inspection is for."), field="purpose")
    return _take(dossier, Kind.INSPECTION, reason, by, purpose=purpose)


@transaction.atomic
def end_access(*, access_id: UUID, by: Actor) -> TimedAccess:
    """End sight before its time: by who took it, or by who may judge it."""
    row = _locked(access_id, by)
    if not row.is_running(clock.now()):
        raise Conflict(_("This access has already ended."))
    _end(row, by)
    return row


@transaction.atomic
def end_all(sight: QuerySet[TimedAccess], *, by: Actor) -> None:
    """End the sight for a time of somebody who leaves; the caller has locked the dossiers."""
    for row in sight.select_related("dossier").order_by("dossier_id", "pk"):
        _end(row, by)


@transaction.atomic
def review(*, access_id: UUID, verdict: str, note: str, by: Actor) -> TimedAccess:
    """Judge an emergency of somebody else; one that was not justified ends at once.

    Raises `Refused` for who took it, `Conflict` when somebody judged it before, `BadInput` when it
    was not justified and nothing says what follows.
    """
    row = _locked(access_id, by)
    if not may_judge(by, row):
        raise Refused(_("Somebody else has to judge this."))
    if row.reviewed_at is not None:
        raise Conflict(_("Somebody else has judged this already."))
    if verdict not in Verdict.values:
        raise BadInput(_("Choose a verdict."), field="verdict")
    said = note.strip()
    if verdict == Verdict.NOT_JUSTIFIED and not said:
        raise BadInput(_("Write down why, and what follows."), field="note")
    if verdict == Verdict.NOT_JUSTIFIED and row.is_running(clock.now()):
        _end(row, by)
    pen = vaults.pen(row.dossier_id)
    pen.seal(row, note=said or None)
    row.reviewed_at, row.reviewed_by_kind, row.reviewed_by_id = clock.now(), by.kind, by.id
    row.verdict = verdict
    row.save(update_fields=["note", "reviewed_at", "reviewed_by_kind", "reviewed_by_id", "verdict"])
    write_act("access.review", row.dossier, by, about=("verdict", verdict), reason=said, pen=pen)
    return row


def _take(
    dossier: Dossier, kind: TimedAccess.Kind, reason: str, by: Actor, *, purpose: str = ""
) -> TimedAccess:
    why = require_reason(reason)
    place = {"municipality": dossier.municipality, "compartment": dossier.compartment}
    if by.kind is not ActorKind.STAFF or not by.may(access.TAKEN_BY[kind], **place):
        raise access.not_found()
    locked = lock_dossier(dossier.pk)
    mine = access.running().filter(dossier=locked, person=access.person_id(by), kind=kind).first()
    if mine is not None:
        return mine
    now = clock.now()
    row = TimedAccess(
        id=new_id(),
        dossier=locked,
        person_id=access.person_id(by),
        **place,
        kind=kind,
        purpose=purpose,
        opened_at=now,
        opened_by_kind=by.kind,
        opened_by_id=by.id,
        until=now + LASTS[kind],
    )
    if kind is Kind.EMERGENCY:
        today = clock.today()
        office = pack_for(locked).calendar(today.year, today.year + 1)
        row.review_by = office.add_working_days(today, REVIEW_WORKING_DAYS)
    pen = vaults.pen(locked.pk)
    pen.seal(row, reason=why)
    row.save(force_insert=True)
    about = ("purpose", purpose) if purpose else ("", "")
    write_act(_TAKEN[kind], locked, by, about=about, reason=why, pen=pen)
    if kind is Kind.EMERGENCY:
        alerts.queue(row, by=by)
    return row


def _require_few_misses(by: Actor, municipality: str) -> None:
    since = clock.now() - MISSES_COUNT_FOR
    latest = journal.moments(by, MISS, municipality=municipality, since=since, most=MOST_MISSES)
    if len(latest) < MOST_MISSES:
        return
    free_at = (latest[-1] + MISSES_COUNT_FOR).astimezone(clock.AMSTERDAM)
    message = _(
        "You gave an unknown reference five times within an hour. You can try again from %(time)s. "
        "Is there danger now? Call 112. Otherwise call the trafficking officer."
    )
    raise Refused(message % {"time": f"{free_at:%H:%M}"})


def _locked(access_id: UUID, by: Actor) -> TimedAccess:
    """Return an access as it is now, its dossier locked; for who took it or may judge it."""
    dossier_id = TimedAccess.objects.filter(pk=access_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise access.not_found()
    dossier = lock_dossier(dossier_id)
    row = TimedAccess.objects.select_for_update(of=("self",), no_key=True).get(pk=access_id)
    row.dossier = dossier
    if not (str(row.person_id) == by.id or may_judge(by, row)):
        raise access.not_found()
    return row


def _end(row: TimedAccess, by: Actor) -> None:
    row.ended_at, row.ended_by_kind, row.ended_by_id = clock.now(), by.kind, by.id
    row.save(update_fields=["ended_at", "ended_by_kind", "ended_by_id"])
    write_act("access.end", row.dossier, by, about=("person", str(row.person_id)))
