# SPDX-License-Identifier: EUPL-1.2
"""From received to decided: take on, weigh, close. The pack says which steps exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.base32 import grouped
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_reason
from sluitend.dossiers.states import Lifecycle, lifecycle
from sluitend.policy import selectors as policy
from sluitend.policy.schema.lifecycle import Move, Outcome
from sluitend.privacy import vaults
from sluitend.signals.models import Weighing
from sluitend.signals.services import urgency

# States that the acts of this room know by name; a pack without one simply stays where it is.
INTAKE, WEIGHING, HANDED_OVER = "intake", "weighing", "handed-over"
HAND_OVER_STEP = "hand-over"
_THROUGH = ((), (WEIGHING,), (INTAKE,), (INTAKE, WEIGHING))


@dataclass(frozen=True, slots=True)
class PrivacyTest:
    """A test of the model privacy protocol, answered in words: which test, and why it is met."""

    id: str
    answers: Mapping[str, str]


@transaction.atomic
def take_on(*, dossier: Dossier, by: Actor, version: int | None = None) -> Dossier:
    """Make the actor the owner, and bring a new signal to intake.

    Taking on does not tell whether somebody is in danger: as long as nobody knows, that stays next.
    """
    still = urgency.URGENCY_CHECK if urgency.unchecked(dossier) else ""
    dossiers.assign(dossier=dossier, to=accounts.person(by.id), by=by, version=version)
    if _cycle(dossier).move(dossier.state, INTAKE) is not None:
        dossiers.move(dossier=dossier, to=INTAKE, by=by, next_step=still, due=urgency.due_now(dossier))
    return dossier


@transaction.atomic
def weigh(
    *,
    dossier: Dossier,
    outcome: str,
    reason: str,
    by: Actor,
    test: PrivacyTest | None = None,
    other: str = "",
    version: int | None = None,
) -> Weighing:
    """Record what was decided and why, and bring the dossier where that leads.

    An outcome that leads to a handover plans the handover: only handing over itself moves the
    dossier, so that nothing is called handed over that nobody received. Raises `BadInput` when the
    outcome, the reason or the privacy test that the step requires is missing, or when `other`, the
    reference of the signal that this one belongs to, is none that the actor may see.
    """
    chosen, due = _outcome(dossier, outcome), urgency.due_now(dossier)
    why = _with_other(dossier, chosen, require_reason(reason), other, by)
    _require_test(dossier, chosen, test)
    for stop in _stops(_cycle(dossier), dossier.state, chosen.leads_to):
        dossiers.move(dossier=dossier, to=stop, by=by, reason=why, version=version)
        version = None
    if chosen.leads_to == HANDED_OVER:
        dossiers.plan_next_step(
            dossier=dossier, next_step=HAND_OVER_STEP, by=by, due=due, reason=why, version=version
        )
    else:
        recorded = {test.id} if test else set()
        dossiers.weigh(
            dossier=dossier, outcome=outcome, due=due, reason=why, recorded=recorded, by=by, version=version
        )
    _count_closing(dossier)
    return _store(dossier, outcome, why, test, by)


def required_test(dossier: Dossier, outcome: str) -> str:
    """Return the privacy test that stands between here and where an outcome leads; empty when none."""
    cycle = _cycle(dossier)
    found = policy.current(dossier.municipality).pack.find("outcomes", outcome)
    to = found.leads_to if found else None
    if to is None:
        return ""
    last = (dossier.state, *_stops(cycle, dossier.state, to))[-1]
    step = cycle.move(last, to)
    return next(iter(_tests(step)), "") if step else ""


@transaction.atomic
def close(
    *, dossier: Dossier, outcome: str, reason: str, by: Actor, other: str = "", version: int | None = None
) -> Dossier:
    """Close with an outcome and a reason; the reporter reads the outcome's content-free sentence.

    The reason stays readable with the signal, like that of a weighing. `other` is as in `weigh`.
    """
    chosen = policy.current(dossier.municipality).pack.find("outcomes", outcome)
    why = _with_other(dossier, chosen, reason, other, by)
    dossiers.close(dossier=dossier, outcome=outcome, reason=why, by=by, version=version)
    _store(dossier, outcome, why.strip(), None, by)
    _count_closing(dossier)
    return dossier


def _with_other(dossier: Dossier, chosen: Outcome | None, reason: str, other: str, by: Actor) -> str:
    """Return the reason with the reference of the signal to which this one belongs, where that is asked."""
    if chosen is None or not chosen.asks_reference:
        return reason
    named = grouped("".join(symbol for symbol in other.upper() if symbol.isalnum()))
    found = Dossier.objects.filter(reference=named, municipality=dossier.municipality).first()
    # One that exists and is hidden gets the same answer as one that does not exist.
    if found is None or found.pk == dossier.pk or not _may_know_of(found, by):
        raise BadInput(_("This reference is not known, or you may not see that signal."), field="other")
    return _("Belongs to signal %(reference)s. %(reason)s") % {"reference": named, "reason": reason}


def _may_know_of(other: Dossier, by: Actor) -> bool:
    return by.kind is not ActorKind.STAFF or access.may(by, access.READ, other)


def _outcome(dossier: Dossier, outcome: str) -> Outcome:
    pack = policy.current(dossier.municipality).pack
    found: Outcome | None = pack.find("outcomes", outcome)
    if found is None or "weigh" not in found.moments or not pack.used(found):
        raise BadInput(_("Choose what happens with this signal."), field="outcome")
    return found


def _require_test(dossier: Dossier, chosen: Outcome, test: PrivacyTest | None) -> None:
    needed = required_test(dossier, chosen.id)
    if not needed:
        return
    answered = test is not None and test.answers and all(text.strip() for text in test.answers.values())
    if test is None or test.id != needed or not answered:
        message = _("Answer the four questions of the privacy test: this step requires it.")
        raise BadInput(message, field="test")


def _stops(cycle: Lifecycle, state: str, to: str | None) -> tuple[str, ...]:
    """Return the states to pass before `to`, fewest first, so that nobody has to go there by hand.

    Whoever weighs what was only just received has done the intake too. No test is passed over.
    """
    if to is None or to == state:
        return ()
    for stops in _THROUGH:
        steps = [cycle.move(*pair) for pair in pairwise((state, *stops, to))]
        if all(steps) and not any(_tests(step) for step in steps[:-1] if step):
            return stops
    return ()


def _tests(step: Move) -> list[str]:
    return [one for one in step.requires if one not in ("reason", "outcome")]


def _count_closing(dossier: Dossier) -> None:
    if dossier.is_open:
        return
    days = (clock.today() - clock.local_date(dossier.opened_at)).days
    dossiers.count_fact(
        kind="signal-closed",
        municipality=dossier.municipality,
        day=clock.today(),
        dims={"outcome": dossier.outcome, "days": days},
    )


def _cycle(dossier: Dossier) -> Lifecycle:
    return lifecycle(policy.current(dossier.municipality).pack, dossier.kind)


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
    vaults.pen(dossier.pk).seal(row, reason=reason, privacy_test=recorded)
    row.save(force_insert=True)
    return row
