# SPDX-License-Identifier: EUPL-1.2
"""The door of a partner's participant to their own agenda: made, told of by mail without content, closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.accounts.models import Person
from sluitend.cases.models import Invitation, Meeting, Notice, Participant, Share
from sluitend.cases.services.common import takes_place, within
from sluitend.core import clock, outbox
from sluitend.core.actor import Actor, system
from sluitend.core.codes import new_code, show_code
from sluitend.core.errors import BadInput, Conflict
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers.locking import lock_dossier
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import write_act
from sluitend.handover.doorway import LIFETIME, Doorway
from sluitend.handover.models import Kind, Way
from sluitend.handover.services.sending import IN_PERSON
from sluitend.handover.ways import BY_LINK, ways_to
from sluitend.policy import selectors as policy

ACTOR = system("outbox")


# An agenda is sent a week ahead, and read on the day itself.
LONGEST = timedelta(days=14)


def _takes_part(link: Invitation) -> bool:
    # Who sat there reads what came out, too.
    return link.participant.ended_at is None and takes_place(link.participant.dossier)


AGENDAS = Doorway(
    name="agenda",
    model=Invitation,
    opens="participant_id",
    with_it="participant__dossier",
    route="cases:door",
    ready=_takes_part,
    lives=LONGEST,
)


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation that was made; `code` is told by another channel and is not kept."""

    invitation: Invitation
    code: str
    code_by: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody of a partner is reached: mail addresses and phone numbers of the pack.

    `by_link` is false where the pack has no links for partners at all.
    """

    by_link: bool
    addresses: tuple[str, ...]
    numbers: tuple[str, ...]


def reach(participant: Participant) -> Reach:
    """Return how the organisation of a participant is reached, as the pack of today has it."""
    pack = policy.current(participant.municipality).pack
    partner = pack.find("partners", participant.partner_id)
    ways = ways_to(pack, partner, kind=Kind.REPORT, today=clock.today()) if partner else []
    found = {one.way: tuple(contact.value for contact in one.contacts) for one in ways}
    return Reach(pack.feature(BY_LINK), found.get(Way.LINK, ()), found.get(Way.PHONE, ()))


@transaction.atomic
def send_invitation(
    *, participant: Participant, address: str, code_by: str, submission: UUID, by: Actor
) -> SentInvitation:
    """Mail a link to somebody's agenda to their work address; return the code to tell.

    Few packs know a mail address of everybody who may sit at a table, so it can be typed. What is not
    typed is the other half: `code_by` is a number of that organisation in the pack, or `IN_PERSON`. The
    link before it opens no more.
    """
    access.require_write(by, Dossier.objects.get(pk=participant.dossier_id))
    dossier = lock_dossier(participant.dossier_id)
    if not takes_place(dossier):
        raise Conflict(_("This meeting has been called off."))
    participant = Participant.objects.get(pk=participant.pk)
    if participant.ended_at is not None:
        raise Conflict(_("This person does not take part any more."))
    # The code stands on the screen of who sends the link: no more is behind it than they may read.
    for share in Share.objects.filter(participant=participant, ended_at__isnull=True):
        access.require(by, access.READ, share.dossier)
    known = reach(participant)
    if not known.by_link:
        raise Conflict(_("This policy plan has no links for partners."))
    address = _checked(address)
    if code_by not in (IN_PERSON, *known.numbers):
        message = _("The code goes by phone to a number of this partner, or in person. Never by mail.")
        raise BadInput(message, field="code_by")
    name = within(dossier, submission)
    if Invitation.objects.filter(submission=name).exists():
        raise Conflict(_("This link was made already. Its code was shown once; make a fresh link."))
    close_all(participant)
    link_id, made_at, code = new_id(), clock.now(), new_code()
    hashes = AGENDAS.secrets_of(link_id, participant.pk, code)
    link = Invitation.objects.create(
        id=link_id,
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        participant=participant,
        submission=name,
        token_hash=hashes.token_hash,
        code_hash=hashes.code_hash,
        made_at=made_at,
        made_by_kind=str(by.kind),
        made_by_id=by.id,
        expires_at=_until(participant, made_at),
    )
    _queue(link, address)
    write_act("meeting.send-link", dossier, by, about=("partner", participant.partner_id))
    return SentInvitation(link, show_code(code), code_by)


def _until(participant: Participant, made_at: datetime) -> datetime:
    """Return when a link ends: after the day after the meeting, within two weeks, not before 72 hours."""
    meeting = Meeting.objects.get(pk=participant.dossier_id)
    after = clock.day_begins(clock.local_date(meeting.starts_at) + timedelta(days=2))
    return max(made_at + LIFETIME, min(after, made_at + LONGEST))


def _checked(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput(_("This is no mail address."), field="address") from None
    return address


@transaction.atomic
def open_agenda(*, participant: Participant, by: Actor) -> None:
    """Journal that somebody came in by their link and code."""
    write_act("meeting.open-agenda", participant.dossier, by, about=("partner", participant.partner_id))


def close_those_of_others(participant: Participant, dossier: Dossier) -> None:
    """Close a link whose maker may not read what is shared now: its code was on their screen."""
    for link in Invitation.objects.filter(participant=participant, revoked_at__isnull=True):
        maker = Person.objects.filter(pk=link.made_by_id).first() if link.made_by_kind == "staff" else None
        if maker is None or not access.may(accounts.actor_for(maker), access.READ, dossier):
            close_all(participant)


def close_all(participant: Participant) -> None:
    """Close the doors of a participant; a notice that did not leave yet stays here."""
    for link in Invitation.objects.filter(participant=participant, revoked_at__isnull=True):
        Invitation.objects.filter(pk=link.pk).update(revoked_at=clock.now())
        outbox.cancel(Notice.objects.filter(invitation=link))


def _queue(link: Invitation, address: str) -> None:
    from sluitend.cases import jobs

    row_id = new_id()
    Notice.objects.create(
        dossier=link.dossier,
        municipality=link.municipality,
        compartment=link.compartment,
        invitation=link,
        **outbox.beginning(row_id, address),
    )
    transaction.on_commit(lambda: jobs.start_delivery(row_id))


def deliver(row_id: UUID) -> bool:
    """Try one notice; return whether the mail server took it. Safe to repeat and to kill at any point."""
    if not outbox.claim(Notice, row_id):
        return False
    row = Notice.objects.select_related("invitation__participant__dossier").get(pk=row_id)
    if not AGENDAS.usable(row.invitation):
        outbox.cancel(Notice.objects.filter(pk=row_id))
        return False
    return outbox.attempt(row, send=_mail, settle=_settle, give_up=_give_up)


def _mail(row: Notice) -> None:
    context = {"address": AGENDAS.address_of(row.invitation_id), "until": row.invitation.expires_at}
    subject = render_to_string("cases/mail_subject.txt")
    outbox.mail(row, subject=subject, body=render_to_string("cases/mail_invitation.txt", context))


@transaction.atomic
def _settle(row: Notice) -> None:
    dossier = lock_dossier(row.dossier_id)
    outbox.delivered(row)
    write_act("meeting.notice-delivered", dossier, ACTOR)


@transaction.atomic
def _give_up(row: Notice, fault: str) -> None:
    dossier = lock_dossier(row.dossier_id)
    outbox.failed(row, fault)
    write_act("meeting.notice-failed", dossier, ACTOR)
