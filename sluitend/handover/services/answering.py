# SPDX-License-Identifier: EUPL-1.2
"""What comes back from a partner: by the door, or by phone to a member of staff who records it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.states import outcomes
from sluitend.handover import outbox
from sluitend.handover.models import Handover, Kind, Line, Link, Outgoing
from sluitend.handover.services.changing import (
    add_line,
    locked,
    move,
    required_text,
    said_before,
    save_values,
    somebody_was_first,
    write_act,
)
from sluitend.handover.services.following import (
    ANSWER_PARTNER,
    FRESH_LINK,
    PARTNER_REFUSED,
    TELL_REPORTER,
    USE_ADVICE,
    follow_up,
    passes,
    plan,
    terms_for,
)
from sluitend.handover.services.sending import partner_of
from sluitend.handover.states import READABLE, WAITING_FOR_ACKNOWLEDGEMENT, State
from sluitend.policy import selectors as policy
from sluitend.policy.schema.lifecycle import Outcome
from sluitend.privacy import vaults


@transaction.atomic
def open_packet(*, handover: Handover, by: Actor) -> Handover:
    """Record that the partner opened the packet for the first time; later openings are looks."""
    handover = locked(handover, by)
    if handover.state == State.SENT:
        move(handover, State.OPENED, by)
        write_act("open", handover, by)
    return handover


@transaction.atomic
def acknowledge(*, handover: Handover, by: Actor, heard_from: str = "") -> Handover:
    """Record that the partner has it and takes it from here. Once more changes nothing."""
    handover = locked(handover, by)
    if handover.state == State.ACKNOWLEDGED:
        return handover
    by_phone = _by_phone(by, heard_from)
    move(handover, State.ACKNOWLEDGED, by, by_phone=by_phone)
    _count(handover, "handover-acknowledged")
    write_act("acknowledge", handover, by, heard_from=heard_from.strip())
    follow_up(handover.dossier_id, by)
    return handover


@transaction.atomic
def refuse(*, handover: Handover, reason: str, submission: UUID, by: Actor, heard_from: str = "") -> Handover:
    """Record that the partner does not take it, and why; the dossier is to be weighed again."""
    handover = locked(handover, by)
    if said_before(handover, submission):
        return handover
    why = required_text(reason, _("Write down why it is not taken up."), field="reason")
    by_phone = _by_phone(by, heard_from)
    move(handover, State.REFUSED, by, by_phone=by_phone)
    pen = vaults.pen(handover.dossier_id)
    add_line(handover, Line.What.REFUSAL, why, by, submission=submission, pen=pen, heard_from=heard_from)
    _count(handover, "handover-refused")
    write_act("refuse", handover, by, pen=pen)
    plan(handover.dossier_id, PARTNER_REFUSED, by, reopen=True)
    return handover


@transaction.atomic
def give_feedback(
    *,
    handover: Handover,
    outcome: str,
    text: str,
    submission: UUID,
    by: Actor,
    heard_from: str = "",
) -> Handover:
    """Record what became of it: a word of the pack, and text for the municipality alone.

    An outcome that leads nowhere yet (such as "under investigation") keeps the waiting going, from
    today. Any other ends it; what comes after that is added.
    """
    handover = locked(handover, by)
    if said_before(handover, submission):
        return handover
    chosen = feedback_outcome(handover, outcome)
    if handover.state not in READABLE or handover.kind != Kind.REPORT:
        raise somebody_was_first(handover)
    by_phone = _by_phone(by, heard_from)
    body = required_text(text, _("Write down what became of it."), field="text")
    pen = vaults.pen(handover.dossier_id)
    add_line(
        handover,
        Line.What.FEEDBACK,
        body,
        by,
        submission=submission,
        pen=pen,
        heard_from=heard_from,
        outcome=outcome,
    )
    _advance(handover, chosen, by, by_phone=by_phone)
    _count(handover, "handover-fed-back", outcome=outcome)
    write_act("feed-back", handover, by, pen=pen, outcome=outcome)
    if chosen.leads_to:
        step = chosen.next_step or TELL_REPORTER
        plan(handover.dossier_id, step, by, to_state=chosen.leads_to, reopen=True)
    else:
        follow_up(handover.dossier_id, by)
    return handover


@transaction.atomic
def give_advice(
    *, handover: Handover, text: str, submission: UUID, by: Actor, heard_from: str = ""
) -> Handover:
    """Record what the partner advises; with it a request for advice has come to its end."""
    handover = locked(handover, by)
    if said_before(handover, submission):
        return handover
    if handover.kind != Kind.ADVICE:
        raise somebody_was_first(handover)
    body = required_text(text, _("Write down what is advised."), field="text")
    by_phone = _by_phone(by, heard_from)
    pen = vaults.pen(handover.dossier_id)
    if handover.state != State.FED_BACK:
        move(handover, State.FED_BACK, by, by_phone=by_phone)
    add_line(handover, Line.What.ADVICE, body, by, submission=submission, pen=pen, heard_from=heard_from)
    write_act("receive-advice", handover, by, pen=pen)
    plan(handover.dossier_id, USE_ADVICE, by, reopen=True)
    return handover


def feedback_outcome(handover: Handover, outcome: str) -> Outcome:
    """Return the pack's outcome of this name for feedback, or raise `BadInput`."""
    pack = policy.current(handover.municipality).pack
    for found in outcomes(pack, "feedback"):
        if found.id == outcome:
            return found
    raise BadInput(_("Choose what became of it."), field="outcome")


