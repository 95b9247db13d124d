# SPDX-License-Identifier: EUPL-1.2
"""Work that goes on by itself: notices leave, what is overdue is taken up. Arguments are ids only."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from sluitend.core import clock, periodic, scope
from sluitend.core.actor import system
from sluitend.handover import outbox
from sluitend.handover.models import Handover
from sluitend.handover.services.changing import locked, save_values, write_act
from sluitend.handover.services.following import CALL_PARTNER, INFORM_PERSON, plan
from sluitend.handover.states import WAITING_FOR_ACKNOWLEDGEMENT, State

ACTOR = system("handover-tick")
_AT_ONCE = 200


@task()
def deliver(row_id: str) -> None:
    """Try one notice of the outbox."""
    with scope.instance_wide("a queued job holds an id, and not where it leads"):
        outbox.deliver(UUID(row_id))


def start_delivery(row_id: UUID) -> None:
    """Queue the delivery of a notice."""
    deliver.enqueue(str(row_id))


def tick() -> None:
    """Start what should be tried (again)."""
    for row_id in outbox.due().values_list("pk", flat=True)[:_AT_ONCE]:
        start_delivery(row_id)


def take_up_overdue() -> int:
    """Escalate handovers to which the partner did not react in time; return how many were new.

    Each is marked once in the state it is in, and its dossier gets a next step for today.
    """
    today = clock.today()
    late = Q(state__in=list(WAITING_FOR_ACKNOWLEDGEMENT), acknowledge_by__lt=today) | Q(
        state=State.ACKNOWLEDGED, feedback_by__lt=today
    )
    waiting = Q(call_back_on__isnull=False, call_back_on__gte=today)
    found = Handover.objects.filter(late, escalated_on__isnull=True).exclude(waiting)
    return sum(_escalate(pk) for pk in found.values_list("pk", flat=True)[:_AT_ONCE])


def take_up_rechecks() -> int:
    """Plan another look at informing the person where the day for it has come; return how many."""
    due = Handover.objects.filter(recheck_on__lte=clock.today()).exclude(state=State.WITHDRAWN)
    return sum(_recheck(pk) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _escalate(pk: UUID) -> bool:
    handover = locked(pk, ACTOR)
    today = clock.today()
    if handover.escalated_on or not handover.is_overdue(today):
        return False
    save_values(handover, escalated_on=today)
    write_act("overdue", handover, ACTOR)
    plan(handover.dossier_id, CALL_PARTNER, ACTOR)
    return True


@transaction.atomic
def _recheck(pk: UUID) -> bool:
    handover = locked(pk, ACTOR)
    dossier = handover.dossier
    if handover.recheck_on is None or not dossier.is_open or dossier.next_step == INFORM_PERSON:
        return False
    plan(handover.dossier_id, INFORM_PERSON, ACTOR)
    return True


def register() -> None:
    """Let the worker do all this again and again."""
    periodic.register("handover-outbox", every=timedelta(seconds=30), run=tick)
    periodic.register("handover-overdue", every=timedelta(minutes=15), run=take_up_overdue)
    periodic.register("handover-rechecks", every=timedelta(hours=1), run=take_up_rechecks)
