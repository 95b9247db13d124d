# SPDX-License-Identifier: EUPL-1.2
"""Handing over: by link and code, or by a way that people walk themselves and then record."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.codes import new_code, show_code
from sluitend.core.errors import BadInput, Conflict
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.services.changing import require_open
from sluitend.handover import doors, outbox
from sluitend.handover.guard import usable_partner
from sluitend.handover.models import Handover, Line, Link, Way
from sluitend.handover.services.changing import (
    add_line,
    locked,
    move,
    same_place,
    somebody_was_first,
    write_act,
)
from sluitend.handover.services.following import CALL_BACK, follow_up, plan, terms_for
from sluitend.handover.states import READABLE, State
from sluitend.handover.ways import WayOut, ways_to
from sluitend.policy import selectors as policy
from sluitend.policy.schema.partners import Partner
from sluitend.privacy import vaults

IN_PERSON = "in-person"
# How long a page that is loaded again may show the same code again.
SHOWN_AGAIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SentLink:
    """A link that was made. `code` is to be told by another channel; it is not kept.

    `code` is empty for a submit that comes again and does not bring the code of the first time, or
    comes when the link was used already.
    """

    handover: Handover
    link: Link
    code: str
    code_by: str


@transaction.atomic
def send_link(
    *, handover: Handover, address: str, code_by: str, submission: UUID, by: Actor, code: str = ""
) -> SentLink:
    """Send a notice with a link to a mail address of the partner; return the code to tell.

    `code_by` is a phone number of the partner in the pack, or `IN_PERSON`: never the mail itself.
    `submission` names one submit: a retry finds the link that it made. `code` is one that travelled
    with that submit, in canonical form; without it a code is made.
    """
    handover = locked(handover, by)
    if found := _made_before(handover, submission, code, code_by, by):
        return found
    way = _way(handover, Way.LINK)
    if not way.has(address):
        raise BadInput(_("Choose a mail address of this partner."), field="address")
    _require_other_channel(way, code_by)
    _hand_over(handover, by)
    link, code = _make_link(handover, by, submission, code or new_code())
    outbox.queue(link, address=address)
    write_act("send", handover, by, way=Way.LINK, address=address, code_by=code_by)
    follow_up(handover.dossier_id, by)
    return SentLink(handover, link, show_code(code), code_by)


@transaction.atomic
def renew_link(
    *, handover: Handover, address: str, code_by: str, submission: UUID, by: Actor, code: str = ""
) -> SentLink:
    """Make a fresh link with a fresh code, as `send_link` does; the link before it no longer opens.

    Raises `Conflict` in a closed dossier: somebody takes it up again first, for a reason.
    """
    handover = locked(handover, by)
    if found := _made_before(handover, submission, code, code_by, by):
        return found
    require_open(handover.dossier)
    if handover.state not in READABLE or handover.way != Way.LINK:
        raise Conflict(_("For this handover no link can be made any more."))
    way = _way(handover, Way.LINK)
    if not way.has(address):
        raise BadInput(_("Choose a mail address of this partner."), field="address")
    _require_other_channel(way, code_by)
    revoke_links(handover)
    link, code = _make_link(handover, by, submission, code or new_code())
    outbox.queue(link, address=address)
    write_act("renew-link", handover, by, address=address, code_by=code_by)
    follow_up(handover.dossier_id, by)
    return SentLink(handover, link, show_code(code), code_by)


@transaction.atomic
def record_phone_call(
    *,
    handover: Handover,
    number: str,
    spoken_to: str,
    called_at: datetime,
    by: Actor,
    their_reference: str = "",
    accepted: bool = True,
    call_back_on: date | None = None,
    advice: str = "",
) -> Handover:
    """Record that the packet was told by phone: to whom, when, and what they said.

    `accepted`: they take it, so it counts as acknowledged. `advice` ends a request for advice.
    `call_back_on` is when to call again.
    """
    handover = locked(handover, by)
    if not _way(handover, Way.PHONE).has(number):
        raise BadInput(_("Choose a number of this partner."), field="number")
    if not spoken_to.strip():
        raise BadInput(_("Write down whom you spoke to."), field="spoken_to")
    _require_past(called_at)
    receipt = {
        "number": number,
        "spoken_to": spoken_to.strip(),
        "at": called_at.isoformat(),
        "their_reference": their_reference.strip(),
    }
    return _record(handover, by, receipt, accepted=accepted, call_back_on=call_back_on, advice=advice)


@transaction.atomic
def record_no_answer(
    *, handover: Handover, number: str, by: Actor, call_back_on: date | None = None
) -> Handover:
    """Record a call that nobody answered: nothing was told yet, and calling again is planned."""
    handover = locked(handover, by)
    if not _way(handover, Way.PHONE).has(number):
        raise BadInput(_("Choose a number of this partner."), field="number")
    if handover.state != State.PREPARED:
        raise somebody_was_first(handover)
    if call_back_on is not None and call_back_on < clock.today():
        raise BadInput(_("Choose today or a later day."), field="call_back_on")
    write_act("no-answer", handover, by, number=number)
    plan(handover.dossier_id, CALL_BACK, by, due=call_back_on)
    return handover


@transaction.atomic
def record_form(*, handover: Handover, their_reference: str, by: Actor) -> Handover:
    """Record that the partner's own form was filled in, and the number that it gave."""
    handover = locked(handover, by)
    _way(handover, Way.FORM)
    if not their_reference.strip():
        message = _("Write down the number that the form gave, or “none”.")
        raise BadInput(message, field="their_reference")
    return _record(handover, by, {"their_reference": their_reference.strip()})


