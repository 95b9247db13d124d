# SPDX-License-Identifier: EUPL-1.2
"""What happens to dossiers without anybody asking."""

from datetime import timedelta

from sluitend.core import clock, periodic
from sluitend.core.actor import system
from sluitend.dossiers.models import Dossier, Escalation
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


periodic.register("escalate-overdue", every=timedelta(minutes=15), run=escalate_overdue)
