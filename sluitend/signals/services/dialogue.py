# SPDX-License-Identifier: EUPL-1.2
"""The talk with a reporter through the receipt: questions one way, answers both ways.

Whoever has to act next has a next step: we wait for an answer, or somebody reads what came in.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers import access, terms
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_open
from sluitend.policy import selectors as policy
from sluitend.privacy import codes, journal, vaults
from sluitend.signals.models import Message, Receipt
from sluitend.signals.services import urgency

MAX_LENGTH = 10_000
# Words of the pack that this file plans; publishing checks that a pack has them.
AWAIT_ANSWER, READ_ANSWER = "await-answer", "read-answer"


@transaction.atomic
def ask_reporter(*, dossier: Dossier, text: str, submission: UUID, by: Actor) -> Message:
    """Put a question to the reporter; it waits behind the receipt, no message is sent anywhere.

    Then the answer is waited for, unless something is planned that comes earlier. Raises `BadInput`
    when there is no text, or no receipt to come back with.
    """
    access.require_write(by, dossier)
    dossier = lock_dossier(dossier.pk)
    require_open(dossier)
    if not Receipt.objects.filter(dossier=dossier).exists():
        raise BadInput(_("This reporter has no code to come back with. Ask by the way the signal came in."))
    message, is_new = _write(dossier, text, submission, Message.Direction.TO_REPORTER, by)
    if is_new:
        ended = dossier.next_step in (AWAIT_ANSWER, READ_ANSWER)
        if ended or not _due_before(dossier, AWAIT_ANSWER):
            due = urgency.due_now(dossier)
            dossiers.plan_next_step(dossier=dossier, next_step=AWAIT_ANSWER, due=due, by=by)
        _act(dossier, by, "signal.ask-reporter", detail={"message": str(message.pk)})
    return message


@transaction.atomic
def write_as_reporter(*, receipt: Receipt, text: str, submission: UUID) -> Message:
    """Add what the reporter writes; a retried submit adds nothing.

    Somebody is to read it by the next working day. A closed dossier is taken up again for it: what
    a reporter adds is not lost in a closed file.
    """
    by, dossier = reporter(receipt), lock_dossier(receipt.dossier_id)
    message, is_new = _write(dossier, text, submission, Message.Direction.FROM_REPORTER, by)
    if is_new:
        _act(dossier, by, "signal.reporter-wrote", detail={"message": str(message.pk)})
        _have_it_read(dossier, by)
    return message


@transaction.atomic
def mark_read(*, dossier: Dossier, direction: Message.Direction, by: Actor) -> int:
    """Record that the other side has opened these messages; return how many were new."""
    unread = Message.objects.filter(dossier=dossier, direction=direction, read_at__isnull=True)
    count = unread.update(read_at=clock.now())
    if count:
        _act(dossier, by, "signal.messages-read", detail={"count": count})
    return count


def reporter(receipt: Receipt) -> Actor:
    """Return the reporter as an actor: known by the receipt only."""
    return Actor(ActorKind.REPORTER, str(receipt.pk))


def _have_it_read(dossier: Dossier, by: Actor) -> None:
    if not dossier.is_open:
        reason = _("The reporter wrote something after closing.")
        dossiers.reopen(
            dossier=dossier, reason=reason, next_step=READ_ANSWER, due=urgency.due_now(dossier), by=by
        )
    elif dossier.next_step == AWAIT_ANSWER or _due_after(dossier, READ_ANSWER):
        due = urgency.due_now(dossier)
        dossiers.plan_next_step(dossier=dossier, next_step=READ_ANSWER, due=due, by=by)


def _due_before(dossier: Dossier, step: str) -> bool:
    return dossier.due is not None and dossier.due < _proposed(dossier, step)


def _due_after(dossier: Dossier, step: str) -> bool:
    return dossier.due is not None and dossier.due > _proposed(dossier, step)


def _proposed(dossier: Dossier, step: str) -> date:
    return terms.proposed_due(policy.current(dossier.municipality).pack, step, clock.today())


def _write(
    dossier: Dossier, text: str, submission: UUID, direction: Message.Direction, by: Actor
) -> tuple[Message, bool]:
    """Return the message of this submit, and whether it was made now."""
    body = text.strip()
    if not body:
        raise BadInput(_("Write something first."), field="text")
    if len(body) > MAX_LENGTH:
        raise BadInput(_("This text is too long. Keep it under 10,000 characters."), field="text")
    # A retry brings the same words. A form that was gone back to and changed is another message.
    said = codes.keyed_hash(f"{submission}:{direction}:{body}", purpose="message-submission")
    submission = UUID(bytes=said[:16])
    if found := Message.objects.filter(dossier=dossier, submission=submission).first():
        return found, False
    message = Message(
        id=new_id(),
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        direction=direction,
        written_at=clock.now(),
        written_by_kind=str(by.kind),
        written_by_id=by.id,
        submission=submission,
    )
    vaults.pen(dossier.pk).seal(message, body=body)
    message.save(force_insert=True)
    return message, True


def _act(dossier: Dossier, by: Actor, action: str, *, detail: dict[str, object]) -> None:
    journal.act(
        by=by,
        action=action,
        dossier_id=dossier.pk,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        object_type="message",
        detail=detail,
    )