@transaction.atomic
def record_mail(*, handover: Handover, address: str, by: Actor, their_reference: str = "") -> Handover:
    """Record that the packet went by the organisation's own secure mail."""
    handover = locked(handover, by)
    if not _way(handover, Way.MAIL).has(address):
        raise BadInput(_("Choose a mail address of this partner."), field="address")
    return _record(handover, by, {"address": address, "their_reference": their_reference.strip()})


@transaction.atomic
def record_paper(*, handover: Handover, given_to: str, by: Actor) -> Handover:
    """Record that the packet was handed over or posted on paper, or told and given at a consultation."""
    handover = locked(handover, by)
    _way(handover, Way.TABLE if handover.way == Way.TABLE else Way.PAPER)
    if not given_to.strip():
        raise BadInput(_("Write down to whom you gave or posted it."), field="given_to")
    return _record(handover, by, {"spoken_to": given_to.strip()})


def _record(
    handover: Handover,
    by: Actor,
    receipt: dict[str, Any],
    *,
    accepted: bool = False,
    call_back_on: date | None = None,
    advice: str = "",
) -> Handover:
    if call_back_on is not None and call_back_on < clock.today():
        raise BadInput(_("Choose today or a later day."), field="call_back_on")
    pen = vaults.pen(handover.dossier_id)
    pen.seal(handover, receipt=receipt)
    _hand_over(handover, by, receipt=handover.receipt, call_back_on=call_back_on)
    write_act("send", handover, by, pen=pen, way=handover.way)
    if advice.strip() and handover.kind == "advice":
        add_line(handover, Line.What.ADVICE, advice.strip(), by, submission=new_id(), pen=pen)
        move(handover, State.FED_BACK, by, by_phone=True)
        write_act("receive-advice", handover, by, pen=pen)
    elif accepted:
        move(handover, State.ACKNOWLEDGED, by, by_phone=True)
        write_act("acknowledge", handover, by, pen=pen)
    follow_up(handover.dossier_id, by)
    return handover


def _hand_over(handover: Handover, by: Actor, **values: Any) -> None:
    """Move to sent with the dates by which the partner should react, and count it."""
    acknowledge_by, feedback_by = terms_for(handover.dossier, partner_of(handover), handover.urgency)
    move(handover, State.SENT, by, acknowledge_by=acknowledge_by, feedback_by=feedback_by, **values)
    dossiers.count_fact(
        kind="handover-sent",
        municipality=handover.municipality,
        day=clock.today(),
        dims={"partner": handover.partner_id, "handover-kind": handover.kind, "way": handover.way},
    )


def _made_before(handover: Handover, submission: UUID, code: str, code_by: str, by: Actor) -> SentLink | None:
    """Return the link that this submit already made; its code only to who made it, and not for long."""
    link = handover.links.filter(submission=submission).first()
    if link is None:
        return None
    given = doors.code_hash(link.pk, handover.pk, code)
    again = (
        hmac.compare_digest(bytes(link.code_hash), given)
        and (link.made_by_kind, link.made_by_id) == (str(by.kind), by.id)
        and clock.now() - link.made_at <= SHOWN_AGAIN
        and link.browser_hash is None
        and doors.usable(link)
    )
    return SentLink(handover, link, show_code(code) if again else "", code_by)


def _make_link(handover: Handover, by: Actor, submission: UUID, code: str) -> tuple[Link, str]:
    link_id, made_at = new_id(), clock.now()
    hashes = doors.secrets_of(link_id, handover.pk, code)
    link = Link.objects.create(
        id=link_id,
        handover=handover,
        **same_place(handover.dossier),
        submission=submission,
        token_hash=hashes.token_hash,
        code_hash=hashes.code_hash,
        made_at=made_at,
        made_by_kind=by.kind,
        made_by_id=by.id,
        expires_at=made_at + doors.LIFETIME,
    )
    return link, code


def revoke_links(handover: Handover) -> None:
    """Close the door of a handover; a notice that did not leave yet stays here."""
    for link in handover.links.filter(revoked_at__isnull=True):
        Link.objects.filter(pk=link.pk).update(revoked_at=clock.now())
        outbox.cancel(link)


def partner_of(handover: Handover) -> Partner:
    """Return the partner as the pack in force has it."""
    pack = policy.current(handover.municipality).pack
    return usable_partner(pack, handover.partner_id, handover.municipality)


def _way(handover: Handover, wanted: Way) -> WayOut:
    """Return the way as it is open today; contacts are always the current ones."""
    if handover.way != wanted:
        raise Conflict(_("This handover was prepared for another way."))
    pack = policy.current(handover.municipality).pack
    found = ways_to(pack, partner_of(handover), kind=handover.kind, today=clock.today())
    for way in found:
        if way.way == wanted:
            return way
    raise BadInput(_("This partner cannot be reached in this way. Choose another way."), field="way")


def _require_other_channel(way: WayOut, code_by: str) -> None:
    if code_by == IN_PERSON or any(contact.value == code_by for contact in way.code_by):
        return
    message = _("The code goes by phone to a number of this partner, or in person. Never by mail.")
    raise BadInput(message, field="code_by")


def _require_past(moment: datetime) -> None:
    if moment.tzinfo is None:
        message = "called_at needs a time zone"
        raise ValueError(message)
    if moment > clock.now():
        raise BadInput(_("This moment has not been yet."), field="called_at")
