# SPDX-License-Identifier: EUPL-1.2
"""The agenda of a meeting: what is on it, and with whom each item is shared."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluitend.cases import table
from sluitend.cases.models import AgendaItem, Meeting, Participant, Share
from sluitend.cases.services import doors
from sluitend.cases.services.common import required, save_once, traced, within
from sluitend.cases.services.meetings import consultation_of
from sluitend.cases.services.shares import end_shares, named_in_journal
from sluitend.cases.table import Offer
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers import access
from sluitend.dossiers.locking import lock_dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import require_open, write_act
from sluitend.handover.packet import Packet, freeze
from sluitend.policy import selectors as policy
from sluitend.privacy import vaults

ON_AGENDA = frozenset({"signal", "case"})
# More than any table discusses; the screen of the minutes holds them all.
MOST = 100


@transaction.atomic
def add_item(
    *, meeting: Meeting, about: Dossier | None, question: str, submission: UUID, by: Actor
) -> AgendaItem:
    """Put a signal, a case, or (`about=None`) a subject without persons on the agenda.

    Nobody sees it who could not see the dossier already: sharing it is an act of its own.
    """
    held = Dossier.objects.get(pk=meeting.pk)
    dossier = about or held
    access.require_write(by, held)
    access.require_write(by, dossier)
    locked = {one.pk: one for one in lock_dossiers(Dossier.objects.filter(pk__in=[held.pk, dossier.pk]))}
    held, dossier = locked[held.pk], locked[dossier.pk]
    _require_running(held)
    if about is not None:
        _require_fit(meeting, dossier)
    text = required(question, "question", _("Write in a few words what it is and what you ask. No names."))
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    row = AgendaItem(
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        meeting=meeting,
        position=last + 1,
        submission=within(held, submission),
        **traced("added", by),
    )
    vaults.pen(dossier.pk).seal(row, question=text)
    there = AgendaItem.objects.filter(meeting=meeting, dossier=dossier, withdrawn_at__isnull=True)
    if about is not None and there.exclude(submission=row.submission).exists():
        raise BadInput(_("This is on the agenda already."), field="about")
    here = AgendaItem.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    if here.exclude(submission=row.submission).count() >= MOST:
        raise BadInput(_("This agenda is full. Plan another meeting."))
    row, new = save_once(row, submission=row.submission)
    if new:
        write_act("agenda.add", dossier, by, about=("consultation", meeting.consultation))
    return row


@transaction.atomic
def withdraw_item(*, item: AgendaItem, by: Actor) -> None:
    """Take an item off the agenda; nobody sees it any more with whom it was shared."""
    held, dossier, item = _locked(item, by)
    _require_running(held)
    if item.withdrawn_at is not None:
        return
    for name, value in traced("withdrawn", by).items():
        setattr(item, name, value)
    item.save(update_fields=["withdrawn_at", "withdrawn_by_kind", "withdrawn_by_id"])
    end_shares(Share.objects.filter(item=item), {dossier.pk: dossier}, by)
    write_act("agenda.withdraw", dossier, by, about=("consultation", item.meeting.consultation))


@transaction.atomic
def share_item(
    *,
    item: AgendaItem,
    packet: Packet,
    participants: Sequence[Participant],
    confirmed: Collection[str],
    by: Actor,
) -> list[Share]:
    """Let participants see of an item what the guard allows their organisation; frozen from then on.

    `packet` is what the dossier offers, `confirmed` the steps that somebody did first. Raises `BadInput`
    when a step that comes first was not done, or when the guard lets nothing go to one of them.
    """
    held, dossier, item = _locked(item, by)
    _require_running(held)
    if item.withdrawn_at is not None:
        raise Conflict(_("This item is not on the agenda any more."))
    if item.is_general:
        raise Conflict(_("Everybody at the table sees this item."))
    offers = offers_for(item, dossier, packet, participants)
    return [_share(item, dossier, one, offers[one.pk], confirmed, by) for one in participants]


def offers_for(
    item: AgendaItem, dossier: Dossier, packet: Packet, participants: Sequence[Participant]
) -> dict[UUID, Offer]:
    """Return for each participant what the guard lets their organisation see."""
    pack = policy.current(dossier.municipality).pack
    consultation = consultation_of(pack, item.meeting.consultation)
    organisation = {
        one.pk: table.partner_of(one.person, pack) if one.person is not None else one.partner_id
        for one in participants
    }
    found = table.offers(
        dossier=dossier, consultation=consultation, packet=packet, partners=organisation.values()
    )
    return {pk: found[partner] for pk, partner in organisation.items() if partner in found}


@transaction.atomic
def end_share(*, share: Share, by: Actor) -> None:
    """Let a participant see an item no more."""
    _held, dossier, _item = _locked(share.item, by)
    end_shares(Share.objects.filter(pk=share.pk), {dossier.pk: dossier}, by)


def _share(
    item: AgendaItem, dossier: Dossier, one: Participant, offer: Offer, confirmed: Collection[str], by: Actor
) -> Share:
    there = Participant.objects.filter(pk=one.pk, dossier=item.meeting_id, ended_at__isnull=True)
    if not there.exists():
        raise BadInput(_("Choose who sits at this meeting."), field="participants")
    _require_steps(offer, confirmed)
    if not offer.fields:
        name = offer.partner.name.text(get_language() or "nl")
        message = _("Nothing of this item may go to %(partner)s.")
        raise BadInput(message % {"partner": name}, field="participants")
    row = Share(
        item=item,
        participant=one,
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        rule=offer.asked.rule_id,
        purpose=offer.asked.circumstances.purpose,
        **traced("shared", by),
    )
    frozen = freeze(
        offer.packet,
        offer.asked.decision,
        offer.asked.table,
        reference=dossier.reference,
        sender=_sender(dossier),
        kind="report",
        made_on=clock.today().isoformat(),
    )
    record = {**offer.asked.decision.as_record(), "confirmed": sorted(confirmed)}
    vaults.pen(dossier.pk).seal(row, packet=frozen.as_json(), decision=record)
    row, new = save_once(row, item=item, participant=one, ended_at__isnull=True)
    if new:
        doors.close_those_of_others(one, dossier)
        write_act("agenda.share", dossier, by, about=named_in_journal(one))
    return row


def _require_steps(offer: Offer, confirmed: Collection[str]) -> None:
    language = get_language() or "nl"
    missing = [step.what.text.text(language) for step in offer.before if str(step.id) not in confirmed]
    if missing:
        message = _("Not ticked yet: %(steps)s") % {"steps": " ".join(missing)}
        raise BadInput(message, field="steps")


def _require_fit(meeting: Meeting, dossier: Dossier) -> None:
    """A table discusses what lies beside it: a case of a partnership has a table and a law of its own."""
    pack = policy.current(meeting.municipality).pack
    if not consultation_of(pack, meeting.consultation).dossiers:
        raise BadInput(_("Signals and cases are not discussed at this table."), field="about")
    if dossier.kind not in ON_AGENDA:
        raise BadInput(_("Choose a signal or a case."), field="about")
    if (dossier.municipality, dossier.compartment) != (meeting.municipality, meeting.compartment):
        raise BadInput(_("This is kept apart, and is not discussed at this table."), field="about")
    require_open(dossier)


def _require_running(held: Dossier) -> None:
    if not held.is_open:
        raise Conflict(_("This meeting is over: its minutes are fixed."))


def _locked(item: AgendaItem, by: Actor) -> tuple[Dossier, Dossier, AgendaItem]:
    wanted = [item.meeting_id, item.dossier_id]
    for one in Dossier.objects.filter(pk__in=wanted):
        access.require_write(by, one)
    locked = {one.pk: one for one in lock_dossiers(Dossier.objects.filter(pk__in=wanted))}
    row = AgendaItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    row.meeting = item.meeting
    return locked[item.meeting_id], locked[item.dossier_id], row


def _sender(dossier: Dossier) -> str:
    found = policy.current(dossier.municipality).pack.find("municipalities", dossier.municipality)
    return found.name if found else dossier.municipality
