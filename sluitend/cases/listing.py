# SPDX-License-Identifier: EUPL-1.2
"""How cases and meetings stand on lists, and what a signal's page shows of them. Nothing is decrypted."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluitend.accounts import selectors as accounts
from sluitend.accounts.views import StaffRequest
from sluitend.cases import reading, selectors
from sluitend.cases.guidance import repression
from sluitend.cases.models import Case, Decision, Meeting, Task
from sluitend.cases.services.opening import forms_of
from sluitend.core.actor import Actor, ActorKind
from sluitend.dossiers import access
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.shown import Shown
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.signals.views import words
from sluitend.signals.views.worklist import forms_in_words

REGISTER, HAND_OVER = "dossier.register", "dossier.hand-over"
# Above a list stands what is due first; who has more to do has a page for it.
FIRST_TASKS = 5


def describe_cases(found: list[Dossier], pack: Pack) -> dict[UUID, Shown]:
    """Return what cases are called: their sort, and the forms of exploitation."""
    rows = Case.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "sort", "forms")
    return {
        pk: Shown(words.name(pack, "case_sorts", sort), forms_in_words(forms, pack))
        for pk, sort, forms in rows
    }


def describe_meetings(found: list[Dossier], pack: Pack) -> dict[UUID, Shown]:
    """Return what meetings are called: the consultation, and when."""
    rows = Meeting.objects.filter(pk__in=[one.pk for one in found]).values_list(
        "pk", "consultation", "starts_at"
    )
    return {
        pk: Shown(words.name(pack, "consultations", table), date_format(localtime(starts_at), "j F Y, H:i"))
        for pk, table, starts_at in rows
    }


def panel(request: StaffRequest, dossier: Dossier) -> str:
    """Return what a signal's page shows of cases, agendas, decisions and tasks; empty without any."""
    by = request.actor
    writes = access.may(by, access.WRITE, dossier)
    cases = selectors.cases_of(by, dossier)
    agendas = selectors.agendas_with(by, dossier)
    worked = (
        Decision.objects.filter(dossier=dossier).exists() or Task.objects.filter(dossier=dossier).exists()
    )
    decisions, tasks = reading.work_on(by, dossier, purpose="signal-page") if worked else ((), ())
    pack, language = policy.current(dossier.municipality).pack, get_language() or "nl"
    may_open = (dossier.municipality, dossier.compartment) in by.where(REGISTER)
    context = {
        "dossier": dossier,
        "repression": repression(forms_of([dossier]), pack, language),
        "agenda_url": _agenda_url(by, dossier, pack),
        "writes": writes and dossier.is_open,
        "may_open": writes and dossier.is_open and may_open,
        "may_escalate": dossier.is_open and access.may(by, HAND_OVER, dossier),
        "cases": [(one, words.name(pack, "case_sorts", one.case.sort)) for one in cases],
        "agendas": [
            {
                "meeting": one.meeting,
                "name": words.name(pack, "consultations", one.meeting.consultation),
                "over": not one.meeting.dossier.is_open,
            }
            for one in agendas
        ],
        "decisions": [
            {"name": words.name(pack, "outcomes", one.outcome), "reason": one.reason, "at": one.at}
            for one in decisions
        ],
        "tasks": [task_in_words(one, pack, language) for one in tasks],
    }
    shown = cases or agendas or worked or context["writes"]
    return render_to_string("cases/_signal_panel.html", context, request=request) if shown else ""


def own_tasks(request: StaffRequest) -> str:
    """Return the first tasks of who looks, for the head of a list; empty without any."""
    rows = selectors.tasks_of(request.actor, limit=FIRST_TASKS + 1)
    context = {"tasks": task_lines(request.actor, rows[:FIRST_TASKS]), "more": len(rows) > FIRST_TASKS}
    return render_to_string("cases/_my_tasks.html", context, request=request) if rows else ""


def task_lines(by: Actor, rows: Sequence[Task]) -> list[dict[str, object]]:
    """Return tasks as lines for who has to do or to chase them: where, of whom, by when."""
    given_by = accounts.names(row.given_by_id for row in rows if row.given_by_kind == ActorKind.STAFF)
    return [
        {
            "row": row,
            "given_by": given_by.get(row.given_by_id, ""),
            "reference": row.dossier.reference,
            "url": reverse("cases:task", args=[row.pk]),
            "of": "" if str(row.person_id) == by.id else _whose(row),
        }
        for row in rows
    ]


def _whose(row: Task) -> str:
    if row.person is not None:
        return row.person.name
    return words.name(policy.current(row.municipality).pack, "partners", row.partner_id)


def _agenda_url(by: Actor, dossier: Dossier, pack: Pack) -> str:
    """Return where a signal goes on an agenda: of the first meeting to come; without one, the list."""
    tables = [one.id for one in pack.consultations if one.dossiers and pack.used(one)]
    meeting = selectors.next_table(by, dossier, tables)
    if meeting is None:
        return reverse("cases:meetings")
    page = reverse("cases:meeting-act", args=[meeting.pk, "punt"])
    return f"{page}?{urlencode({'over': str(dossier.pk)})}"


def task_in_words(one: reading.TaskSeen, pack: Pack, language: str) -> dict[str, object]:
    """Return a task as a line: what, who, by when, and what came of it."""
    partner = pack.find("partners", one.row.partner_id) if one.row.partner_id else None
    who = one.who or (partner.name.text(language) if partner else one.row.partner_id)
    state = ""
    if one.row.done_at is not None:
        state = _("Fell away") if one.row.dropped else _("Done")
    return {
        "row": one.row,
        "what": one.what,
        "result": one.result,
        "who": who,
        "state": state,
        "component": words.name(pack, "facts", one.row.component) if one.row.component else "",
    }
