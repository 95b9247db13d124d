# SPDX-License-Identifier: EUPL-1.2
"""The page of one signal: what is known, how it went, what is next."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts import selectors as accounts
from sluitend.accounts.factors.fresh import fresh_factor_required
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import NotFound
from sluitend.dossiers import access, reviews
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.selectors import TimelineLine
from sluitend.dossiers.states import lifecycle
from sluitend.handover import selectors as handovers
from sluitend.handover import staff
from sluitend.handover.models import Handover
from sluitend.policy import selectors as policy
from sluitend.policy import sharing as rules
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner
from sluitend.privacy.errors import Unreadable
from sluitend.privacy.vaults import Illegible
from sluitend.sharing import Base
from sluitend.shell.forms import refuse
from sluitend.signals import identifiers, panels, selectors
from sluitend.signals.added import Answers
from sluitend.signals.forms.staff import LookForm, QuestionForm
from sluitend.signals.models import Channel, Message, Receipt, ThreeWay
from sluitend.signals.services import dialogue
from sluitend.signals.services.urgency import URGENCY_CHECK
from sluitend.signals.views import words
from sluitend.signals.views.worklist import forms_in_words, hits_in_words

PURPOSE = "signal-page"


@dataclass(frozen=True, slots=True)
class Rights:
    """What this actor may do with this dossier."""

    write: bool
    hand_over: bool
    reporter: bool
    safe_contact: bool


@never_cache
@staff_required
@require_GET
def signal(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Show a signal; opening this page is a look and stands in the journal."""
    dossier = dossiers.get(request.actor, dossier_id)
    return show(request, dossier)


def show(request: StaffRequest, dossier: Dossier, *, status: int = 200, **extra: Any) -> HttpResponse:
    """Render the page of a signal, with the forms of an act that was refused, if any."""
    pack = policy.current(dossier.municipality).pack
    content = selectors.content(request.actor, dossier, purpose=PURPOSE)
    held = rights(request, dossier)
    if held.write:
        _mark_read(request, dossier, content)
    sent = handovers.of_dossier(request.actor, dossier)
    context = {
        "dossier": dossier,
        "content": content,
        "pack_words": _in_words(dossier, content, pack),
        "rights": held,
        "danger": _danger(content, pack),
        "unchecked": dossier.next_step == URGENCY_CHECK and content.answers.acute == ThreeWay.UNKNOWN,
        "closed_because": _closed_because(dossier, content),
        "closing": lifecycle(pack, dossier.kind).closing_state(dossier.state) is not None,
        "hits": hits_in_words(_hits(request, dossier, content), pack),
        "for_a_time": None if held.write else reviews.of_dossier(request.actor, dossier),
        "handovers": [_handover(one, content) for one in sent],
        "timeline": timeline(dossiers.timeline(request.actor, dossier), pack),
        "panels": panels.beside(request, dossier),
        "has_receipt": Receipt.objects.filter(dossier=dossier).exists(),
        "question_form": QuestionForm(initial={"submission": words.fresh()}),
        "reporter_form": LookForm(auto_id="melder-%s"),
        "contact_form": LookForm(auto_id="contact-%s"),
        **extra,
    }
    return render(request, "signals/signal.html", context, status=status)


@never_cache
@staff_required
@fresh_factor_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def look(request: StaffRequest, dossier_id: UUID, what: str) -> HttpResponse:
    """Show what is stored apart (the reporter, the safe contact), with the reason in the journal."""
    if what not in ("melder", "veilig-contact"):
        raise NotFound
    if request.method != "POST":
        return lead_back(request, dossier_id)
    at_reporter = what == "melder"
    needed = selectors.READ_REPORTER if at_reporter else selectors.READ_SAFE_CONTACT
    dossier = dossiers.get(request.actor, dossier_id, needed)
    form = LookForm(request.POST, auto_id="melder-%s" if at_reporter else "contact-%s")
    if not form.is_valid():
        refused = {"reporter_form" if at_reporter else "contact_form": form}
        return show(request, dossier, status=422, form=form, **refused)
    try:
        seen = _seen(request, dossier, form.cleaned_data["reason"], at_reporter=at_reporter)
    except Unreadable as fault:
        refused = {"reporter_form" if at_reporter else "contact_form": form}
        return show(request, dossier, status=refuse(form, fault), form=form, **refused)
    return show(request, dossier, **seen)


