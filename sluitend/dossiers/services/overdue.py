# SPDX-License-Identifier: EUPL-1.2
"""What happens to a dossier that is past its due date."""

from datetime import date
from uuid import UUID

from django.db import transaction

from sluitend.accounts import selectors as accounts
from sluitend.core.actor import Actor
from sluitend.dossiers.locking import lock_dossiers
from sluitend.dossiers.models import Dossier, Escalation
from sluitend.dossiers.services.changing import write_act
from sluitend.dossiers.services.owning import ESCALATED, involve


@transaction.atomic
def escalate(*, dossier_id: UUID, today: date, by: Actor) -> bool:
    """Mark an overdue dossier once a day and show it to those who stand in for its role.

    Returns False when there is nothing to do (any more): closed, planned anew, or done today. The
    dossier is locked first, so that of several workers exactly one does it.
    """
    late = Dossier.objects.filter(pk=dossier_id, closed_at__isnull=True, due__lt=today)
    dossier = lock_dossiers(late).first()
    # Asked apart: who waited for the lock would still see the day before it was taken.
    if dossier is None or dossier.due is None or dossier.escalations.filter(day=today).exists():
        return False
    Escalation.objects.create(
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        day=today,
        due=dossier.due,
        next_step=dossier.next_step,
        owner_role=dossier.owner_role,
    )
    # The version stays: a mark must not turn somebody's half-filled form into a conflict.
    Dossier.objects.filter(pk=dossier.pk).update(escalated_on=today)
    for person in accounts.stand_ins(dossier.owner_role, dossier.municipality, today):
        involve(dossier=dossier, person=person, why=ESCALATED, by=by)
    write_act("dossier.escalate", dossier, by, about=("next-step", dossier.next_step))
    return True
