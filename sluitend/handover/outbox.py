# SPDX-License-Identifier: EUPL-1.2
"""Notices leave through rows with a lease: none is lost, and a repeat carries the same message id."""

import logging
import smtplib
from datetime import timedelta
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string

from sluitend.core import clock
from sluitend.core.actor import system
from sluitend.core.ids import new_id
from sluitend.handover import doors
from sluitend.handover.models import Link, Outgoing
from sluitend.handover.services.changing import locked, write_act
from sluitend.handover.services.following import OTHER_WAY, plan
from sluitend.handover.states import WAITING_FOR_ACKNOWLEDGEMENT

logger = logging.getLogger(__name__)

# Longer than a mail server may keep us waiting (EMAIL_TIMEOUT for each of a few exchanges).
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 10
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
ACTOR = system("outbox")

Progress = Outgoing.Progress


def queue(link: Link, *, address: str, notice: str = Outgoing.Notice.LINK) -> Outgoing:
    """Put a notice in the outbox, in the transaction of the act that it tells of.

    The job is started when that transaction commits; should the process die in between, the
    periodic tick finds the row.
    """
    from sluitend.handover import jobs

    now = clock.now()
    row_id = new_id()
    row = Outgoing.objects.create(
        id=row_id,
        municipality=link.municipality,
        compartment=link.compartment,
        handover_id=link.handover_id,
        link=link,
        notice=notice,
        address=address,
        message_id=f"<{row_id}@{_own_domain()}>",
        queued_at=now,
        try_at=now,
    )
    transaction.on_commit(lambda: jobs.start_delivery(row_id))
    return row


def cancel(link: Link) -> None:
    """Take back what did not leave yet for a link that no longer opens."""
    Outgoing.objects.filter(link=link, progress=Progress.WAITING).update(
        progress=Progress.CANCELLED, claimed_until=None
    )


def due() -> QuerySet[Outgoing]:
    """Return the notices that should be tried now and that nobody is trying."""
    now = clock.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return Outgoing.objects.filter(free, progress=Progress.WAITING, try_at__lte=now).order_by("try_at", "pk")


def deliver(row_id: UUID) -> bool:
    """Try one notice; return whether the mail server took it.

    Safe to repeat and to kill at any point: only who holds the lease tries, a lease that was left
    behind runs out, and until the row says so the notice counts as not delivered.
    """
    row = _claim(row_id)
    if row is None:
        return False
    try:
        _mail(row)
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        # ValueError: an address that no mail can carry. Trying it for ever would tell nobody.
        _put_off(row, type(fault).__name__)
        return False
    _settle(row)
    return True


def _claim(row_id: UUID) -> Outgoing | None:
    until = clock.now() + LEASE
    if not due().filter(pk=row_id).order_by().update(claimed_until=until, attempts=F("attempts") + 1):
        return None
    row = Outgoing.objects.select_related("handover__dossier", "link").get(pk=row_id)
    if not doors.usable(row.link):
        Outgoing.objects.filter(pk=row_id).update(progress=Progress.CANCELLED, claimed_until=None)
        return None
    return row


def _mail(row: Outgoing) -> None:
    context = {"address": doors.address_of(row.link_id)}
    message = EmailMessage(
        subject=render_to_string("handover/mail_subject.txt").strip(),
        body=render_to_string(f"handover/mail_{row.notice}.txt", context),
        from_email=formataddr(parseaddr(settings.DEFAULT_FROM_EMAIL)),
        to=[row.address],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )
    message.send()


@transaction.atomic
def _settle(row: Outgoing) -> None:
    handover = locked(row.handover_id, ACTOR)
    Outgoing.objects.filter(pk=row.pk).update(
        progress=Progress.DELIVERED, delivered_at=clock.now(), claimed_until=None, last_fault=""
    )
    write_act("notice-delivered", handover, ACTOR)


@transaction.atomic
def _put_off(row: Outgoing, fault: str) -> None:
    """Try again later, ever later; in the end say that it failed and plan another way."""
    if row.attempts < MOST_ATTEMPTS:
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (row.attempts - 1))
        Outgoing.objects.filter(pk=row.pk).update(
            try_at=clock.now() + pause, claimed_until=None, last_fault=fault
        )
        logger.warning("A notice could not be delivered (%s); attempt %d", fault, row.attempts)
        return
    handover = locked(row.handover_id, ACTOR)
    Outgoing.objects.filter(pk=row.pk).update(progress=Progress.FAILED, claimed_until=None, last_fault=fault)
    logger.error("A notice could not be delivered after %d attempts (%s)", row.attempts, fault)
    write_act("notice-failed", handover, ACTOR)
    if handover.state in WAITING_FOR_ACKNOWLEDGEMENT:
        plan(handover.dossier_id, OTHER_WAY, ACTOR)


def _own_domain() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
