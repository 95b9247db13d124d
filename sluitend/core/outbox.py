# SPDX-License-Identifier: EUPL-1.2
"""Notices leave through rows with a lease: none is lost, and a repeat carries the same message id.

A room that sends notices extends `Outgoing` with what its notice is about, and says what the mail
reads and what follows when it left or could not. The lease, the pauses and the row are kept here.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sluitend.core import clock
from sluitend.core.guarding import fixed, never, no_truncate, refuse
from sluitend.core.triggers import Trigger

logger = logging.getLogger(__name__)

# Longer than a mail server may keep us waiting (EMAIL_TIMEOUT for each of a few exchanges).
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 10
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
_STAYS = "which notice went to whom stays on record"
_WRITTEN = ("id", "municipality", "compartment", "address", "message_id", "queued_at")


class Progress(models.TextChoices):
    """How far a notice is."""

    WAITING = "waiting", _("Waiting to be sent")
    DELIVERED = "delivered", _("Accepted by the mail server")
    FAILED = "failed", _("Could not be sent")
    CANCELLED = "cancelled", _("Not needed any more")


class Outgoing(models.Model):
    """Base of one notice that has to leave. It holds no content, only who and which.

    `message_id` is the same at every try, so that a mailbox shows a repeated notice once.
    """

    address = models.CharField(max_length=300)
    message_id = models.CharField(max_length=120, unique=True)
    progress = models.CharField(max_length=10, choices=Progress.choices, default=Progress.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=80, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(progress="delivered", delivered_at__isnull=False)
                | (~Q(progress="delivered") & Q(delivered_at__isnull=True)),
                name="%(app_label)s_delivered_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(progress="waiting"), name="%(app_label)s_to_deliver"),
        ]


Row = TypeVar("Row", bound=Outgoing)


def guards(table: str, *about: str, room: str) -> tuple[Trigger, ...]:
    """Return what the database refuses for a table of notices; `about` are its own columns."""
    return (
        fixed(table, (*_WRITTEN, *about), because=_STAYS),
        refuse(
            table,
            "UPDATE",
            name=f"{room}_notice_is_delivered_once",
            when="OLD.progress = 'delivered' AND NEW.progress <> 'delivered'",
            sentence="a notice that left does not come back",
        ),
        never(table, "DELETE", because=_STAYS),
        no_truncate(table),
    )


def beginning(row_id: UUID, address: str) -> dict[str, Any]:
    """Return the columns of a notice that should be tried from now on."""
    now = clock.now()
    domain = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return {
        "id": row_id,
        "address": address,
        "message_id": f"<{row_id}@{domain}>",
        "queued_at": now,
        "try_at": now,
    }


def due(model: type[Row]) -> QuerySet[Row]:
    """Return the notices that should be tried now and that nobody is trying."""
    now = clock.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    waiting = model._default_manager.filter(free, progress=Progress.WAITING, try_at__lte=now)
    return waiting.order_by("try_at", "pk")


def claim(model: type[Row], row_id: UUID) -> bool:
    """Take the lease on a notice; return False when it is not due, or somebody else is trying it."""
    until = clock.now() + LEASE
    mine = due(model).filter(pk=row_id).order_by()
    return bool(mine.update(claimed_until=until, attempts=F("attempts") + 1))


def attempt(
    row: Row,
    *,
    send: Callable[[Row], None],
    settle: Callable[[Row], None],
    give_up: Callable[[Row, str], None],
) -> bool:
    """Try a notice on which one holds the lease; return whether the mail server took it.

    Safe to kill at any point: a lease that was left behind runs out, and until the row says so the
    notice counts as not delivered. `settle` ends in `delivered`, `give_up` in `failed`, each in one
    transaction with what the room makes of it.
    """
    try:
        send(row)
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        # ValueError: an address that no mail can carry. Trying it for ever would tell nobody.
        _put_off(row, type(fault).__name__, give_up)
        return False
    settle(row)
    return True


def mail(row: Outgoing, *, subject: str, body: str) -> None:
    """Hand the notice to the mail server, or raise."""
    message = EmailMessage(
        subject=subject.strip(),
        body=body,
        from_email=formataddr(parseaddr(settings.DEFAULT_FROM_EMAIL)),
        to=[row.address],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )
    message.send()


def delivered(row: Outgoing) -> None:
    """Write down that a notice left."""
    _update(row, progress=Progress.DELIVERED, delivered_at=clock.now(), last_fault="")


def failed(row: Outgoing, fault: str) -> None:
    """Write down that a notice is not tried any more."""
    _update(row, progress=Progress.FAILED, last_fault=fault)


def cancel(rows: QuerySet[Row]) -> None:
    """Take back what did not leave yet and is not needed any more."""
    rows.filter(progress=Progress.WAITING).update(progress=Progress.CANCELLED, claimed_until=None)


def _put_off(row: Row, fault: str, give_up: Callable[[Row, str], None]) -> None:
    """Try again later, ever later; in the end say that it failed."""
    if row.attempts < MOST_ATTEMPTS:
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (row.attempts - 1))
        _update(row, try_at=clock.now() + pause, last_fault=fault)
        logger.warning("A notice could not be delivered (%s); attempt %d", fault, row.attempts)
        return
    give_up(row, fault)
    logger.error("A notice could not be delivered after %d attempts (%s)", row.attempts, fault)


def _update(row: Outgoing, **values: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(claimed_until=None, **values)
