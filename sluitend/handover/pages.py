# SPDX-License-Identifier: EUPL-1.2
"""What the partner's pages show, and which acts they offer in which state."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sluitend.core.actor import Actor
from sluitend.core.ids import new_id
from sluitend.dossiers.states import outcomes
from sluitend.handover import calling_back, document, selectors, services
from sluitend.handover.forms import AdviceForm, FeedbackForm, QuestionForm, RefusalForm
from sluitend.handover.models import Handover, Kind, Line, Link
from sluitend.handover.selectors import Opened, Said
from sluitend.handover.services.changing import LONGEST_TEXT
from sluitend.handover.states import READABLE, WAITING_FOR_ACKNOWLEDGEMENT, State
from sluitend.policy import selectors as policy
from sluitend.policy import sources
from sluitend.policy.schema.lifecycle import Outcome

LONGEST_KEPT = LONGEST_TEXT * 2
ACKNOWLEDGE, REFUSE, ASK, FEED_BACK, ADVISE = "bevestigen", "weigeren", "vraag", "terugkoppeling", "advies"

Given = Mapping[str, Any]

ACTS: dict[str, Callable[[Handover, Given, Actor], Handover]] = {
    ACKNOWLEDGE: lambda handover, given, by: services.acknowledge(handover=handover, by=by),
    REFUSE: lambda handover, given, by: services.refuse(handover=handover, by=by, **given),
    ASK: lambda handover, given, by: services.ask(handover=handover, by=by, **given),
    FEED_BACK: lambda handover, given, by: services.give_feedback(handover=handover, by=by, **given),
    ADVISE: lambda handover, given, by: services.give_advice(handover=handover, by=by, **given),
}
THANKS: dict[str, str | Promise] = {
    ACKNOWLEDGE: gettext_lazy("Thank you. We know that you have it."),
    REFUSE: gettext_lazy("Thank you. We look for another way."),
    ASK: gettext_lazy("Your question has been sent."),
    FEED_BACK: gettext_lazy("Thank you. Your feedback has been sent."),
    ADVISE: gettext_lazy("Thank you. Your advice has been sent."),
}
_FORMS: dict[str, type[forms.Form]] = {
    REFUSE: RefusalForm,
    ASK: QuestionForm,
    FEED_BACK: FeedbackForm,
    ADVISE: AdviceForm,
}
# What the partner may read back: its own words and our answers.
_SHOWN = frozenset(
    {Line.What.QUESTION, Line.What.ANSWER, Line.What.FEEDBACK, Line.What.ADVICE, Line.What.REFUSAL}
)


def offered(handover: Handover) -> list[str]:
    """Return the acts that this state and kind of handover offer, in the order of the page."""
    acts = []
    if handover.kind == Kind.ADVICE:
        acts.append(ADVISE)
    else:
        if handover.state in WAITING_FOR_ACKNOWLEDGEMENT:
            acts.append(ACKNOWLEDGE)
        acts.append(FEED_BACK)
    acts.append(ASK)
    if handover.state != State.FED_BACK:
        acts.append(REFUSE)
    return acts if handover.state in READABLE else []


def form_for(
    act: str, handover: Handover, *, data: Any = None, initial: Given | None = None
) -> forms.Form | None:
    """Return the form of an act; None for the one that is a single button."""
    kind = _FORMS.get(act)
    if kind is None:
        return None
    more: dict[str, Any] = {}
    if kind is FeedbackForm:
        more = {"outcomes": feedback_words(handover), "language": language()}
    start = {"submission": new_id(), **(initial or {})}
    return kind(data, initial=start, prefix=None, auto_id=f"{act}-%s", **more)


def empty_form(act: str) -> forms.Form | None:
    """Return a form of an act without a handover, for the names of its fields."""
    kind = _FORMS.get(act)
    if kind is None:
        return None
    return kind(outcomes=[], language="nl") if kind is FeedbackForm else kind()


def feedback_words(handover: Handover) -> list[Outcome]:
    """Return the words of the pack for what became of it.

    There is one way not to take something up: to refuse it, with a reason. As feedback it can only be
    said once refusing is over.
    """
    told = outcomes(policy.current(handover.municipality).pack, "feedback")
    return [one for one in told if not one.refusal or handover.state == State.FED_BACK]


def packet_page(
    opened: Opened, link: Link, *, bound: Mapping[str, forms.Form], kept: Mapping[str, Any]
) -> dict[str, Any]:
    """Return all that the packet's page shows."""
    handover, packet = opened.handover, opened.packet
    shown: dict[str, forms.Form | None] = {}
    for act in offered(handover):
        typed = _typed(kept) if kept.get("act") == act else None
        shown[act] = bound.get(act) or form_for(act, handover, initial=typed)
    ground = ground_of(opened)
    return {
        "handover": handover,
        "title": document.title(packet),
        "packet": packet,
        "entries": [{"key": entry.label.text(language()), "value": entry.value} for entry in packet.entries],
        "ground": ground["text"] if ground else "",
        "source": ground["source"] if ground else "",
        "call_back": calling_back.to(handover.dossier, language()),
        "more": knows_more(opened),
        "said": [_shown(line, handover) for line in opened.said if line.what in _SHOWN],
        "acts": shown,
        "open_act": next(iter(bound), kept.get("act", "")),
        "form": next(iter(bound.values()), None),
        "lead": _lead(opened),
        "asked": [{"title": line} for line in document.asked_of(packet.kind)],
        "main": _main(handover),
        "kept": bool(kept),
        "expires_at": link.expires_at,
        "badge": _badge(handover),
    }


