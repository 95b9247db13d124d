# SPDX-License-Identifier: EUPL-1.2
"""Tasks: all of one's own, giving one in any dossier, and saying what came of it."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts import selectors as accounts
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.cases import forms, reading, selectors
from sluitend.cases.listing import task_in_words, task_lines
from sluitend.cases.models import Participant, Task
from sluitend.cases.services import tasks, working
from sluitend.cases.services.common import takes_place
from sluitend.cases.views.acting import act, language, paging, require_dossiers
from sluitend.cases.views.owners import near, owner_of, owners
from sluitend.core.actor import ActorKind
from sluitend.dossiers import access, shown
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals.views import words


@never_cache
@staff_required
@require_GET
def listing(request: StaffRequest) -> HttpResponse:
    """All that somebody has to do or to chase, what is due first; nothing is decrypted."""
    require_dossiers(request)
    page = selectors.page_of_tasks(request.actor, after=request.GET.get("na", ""))
    context = {"tasks": task_lines(request.actor, page.rows), **paging(request, page.next)}
    return render(request, "cases/tasks.html", context)


def _form(request: StaffRequest, dossier: Dossier, pack: Pack, *, in_plan: bool) -> forms.TaskForm:
    """Return the form by which a task is given in a dossier."""
    there = Participant.objects.filter(dossier=dossier, ended_at__isnull=True)
    involved = [one.person_id for one in dossiers.involved(request.actor, dossier)]
    heading = _("At the table") if dossier.kind == "meeting" else _("Works on it")
    parts = [(name, words.name(pack, "facts", name)) for name in working.components(pack)] if in_plan else []
    return forms.TaskForm(
        request.POST or None,
        owners=owners(dossier, pack, near(there, *involved), heading),
        components=parts,
        may_let_see=dossier.kind != "meeting",
        initial={"submission": uuid.uuid4()},
    )


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def give(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Give a task in any dossier that one may work on."""
    dossier = dossiers.get(request.actor, dossier_id, access.WRITE)
    pack = policy.current(dossier.municipality).pack
    form = _form(request, dossier, pack, in_plan=dossier.kind == "case")

    def do(given: dict[str, Any]) -> str:
        tasks.give_task(
            dossier=dossier,
            what=given["what"],
            due=given["due"],
            component=given.get("component", ""),
            submission=given["submission"],
            let_see=given.get("let_see", False),
            by=request.actor,
            **owner_of(given["owner"]),
        )
        if given["owner"].startswith("partner:"):
            return _("The task has been noted. Tell the partner yourself.")
        return _("The task has been given.")

    lead = _("A colleague sees the task, and of the dossier only the reference. A partner is told by you.")
    back = shown.address(dossier)
    return act(request, form, do, back=back, title=_("Give a task"), lead=lead, over=dossier.reference)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def finish(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Show a task, and say what came of it."""
    row = selectors.task(request.actor, task_id)
    dossier = row.dossier
    writes = access.may(request.actor, access.WRITE, dossier)
    own = str(row.person_id) == request.actor.id
    seen = reading.task_seen(request.actor, row)
    reads = writes or access.may(request.actor, access.READ, dossier)
    form = forms.FinishForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        if given["how"] == "later":
            tasks.put_off_task(task=row, due=given["due"], why=given["result"], by=request.actor)
            return _("The task has another day.")
        dropped = given["how"] == "dropped"
        tasks.finish_task(task=row, result=given["result"], dropped=dropped, by=request.actor)
        return _("The task falls away.") if dropped else _("The task is over.")

    may_finish = (writes or own) and row.done_at is None and (dossier.is_open or takes_place(dossier))
    return act(
        request,
        form,
        do,
        back=shown.address(dossier) if reads else reverse("cases:tasks"),
        title=_("Task"),
        over=dossier.reference,
        template="cases/task.html",
        task=task_in_words(seen, policy.current(dossier.municipality).pack, language()),
        own=own,
        only_task=not reads,
        given_by=_given_by(row),
        due=row.due,
        may_finish=may_finish,
    )


def _given_by(row: Task) -> str:
    if row.given_by_kind != ActorKind.STAFF:
        return ""
    return accounts.names([row.given_by_id]).get(row.given_by_id, "")
