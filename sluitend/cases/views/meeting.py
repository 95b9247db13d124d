# SPDX-License-Identifier: EUPL-1.2
"""Meetings: the list, the page of one, and its minutes as a document."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import documents, reading, selectors
from sluitend.cases.listing import REGISTER, task_in_words
from sluitend.cases.models import Meeting
from sluitend.cases.services.common import takes_place
from sluitend.cases.shown import items_in_words, people_in_words, table_name
from sluitend.cases.views.acting import language, paging
from sluitend.core import clock
from sluitend.core.errors import NotFound
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals.services.recording import COMPARTMENT
from sluitend.signals.views import words
from sluitend.signals.views.signal import timeline

PAST = "geweest"
KINDS = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}


@never_cache
@staff_required
@require_GET
def listing(request: StaffRequest) -> HttpResponse:
    """The meetings that somebody may see: those to come, or those that were; nothing is decrypted."""
    by = request.actor
    if not (by.where(access.READ) | by.where(access.READ_OWN)):
        raise NotFound
    past = request.GET.get("lijst") == PAST
    found = selectors.meetings(by, past=past, after=request.GET.get("na", ""))
    meetings = Meeting.objects.in_bulk([one.pk for one in found.rows])
    pack = policy.current().pack
    context = {
        "rows": [
            {
                "dossier": one,
                "meeting": meetings[one.pk],
                "name": table_name(meetings[one.pk], pack),
                "outcome": words.name(pack, "outcomes", one.outcome) if one.outcome else "",
            }
            for one in found.rows
        ],
        "past": past,
        "tabs": [
            {"label": _("To come"), "url": "?", "current": not past},
            {"label": _("Past"), "url": f"?lijst={PAST}", "current": past},
        ],
        **paging(request, found.next, lijst=PAST if past else ""),
        "may_plan": any(compartment == COMPARTMENT for _place, compartment in by.where(REGISTER)),
    }
    return render(request, "cases/meetings.html", context)


@never_cache
@staff_required
@require_GET
def page(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting: who comes, what is on the agenda for who looks, and what is still to be done."""
    meeting = selectors.meeting(request.actor, meeting_id)
    dossier, by = meeting.dossier, request.actor
    pack = policy.current(meeting.municipality).pack
    content = reading.meeting_content(by, meeting, purpose="meeting-page")
    items = reading.items_for(by, meeting, purpose="agenda")
    writes = access.may(by, access.WRITE, dossier)
    shares = selectors.shares_of(meeting)
    participants = selectors.participants(meeting)
    names = people_in_words(participants, content, pack)
    about = {one.row.dossier_id for one in items if one.whole and not one.row.is_general}
    anyhow = selectors.see_anyhow(participants, about) if writes else {}
    last = selectors.before(meeting)
    consultation = pack.find("consultations", meeting.consultation)
    context = {
        "meeting": meeting,
        "dossier": dossier,
        "content": content,
        "name": table_name(meeting, pack),
        "about": _about(consultation, pack),
        "outcome": words.name(pack, "outcomes", dossier.outcome) if dossier.outcome else "",
        "writes": writes and dossier.is_open,
        "invites": writes and takes_place(dossier),
        "begun": meeting.starts_at <= clock.now(),
        "people": [
            {
                "row": one,
                "name": names[one.pk].name,
                "of": names[one.pk].organisation,
                "guest": bool(one.partner_id),
            }
            for one in participants
        ],
        "items": [
            {
                **shown,
                "shared_with": [
                    names[share.participant_id].both
                    for share in shares.get(shown["id"], [])
                    if share.participant_id in names
                ],
                "seen_by": sorted(names[pk].name for pk in anyhow.get(shown["seen"].row.dossier_id, ())),
                "writes": writes
                and shown["seen"].whole
                and dossier.is_open
                and _may_write(request, shown["seen"]),
            }
            for shown in items_in_words(items, pack, language())
        ],
        "last": last if last is not None and dossiers.visible_ids(by, [last.pk]) else None,
        "tasks": [task_in_words(one, pack, language()) for one in content.tasks],
        "follow_up": [
            task_in_words(one, pack, language()) for one in reading.follow_up(by, meeting, purpose="agenda")
        ],
        "timeline": timeline(dossiers.timeline(by, dossier), pack),
    }
    return render(request, "cases/meeting.html", context)


@never_cache
@staff_required
@require_GET
def document(request: StaffRequest, meeting_id: UUID, kind: str) -> HttpResponse:
    """Give agenda and minutes as a document: what this person may see, and nothing else."""
    if kind not in KINDS:
        raise NotFound(_("This page does not exist."))
    meeting = selectors.meeting(request.actor, meeting_id)
    content = reading.meeting_content(request.actor, meeting, purpose="minutes-document")
    items = reading.items_for(request.actor, meeting, purpose="minutes-document")
    made = documents.minutes(meeting, content, items, for_whom=request.user.name)
    return as_file(made.pdf() if kind == "pdf" else made.odt(), kind, made.file_name)


def as_file(data: bytes, kind: str, name: str) -> HttpResponse:
    """Return a document to open or keep; no cache keeps it."""
    response = HttpResponse(data, content_type=KINDS[kind])
    way = "inline" if kind == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="{name}.{kind}"'
    return response


def _may_write(request: StaffRequest, one: reading.ItemSeen) -> bool:
    return access.may(request.actor, access.WRITE, one.row.dossier)


def _about(consultation: Any, pack: Pack) -> dict[str, str]:
    if consultation is None:
        return {}
    hears = pack.find("consultations", consultation.reports_to) if consultation.reports_to else None
    told = {
        "description": consultation.description,
        "chair": consultation.chair,
        "representation": consultation.representation,
        "frequency": consultation.frequency,
        "reports_to": hears.name if hears else None,
    }
    return {name: text.text(language()) for name, text in told.items() if text}
