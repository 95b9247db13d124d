# SPDX-License-Identifier: EUPL-1.2
"""What happens to dossiers without anybody asking."""

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from sluitend.core import clock, outbox, periodic
from sluitend.core.actor import system
from sluitend.dossiers import alerts
from sluitend.dossiers.models import Alert, Dossier, Escalation
from sluitend.dossiers.services.overdue import escalate

BATCH = 200


def escalate_overdue(*, batch: int = BATCH) -> int:
    """Escalate every open dossier past its due date, once a day each; return how many it were.

    May run as often as one likes and beside itself. A dossier that fails is reported at the end,
    after the others were done.
    """
    today, by = clock.today(), system("escalate-overdue")
    done, failures, last = 0, [], None
    while True:
        late = Dossier.objects.filter(closed_at__isnull=True, due__lt=today)
        waiting = late.exclude(pk__in=Escalation.objects.filter(day=today).values("dossier"))
        if last is not None:
            waiting = waiting.filter(pk__gt=last)
        ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:batch])
        for dossier_id in ids:
            try:
                done += escalate(dossier_id=dossier_id, today=today, by=by)
            except Exception as error:
                failures.append(error)
        if len(ids) < batch:
            break
        last = ids[-1]
    if failures:
        message = f"{len(failures)} overdue dossiers could not be escalated"
        raise ExceptionGroup(message, failures)
    return done


@task()
def deliver(alert_id: str) -> None:
    """Try one mail that tells of an emergency access."""
    alerts.deliver(UUID(alert_id))


def start_delivery(alert_id: UUID) -> None:
    """Queue the delivery of a mail."""
    deliver.enqueue(str(alert_id))


def take_up_alerts() -> None:
    """Start what should be tried (again)."""
    for alert_id in outbox.due(Alert).values_list("pk", flat=True)[:BATCH]:
        start_delivery(alert_id)


periodic.register("dossiers-outbox", every=timedelta(seconds=30), run=take_up_alerts)
periodic.register("escalate-overdue", every=timedelta(minutes=15), run=escalate_overdue)