def ground_of(opened: Opened) -> dict[str, str] | None:
    """Return the ground as it is told to who receives, with its sources in words."""
    ground = opened.decision["ground"]
    if not ground:
        return None
    told = ground.get("partner") or ground["text"]
    pack = policy.current(opened.handover.municipality).pack
    return {
        "text": told.get(language()) or told["nl"],
        "source": sources.in_words(pack, ground["source"], language()),
    }


def knows_more(opened: Opened) -> bool:
    """Whether something stayed behind that the partner may ask for; who gives advice is to know no more."""
    return opened.packet.kind == Kind.REPORT and bool(opened.decision.get("withheld"))


def _main(handover: Handover) -> str:
    """Return the act that stands open: what we wait for next; feedback only after acknowledging."""
    if handover.state == State.FED_BACK:
        return ""
    if handover.kind == Kind.REPORT and handover.state in WAITING_FOR_ACKNOWLEDGEMENT:
        return ""
    return ADVISE if handover.kind == Kind.ADVICE else FEED_BACK


def _typed(kept: Given) -> dict[str, Any]:
    """Return what was typed; it becomes a submit of its own, because the one before was not taken in."""
    return {name: text for name, text in kept["typed"].items() if name != "submission"}


def _lead(opened: Opened) -> str:
    sender = opened.packet.sender
    if opened.packet.kind == Kind.ADVICE:
        return _("The municipality of %(name)s asks for your advice.") % {"name": sender}
    return _("The municipality of %(name)s hands this over to you.") % {"name": sender}


def partner_name(handover: Handover) -> str:
    """Return what the partner is called; its id when it has gone from the pack."""
    partner = selectors.partner(handover)
    return partner.name.text(language()) if partner else handover.partner_id


def language() -> str:
    """Return the language at hand, without its country."""
    return (get_language() or "nl").split("-")[0]


def _shown(line: Said, handover: Handover) -> dict[str, Any]:
    outcome = policy.current(handover.municipality).pack.find("outcomes", line.outcome)
    word = outcome.name.text(language()) if outcome else ""
    ours = line.what == Line.What.ANSWER
    return {
        "title": f"{line.label}: {word}" if word else line.label,
        "at": line.at,
        "text": line.body,
        "by": _("Municipality") if ours else (line.heard_from or partner_name(handover)),
        "icon": "message" if ours else "check",
    }


def _badge(handover: Handover) -> dict[str, str]:
    kinds = {State.ACKNOWLEDGED: "ok", State.FED_BACK: "ok", State.SENT: "active", State.OPENED: "active"}
    words = {
        State.SENT: _("Not yet acknowledged"),
        State.OPENED: _("Not yet acknowledged"),
        State.ACKNOWLEDGED: _("Acknowledged"),
        State.FED_BACK: _("Feedback given"),
    }
    state = State(handover.state)
    if handover.kind == Kind.ADVICE and state in (State.SENT, State.OPENED):
        return {"label": _("Advice asked"), "kind": "active"}
    if handover.kind == Kind.ADVICE and state is State.FED_BACK:
        return {"label": _("Advice given"), "kind": "ok"}
    return {"label": words.get(state, ""), "kind": kinds.get(state, "neutral")}
