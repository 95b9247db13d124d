# SPDX-License-Identifier: EUPL-1.2
"""Moving a dossier from one state to another: along, to its end, and back."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers import access, terms
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import change, require_open, require_reason, write_act
from sluitend.dossiers.services.counting import count_fact
from sluitend.dossiers.services.owning import end_escalation
from sluitend.dossiers.states import Lifecycle, lifecycle, outcomes
from sluitend.policy import selectors as policy
from sluitend.policy.schema.lifecycle import Move, Outcome
from sluitend.policy.schema.pack import Pack
from sluitend.policy.selectors import InForce


@transaction.atomic
def move(
    *,
    dossier: Dossier,
    to: str,
    by: Actor,
    reason: str = "",
    next_step: str = "",
    due: date | None = None,
    outcome: str = "",
    recorded: Collection[str] = (),
    version: int | None = None,
) -> Dossier:
    """Bring an open dossier to another open state, with a next step and a due date.

    Both are proposed by the pack unless given. `recorded` lists what the caller has recorded in
    the same transaction (such as `privacy-test-1`), as far as the move requires it. `version` is
    the version that the user saw. Raises `BadInput` for a move that the pack does not allow.
    """
    access.require_write(by, dossier)
    require_open(dossier)
    in_force = policy.current(dossier.municipality)
    cycle = lifecycle(in_force.pack, dossier.kind)
    step_taken = _allowed(cycle, dossier, to)
    if not cycle.is_open(to):
        raise BadInput(_("Close the dossier with an outcome instead."), field="to")
    chosen = _outcome(in_force.pack, "weigh", dossier.kind, outcome) if outcome else None
    _require_recorded(step_taken, reason, outcome, recorded)
    step = next_step or (chosen.next_step if chosen else None) or cycle.states[to].next_step or ""
    _continue(dossier, to=to, step=step, due=due, in_force=in_force, version=version, outcome=outcome)
    end_escalation(dossier)
    write_act("dossier.move", dossier, by, about=("state", to), reason=reason)
    return dossier


@transaction.atomic
def weigh(
    *,
    dossier: Dossier,
    outcome: str,
    by: Actor,
    reason: str,
    next_step: str = "",
    due: date | None = None,
    recorded: Collection[str] = (),
    version: int | None = None,
) -> Dossier:
    """Record the outcome of a weighing and bring the dossier where that outcome leads, or close it.

    A weighing always has a reason. An outcome that leads to the state in which the dossier is
    already only plans the next step.
    """
    why = require_reason(reason)
    pack = policy.current(dossier.municipality).pack
    chosen = _outcome(pack, "weigh", dossier.kind, outcome)
    to = chosen.leads_to or dossier.state
    if not lifecycle(pack, dossier.kind).is_open(to):
        return _finish(dossier, chosen, to=to, by=by, reason=why, recorded=recorded, version=version)
    if to != dossier.state:
        return move(
            dossier=dossier,
            to=to,
            by=by,
            reason=why,
            next_step=next_step,
            due=due,
            outcome=outcome,
            recorded={*recorded, "outcome"},
            version=version,
        )
    access.require_write(by, dossier)
    require_open(dossier)
    step = terms.step(pack, next_step or chosen.next_step or dossier.next_step).id
    today = clock.today()
    when = terms.checked_due(due or terms.proposed_due(pack, step, today), today)
    change(dossier, version, outcome=outcome, next_step=step, due=when, escalated_on=None)
    end_escalation(dossier)
    write_act("dossier.weigh", dossier, by, about=("outcome", outcome), reason=why)
    return dossier


@transaction.atomic
def close(
    *,
    dossier: Dossier,
    outcome: str,
    by: Actor,
    reason: str,
    recorded: Collection[str] = (),
    version: int | None = None,
) -> Dossier:
    """Close a dossier with an outcome of the pack and a reason; nothing is left to do after it.

    `recorded` is as in `move`.
    """
    pack = policy.current(dossier.municipality).pack
    chosen = _outcome(pack, "close", dossier.kind, outcome)
    to = lifecycle(pack, dossier.kind).closing_state(dossier.state)
    if to is None:
        require_open(dossier)
        raise BadInput(_("From this state a dossier cannot be closed at once."), field="to")
    return _finish(
        dossier, chosen, to=to, by=by, reason=require_reason(reason), recorded=recorded, version=version
    )


@transaction.atomic
def reopen(
    *,
    dossier: Dossier,
    by: Actor,
    reason: str,
    next_step: str = "",
    due: date | None = None,
    version: int | None = None,
) -> Dossier:
    """Take up a closed dossier again, by the owner role it had; nobody owns it in person yet."""
    access.require_write(by, dossier)
    why = require_reason(reason)
    if dossier.is_open:
        raise Conflict(_("This dossier is open already."))
    in_force = policy.current(dossier.municipality)
    cycle = lifecycle(in_force.pack, dossier.kind)
    to = cycle.reopening_state(dossier.state)
    if to is None:
        raise BadInput(_("The policy pack does not let this dossier be reopened."), field="to")
    counted: dict[str, str | int] = {"outcome": dossier.outcome, "days": _days_closed(dossier)}
    nobody = {"owner": None, "closed_at": None, "closed_by_kind": "", "closed_by_id": "", "outcome": ""}
    step = next_step or cycle.states[to].next_step or ""
    _continue(dossier, to=to, step=step, due=due, in_force=in_force, version=version, **nobody)
    count_fact(
        kind=f"{dossier.kind}-reopened", municipality=dossier.municipality, day=clock.today(), dims=counted
    )
    write_act("dossier.reopen", dossier, by, about=("state", to), reason=why)
    return dossier


def _continue(
    dossier: Dossier,
    *,
    to: str,
    step: str,
    due: date | None,
    in_force: InForce,
    version: int | None,
    **values: Any,
) -> None:
    today = clock.today()
    next_step = terms.step(in_force.pack, step).id
    when = terms.checked_due(due or terms.proposed_due(in_force.pack, next_step, today), today)
    change(
        dossier,
        version,
        state=to,
        next_step=next_step,
        due=when,
        escalated_on=None,
        pack_version_id=in_force.version_id,
        **values,
    )


def _finish(
    dossier: Dossier,
    outcome: Outcome,
    *,
    to: str,
    by: Actor,
    reason: str,
    recorded: Collection[str],
    version: int | None,
) -> Dossier:
    access.require_write(by, dossier)
    require_open(dossier)
    in_force = policy.current(dossier.municipality)
    step_taken = _allowed(lifecycle(in_force.pack, dossier.kind), dossier, to)
    _require_recorded(step_taken, reason, outcome.id, recorded)
    change(
        dossier,
        version,
        state=to,
        outcome=outcome.id,
        next_step="",
        due=None,
        escalated_on=None,
        closed_at=clock.now(),
        closed_by_kind=str(by.kind),
        closed_by_id=by.id,
        pack_version_id=in_force.version_id,
    )
    end_escalation(dossier)
    write_act("dossier.close", dossier, by, about=("outcome", outcome.id), reason=reason)
    return dossier


def _days_closed(dossier: Dossier) -> int:
    return (clock.today() - clock.local_date(dossier.closed_at)).days if dossier.closed_at else 0


def _allowed(cycle: Lifecycle, dossier: Dossier, to: str) -> Move:
    found = cycle.move(dossier.state, to)
    if found is None:
        raise BadInput(_("The policy pack does not allow this step from the present state."), field="to")
    return found


def _outcome(pack: Pack, moment: str, kind: str, outcome_id: str) -> Outcome:
    for found in outcomes(pack, moment, kind):
        if found.id == outcome_id:
            return found
    raise BadInput(_("Choose an outcome."), field="outcome")


def _require_recorded(step: Move, reason: str, outcome: str, recorded: Collection[str]) -> None:
    for required in step.requires:
        if required == "reason":
            require_reason(reason)
        elif required == "outcome" and not outcome:
            raise BadInput(_("Choose an outcome."), field="outcome")
        elif required == "evaluation" and required not in recorded:
            raise BadInput(_("Write down what you learned from it."), field="evaluation")
        elif required not in ("reason", "outcome") and required not in recorded:
            message = _("Record the privacy test first: this step requires it.")
            raise BadInput(message, field=required)
