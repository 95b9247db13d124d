# SPDX-License-Identifier: EUPL-1.2
"""What somebody does with a meeting: plan it, invite, make the agenda, share, bring it to its end."""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import selectors as accounts
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import reading, selectors
from sluitend.cases.forms import meetings as forms
from sluitend.cases.listing import REGISTER
from sluitend.cases.models import Meeting
from sluitend.cases.services import agenda, doors, meetings
from sluitend.cases.services.meetings import Guest, Rhythm
from sluitend.cases.shown import people_in_words, table_name
from sluitend.cases.views.acting import act, language, named_partners
from sluitend.core import clock
from sluitend.core.errors import NotFound, Refused
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover.services.sending import IN_PERSON
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import Consultation
from sluitend.shell.forms import Hinted
from sluitend.signals.services.recording import COMPARTMENT
from sluitend.signals.views.worklist import rows_of

GENERAL = "general"
View = Callable[[StaffRequest, Meeting, Pack, str], HttpResponse]


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def plan(request: StaffRequest) -> HttpResponse:
    """Plan a meeting, or a series of them."""
    places = sorted(
        place for place, compartment in request.actor.where(REGISTER) if compartment == COMPARTMENT
    )
    if not places:
        raise Refused(_("You may not plan meetings."))
    pack = policy.current(places[0]).pack
    tables = [one for one in pack.consultations if pack.used(one) and meetings.takes_part(one)]
    tables.sort(key=lambda one: not one.ours)
    form = forms.PlanForm(
        request.POST or None,
        consultations=[(one.id, Hinted(one.name.text(language()), _rhythm(one))) for one in tables],
        initial={
            "submission": uuid.uuid4(),
            "consultation": request.GET.get("overleg", tables[0].id if tables else ""),
        },
    )
    made: list[Meeting] = []

    def do(given: dict[str, Any]) -> str:
        made.extend(
            meetings.plan_meetings(
                municipality=places[0],
                consultation=given["consultation"],
                first=given["day"],
                at=given["at"],
                place=given["place"],
                rhythm=Rhythm(given["rhythm"]),
                number=given["number"] or 1,
                owner=accounts.person(request.actor.id),
                submission=given["submission"],
                by=request.actor,
            )
        )
        if len(made) == 1:
            return _("The meeting is planned. Now say who comes.")
        return _("%(number)s meetings are planned.") % {"number": len(made)}

    title, lead = (
        _("Plan a meeting"),
        _("Of a consultation in the plan. Days off are moved to a working day."),
    )
    response = act(request, form, do, back=reverse("cases:meetings"), title=title, lead=lead)
    if len(made) == 1:
        response["Location"] = reverse("cases:meeting", args=[made[0].pk])
    return response


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def meeting_act(request: StaffRequest, meeting_id: UUID, what: str) -> HttpResponse:
    """Do one act on a meeting, for who makes its agenda."""
    if what not in _ACTS:
        raise NotFound(_("This page does not exist."))
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    pack = policy.current(meeting.municipality).pack
    return _ACTS[what](request, meeting, pack, reverse("cases:meeting", args=[meeting.pk]))