@transaction.atomic
def ask(*, handover: Handover, question: str, submission: UUID, by: Actor, heard_from: str = "") -> Handover:
    """Record a question of the partner; the owner of the dossier is to answer it."""
    handover = locked(handover, by)
    if said_before(handover, submission):
        return handover
    if handover.state not in READABLE:
        raise somebody_was_first(handover)
    body = required_text(question, _("Write down your question."), field="question")
    _by_phone(by, heard_from)
    pen = vaults.pen(handover.dossier_id)
    add_line(handover, Line.What.QUESTION, body, by, submission=submission, pen=pen, heard_from=heard_from)
    write_act("ask", handover, by, pen=pen)
    plan(handover.dossier_id, ANSWER_PARTNER, by, reopen=True)
    return handover


@transaction.atomic
def answer(*, handover: Handover, text: str, submission: UUID, by: Actor) -> Handover:
    """Answer the partner's open questions. Whoever has a link that opens gets a notice without content."""
    handover = locked(handover, by)
    if said_before(handover, submission):
        return handover
    if by.kind is not ActorKind.STAFF:
        raise somebody_was_first(handover)
    body = required_text(text, _("Write down your answer."), field="text")
    pen = vaults.pen(handover.dossier_id)
    add_line(handover, Line.What.ANSWER, body, by, submission=submission, pen=pen)
    Line.objects.filter(handover=handover, what=Line.What.QUESTION, answered=False).update(answered=True)
    link = handover.links.filter(revoked_at__isnull=True, expires_at__gt=clock.now()).first()
    if link is not None:
        first = Outgoing.objects.filter(link=link).order_by("queued_at", "pk")[0]
        outbox.queue(link, address=first.address, notice=Outgoing.Notice.ANSWER)
    write_act("answer", handover, by, pen=pen)
    follow_up(handover.dossier_id, by)
    return handover


def _advance(handover: Handover, chosen: Outcome, by: Actor, *, by_phone: bool) -> None:
    """Move as far as the outcome says; interim feedback starts the term of waiting again."""
    if handover.state == State.FED_BACK:
        save_values(handover, outcome=chosen.id)
    elif chosen.leads_to:
        move(handover, State.FED_BACK, by, by_phone=by_phone, outcome=chosen.id)
    else:
        if handover.state in WAITING_FOR_ACKNOWLEDGEMENT:
            move(handover, State.ACKNOWLEDGED, by, by_phone=by_phone)
        _acknowledge_by, feedback_by = terms_for(handover.dossier, partner_of(handover))
        save_values(handover, outcome=chosen.id, feedback_by=feedback_by, escalated_on=None)


def _by_phone(by: Actor, heard_from: str) -> bool:
    """Return whether staff record what they heard; they then say from whom."""
    if by.kind is not ActorKind.STAFF:
        return False
    if not heard_from.strip():
        raise BadInput(_("Write down from whom you heard it."), field="heard_from")
    return True


def _count(handover: Handover, kind: str, **dims: str) -> None:
    sent = handover.history.filter(to_state=State.SENT).values_list("moved_at", flat=True).first()
    today = clock.today()
    days = (today - clock.local_date(sent)).days if sent else 0
    told: dict[str, Any] = {"partner": handover.partner_id, "days": days, **dims}
    dossiers.count_fact(kind=kind, municipality=handover.municipality, day=today, dims=told)


@transaction.atomic
def ask_fresh_link(*, link: Link, by: Actor) -> None:
    """Plan a fresh link for a partner whose link no longer opens; once a day at most.

    Staff call the partner and make the link: nobody gets one by asking. A closed dossier stays
    closed, and what is late or was planned stays so: an old mail, which others may have read, opens
    nothing up again and puts nothing off. The request is in the journal and on the list of what
    partners have; staff decide.
    """
    handover = locked(link.handover_id, by)
    asked = handover.links.aggregate(last=Max("fresh_asked_at"))["last"]
    if handover.state not in READABLE:
        raise Conflict(_("For this handover no link can be made any more."))
    if asked is not None and clock.local_date(asked) == clock.today():
        return
    save_values(link, fresh_asked_at=clock.now())
    write_act("ask-fresh-link", handover, by)
    if passes(handover.dossier):
        plan(handover.dossier_id, FRESH_LINK, by)
