# SPDX-License-Identifier: EUPL-1.2
"""The picture of barriers of the municipality: what the plan puts in the way, and what cases still miss."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases.models import SheetLine
from sluitend.cases.services.working import BARRIERS
from sluitend.cases.views.acting import language
from sluitend.core.errors import NotFound
from sluitend.dossiers import access
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals.views import words

STATE = SheetLine.State


@never_cache
@staff_required
@require_GET
def picture(request: StaffRequest) -> HttpResponse:
    """Show each step of a trafficker with what is in place, by whom, and in how many cases it lacks."""
    by = request.actor
    if not by.where(access.READ):
        raise NotFound
    pack = policy.current().pack
    counted: Counter[tuple[str, str]] = Counter()
    for municipality, compartment in sorted(by.where(access.READ)):
        rows = SheetLine.objects.filter(
            sheet=BARRIERS,
            municipality=municipality,
            compartment=compartment,
            dossier__closed_at__isnull=True,
        )
        counted.update((word, state) for word, state in rows.values_list("word", "state"))
    steps = [_step(one, counted, pack) for one in pack.barriers if pack.used(one)]
    return render(request, "cases/barriers.html", {"steps": steps})


def _step(one: Any, counted: Counter[tuple[str, str]], pack: Pack) -> dict[str, Any]:
    facts = [found for name in one.facts if (found := pack.find("facts", name)) and pack.used(found)]
    return {
        "name": one.name.text(language()),
        "question": one.question.text(language()),
        "facts": [
            {
                "name": fact.name.text(language()),
                "by": ", ".join(_owner(owner, pack) for owner in fact.owners),
                "note": fact.note.text(language()) if fact.note else "",
            }
            for fact in facts
        ],
        "missing": counted[one.id, STATE.MISSING],
        "asked": counted[one.id, STATE.ASKED],
        "in_place": counted[one.id, STATE.IN_PLACE],
    }


def _owner(owner: Any, pack: Pack) -> str:
    if owner.role:
        return words.name(pack, "roles", owner.role)
    if owner.partner:
        return words.name(pack, "partners", owner.partner)
    return words.name(pack, "facts", owner.department or owner.project)
