# SPDX-License-Identifier: EUPL-1.2
"""Working on a case: its sheets, what partners told, decisions, and its end with an evaluation."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.cases.models import AgendaItem, Case, Decision, SheetLine, Task, Told
from sluitend.cases.services.common import (
    lock_with_item,
    place_of,
    require_ours,
    required,
    save_once,
    short_enough,
    traced,
    within,
)
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput
from sluitend.dossiers import access
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import change, require_open, write_act
from sluitend.dossiers.states import outcomes
from sluitend.policy import selectors as policy
from sluitend.policy.schema.facts import FactKind
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import vaults

PLAN, BARRIERS = SheetLine.Sheet.PLAN, SheetLine.Sheet.BARRIERS


@transaction.atomic
def write_line(
    *,
    dossier: Dossier,
    sheet: str,
    word: str,
    text: str,
    by: Actor,
    by_whom: str = "",
    state: str = SheetLine.State.UNKNOWN,
    version: int | None = None,
) -> SheetLine:
    """Write one line of the plan of approach or of the picture of barriers, on the version that was seen."""
    access.require_write(by, dossier)
    dossier = lock_dossier(dossier.pk)
    require_open(dossier)
    require_ours(dossier)
    pack = policy.current(dossier.municipality).pack
    if word not in words_of(pack, sheet) or state not in SheetLine.State.values:
        raise BadInput(_("Choose a line of this sheet."), field="word")
    change(dossier, version)
    row = SheetLine.objects.filter(dossier=dossier, sheet=sheet, word=word).first()
    new = row is None
    row = row or SheetLine(**place_of(dossier), sheet=sheet, word=word)
    row.state = state
    for name, value in traced("written", by).items():
        setattr(row, name, value)
    vaults.pen(dossier.pk).seal(
        row, text=short_enough(text, "text"), by_whom=short_enough(by_whom, "by_whom")
    )
    row.save(force_insert=new)
    write_act("case.write-line", dossier, by, about=(str(sheet), word))
    return row


def components(pack: Pack) -> dict[str, str]:
    """Return the components of the strategy, by id, with their names; the plan of approach follows them."""
    return {
        fact.id: fact.name.nl for fact in pack.facts if fact.kind is FactKind.STRATEGY and pack.used(fact)
    }


def words_of(pack: Pack, sheet: str) -> list[str]:
    """Return the words of which a sheet has a line."""
    if sheet == PLAN:
        return list(components(pack))
    return [one.id for one in pack.barriers if pack.used(one)] if sheet == BARRIERS else []


@transaction.atomic
def record_told(
    *,
    dossier: Dossier,
    step: str,
    partner_id: str,
    told_on: date,
    submission: UUID,
    by: Actor,
    note: str = "",
) -> Told:
    """Record what a partner told of investigation or prosecution; a retried submit records nothing more."""
    access.require_write(by, dossier)
    dossier = lock_dossier(dossier.pk)
    require_ours(dossier)
    pack = policy.current(dossier.municipality).pack
    for section, chosen, field in (
        ("prosecution_steps", step, "step"),
        ("partners", partner_id, "partner_id"),
    ):
        found = pack.find(section, chosen)
        if found is None or not pack.used(found):
            raise BadInput(_("Choose one from the list."), field=field)
    if told_on > clock.today():
        raise BadInput(_("This day has not been yet."), field="told_on")
    row = Told(
        **place_of(dossier),
        step=step,
        partner_id=partner_id,
        told_on=told_on,
        submission=within(dossier, submission),
        **traced("recorded", by),
    )
    vaults.pen(dossier.pk).seal(row, note=short_enough(note, "note"))
    row, new = save_once(row, dossier=dossier, submission=row.submission)
    if new:
        write_act("case.told", dossier, by, about=("prosecution-step", step))
    return row


@transaction.atomic
def decide(
    *,
    dossier: Dossier,
    outcome: str,
    reason: str,
    submission: UUID,
    by: Actor,
    item: AgendaItem | None = None,
) -> Decision:
    """Record what was decided about a signal or a case. Nothing follows by itself: somebody carries it out.

    The next step that belongs to the decision is planned, where the pack names one.
    """
    access.require_write(by, dossier)
    dossier = lock_with_item(dossier, item)
    require_open(dossier)
    pack = policy.current(dossier.municipality).pack
    chosen = next((one for one in outcomes(pack, "decide", dossier.kind) if one.id == outcome), None)
    if chosen is None:
        raise BadInput(_("Choose a decision from the list."), field="outcome")
    row = Decision(
        **place_of(dossier),
        item=item,
        submission=within(dossier, submission),
        outcome=outcome,
        **traced("decided", by),
    )
    vaults.pen(dossier.pk).seal(row, reason=short_enough(reason, "reason"))
    row, new = save_once(row, dossier=dossier, submission=row.submission)
    if new:
        write_act("case.decide", dossier, by, about=("outcome", outcome))
        if chosen.next_step:
            dossiers.plan_next_step(dossier=dossier, next_step=chosen.next_step, by=by)
    return row


@transaction.atomic
def close_case(
    *, case: Case, outcome: str, reason: str, evaluation: str, by: Actor, version: int | None = None
) -> Dossier:
    """Close a case with an outcome, a reason, and what was learned. No task may be left open in it."""
    dossier = Dossier.objects.get(pk=case.pk)
    access.require_write(by, dossier)
    dossier = lock_dossier(case.pk)
    learned = required(evaluation, "evaluation", _("Write down what you learned from it."))
    if Task.objects.filter(dossier=dossier, done_at__isnull=True).exists():
        raise BadInput(_("There are still open tasks. Finish them, or say that they fall away."))
    vaults.pen(dossier.pk).seal(case, evaluation=learned)
    case.save(update_fields=["evaluation"])
    dossiers.close(
        dossier=dossier, outcome=outcome, reason=reason, recorded={"evaluation"}, by=by, version=version
    )
    days = (clock.today() - clock.local_date(dossier.opened_at)).days
    dossiers.count_fact(
        kind="case-closed",
        municipality=dossier.municipality,
        day=clock.today(),
        dims={"outcome": outcome, "days": days},
    )
    return dossier
