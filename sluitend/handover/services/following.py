# SPDX-License-Identifier: EUPL-1.2
"""What a handover means for its dossier: what is next, by when. So that nothing is left lying."""

from datetime import date
from uuid import UUID

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers import services as dossiers
from sluitend.dossiers import terms
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import lifecycle
from sluitend.handover.models import Handover, Line, Outgoing
from sluitend.handover.states import WAITING_FOR_ACKNOWLEDGEMENT, WITH_PARTNER, State
from sluitend.policy import selectors as policy
from sluitend.policy.schema.partners import Partner
from sluitend.sharing import Urgency

# Words of the pack that this room plans. A pack that hands over has them all; publishing checks it.
AWAIT_ACKNOWLEDGEMENT = "await-acknowledgement"
AWAIT_FEEDBACK = "await-feedback"
CALL_PARTNER = "call-partner"
CALL_BACK = "call-partner-back"
ANSWER_PARTNER = "answer-partner"
FRESH_LINK = "send-fresh-link"
OTHER_WAY = "other-way-to-partner"
PARTNER_REFUSED = "partner-refused"
USE_ADVICE = "use-advice"
INFORM_PERSON = "inform-person"
TELL_REPORTER = "tell-reporter"
STEPS = (
    AWAIT_ACKNOWLEDGEMENT,
    AWAIT_FEEDBACK,
    CALL_PARTNER,
    CALL_BACK,
    ANSWER_PARTNER,
    FRESH_LINK,
    OTHER_WAY,
    PARTNER_REFUSED,
    USE_ADVICE,
    INFORM_PERSON,
    TELL_REPORTER,
)
# The term of the pack within which a partner acknowledges what is acute; the usual term where it has none.
ACUTE_TERM = "acknowledgement-acute"
# Steps that are over once what they wait for has come; others are a person's to finish.
_PASSING = frozenset(STEPS) - {PARTNER_REFUSED, USE_ADVICE, TELL_REPORTER} | {"hand-over"}


def terms_for(dossier: Dossier, partner: Partner, urgency: str = "") -> tuple[date, date]:
    """Return until when to wait for acknowledgement and for feedback, from today.

    In acute danger the pack's own, shorter term counts where it has one.
    """
    pack, today = policy.current(dossier.municipality).pack, clock.today()
    office = pack.calendar(today.year, today.year + 2)

    def until(own: int | None, step: str) -> date:
        return terms.proposed_due(pack, step, today) if own is None else office.add_working_days(today, own)

    acknowledge_by = until(partner.acknowledge_within, AWAIT_ACKNOWLEDGEMENT)
    if urgency == Urgency.ACUTE and pack.find("terms", ACUTE_TERM) is not None:
        acknowledge_by = min(acknowledge_by, terms.term_ends(pack, ACUTE_TERM, today))
    return acknowledge_by, max(acknowledge_by, until(partner.feedback_within, AWAIT_FEEDBACK))


def plan(
    dossier_id: UUID,
    step: str,
    by: Actor,
    *,
    due: date | None = None,
    to_state: str = "",
    reopen: bool = False,
) -> None:
    """Plan a step that needs a person now; `to_state` is where the dossier goes if the pack lets it.

    `reopen` has a closed dossier taken up again: what a partner says late is not lost in a closed file.
    What a partner does is never a reason to look at a dossier later than was planned.
    """
    dossier = lock_dossier(dossier_id)
    pack, today = policy.current(dossier.municipality).pack, clock.today()
    cycle = lifecycle(pack, dossier.kind)
    if not dossier.is_open:
        if reopen and cycle.reopening_state(dossier.state) is not None:
            dossiers.reopen(dossier=dossier, by=by, reason=step, next_step=step, due=due)
        return
    if by.kind is ActorKind.PARTNER and not to_state and dossier.due is not None:
        due = min(due or terms.proposed_due(pack, step, today), dossier.due)
    found = cycle.move(dossier.state, to_state) if to_state else None
    if found is not None and not found.requires:
        dossiers.move(dossier=dossier, to=to_state, by=by, next_step=step, due=due)
    else:
        dossiers.plan_next_step(dossier=dossier, next_step=step, by=by, due=due)


def passes(dossier: Dossier) -> bool:
    """Return whether what is planned passes by itself, and is nobody's own plan."""
    return dossier.next_step in _PASSING


def follow_up(dossier_id: UUID, by: Actor) -> None:
    """Plan what the handovers of a dossier now ask, unless somebody planned something else."""
    dossier = lock_dossier(dossier_id)
    if not dossier.is_open or not passes(dossier):
        return
    step, due = pressing(dossier)
    if step and (step, due or dossier.due) != (dossier.next_step, dossier.due):
        today = clock.today()
        when = due if due is not None and due >= today else None
        dossiers.plan_next_step(dossier=dossier, next_step=step, by=by, due=when)


def pressing(dossier: Dossier) -> tuple[str, date | None]:
    """Return the step that presses most among all handovers of a dossier, and its date."""
    handovers = list(Handover.objects.filter(dossier=dossier).order_by("prepared_at", "pk"))
    ids = [handover.pk for handover in handovers]
    if Line.objects.filter(handover__in=ids, what=Line.What.QUESTION, answered=False).exists():
        return ANSWER_PARTNER, None
    stuck = Outgoing.objects.filter(handover__in=ids, progress=Outgoing.Progress.FAILED)
    if stuck.filter(handover__state__in=list(WAITING_FOR_ACKNOWLEDGEMENT)).exists():
        return OTHER_WAY, None
    if any(handover.escalated_on for handover in handovers):
        return CALL_PARTNER, None
    return _waiting(handovers)


def _waiting(handovers: list[Handover]) -> tuple[str, date | None]:
    """Return what is waited for; what comes first counts."""
    steps: list[tuple[date, str]] = []
    for handover in handovers:
        if handover.state in WITH_PARTNER and handover.call_back_on:
            steps.append((handover.call_back_on, CALL_BACK))
        elif handover.state in WAITING_FOR_ACKNOWLEDGEMENT and handover.acknowledge_by:
            steps.append((handover.acknowledge_by, AWAIT_ACKNOWLEDGEMENT))
        elif handover.state == State.ACKNOWLEDGED and handover.feedback_by:
            steps.append((handover.feedback_by, AWAIT_FEEDBACK))
    if steps:
        due, step = min(steps)
        return step, due
    answered = any(handover.state == State.FED_BACK for handover in handovers)
    return (TELL_REPORTER, None) if answered else ("", None)
