# SPDX-License-Identifier: EUPL-1.2
"""Work that goes on by itself: notices leave, late tasks are taken up. Arguments are ids only."""

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from sluitend.cases.models import Meeting, Notice, Task
from sluitend.cases.services import doors, meetings, tasks
from sluitend.core import clock, outbox, periodic, scope
from sluitend.core.actor import system

ACTOR = system("cases-tick")
_AT_ONCE = 200


@task()
def deliver(row_id: str) -> None:
    """Try one notice of the outbox."""
    with scope.instance_wide("a queued job holds an id, and not where it leads"):
        doors.deliver(UUID(row_id))


def start_delivery(row_id: UUID) -> None:
    """Queue the delivery of a notice."""
    deliver.enqueue(str(row_id))


def tick() -> None:
    """Start what should be tried (again)."""
    for row_id in outbox.due(Notice).values_list("pk", flat=True)[:_AT_ONCE]:
        start_delivery(row_id)


def take_up_late_tasks() -> int:
    """Let dossiers with a task that nobody did in time ask for it; return how many were new."""
    late = Task.objects.filter(done_at__isnull=True, due__lt=clock.today(), escalated_on__isnull=True)
    found = late.filter(dossier__closed_at__isnull=True).order_by("due", "pk")
    return sum(
        tasks.escalate_task(task_id=pk, by=ACTOR) for pk in found.values_list("pk", flat=True)[:_AT_ONCE]
    )


def ask_for_minutes() -> int:
    """Let meetings that have begun ask for their minutes; return how many were new."""
    begun = Meeting.objects.filter(
        starts_at__lte=clock.now(), dossier__closed_at__isnull=True, dossier__next_step=meetings.PREPARE
    )
    return sum(
        meetings.ask_for_minutes(meeting_id=pk, by=ACTOR)
        for pk in begun.order_by("starts_at", "pk").values_list("pk", flat=True)[:_AT_ONCE]
    )


def register() -> None:
    """Let the worker do all this again and again."""
    periodic.register("cases-outbox", every=timedelta(seconds=30), run=tick)
    periodic.register("cases-minutes", every=timedelta(minutes=15), run=ask_for_minutes)
    periodic.register("cases-late-tasks", every=timedelta(minutes=15), run=take_up_late_tasks)
