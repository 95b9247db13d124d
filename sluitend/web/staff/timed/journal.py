# SPDX-License-Identifier: EUPL-1.2
"""The journal for who supervises: who did what, when. Looking at it stands in it too."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sluitend.accounts import selectors as accounts
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import NotFound
from sluitend.core.references import read_reference
from sluitend.dossiers import access
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.privacy import journal, vaults
from sluitend.privacy.journal import Entry, Wanted
from sluitend.signals.views import words as signal_words
from sluitend.web.navigation import READ_JOURNAL
from sluitend.web.staff.plan.words import word
from sluitend.web.staff.timed import words
from sluitend.web.staff.timed.journal_form import JournalForm

PURPOSE = "journal-reasons"
NO_COMPARTMENT = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words; `reason` only where the reader may see the dossier."""

    at: datetime
    who: str
    what: str
    look: bool
    reference: str
    part: str
    reason: str


@never_cache
@staff_required
@require_GET
def journal_page(request: StaffRequest) -> HttpResponse:
    """Show a page of entries of the places whose journal one may read; content stays closed."""
    by = request.actor
    places = by.where(READ_JOURNAL)
    if not places:
        raise NotFound
    municipalities = sorted({place for place, _part in places})
    form = JournalForm(request.GET or None, people=accounts.known_in(municipalities))
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    dossier = _dossier(given.get("reference", ""), places)
    if given.get("reference") and dossier is None:
        form.add_error("reference", _("We found no dossier with this reference in your journal."))
    context: dict[str, Any] = {"form": form, "dossier": dossier, "lines": (), "chosen": bool(given)}
    if not form.errors:
        wanted = _wanted(given, places, dossier)
        record_look(by, wanted, dossier)
        page = journal.page(wanted, after=request.GET.get("na", ""))
        context |= {"lines": _lines(by, page.entries, dossier), **_pages(request, page.next)}
        context["may_inspect"] = _may_inspect(by, dossier)
    return render(request, "web/timed/journal.html", context, status=422 if form.errors else 200)


def record_look(by: Actor, wanted: Wanted, dossier: Dossier | None) -> None:
    """Write that somebody reads the journal and what they asked for, before they read it."""
    about = (
        ("dossier", str(dossier.pk))
        if dossier
        else ("person", wanted.actor_id)
        if wanted.actor_id
        else ("", "")
    )
    places = {dossier.municipality} if dossier else {place for place, _part in wanted.places}
    with transaction.atomic(durable=True):
        for municipality in sorted(places):
            journal.act(
                by=by,
                action="journal.look",
                dossier_id=None,
                municipality=municipality,
                object_type=about[0],
                object_id=about[1],
            )


def _wanted(given: dict[str, Any], places: frozenset[tuple[str, str]], dossier: Dossier | None) -> Wanted:
    # Who reads the journal of one part also reads what concerns no dossier: signing in, roles, the plan.
    without = {(municipality, NO_COMPARTMENT) for municipality, _part in places}
    last = given.get("last")
    return Wanted(
        places=places | without,
        since=_midnight(given["first"]) if given.get("first") else None,
        until=_midnight(last + timedelta(days=1)) if last else None,
        actor_id=given.get("person", ""),
        chain=dossier.pk if dossier else None,
        kind=given.get("kind", ""),
    )


def _dossier(typed: str, places: frozenset[tuple[str, str]]) -> Dossier | None:
    reference = read_reference(typed)
    found = Dossier.objects.filter(reference=reference).first() if reference else None
    return found if found is not None and (found.municipality, found.compartment) in places else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.AMSTERDAM)


def _lines(by: Actor, entries: tuple[Entry, ...], dossier: Dossier | None) -> list[Line]:
    pack = policy.current().pack
    people = accounts.names(
        {one.actor_id for one in entries if one.actor_kind == ActorKind.STAFF} | _named(entries)
    )
    references = _references(entries)
    reasons = _reasons(by, entries, dossier)
    return [
        Line(
            at=one.at,
            who=signal_words.actor(
                one.actor_kind, one.actor_id, people.get(one.actor_id, one.actor_id), pack
            ),
            what=words.told(one, signal_words.object_name(one, pack, people | references)),
            look=one.kind == "look",
            reference=references.get(str(one.chain), ""),
            part=word("compartment", one.compartment) if one.compartment else "",
            reason=reasons.get(one.seq, ""),
        )
        for one in entries
    ]


def _named(entries: tuple[Entry, ...]) -> set[str]:
    return {one.object_id for one in entries if one.object_type == "person" and _is_id(one.object_id)}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _references(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Return the references of the dossiers that these entries are about, by id."""
    chains = {one.chain for one in entries if one.compartment}
    chains |= {
        UUID(one.object_id) for one in entries if one.object_type == "dossier" and _is_id(one.object_id)
    }
    found = Dossier.objects.filter(pk__in=chains).values_list("pk", "reference")
    return {str(pk): reference for pk, reference in found}


def _reasons(by: Actor, entries: tuple[Entry, ...], dossier: Dossier | None) -> dict[int, str]:
    """Open why things were done in the dossier that was asked for, for who may see it now."""
    if dossier is None or not entries or not access.may(by, access.READ, dossier):
        return {}
    look = vaults.look(dossier.pk, by=by, purpose=PURPOSE, tolerant=True)
    return journal.reasons(dossier.pk, [one.seq for one in entries], reader=look)


def _may_inspect(by: Actor, dossier: Dossier | None) -> bool:
    if dossier is None or access.may(by, access.READ, dossier):
        return False
    return by.may(access.INSPECT, municipality=dossier.municipality, compartment=dossier.compartment)


def _pages(request: StaffRequest, after: str | None) -> dict[str, str]:
    asked = {name: value for name, value in request.GET.items() if name != "na" and value}
    return {
        "next_url": f"?{urlencode({**asked, 'na': after})}" if after else "",
        "first_url": f"?{urlencode(asked)}" if "na" in request.GET else "",
    }
