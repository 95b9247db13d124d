# SPDX-License-Identifier: EUPL-1.2
"""The door of somebody of a partner to their own agenda: by link and code, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.cases import documents, reading
from sluitend.cases.models import Invitation, Meeting
from sluitend.cases.services import doors
from sluitend.cases.services.doors import AGENDAS
from sluitend.cases.shown import items_in_words, people_in_words, table_name
from sluitend.cases.views.acting import language
from sluitend.cases.views.meeting import as_file
from sluitend.core.actor import Actor, ActorKind
from sluitend.handover.entrance import Entrance
from sluitend.policy import selectors as policy
from sluitend.privacy import vaults

COOKIE = "overleg"
ENTRANCE = Entrance(AGENDAS, cookie=COOKIE, done="cases:door-done")


@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Show their agenda to who came in, the same question for a code to everybody else."""
    if request.method == "POST":
        return ENTRANCE.knock(request, token, _opened)
    link = ENTRANCE.open_link(request, token)
    if link is None:
        return ENTRANCE.code_page(request, token)
    meeting, content, items = _read(link)
    pack = policy.current(meeting.municipality).pack
    context = {
        "token": token,
        "meeting": meeting,
        "name": table_name(meeting, pack),
        "place": content.place,
        "who": people_in_words([link.participant], content, pack)[link.participant_id],
        "items": items_in_words(items, pack, language()),
        "expires_at": link.expires_at,
    }
    return ENTRANCE.with_ticket(render(request, "cases/door.html", context), token, link)


@never_cache
@require_GET
def document(request: HttpRequest, token: str) -> HttpResponse:
    """Give their agenda as PDF to who came in."""
    link = ENTRANCE.open_link(request, token)
    if link is None:
        return redirect("cases:door", token=token)
    meeting, content, items = _read(link)
    pack = policy.current(meeting.municipality).pack
    name = people_in_words([link.participant], content, pack)[link.participant_id].both
    made = documents.minutes(meeting, content, items, for_whom=name, at_door=True)
    return ENTRANCE.with_ticket(as_file(made.pdf(), "pdf", made.file_name), token, link)


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Close the door behind somebody."""
    if request.method != "POST":
        return redirect("cases:door", token=token)
    return ENTRANCE.leave(token)


@never_cache
@require_GET
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Say goodbye. Tells nothing of any meeting."""
    return render(request, "cases/door_done.html")


def _opened(link: Invitation) -> None:
    doors.open_agenda(participant=link.participant, by=_partner(link))


def _partner(link: Invitation) -> Actor:
    return Actor(ActorKind.PARTNER, link.participant.partner_id)


def _read(link: Invitation) -> tuple[Meeting, reading.MeetingContent, list[reading.ItemSeen]]:
    """Open what belongs to the meeting and what was shared with this one; each look is in its journal."""
    meeting = Meeting.objects.select_related("dossier").get(pk=link.dossier_id)
    by = _partner(link)
    look = vaults.look(meeting.pk, by=by, purpose="agenda-door", tolerant=True)
    content = reading.MeetingContent(
        place=look.show(meeting, "place"),
        general="",
        names={link.participant_id: look.show(link.participant, "name")},
    )
    return meeting, content, reading.items_at_door(by, link.participant, meeting)
