# SPDX-License-Identifier: EUPL-1.2
"""Taking minutes while people talk: two who write at the same time lose nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.cases.models import AgendaItem, Meeting, Participant
from sluitend.cases.services.common import require_on_agenda, short_enough, traced
from sluitend.core.actor import Actor
from sluitend.core.errors import Conflict
from sluitend.dossiers import access
from sluitend.dossiers.locking import lock_dossier, lock_dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_open, write_act
from sluitend.privacy import vaults


class SomebodyWrote(Conflict):
    """Somebody else wrote these notes meanwhile; what was typed now is not stored."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else wrote here meanwhile. "
                "Their notes stand above yours: put them together, then save."
            )
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood in a field when it was shown: the version, and a mark of the text."""

    version: int
    mark: str


def mark_of(text: str, present: Iterable[UUID] = ()) -> str:
    """Return a mark by which a text, and who was there, is known again; white space at its ends not."""
    whole = "\n".join([text.strip().replace("\r\n", "\n"), *sorted(str(one) for one in present)])
    return sha256(whole.encode()).hexdigest()[:16]


@transaction.atomic
def note(*, item: AgendaItem, text: str, seen: Seen, by: Actor) -> AgendaItem:
    """Store the notes of an item, when they differ from what the writer saw.

    Raises `SomebodyWrote` when somebody else changed them since; nothing is stored then.
    """
    wanted = [item.meeting_id, item.dossier_id]
    for one in Dossier.objects.filter(pk__in=wanted):
        access.require_write(by, one)
    locked = {one.pk: one for one in lock_dossiers(Dossier.objects.filter(pk__in=wanted))}
    row = AgendaItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    if mark_of(text) == seen.mark:
        return row
    require_on_agenda(row, locked[item.meeting_id])
    require_open(locked[row.dossier_id])
    if row.version != seen.version:
        raise SomebodyWrote
    row.version += 1
    for name, value in traced("noted", by).items():
        setattr(row, name, value)
    vaults.pen(row.dossier_id).seal(row, notes=short_enough(text.replace("\r\n", "\n"), "notes"))
    row.save(update_fields=["version", "notes", "noted_at", "noted_by_kind", "noted_by_id"])
    write_act("agenda.note", locked[row.dossier_id], by)
    return row


@transaction.atomic
def note_general(*, meeting: Meeting, text: str, present: frozenset[UUID], seen: Seen, by: Actor) -> Meeting:
    """Store what belongs to no dossier, and who was there; on the version that the writer saw."""
    held = Dossier.objects.get(pk=meeting.pk)
    access.require_write(by, held)
    held = lock_dossier(meeting.pk)
    if not held.is_open:
        raise Conflict(_("This meeting is over: its minutes are fixed."))
    if mark_of(text, present) == seen.mark:
        return meeting
    row = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=held.pk)
    if row.version != seen.version:
        raise SomebodyWrote
    row.version += 1
    vaults.pen(held.pk).seal(row, general=short_enough(text.replace("\r\n", "\n"), "general"))
    row.save(update_fields=["general", "version"])
    there = Participant.objects.filter(dossier=held, ended_at__isnull=True)
    there.filter(pk__in=present).update(present=True)
    there.exclude(pk__in=present).update(present=False)
    write_act("meeting.note", held, by)
    return row
