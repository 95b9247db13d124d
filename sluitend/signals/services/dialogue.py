# SPDX-License-Identifier: EUPL-1.2
"""The talk with a reporter through the receipt: questions one way, answers both ways."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers.models import Dossier
from sluitend.privacy import journal, vaults
from sluitend.signals.models import Message, Receipt

MAX_LENGTH = 10_000


@transaction.atomic
def ask_reporter(*, dossier: Dossier, text: str, submission: UUID, by: Actor) -> Message:
    """Put a question to the reporter; it waits behind the receipt, no message is sent anywhere.

    Raises `BadInput` when there is no text, or no receipt to come back with.
    """
    if not Receipt.objects.filter(dossier=dossier).exists():
        raise BadInput(_("This reporter has no code to come back with. Ask by the way the signal came in."))
    return _write(dossier, text, submission, Message.Direction.TO_REPORTER, by, action="signal.ask-reporter")


@transaction.atomic
def write_as_reporter(*, receipt: Receipt, text: str, submission: UUID) -> Message:
    """Add what the reporter writes; a retried submit adds nothing."""
    by = reporter(receipt)
    return _write(
        receipt.dossier, text, submission, Message.Direction.FROM_REPORTER, by, action="signal.reporter-wrote"
    )


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


def _write(
    dossier: Dossier, text: str, submission: UUID, direction: Message.Direction, by: Actor, *, action: str
) -> Message:
    body = text.strip()
    if not body:
        raise BadInput(_("Write something first."), field="text")
    if len(body) > MAX_LENGTH:
        raise BadInput(_("This text is too long. Keep it under 10,000 characters."), field="text")
    if found := Message.objects.filter(submission=submission, dossier=dossier).first():
        return found
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
    _act(dossier, by, action, detail={"message": str(message.pk)})
    return message


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