@never_cache
@staff_required
@require_POST
def as_before(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Invite the same people as last time."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    last = selectors.before(meeting)
    number = 0
    if last is not None and dossiers.visible_ids(request.actor, [last.pk]):
        content = reading.meeting_content(
            request.actor, selectors.meeting(request.actor, last.pk), purpose="agenda"
        )
        rows = selectors.participants(last)
        guests = {row.pk: Guest(row.partner_id, content.names[row.pk]) for row in rows if row.partner_id}
        colleagues = [row.person for row in rows if row.person is not None]
        number = meetings.invite_again(
            meeting=meeting, colleagues=colleagues, guests=guests, by=request.actor
        )
    if number:
        messages.success(request, _("Invited: %(number)s, as last time.") % {"number": number})
    else:
        messages.info(request, _("There was nobody to invite again."))
    return redirect("cases:meeting", meeting_id=meeting.pk)


@never_cache
@staff_required
@require_POST
def remove_participant(request: StaffRequest, meeting_id: UUID, participant_id: UUID) -> HttpResponse:
    """Let somebody take part no more."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    row = selectors.participant(meeting, participant_id)
    meetings.remove_participant(participant=row, by=request.actor)
    messages.success(request, _("This person does not take part any more, and sees no item from now on."))
    return redirect("cases:meeting", meeting_id=meeting.pk)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def send_link(request: StaffRequest, meeting_id: UUID, participant_id: UUID) -> HttpResponse:
    """Send somebody of a partner a link to their own agenda; the code is shown once, to be told."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    row = selectors.participant(meeting, participant_id)
    if not row.partner_id:
        raise NotFound(_("This page does not exist."))
    known = doors.reach(row)
    numbers = [(one, _("By phone: %(number)s") % {"number": one}) for one in known.numbers]
    form = forms.InviteForm(
        request.POST or None,
        ways=[*numbers, (IN_PERSON, _("In person"))],
        initial={"submission": uuid.uuid4(), "address": next(iter(known.addresses), "")},
    )
    sent: list[doors.SentInvitation] = []

    def do(given: dict[str, Any]) -> str:
        sent.append(doors.send_invitation(participant=row, by=request.actor, **given))
        return _("The link is on its way.")

    back = reverse("cases:meeting", args=[meeting.pk])
    title = _("Link to the agenda")
    lead = _("The mail holds no content. The link opens only with the code, which you tell in another way.")
    response = act(
        request,
        form,
        do,
        back=back,
        title=title,
        lead=lead,
        template="cases/send_link.html",
        submit=_("Send the link"),
        reachable=known.by_link,
    )
    if not sent:
        return response
    context = {"code": sent[0].code, "code_by": sent[0].code_by, "in_person": IN_PERSON, "back": back}
    content = reading.meeting_content(request.actor, meeting, purpose="agenda")
    context["name"] = people_in_words([row], content, policy.current(meeting.municipality).pack)[row.pk].both
    return render(request, "cases/link_made.html", context)


@never_cache
@staff_required
@require_POST
def withdraw(request: StaffRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Take an item off the agenda."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    item = selectors.item(request.actor, meeting, item_id)
    agenda.withdraw_item(item=item, by=request.actor)
    messages.success(request, _("The item is off the agenda. Nobody sees it here any more."))
    return redirect("cases:meeting", meeting_id=meeting.pk)


def _rhythm(one: Consultation) -> str:
    return one.frequency.text(language()) if one.frequency else ""


def _move(request: StaffRequest, meeting: Meeting, pack: Pack, back: str) -> HttpResponse:
    content = reading.meeting_content(request.actor, meeting, purpose="agenda")
    begins = localtime(meeting.starts_at)
    form = forms.MoveForm(
        request.POST or None,
        initial={
            "version": meeting.dossier.version,
            "day": begins.date(),
            "at": begins.strftime("%H:%M"),
            "place": content.place,
        },
    )

    def do(given: dict[str, Any]) -> str:
        meetings.change_meeting(meeting=meeting, by=request.actor, **given)
        return _("The meeting has been moved. Tell who comes.")

    title = _("Move the meeting")
    return act(
        request, form, do, back=back, title=title, over=table_name(meeting, pack), dossier=meeting.dossier
    )


def _colleague(request: StaffRequest, meeting: Meeting, pack: Pack, back: str) -> HttpResponse:
    there = {one.person_id for one in selectors.participants(meeting)}
    people = [
        (str(one.pk), one.name)
        for one in accounts.who_may(
            (access.READ, access.READ_OWN), municipality=meeting.municipality, compartment=meeting.compartment
        )
        if one.pk not in there
    ]
    form = forms.ColleagueForm(request.POST or None, people=people)

    def do(given: dict[str, Any]) -> str:
        person = accounts.person(given["person"])
        meetings.invite_colleague(meeting=meeting, person=person, by=request.actor)
        return _("%(name)s takes part now.") % {"name": person.name}

    lead = _("A colleague sees the meeting, and of the agenda only what you share.")
    return act(
        request, form, do, back=back, title=_("Invite a colleague"), lead=lead, over=table_name(meeting, pack)
    )


def _guest(request: StaffRequest, meeting: Meeting, pack: Pack, back: str) -> HttpResponse:
    found = named_partners(pack, meeting.municipality)
    consultation = pack.find("consultations", meeting.consultation)
    usual = set(consultation.partners) if consultation else set()
    groups = [
        (_("Usually at this table"), [one for one in found if one[0] in usual]),
        (_("Others"), [one for one in found if one[0] not in usual]),
    ]
    form = forms.GuestForm(
        request.POST or None,
        partners=[one for one in groups if one[1]],
        initial={"submission": uuid.uuid4()},
    )

    def do(given: dict[str, Any]) -> str:
        guest = Guest(given["partner_id"], given["name"])
        meetings.invite_guest(meeting=meeting, guest=guest, submission=given["submission"], by=request.actor)
        return _("%(name)s takes part now, and sees nothing until you share it.") % {"name": guest.name}

    return act(request, form, do, back=back, title=_("Invite a guest"), over=table_name(meeting, pack))


def _item(request: StaffRequest, meeting: Meeting, pack: Pack, back: str) -> HttpResponse:
    consultation = pack.find("consultations", meeting.consultation)
    found, asked = dict[str, Dossier](), None
    if consultation is not None and consultation.dossiers:
        over = request.GET.get("over", "")
        asked = dossiers.get(request.actor, over, access.WRITE).pk if over else None
        found = {str(one.pk): one for one in selectors.to_discuss(request.actor, meeting, first=asked)}
    rows = {row.reference: row for row in rows_of(found.values(), pack, clock.today())}
    about = [(pk, f"{one.reference} · {rows[one.reference].what}") for pk, one in found.items()]
    form = forms.ItemForm(
        request.POST or None,
        about=[("", _("Choose …")), *about, (GENERAL, _("A subject without a dossier"))],
        initial={"submission": uuid.uuid4(), "about": str(asked or "")},
    )

    def do(given: dict[str, Any]) -> str:
        agenda.add_item(
            meeting=meeting,
            about=found.get(given["about"]),
            question=given["question"],
            submission=given["submission"],
            by=request.actor,
        )
        if given["about"] == GENERAL:
            return _("It is on the agenda. Everybody at the table sees it.")
        return _("It is on the agenda. Nobody at the table sees it until you share it.")

    return act(request, form, do, back=back, title=_("Put on the agenda"), over=table_name(meeting, pack))


def _cancel(request: StaffRequest, meeting: Meeting, pack: Pack, back: str) -> HttpResponse:
    form = forms.CancelForm(request.POST or None, initial={"version": meeting.dossier.version})

    def do(given: dict[str, Any]) -> str:
        meetings.cancel_meeting(meeting=meeting, by=request.actor, **given)
        return _("The meeting does not take place. Tell who would come.")

    title = _("Call the meeting off")
    return act(
        request, form, do, back=back, title=title, over=table_name(meeting, pack), dossier=meeting.dossier
    )


_ACTS: dict[str, View] = {
    "verzetten": _move,
    "collega": _colleague,
    "gast": _guest,
    "punt": _item,
    "afzeggen": _cancel,
}
