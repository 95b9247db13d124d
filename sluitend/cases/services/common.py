# SPDX-License-Identifier: EUPL-1.2
"""What the acts of this room share: the place of a row, one submit counted once, texts that must be there."""

from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sluitend.cases.models import AgendaItem
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers.locking import lock_dossiers
from sluitend.dossiers.models import Dossier

LONGEST = 20_000
# Where cases lie that a partnership under the WGS directs.
PARTNERSHIPS = "wgs"
HELD, CANCELLED = "meeting-held", "meeting-cancelled"
Row = TypeVar("Row", bound=models.Model)


def place_of(dossier: Dossier) -> dict[str, Any]:
    """Return where a row of this dossier lies."""
    return {"dossier": dossier, "municipality": dossier.municipality, "compartment": dossier.compartment}


def takes_place(meeting: Dossier) -> bool:
    """Whether a meeting is still to come or was held: not called off."""
    return meeting.is_open or meeting.outcome == HELD


def lock_with_item(dossier: Dossier, item: AgendaItem | None) -> Dossier:
    """Lock a dossier to work on it, at an item of an agenda or without; return it as it is now.

    Raises `Conflict` when the item is about something else, or off the agenda, or its minutes are fixed.
    """
    wanted = {dossier.pk} | ({item.meeting_id} if item is not None else set())
    locked = {one.pk: one for one in lock_dossiers(Dossier.objects.filter(pk__in=wanted))}
    if item is not None:
        now = AgendaItem.objects.get(pk=item.pk)
        if now.dossier_id != dossier.pk:
            raise Conflict(_("This item is about something else."))
        require_on_agenda(now, locked[now.meeting_id])
    return locked[dossier.pk]


def require_on_agenda(item: AgendaItem, meeting: Dossier) -> None:
    """Raise `Conflict` when nothing can be written at an item any more."""
    if not meeting.is_open:
        raise Conflict(_("This meeting is over: its minutes are fixed."))
    if item.withdrawn_at is not None:
        raise Conflict(_("This item is not on the agenda any more."))


def require_ours(dossier: Dossier) -> None:
    """Raise `Conflict` in a case of a partnership: nothing that partners share stands there."""
    if dossier.compartment == PARTNERSHIPS:
        raise Conflict(_("Of a case of a partnership, only what is ours stands here."))


def traced(act: str, by: Actor) -> dict[str, Any]:
    """Return when and by whom something was done, as columns."""
    return {f"{act}_at": clock.now(), f"{act}_by_kind": str(by.kind), f"{act}_by_id": by.id}


def within(dossier: Dossier, submission: UUID) -> UUID:
    """Return the name of a submit within one dossier: a form may name any, and counts here only."""
    return uuid5(dossier.pk, str(submission))


def save_once(row: Row, **found_by: Any) -> tuple[Row, bool]:
    """Store a row; return the one that was there, and False, when another was first."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        there = type(row)._default_manager.filter(**found_by).first()
        if there is None:
            raise
        return there, False
    return row, True


def required(text: str, field: str, message: str = "") -> str:
    """Return a text without white space around it, or raise `BadInput` when it is empty or too long."""
    found = text.strip()
    if not found:
        raise BadInput(message or _("Fill this in."), field=field)
    return short_enough(found, field)


def short_enough(text: str, field: str) -> str:
    """Return the text without white space around it, or raise `BadInput` when it is too long."""
    found = text.strip()
    if len(found) > LONGEST:
        raise BadInput(_("This text is too long. Write the main points."), field=field)
    return found
