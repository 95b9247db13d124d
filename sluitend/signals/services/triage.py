# SPDX-License-Identifier: EUPL-1.2
"""From received to decided: take on, weigh, close, reopen. The pack says which steps exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers import terms
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import lifecycle
from sluitend.policy import selectors as policy
from sluitend.policy.schema.lifecycle import Outcome
from sluitend.privacy import vaults
from sluitend.signals.models import Receipt, Signal, Weighing

# States that the acts of this room know by name; a pack without one simply stays where it is.
INTAKE, WEIGHING, HANDED_OVER = "intake", "weighing", "handed-over"
HAND_OVER_STEP = "hand-over"
RECEIPT_DAYS_AFTER_CLOSING = 90


@dataclass(frozen=True, slots=True)
class PrivacyTest:
    """A test of the model privacy protocol, answered in words: which test, and why it is met."""

    id: str
    answers: Mapping[str, str]


@transaction.atomic
def take_on(*, dossier: Dossier, by: Actor, version: int | None = None) -> Dossier:
    """Make the actor the owner, and bring a new signal to intake."""
    dossiers.assign(dossier=dossier, to=accounts.person(by.id), by=by, version=version)
    if _can_move(dossier, INTAKE):
        dossiers.move(dossier=dossier, to=INTAKE, by=by)
    return dossier


@transaction.atomic
def weigh(
    *,
    dossier: Dossier,
    outcome: str,
    reason: str,
    by: Actor,
    test: PrivacyTest | None = None,
    next_step: str = "",
    due: date | None = None,
    version: int | None = None,
) -> Weighing:
    """Record what was decided and why, and bring the dossier where that leads.

    An outcome that leads to a handover plans the handover: only handing over itself moves the
    dossier, so that nothing is called handed over that nobody received.
    """
    chosen: Outcome | None = policy.current(dossier.municipality).pack.find("outcomes", outcome)
    if chosen is None or "weigh" not in chosen.moments:
        raise BadInput(_("Choose what happens with this signal."), field="outcome")
    seen = version
    if dossier.state != WEIGHING and not _can_move(dossier, chosen.leads_to) and _can_move(dossier, WEIGHING):
        dossiers.move(dossier=dossier, to=WEIGHING, by=by, reason=reason, version=seen)
        seen = None
    if chosen.leads_to == HANDED_OVER:
        dossiers.plan_next_step(
            dossier=dossier, next_step=HAND_OVER_STEP, due=due, by=by, reason=reason, version=seen
        )
    else:
        recorded = {test.id} if test else set()
        dossiers.weigh(
            dossier=dossier,
            outcome=outcome,
            reason=reason,
            next_step=next_step,
            due=due,
            recorded=recorded,
            by=by,
            version=seen,
        )
    _after(dossier, chosen)
    return _store(dossier, outcome, reason, test, by)


@transaction.atomic
def close(*, dossier: Dossier, outcome: str, reason: str, by: Actor, version: int | None = None) -> Dossier:
    """Close with an outcome and a reason; the reporter reads the outcome's content-free sentence."""
    dossiers.close(dossier=dossier, outcome=outcome, reason=reason, by=by, version=version)
    _after(dossier, policy.current(dossier.municipality).pack.find("outcomes", outcome))
    return dossier


@transaction.atomic
def reopen(*, dossier: Dossier, reason: str, by: Actor, version: int | None = None) -> Dossier:
    """Take a closed signal up again; the reporter's code works again too."""
    dossiers.reopen(dossier=dossier, reason=reason, by=by, version=version)
    Signal.objects.filter(pk=dossier.pk).update(outcome="")
    Receipt.objects.filter(dossier=dossier).update(valid_until=None)
    return dossier


def _after(dossier: Dossier, outcome: Outcome | None) -> None:
    """Note the outcome; a closed signal is counted, and its receipt works a while longer."""
    if outcome is None:
        return
    Signal.objects.filter(pk=dossier.pk).update(outcome=outcome.id)
    if dossier.is_open:
        return
    until = date.fromordinal(clock.today().toordinal() + RECEIPT_DAYS_AFTER_CLOSING)
    Receipt.objects.filter(dossier=dossier).update(valid_until=until)
    dossiers.count_fact(
        kind="signal-closed",
        municipality=dossier.municipality,
        day=clock.today(),
        dims={"outcome": outcome.id, "days": (clock.today() - clock.local_date(dossier.opened_at)).days},
    )


def _can_move(dossier: Dossier, to: str | None) -> bool:
    cycle = lifecycle(policy.current(dossier.municipality).pack, dossier.kind)
    return to is not None and cycle.move(dossier.state, to) is not None


def _store(dossier: Dossier, outcome: str, reason: str, test: PrivacyTest | None, by: Actor) -> Weighing:
    row = Weighing(
        id=new_id(),
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        outcome=outcome,
        test=test.id if test else "",
        weighed_at=clock.now(),
        weighed_by_kind=str(by.kind),
        weighed_by_id=by.id,
    )
    recorded = {"id": test.id, "answers": dict(test.answers)} if test else None
    vaults.pen(dossier.pk).seal(row, reason=reason.strip(), privacy_test=recorded)
    row.save(force_insert=True)
    return row


def proposed_due(dossier: Dossier, next_step: str) -> date:
    """Return the due date that the pack proposes for a next step planned today."""
    return terms.proposed_due(policy.current(dossier.municipality).pack, next_step, clock.today())
