# SPDX-License-Identifier: EUPL-1.2
"""Which organisations work on a case. It shows them nothing: that goes by a table or a handover."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.cases.models import Case, Participant
from sluitend.cases.services.common import (
    place_of,
    require_ours,
    required,
    save_once,
    short_enough,
    traced,
    within,
)
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput
from sluitend.dossiers import access
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_open, write_act
from sluitend.policy import selectors as policy
from sluitend.privacy import vaults


@transaction.atomic
def add_organisation(
    *, case: Case, partner_id: str, why: str, submission: UUID, by: Actor, name: str = ""
) -> Participant:
    """Write down that an organisation works on a case, for what, and whom to call there.

    A retried submit adds nothing more. Raises `BadInput` for one that takes part already.
    """
    dossier = _locked(case.pk, by)
    require_ours(dossier)
    found = policy.current(dossier.municipality).pack.find("partners", partner_id)
    if found is None or found.role or found.consultation:
        raise BadInput(_("Choose a partner from the list."), field="partner_id")
    once = within(dossier, submission)
    there = Participant.objects.filter(dossier=dossier, partner_id=partner_id, ended_at__isnull=True)
    if there.exclude(submission=once).exists():
        raise BadInput(_("This organisation takes part already."), field="partner_id")
    row = Participant(**place_of(dossier), submission=once, partner_id=partner_id, **traced("added", by))
    vaults.pen(dossier.pk).seal(
        row, name=short_enough(name, "name"), why=required(why, "why", _("Write what they take part for."))
    )
    row, new = save_once(row, dossier=dossier, submission=once)
    if new:
        write_act("case.take-part", dossier, by, about=("partner", partner_id))
    return row


@transaction.atomic
def end_part(*, case: Case, participant: Participant, by: Actor) -> None:
    """Let an organisation work on a case no more; that it did stays on record."""
    dossier = _locked(case.pk, by)
    row = Participant.objects.select_for_update(of=("self",), no_key=True).get(
        pk=participant.pk, dossier=dossier
    )
    if row.ended_at is not None:
        return
    for name, value in traced("ended", by).items():
        setattr(row, name, value)
    row.save(update_fields=["ended_at", "ended_by_kind", "ended_by_id"])
    write_act("case.end-part", dossier, by, about=("partner", row.partner_id))


def _locked(case_id: UUID, by: Actor) -> Dossier:
    access.require_write(by, Dossier.objects.get(pk=case_id))
    dossier = lock_dossier(case_id)
    require_open(dossier)
    return dossier
