# SPDX-License-Identifier: EUPL-1.2
"""The one way in which a handover changes: checked, locked, one move at a time, journalled."""

from typing import Any
from uuid import UUID, uuid5

from django.db import models
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.dossiers import access
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.handover.models import Handover, Line, Move
from sluitend.handover.states import allowed
from sluitend.privacy import journal, vaults

PERMISSION = "dossier.hand-over"
LONGEST_TEXT = 5_000


def locked(handover: Handover | UUID, by: Actor) -> Handover:
    """Return the handover as it is now, locked until the transaction ends, for an actor who may act on it.

    Staff need the right to hand over this dossier, a partner acts on its own handovers only, and
    what may not be acted on does not exist: `NotFound`. Its dossier is locked first, in the order
    of `dossiers.locking`.
    """
    pk = handover.pk if isinstance(handover, Handover) else handover
    # Which dossier it belongs to never changes, so that this may be read before the lock.
    dossier_id = Handover.objects.filter(pk=pk).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise not_found()
    dossier = lock_dossier(dossier_id)
    found = Handover.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    found.dossier = dossier
    require(by, found)
    return found


def require(by: Actor, handover: Handover) -> None:
    """Check that somebody may act on a handover."""
    if by.kind is ActorKind.STAFF:
        access.require(by, PERMISSION, handover.dossier)
    elif by.kind is not ActorKind.SYSTEM and (by.kind, by.id) != (ActorKind.PARTNER, handover.partner_id):
        raise not_found()


def not_found() -> NotFound:
    """Return the error that is the same for a handover that is unknown and one that is hidden."""
    return NotFound(_("This handover does not exist, or you may not see it."))


def move(handover: Handover, to: str, by: Actor, *, by_phone: bool = False, **values: Any) -> None:
    """Bring a locked handover to another state and write its history.

    Raises `Conflict` when the state it is in does not lead there: somebody else was first.
    """
    if not allowed(handover.state, to):
        raise somebody_was_first(handover)
    changes = {"escalated_on": None, "call_back_on": None, **values, "state": to, "moves": handover.moves + 1}
    as_seen = Handover.objects.filter(pk=handover.pk, state=handover.state, moves=handover.moves)
    if not as_seen.update(**changes):
        raise somebody_was_first(handover)
    Move.objects.create(
        handover=handover,
        municipality=handover.municipality,
        compartment=handover.compartment,
        seq=handover.moves + 1,
        from_state=handover.state,
        to_state=to,
        moved_at=clock.now(),
        moved_by_kind=by.kind,
        moved_by_id=by.id,
        by_phone=by_phone,
    )
    for name, value in changes.items():
        setattr(handover, name, value)


def somebody_was_first(handover: Handover) -> Conflict:
    """Return the error for an act on a handover that meanwhile stands elsewhere."""
    state = handover.get_state_display()
    message = _("This handover now stands at “%(state)s”, so this cannot be done any more.")
    return Conflict(message % {"state": state})


def write_act(
    action: str, handover: Handover, by: Actor, *, pen: vaults.Pen | None = None, **detail: object
) -> None:
    """Journal one act on a handover; the detail is sealed."""
    journal.act(
        by=by,
        action=f"handover.{action}",
        dossier_id=handover.dossier_id,
        municipality=handover.municipality,
        compartment=handover.compartment,
        object_type="handover",
        object_id=str(handover.pk),
        detail=detail or None,
        pen=pen,
    )


def add_line(
    handover: Handover,
    what: str,
    body: str,
    by: Actor,
    *,
    submission: UUID,
    pen: vaults.Pen,
    heard_from: str = "",
    outcome: str = "",
) -> Line:
    """Store what was said, sealed."""
    line = Line(
        handover=handover,
        municipality=handover.municipality,
        compartment=handover.compartment,
        submission=_named_here(handover, submission),
        what=what,
        outcome=outcome,
        written_at=clock.now(),
        written_by_kind=by.kind,
        written_by_id=by.id,
    )
    pen.seal(line, body=body, heard_from=heard_from.strip() or None)
    line.save(force_insert=True)
    return line


def said_before(handover: Handover, submission: UUID) -> bool:
    """Return whether this submit was already taken in; a retry changes nothing."""
    return Line.objects.filter(handover=handover, submission=_named_here(handover, submission)).exists()


def _named_here(handover: Handover, submission: UUID) -> UUID:
    """Return the name of a submit among those of this handover: a form names it, and may name any."""
    return uuid5(handover.pk, str(submission))


def same_place(dossier: Dossier) -> dict[str, Any]:
    """Return what every row of a dossier repeats."""
    return {"municipality": dossier.municipality, "compartment": dossier.compartment}


def required_text(text: str, message: str, *, field: str) -> str:
    """Return a text without white space around it, or raise `BadInput` with the sentence given."""
    found = text.strip()
    if not found:
        raise BadInput(message, field=field)
    if len(found) > LONGEST_TEXT:
        too_long = _("This text is longer than %(count)d characters. Shorten it.")
        raise BadInput(too_long % {"count": LONGEST_TEXT}, field=field)
    return found


def save_values(row: models.Model, **values: Any) -> None:
    """Store a few values of a row and on the object at hand."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
