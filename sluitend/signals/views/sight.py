# SPDX-License-Identifier: EUPL-1.2
"""Who can see this signal, why, and who looked; from there a colleague is involved or no longer."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers import access, because, services, shown, sight
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.access import Way
from sluitend.dossiers.models import TimedAccess
from sluitend.dossiers.sight import Looked, Reason, Viewer
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.shell.forms import refuse
from sluitend.signals.forms.staff import InvolveForm
from sluitend.signals.views import words


@dataclass(frozen=True, slots=True)
class Line:
    """One colleague of the list, with each reason in words."""

    person_id: UUID
    name: str
    reasons: tuple[str, ...]
    writes: bool
    involved: bool


@dataclass(frozen=True, slots=True)
class Day:
    """Who opened the dossier on one day."""

    day: date
    who: tuple[str, ...]


@never_cache
@staff_required
@require_GET
def page(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """List who can see the signal and who looked; nothing is decrypted."""
    dossier = dossiers.get(request.actor, dossier_id)
    pack = policy.current(dossier.municipality).pack
    seen = groupby(sight.looks(request.actor, dossier), key=lambda one: one.day)
    context = {
        "dossier": dossier,
        "back_url": shown.address(dossier),
        "viewers": [_line(one, pack) for one in sight.viewers(request.actor, dossier)],
        "days": [Day(day, tuple(_looked(one, pack) for one in of_day)) for day, of_day in seen],
        "may_write": access.may(request.actor, access.WRITE, dossier),
    }
    return render(request, "signals/sight.html", context)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def involve(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Let a colleague know of the signal, for a reason of the fixed list."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    people = {str(one.pk): one for one in sight.could_see(request.actor, dossier)}
    form = InvolveForm(
        request.POST or None,
        people=[(pk, one.name) for pk, one in people.items()],
        reasons=[(word, str(label)) for word, label in because.REASONS.items()],
    )
    status = 422
    if request.method == "POST" and form.is_valid():
        person = people[form.cleaned_data["person"]]
        try:
            services.involve(dossier=dossier, person=person, why=form.cleaned_data["why"], by=request.actor)
        except BadInput as refusal:
            status = refuse(form, refusal)
        else:
            messages.success(request, _("%(name)s can see this dossier now.") % {"name": person.name})
            return redirect("signals:sight", dossier_id=dossier.pk)
    context = {"dossier": dossier, "form": form, "nobody": not people}
    return render(request, "signals/involve.html", context, status=status if form.errors else 200)


@never_cache
@staff_required
@require_POST
def end(request: StaffRequest, dossier_id: UUID, person_id: UUID) -> HttpResponse:
    """Let a colleague no longer know of the signal."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    involved = {row.person_id: row.person for row in dossiers.involved(request.actor, dossier)}
    if person_id not in involved:
        raise Conflict(_("This colleague is not involved (any more)."))
    person = involved[person_id]
    services.end_involvement(dossier=dossier, person=person, by=request.actor)
    messages.success(request, _("%(name)s is no longer involved.") % {"name": person.name})
    return redirect("signals:sight", dossier_id=dossier.pk)


def _line(one: Viewer, pack: Pack) -> Line:
    return Line(
        person_id=one.person.pk,
        name=one.person.name,
        reasons=tuple(_reason(reason, pack) for reason in one.reasons),
        writes=one.writes,
        involved=any(reason.way is Way.INVOLVED for reason in one.reasons),
    )


def _reason(reason: Reason, pack: Pack) -> str:
    """Return why somebody can see the dossier, as a sentence without a full stop."""
    if reason.way is Way.ROLE:
        role = words.name(pack, "roles", reason.word)
        if not reason.instead_of:
            return _("Role: %(role)s") % {"role": role}
        return _("Stands in for %(name)s (%(role)s)") % {"name": reason.instead_of, "role": role}
    if reason.way is Way.OWNER:
        return _("Has taken this on")
    if reason.way is Way.INVOLVED:
        return _("Involved: %(why)s") % {"why": because.told(reason.word).lower()}
    until = date_format(localtime(reason.until), "j F, H:i") if reason.until else ""
    if reason.way is Way.EMERGENCY:
        return _("Emergency access until %(time)s") % {"time": until}
    purpose = str(TimedAccess.Purpose(reason.word).label)
    return _("Inspection until %(time)s: %(purpose)s") % {"time": until, "purpose": purpose.lower()}


def _looked(one: Looked, pack: Pack) -> str:
    name = words.actor(one.actor_kind, one.actor_id, one.who, pack)
    apart = [label for vault, label in _apart() if vault in one.vaults]
    return f"{name} ({', '.join(apart)})" if apart else name


def _apart() -> tuple[tuple[str, str], ...]:
    return (("reporter", _("also the reporter")), ("safe_contact", _("also the safe contact")))
