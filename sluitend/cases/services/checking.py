# SPDX-License-Identifier: EUPL-1.2
"""Recording the check questions that come before a signal is escalated."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput
from sluitend.dossiers import access
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_open, require_reason
from sluitend.policy import selectors as policy
from sluitend.policy.schema.cases import CaseSort
from sluitend.privacy import journal

ANSWERS = frozenset({"yes", "no", "unknown"})


@transaction.atomic
def record_check(*, dossier: Dossier, sort: str, answers: Mapping[str, str], reason: str, by: Actor) -> bool:
    """Journal the answers and the reason, sealed; return whether the criteria are met. It decides nothing.

    Raises `BadInput` when a question has no answer.
    """
    if by.kind is ActorKind.STAFF:
        access.require(by, "dossier.hand-over", dossier)
    dossier = lock_dossier(dossier.pk)
    require_open(dossier)
    why = require_reason(reason)
    chosen: CaseSort | None = policy.current(dossier.municipality).pack.find("case_sorts", sort)
    asked = {one.id for one in chosen.questions} if chosen is not None else set()
    if chosen is None or set(answers) != asked or not set(answers.values()) <= ANSWERS:
        raise BadInput(_("Answer each question."))
    met = chosen.meets({name for name, value in answers.items() if value == "yes"})
    journal.act(
        by=by,
        action="case.check",
        dossier_id=dossier.pk,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        object_type="case-sort",
        object_id=sort,
        detail={"answers": dict(answers), "met": met, "reason": why},
    )
    return met