def lead_back(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Lead who loads the address of an act again to the signal; nothing is done by loading a page."""
    dossier = dossiers.get(request.actor, dossier_id)
    return redirect("signals:signal", dossier_id=dossier.pk)


def _seen(request: StaffRequest, dossier: Dossier, reason: str, *, at_reporter: bool) -> dict[str, Any]:
    if at_reporter:
        name, contact = selectors.identity(request.actor, dossier, reason=reason)
        return {"seen_reporter": {"name": name, "contact": contact}}
    return {"seen_safe_contact": {"text": selectors.safe_contact(request.actor, dossier, reason=reason)}}


def rights(request: StaffRequest, dossier: Dossier) -> Rights:
    """Return what this actor may do with this dossier."""
    return Rights(
        write=access.may(request.actor, access.WRITE, dossier),
        hand_over=access.may(request.actor, "dossier.hand-over", dossier),
        reporter=access.may(request.actor, selectors.READ_REPORTER, dossier),
        safe_contact=access.may(request.actor, selectors.READ_SAFE_CONTACT, dossier),
    )


def _mark_read(request: StaffRequest, dossier: Dossier, content: selectors.Content) -> None:
    """Let the reporter's messages count as read once somebody who works on the signal opened them."""
    wrote = Message.Direction.FROM_REPORTER
    if any(line.direction == wrote and line.new for line in content.messages):
        dialogue.mark_read(dossier=dossier, direction=wrote, by=request.actor)


def _in_words(dossier: Dossier, content: selectors.Content, pack: Pack) -> dict[str, Any]:
    language = get_language() or "nl"
    signs = [one if isinstance(one, Illegible) else _sign(one, pack, language) for one in content.indicators]
    return {
        "state": words.name(pack, "states", dossier.state),
        "next_step": words.name(pack, "next_steps", dossier.next_step),
        "outcome": words.name(pack, "outcomes", dossier.outcome),
        "role": words.name(pack, "roles", dossier.owner_role),
        "forms": forms_in_words(content.signal.forms, pack),
        "facts": _facts(content, pack),
        "signs": [sign for sign in signs if sign],
        **_route(content, pack, language),
        "identifiers": [_identifier(kind, text, dossier) for kind, text in content.identifiers],
        "weighings": [_weighing(one, pack) for one in content.weighings],
        "additions": _additions(content),
    }


def _facts(content: selectors.Content, pack: Pack) -> list[dict[str, Any]]:
    signal = content.signal
    return [
        {"key": _("Came in by"), "value": Channel(signal.channel).label},
        {"key": _("Reporter"), "value": words.name(pack, "reporters", signal.reporter_group)},
        {"key": _("How the reporter knows"), "value": _source(content)},
        {"key": _("Under 18"), "value": ThreeWay(content.answers.minor).label},
        {"key": _("In danger now"), "value": ThreeWay(content.answers.acute).label},
    ]


def _route(content: selectors.Content, pack: Pack, language: str) -> dict[str, Any]:
    if isinstance(content.route, Illegible):
        return {"route_unread": content.route}
    return {"route": words.walked(content.route, pack, language)}


def _sign(indicator: str, pack: Pack, language: str) -> str:
    found = pack.find("indicators", indicator)
    return str(found.name.text(language)) if found else ""


def _weighing(one: selectors.Weighed, pack: Pack) -> dict[str, Any]:
    answers = one.test["answers"] if isinstance(one.test, dict) else {}
    return {
        "outcome": words.name(pack, "outcomes", one.outcome),
        "reason": one.reason,
        "at": one.at,
        "test": [{"key": words.test_question(name), "value": text} for name, text in answers.items()],
        "test_unread": one.test if isinstance(one.test, Illegible) else "",
    }


def _identifier(kind: str, text: str, dossier: Dossier) -> dict[str, str]:
    readable = isinstance(text, Illegible) or identifiers.comparable(kind, text, dossier.municipality)
    note = "" if readable else f" ({_('cannot be compared with other signals')})"
    return {"key": identifiers.label(kind), "value": f"{text}{note}"}


def known(request: StaffRequest, dossier: Dossier, pack: Pack) -> dict[str, Any]:
    """Return what somebody who weighs has to have before them; a look of its own."""
    content = selectors.content(request.actor, dossier, purpose="weigh")
    told = _in_words(dossier, content, pack)
    return {"facts": content.facts, "circumstances": content.circumstances, "words": told}


def _danger(content: selectors.Content, pack: Pack) -> dict[str, Any] | None:
    """Return whom to call while somebody is in danger: the emergency number, and who protects a child."""
    if content.answers.acute != ThreeWay.YES:
        return None
    child = content.answers.minor == ThreeWay.YES
    first = pack.find("partners", pack.pack.emergency or "")
    named = [first, *(one for one in pack.partners if child and _protects_children(pack, one))]
    today = clock.today()
    return {
        "minor": child,
        "call": [
            {"name": one.name.text(get_language() or "nl"), "number": channel.value, "first": one is first}
            for one in named
            if one is not None and pack.used(one)
            for channel in one.channels
            if channel.kind == "phone" and channel.holds_on(today)
        ],
        "record": first.id if first is not None else "",
    }


def _protects_children(pack: Pack, partner: Partner) -> bool:
    """Whether the law lets anybody report child abuse to this partner."""
    rule = rules.rule_of(pack, partner)
    return rule is not None and rule.ground.base is Base.RIGHT_TO_REPORT


def _additions(content: selectors.Content) -> list[dict[str, Any]]:
    """Return what was learned later, oldest first, with who added it and the answers that changed."""
    people = accounts.names(one.by for one in content.additions)
    before, told = Answers(content.signal.acute, content.signal.minor), []
    for one in content.additions:
        told.append(
            {
                "at": one.at,
                "by": people.get(one.by, ""),
                "source": words.source(one.source_kind, one.source_note),
                "note": one.note,
                "changed": _changed(before, one.answers),
            }
        )
        before = one.answers
    return told


def _closed_because(dossier: Dossier, content: selectors.Content) -> str:
    """Return why it was closed: the reason of the last decision, when that was this outcome."""
    last = content.weighings[0] if content.weighings else None
    return last.reason if last and not dossier.is_open and last.outcome == dossier.outcome else ""


def _changed(before: Answers, now: Answers) -> list[str]:
    asked = {"acute": _("In danger now"), "minor": _("Under 18")}
    return [
        f"{label}: {ThreeWay(getattr(now, name)).label}"
        for name, label in asked.items()
        if getattr(now, name) != getattr(before, name)
    ]


def _source(content: selectors.Content) -> str:
    return words.source(content.signal.source_kind, content.source_note)


def _hits(request: StaffRequest, dossier: Dossier, content: selectors.Content) -> list[selectors.Seen]:
    return selectors.seen_before(
        request.actor,
        content.identifiers,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        besides=dossier.pk,
    )


def _handover(one: Handover, content: selectors.Content) -> dict[str, Any]:
    """Return how far a handover is, with what was said from which the work goes on."""
    url = reverse("signals:handover", args=[one.dossier_id, one.pk])
    said = [line for line in handovers.said(one, content.look) if line.goes_on]
    return {"status": staff.status(one, url=url), "said": said}


def timeline(lines: list[TimelineLine], pack: Pack) -> list[dict[str, Any]]:
    """Return what happened, newest first; what happened again and again is one line with its period."""
    people = accounts.names(line.object_id for line in lines if line.object_type == "person")
    told = [
        (words.act(line, pack, people), words.actor(line.actor_kind, line.actor_id, line.who, pack), line.at)
        for line in reversed(lines)
    ]
    entries: list[dict[str, Any]] = []
    for (title, by), same in groupby(told, key=itemgetter(0, 1)):
        moments = [at for _title, _by, at in same]
        entry = {"title": title, "by": by}
        entries.append(entry | ({"when": _period(moments)} if len(moments) > 1 else {"at": moments[0]}))
    return entries


def _period(moments: list[datetime]) -> str:
    newest, oldest = date_format(localtime(moments[0]), "j F Y"), date_format(localtime(moments[-1]), "j F Y")
    return newest if newest == oldest else f"{oldest} – {newest}"
