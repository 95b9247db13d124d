# SPDX-License-Identifier: EUPL-1.2
"""Notices to partners leave through the outbox; what could not leave asks for another way."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string

from sluitend.core import outbox
from sluitend.core.actor import system
from sluitend.core.ids import new_id
from sluitend.handover import doors
from sluitend.handover.models import Link, Outgoing
from sluitend.handover.services.changing import locked, write_act
from sluitend.handover.services.following import OTHER_WAY, plan
from sluitend.handover.states import WAITING_FOR_ACKNOWLEDGEMENT

ACTOR = system("outbox")


def queue(link: Link, *, address: str, notice: str = Outgoing.Notice.LINK) -> Outgoing:
    """Put a notice in the outbox, in the transaction of the act that it tells of.

    The job is started when that transaction commits; should the process die in between, the
    periodic tick finds the row.
    """
    from sluitend.handover import jobs

    row_id = new_id()
    row = Outgoing.objects.create(
        municipality=link.municipality,
        compartment=link.compartment,
        handover_id=link.handover_id,
        link=link,
        notice=notice,
        **outbox.beginning(row_id, address),
    )
    transaction.on_commit(lambda: jobs.start_delivery(row_id))
    return row


def cancel(link: Link) -> None:
    """Take back what did not leave yet for a link that no longer opens."""
    outbox.cancel(Outgoing.objects.filter(link=link))


def due() -> QuerySet[Outgoing]:
    """Return the notices that should be tried now and that nobody is trying."""
    return outbox.due(Outgoing)


def deliver(row_id: UUID) -> bool:
    """Try one notice; return whether the mail server took it. Safe to repeat and to kill at any point."""
    row = _claim(row_id)
    return row is not None and outbox.attempt(row, send=_mail, settle=_settle, give_up=_give_up)


def _claim(row_id: UUID) -> Outgoing | None:
    if not outbox.claim(Outgoing, row_id):
        return None
    row = Outgoing.objects.select_related("handover__dossier", "link").get(pk=row_id)
    if not doors.usable(row.link):
        outbox.cancel(Outgoing.objects.filter(pk=row_id))
        return None
    return row


def _mail(row: Outgoing) -> None:
    context = {"address": doors.address_of(row.link_id)}
    subject = render_to_string("handover/mail_subject.txt")
    outbox.mail(row, subject=subject, body=render_to_string(f"handover/mail_{row.notice}.txt", context))


@transaction.atomic
def _settle(row: Outgoing) -> None:
    handover = locked(row.handover_id, ACTOR)
    outbox.delivered(row)
    write_act("notice-delivered", handover, ACTOR)


@transaction.atomic
def _give_up(row: Outgoing, fault: str) -> None:
    """Say that a notice could not be delivered, and plan another way."""
    handover = locked(row.handover_id, ACTOR)
    outbox.failed(row, fault)
    write_act("notice-failed", handover, ACTOR)
    if handover.state in WAITING_FOR_ACKNOWLEDGEMENT:
        plan(handover.dossier_id, OTHER_WAY, ACTOR)
