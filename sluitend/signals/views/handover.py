# SPDX-License-Identifier: EUPL-1.2
"""One handover: how to hand it over now, what went, what came back, what to record."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.accounts.factors.fresh import is_fresh, where_to_confirm
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.dossiers import access
from sluitend.dossiers import selectors as dossiers
from sluitend.handover import fresh_links, services, staff
from sluitend.handover import selectors as handovers
from sluitend.handover.models import Handover, Kind, Way
from sluitend.handover.pages import feedback_words, partner_name
from sluitend.handover.selectors import Opened
from sluitend.handover.services import IN_PERSON
from sluitend.handover.states import READABLE, WAITING_FOR_ACKNOWLEDGEMENT, WITH_PARTNER, State
from sluitend.handover.ways import WayOut, ways_to
from sluitend.policy import selectors as policy
from sluitend.shell.forms import refuse
from sluitend.signals import tickets
from sluitend.signals.forms import handing_over as screens
from sluitend.signals.services.handing_over import hand_over
from sluitend.signals.views import words
from sluitend.signals.views.handing_over import HAND_OVER

PURPOSE = "handover-page"
_BY_WAY = {
    Way.PHONE: "gebeld",
    Way.LINK: "link",
    Way.FORM: "formulier",
    Way.MAIL: "mail",
    Way.PAPER: "papier",
    Way.TABLE: "tafel",
}


@never_cache
@staff_required
@require_GET
def page(request: StaffRequest, dossier_id: UUID, handover_id: UUID) -> HttpResponse:
    """Show a handover; opening it is a look and stands in the journal."""
    return show(request, _found(request, dossier_id, handover_id))


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def act(request: StaffRequest, dossier_id: UUID, handover_id: UUID, act: str) -> HttpResponse:
    """Do one act on a handover; when it is refused, the page comes back with what was typed."""
    found = _found(request, dossier_id, handover_id)
    if request.method != "POST":
        return redirect("signals:handover", dossier_id=dossier_id, handover_id=handover_id)
    access.require(request.actor, HAND_OVER, found.dossier)
    if act not in ACTS:
        raise NotFound
    form = _forms(request, found)[act](request.POST)
    status = 422
    if form.is_valid():
        try:
            done = ACTS[act](request, found, form.cleaned_data)
        except (BadInput, Conflict) as refusal:
            status = refuse(form, refusal)
        else:
            if isinstance(done, HttpResponse):
                return done
            messages.success(request, done)
            return redirect("signals:handover", dossier_id=dossier_id, handover_id=handover_id)
    return show(request, found, status=status, refused={act: form})


def show(
    request: StaffRequest, found: Handover, *, status: int = 200, refused: dict[str, forms.Form] | None = None
) -> HttpResponse:
    """Render a handover with the acts that make sense now."""
    opened = handovers.open_content(request.actor, found, purpose=PURPOSE, fresh=is_fresh(request))
    makers, refused = _forms(request, found), refused or {}
    # What was refused stays on the page, also when it can no longer be done: so does what was typed.
    names = dict.fromkeys([*refused, *_fitting(found)])
    may = access.may(request.actor, HAND_OVER, found.dossier)
    partner, packet = partner_name(found), _packet(opened, get_language() or "nl")
    context = {
        "dossier": found.dossier,
        "handover": found,
        "form": next(iter(refused.values()), None),
        "opened": opened,
        "confirm_url": where_to_confirm(reverse("signals:handover", args=[found.dossier_id, found.pk])),
        "partner": partner,
        "way": _way(found),
        "packet": packet,
        "silent": staff.by_reason(packet["stays"]),
        "script": staff.call_script(opened.packet),
        "acts": {name: refused.get(name) or makers[name]() for name in names} if may else {},
        "history": staff.status(found)["timeline"],
        "fresh_asked": fresh_links.asked(found),
    }
    return render(request, "signals/handover.html", context, status=status)


def _found(request: StaffRequest, dossier_id: UUID, handover_id: UUID) -> Handover:
    dossier = dossiers.get(request.actor, dossier_id)
    found = handovers.get(request.actor, handover_id)
    if found.dossier_id != dossier.pk:
        raise NotFound
    return found


def _way(found: Handover) -> WayOut | None:
    partner = handovers.partner(found)
    if partner is None:
        return None
    pack = policy.current(found.municipality).pack
    open_ways = ways_to(pack, partner, kind=found.kind, today=clock.today())
    return next((one for one in open_ways if one.way == found.way), None)


def _fitting(found: Handover) -> list[str]:
    """Return the acts that make sense in this state, most likely first."""
    if found.state == State.PREPARED:
        return [
            _BY_WAY[Way(found.way)],
            "intrekken",
        ]
    acts = []
    if found.state in WAITING_FOR_ACKNOWLEDGEMENT:
        acts.append("bevestigd")
    if found.state in WITH_PARTNER:
        acts += ["terugkoppeling", "geweigerd", "intrekken"]
        if found.way == Way.LINK:
            acts.append("nieuwe-link")
    if fresh_links.asked(found):
        # A closed dossier is taken up again before anything goes out of it.
        first = ["nieuwe-link"] if found.dossier.is_open and found.state in READABLE else []
        acts = [*dict.fromkeys([*first, "geen-link", *acts])]
    if found.lines.filter(what="question", answered=False).exists():
        acts.insert(0, "antwoord")
    return acts


def _forms(request: StaffRequest, found: Handover) -> dict[str, Callable[..., forms.Form]]:
    """Return for each act what makes its form, filled with the contacts of today."""
    way = _way(found)
    values = [(one.value, one.value) for one in way.contacts] if way else []
    code_by = [(one.value, one.value) for one in way.code_by] if way else []
    code_by.append((IN_PERSON, _("In person")))
    language = get_language() or "nl"
    words_of_feedback = [(one.id, one.name.text(language)) for one in feedback_words(found)]
    fresh = {"submission": words.fresh()}
    ticket = {"submission": tickets.write(tickets.fresh(), request.user, what=f"link:{found.pk}")}
    link = partial(screens.LinkForm, initial=ticket, addresses=values, code_by=code_by)
    return {
        "gebeld": lambda data=None: screens.PhoneForm(
            data, initial=fresh, numbers=values, advice=found.kind == Kind.ADVICE
        ),
        "link": link,
        "nieuwe-link": link,
        "formulier": lambda data=None: screens.ReferenceForm(data),
        "mail": lambda data=None: screens.MailForm(data, addresses=values),
        "papier": lambda data=None: screens.PaperForm(data),
        "tafel": lambda data=None: screens.TableForm(data),
        "bevestigd": lambda data=None: screens.HeardForm(data),
        "geweigerd": lambda data=None: screens.HeardRefusalForm(data, initial=fresh),
        "terugkoppeling": lambda data=None: screens.HeardFeedbackForm(
            data, initial=fresh, outcomes=words_of_feedback
        ),
        "antwoord": lambda data=None: screens.AnswerForm(data, initial=fresh),
        "intrekken": lambda data=None: screens.WithdrawForm(data, initial=fresh),
        "geen-link": lambda data=None: screens.DeclineForm(data),
    }


def _phone(request: StaffRequest, found: Handover, given: dict[str, Any]) -> str:
    came_of_it, submission = given.pop("accepted"), given.pop("submission")
    refusal = given.pop("refusal", "")
    if came_of_it == screens.NO_ANSWER:
        services.record_no_answer(
            handover=found, number=given["number"], call_back_on=given["call_back_on"], by=request.actor
        )
        return _("Nobody answered: that is on record. Calling again is planned.")
    given.setdefault("advice", "")

    def tell() -> None:
        services.record_phone_call(
            handover=found,
            called_at=clock.now(),
            accepted=came_of_it == screens.TAKEN and found.kind == Kind.REPORT,
            by=request.actor,
            **given,
        )
        if came_of_it == screens.REFUSED:
            services.refuse(
                handover=found,
                reason=refusal,
                submission=submission,
                heard_from=given["spoken_to"],
                by=request.actor,
            )

    hand_over(handover=found, send=tell, by=request.actor)
    return _("The call has been recorded.")


def _link(request: StaffRequest, found: Handover, given: dict[str, Any]) -> HttpResponse:
    sent = hand_over(
        handover=found,
        send=lambda: services.send_link(
            handover=found, by=request.actor, **_with_code(request, found, given)
        ),
        by=request.actor,
    )
    return _code_page(request, sent)


def _fresh_link(request: StaffRequest, found: Handover, given: dict[str, Any]) -> HttpResponse:
    named = _with_code(request, found, given)
    return _code_page(request, services.renew_link(handover=found, by=request.actor, **named))


def _with_code(request: StaffRequest, found: Handover, given: dict[str, Any]) -> dict[str, Any]:
    ticket = tickets.read(given["submission"], request.user, what=f"link:{found.pk}")
    return {**given, "submission": ticket.submission, "code": ticket.code}


def _code_page(request: StaffRequest, sent: services.SentLink) -> HttpResponse:
    """Show the code on the answer itself: it is kept in no session and no message.

    The page may be loaded again by the same colleague for a quarter of an hour, until the link is
    used; after that it leads back to the handover.
    """
    if not sent.code:
        messages.info(request, _("This link has been made already. Its code is not shown again."))
        return redirect("signals:handover", dossier_id=sent.handover.dossier_id, handover_id=sent.handover.pk)
    context = {
        "dossier": sent.handover.dossier,
        "handover": sent.handover,
        "partner": partner_name(sent.handover),
        "code": sent.code,
        "code_by": "" if sent.code_by == IN_PERSON else sent.code_by,
    }
    return render(request, "signals/link_made.html", context)


def _recorded(service: Callable[..., Handover]) -> Callable[[StaffRequest, Handover, dict[str, Any]], str]:
    def do(request: StaffRequest, found: Handover, given: dict[str, Any]) -> str:
        hand_over(
            handover=found, send=lambda: service(handover=found, by=request.actor, **given), by=request.actor
        )
        return _("The handover has been recorded.")

    return do


def _plain(service: Callable[..., Handover]) -> Callable[[StaffRequest, Handover, dict[str, Any]], str]:
    def do(request: StaffRequest, found: Handover, given: dict[str, Any]) -> str:
        service(handover=found, by=request.actor, **given)
        return _("Recorded.")

    return do


ACTS: dict[str, Callable[[StaffRequest, Handover, dict[str, Any]], str | HttpResponse]] = {
    "gebeld": _phone,
    "link": _link,
    "nieuwe-link": _fresh_link,
    "formulier": _recorded(services.record_form),
    "mail": _recorded(services.record_mail),
    "papier": _recorded(services.record_paper),
    "tafel": _recorded(services.record_paper),
    "bevestigd": _plain(services.acknowledge),
    "geweigerd": _plain(services.refuse),
    "terugkoppeling": _plain(services.give_feedback),
    "antwoord": _plain(services.answer),
    "intrekken": _plain(services.withdraw),
    "geen-link": _plain(services.decline_fresh_link),
}


def _packet(opened: Opened, language: str) -> dict[str, Any]:
    decision: dict[str, Any] = dict(opened.decision)
    ground = decision.get("ground")
    return {
        "goes": [{"key": one.label.text(language), "value": one.value} for one in opened.packet.entries],
        "stays": [
            {"key": _say(one["label"], language), "value": _say(one["why"], language)}
            for one in decision.get("withheld", [])
        ],
        "ground": _say(ground["text"], language) if ground else "",
    }


def _say(pair: dict[str, str], language: str) -> str:
    return pair["en"] if language.startswith("en") and pair.get("en") else pair["nl"]
