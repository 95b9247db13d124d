# SPDX-License-Identifier: EUPL-1.2
"""Ending what somebody at a table sees of dossiers, with all that it is about locked in one order."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sluitend.cases.models import Participant, Share
from sluitend.cases.services.common import traced
from sluitend.core.actor import Actor
from sluitend.core.errors import Conflict
from sluitend.dossiers.locking import lock_dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import write_act


def lock_with_shares(meeting_id: UUID, shares: QuerySet[Share]) -> dict[UUID, Dossier]:
    """Lock a meeting together with the dossiers of which these shares still show something."""
    shown = shares.filter(ended_at__isnull=True).values_list("dossier_id", flat=True)
    rows = lock_dossiers(Dossier.objects.filter(pk__in={meeting_id, *shown}))
    return {one.pk: one for one in rows}


def end_shares(shares: QuerySet[Share], locked: Mapping[UUID, Dossier], by: Actor) -> None:
    """Let nobody see by these shares any more; the journal of each dossier, which is locked, says so.

    Raises `Conflict` when something of another dossier was shared before the lock was there.
    """
    rows = shares.filter(ended_at__isnull=True).select_related("participant").order_by("dossier_id", "pk")
    found = list(rows)
    if any(row.dossier_id not in locked for row in found):
        raise Conflict(_("Something was shared here just now. Look again before you go on."))
    Share.objects.filter(pk__in=[row.pk for row in found]).update(**traced("ended", by))
    for row in found:
        write_act("agenda.end-share", locked[row.dossier_id], by, about=named_in_journal(row.participant))


def named_in_journal(one: Participant) -> tuple[str, str]:
    """Return who takes part as journals name them: a person, or an organisation."""
    return ("person", str(one.person_id)) if one.person_id else ("partner", one.partner_id)
