# SPDX-License-Identifier: EUPL-1.2
"""Adding to a signal what was learned later; the check whether it is urgent ends this way."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import change, require_open
from sluitend.dossiers.states import lifecycle
from sluitend.policy import selectors as policy
from sluitend.privacy import journal, vaults
from sluitend.signals import added
from sluitend.signals.added import Answers
from sluitend.signals.models import Addition, SourceKind, ThreeWay
from sluitend.signals.services.recording import canonical, store_identifiers
from sluitend.signals.services.triage import INTAKE
from sluitend.signals.services.urgency import URGENCY_CHECK


@transaction.atomic
def add_to_signal(
    *,
    dossier: Dossier,
    answers: Answers,
    by: Actor,
    note: str = "",
    source_kind: SourceKind = SourceKind.UNKNOWN,
    source_note: str = "",
    identifiers: Iterable[tuple[str, str]] = (),
    version: int | None = None,
) -> Addition:
    """Add what was learned, with its source, and how it stands now with danger and age.

    An answer on danger ends the check whether it is urgent, and sets the term of what is next: the
    same day as long as somebody is in danger. Raises `BadInput` when nothing was added, and
    `Conflict` when somebody else changed the dossier first: their answers would be lost.
    """
    access.require_write(by, dossier)
    require_open(dossier)
    named = canonical(identifiers, dossier.municipality)
    before = added.answers_of(dossier.pk)
    if not note.strip() and not named and answers == before:
        raise BadInput(_("Write what you learned, or change an answer."), field="note")
    step = _step_after(dossier, answers)
    if step != dossier.next_step or answers.acute != before.acute:
        due = clock.today() if answers.acute == ThreeWay.YES else None
        dossiers.plan_next_step(dossier=dossier, next_step=step, by=by, due=due, version=version)
    else:
        # Who acts on an older version gets a conflict, and not somebody else's answers undone.
        change(dossier, version)
    row = _store(dossier, answers, note, source_kind, source_note, by)
    store_identifiers(named, dossier, vaults.pen(dossier.pk))
    journal.act(
        by=by,
        action="signal.add",
        dossier_id=dossier.pk,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        object_type="addition",
        object_id=str(row.pk),
    )
    return row


def _step_after(dossier: Dossier, answers: Answers) -> str:
    """Return what is next: the intake once danger is known, or else what was next already."""
    if dossier.next_step != URGENCY_CHECK or answers.acute == ThreeWay.UNKNOWN:
        return dossier.next_step
    states = lifecycle(policy.current(dossier.municipality).pack, dossier.kind).states
    return (states[INTAKE].next_step if INTAKE in states else None) or dossier.next_step


def _store(
    dossier: Dossier, answers: Answers, note: str, source_kind: SourceKind, source_note: str, by: Actor
) -> Addition:
    row = Addition(
        id=new_id(),
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        acute=answers.acute,
        minor=answers.minor,
        source_kind=source_kind,
        added_at=clock.now(),
        added_by_kind=str(by.kind),
        added_by_id=by.id,
    )
    vaults.pen(dossier.pk).seal(row, note=note.strip() or None, source_note=source_note.strip() or None)
    row.save(force_insert=True)
    return row
