# SPDX-License-Identifier: EUPL-1.2
"""Sharing an item with who sits at a table: what each organisation would see, and an end to it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.accounts import selectors as accounts
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import reading, selectors
from sluitend.cases.forms.meetings import ShareForm
from sluitend.cases.packets import packet_of
from sluitend.cases.services import agenda
from sluitend.cases.shown import people_in_words, said_in_words
from sluitend.cases.table import Offer
from sluitend.cases.views.acting import act, language
from sluitend.core.errors import NotFound
from sluitend.dossiers import access
from sluitend.policy import selectors as policy
from sluitend.shell.forms import Hinted


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def share(request: StaffRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """One screen: per organisation what of an item goes, what stays and why; then share it."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    item = selectors.item(request.actor, meeting, item_id)
    if item.is_general:
        raise NotFound(_("This page does not exist."))
    pack = policy.current(meeting.municipality).pack
    content = reading.meeting_content(request.actor, meeting, purpose="agenda")
    packet = packet_of(request.actor, item, pack)
    shared = {one.participant_id for one in selectors.shares_of(meeting).get(item.pk, [])}
    everybody = selectors.participants(meeting)
    rows = [one for one in everybody if one.pk not in shared]
    # Who can see the dossier anyhow needs no share.
    rows = [one for one in rows if one.person is None or not _sees(one.person, item.dossier)]
    offers = agenda.offers_for(item, item.dossier, packet, rows)
    rows = [one for one in rows if one.pk in offers]
    named = people_in_words(everybody, content, pack)
    steps = {str(step.id): step for offer in offers.values() for step in offer.before}
    form = ShareForm(
        request.POST or None,
        people=[(str(one.pk), Hinted(named[one.pk].both, _in_short(offers[one.pk]))) for one in rows],
        steps=[(name, step.what.text.text(language())) for name, step in steps.items()],
    )

    def do(given: dict[str, Any]) -> str:
        chosen = [one for one in rows if str(one.pk) in given["participants"]]
        agenda.share_item(
            item=item, packet=packet, participants=chosen, confirmed=given.get("steps", []), by=request.actor
        )
        return _("Shared. Each of them sees what stands here, and nothing else.")

    return act(
        request,
        form,
        do,
        back=reverse("cases:meeting", args=[meeting.pk]),
        title=_("Share at the table"),
        over=item.dossier.reference,
        template="cases/share.html",
        submit=_("Share"),
        nobody=not rows,
        sides=_sides({row.pk: named[row.pk].both for row in rows}, offers),
        item=item,
        said=said_in_words(reading.said_of(request.actor, item, purpose="agenda-share"), pack),
        already=[{"pk": one.pk, "name": named[one.pk].both} for one in everybody if one.pk in shared],
    )


@never_cache
@staff_required
@require_POST
def end_share(request: StaffRequest, meeting_id: UUID, item_id: UUID, participant_id: UUID) -> HttpResponse:
    """Let somebody at the table see an item no more."""
    meeting = selectors.meeting(request.actor, meeting_id, access.WRITE)
    item = selectors.item(request.actor, meeting, item_id)
    participant = selectors.participant(meeting, participant_id)
    for one in selectors.shares_of(meeting).get(item.pk, []):
        if one.participant_id == participant.pk:
            agenda.end_share(share=one, by=request.actor)
    messages.success(request, _("Not shared any more: this person sees the item no longer."))
    return redirect("cases:item-share", meeting_id=meeting.pk, item_id=item.pk)


def _sees(person: Any, dossier: Any) -> bool:
    return access.may(accounts.actor_for(person), access.READ, dossier)


def _in_short(offer: Offer) -> str:
    names = [item.label.text(language()) for item in offer.asked.decision.allowed]
    return _("Sees: %(fields)s") % {"fields": ", ".join(names).lower()} if names else _("Nothing may go")


def _sides(names: Mapping[UUID, str], offers: Mapping[UUID, Offer]) -> list[dict[str, Any]]:
    """Return for each organisation at the table who of it would see what, and what stays behind."""
    people: dict[str, list[str]] = {}
    for pk, name in names.items():
        people.setdefault(offers[pk].partner.id, []).append(name)
    by_partner = {offers[pk].partner.id: offers[pk] for pk in names}
    return [_side(", ".join(people[partner]), offer) for partner, offer in by_partner.items()]


def _side(name: str, offer: Offer) -> dict[str, Any]:
    labels = {item.field: item.label.text(language()) for item in offer.asked.decision.allowed}
    ground = offer.asked.decision.ground
    return {
        "name": name,
        "goes": [{"key": labels[one.id], "value": one.value} for one in offer.fields],
        "stays": [
            {"key": item.label.text(language()), "value": item.why.text.text(language())}
            for item in offer.stays
        ],
        "ground": ground.text.text(language()) if ground else "",
    }
