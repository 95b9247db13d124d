# SPDX-License-Identifier: EUPL-1.2
"""What staff pages show of a handover: the guard's two sides, a script for the phone, how far it is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sluitend import sharing
from sluitend.core import clock
from sluitend.handover.guard import Asked
from sluitend.handover.models import Handover, Informed, Kind, Outgoing
from sluitend.handover.packet import Frozen, Packet
from sluitend.handover.pages import language, partner_name
from sluitend.handover.states import WAITING_FOR_ACKNOWLEDGEMENT, State
from sluitend.policy import selectors as policy
from sluitend.policy import sources
from sluitend.sharing import Consent, ConsentRule, Moment, Step, StepId, Urgency

# Groups of the pack that say of what sort a signal is, and nothing with which somebody could act.
_OUTLINE = frozenset({"reference", "outline"})
_BADGES = {
    State.PREPARED: "neutral",
    State.SENT: "active",
    State.OPENED: "active",
    State.ACKNOWLEDGED: "ok",
    State.FED_BACK: "ok",
    State.REFUSED: "warning",
    State.WITHDRAWN: "neutral",
}


def sides(asked: Asked, packet: Packet) -> dict[str, Any]:
    """Return what goes, what stays and why, the ground, what to do before (`mind`: to know) and after."""
    decision = asked.decision
    values: dict[str, list[str]] = {}
    for field in packet.fields:
        values.setdefault(field.id, []).append(field.value.strip())
    ground = decision.ground
    return {
        "goes": [
            {"key": item.label.text(language()), "value": "\n".join(values[item.field])}
            for item in decision.allowed
        ],
        "stays": [
            {"key": item.label.text(language()), "value": item.why.text.text(language())}
            for item in decision.withheld
        ],
        "ground": ground.text.text(language()) if ground else "",
        "source": sources.in_words(asked.in_force.pack, ground.source, language()) if ground else "",
        "thin": _thin(asked),
        "ask_first": _ask_first(asked),
        "informed": str(Informed(str(asked.circumstances.informed)).label),
        "before": [_what(step) for step in decision.before],
        "inform": next((_what(step) for step in decision.before if step.id is StepId.INFORM), ""),
        "mind": [_what(step) for step in decision.steps if _minds(step)],
        "after": [_what(step) for step in decision.steps if step not in decision.before and not _minds(step)],
        "notes": [note.text(language()) for note in decision.notes],
    }


def by_reason(stays: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return what stays behind, with all that stays for one reason on one line."""
    named: dict[str, list[str]] = {}
    for one in stays:
        named.setdefault(one["value"], []).append(one["key"])
    return [{"key": ", ".join(keys), "value": why} for why, keys in named.items()]


def _thin(asked: Asked) -> bool:
    """Whether nothing goes with which the partner could do anything: no fact, sign, place or question."""
    groups = {asked.table.fields[field].group for field in asked.decision.allowed_ids}
    return not groups - _OUTLINE


def _ask_first(asked: Asked) -> bool:
    """Whether the person should be asked before this partner hears of them, and nobody did."""
    rule, told = asked.table.rules.get(asked.rule_id), asked.circumstances
    asks = rule is not None and rule.consent is not ConsentRule.NOT_NEEDED
    calm = asked.decision.kind is sharing.Kind.REPORT and told.urgency is not Urgency.ACUTE
    return asks and calm and told.consent is Consent.NOT_ASKED


def _what(step: Step) -> str:
    return step.what.text.text(language())


def _minds(step: Step) -> bool:
    """Whether this has to be known beforehand, also where danger lets everything else follow."""
    return step.id is StepId.MINOR and step.moment is Moment.AFTER


def call_script(packet: Frozen) -> list[dict[str, Any]]:
    """Return what to say on the phone, in order: who calls, the packet, and what to ask."""
    words = {"name": packet.sender, "reference": packet.reference}
    if packet.kind == Kind.ADVICE:
        begin = [
            _("I am calling from the municipality of %(name)s. I would like your advice.") % words,
            _("I do not tell you who it is about."),
        ]
        told, ask = _("Our question"), [_("What do you advise?"), _("May I note your name?")]
    else:
        begin = [
            _("I am calling from the municipality of %(name)s about possible human trafficking.") % words,
            _("Our reference is %(reference)s. It is a suspicion, not an established fact.") % words,
        ]
        told = _("Tell this, and nothing else")
        ask = [
            _("Do you take this up?"),
            _("What is your name, and your reference?"),
            _("When do we hear from you what became of it?"),
        ]
    lines = [f"{entry.label.text(language())}: {entry.value}" for entry in packet.entries]
    return [
        {"heading": _("Begin with this"), "lines": begin, "say": True},
        {"heading": told, "lines": lines, "say": False},
        {"heading": _("Ask this"), "lines": ask, "say": True},
    ]


def status(handover: Handover, *, url: str = "") -> dict[str, Any]:
    """Return how far a handover is, without content. Give it one of `selectors.of_dossier`."""
    state = State(handover.state)
    outcome = policy.current(handover.municipality).pack.find("outcomes", handover.outcome)
    notices = {row.progress for row in handover.outgoing.all()}
    return {
        "url": url,
        "partner": partner_name(handover),
        "label": handover.get_state_display(),
        "badge": "late" if handover.is_overdue(clock.today()) else _BADGES[state],
        "kind": handover.get_kind_display(),
        "way": handover.get_way_display(),
        "outcome": outcome.name.text(language()) if outcome else "",
        "due": handover.due,
        "waits_for": "acknowledgement" if state in WAITING_FOR_ACKNOWLEDGEMENT else "feedback",
        "notice_failed": Outgoing.Progress.FAILED in notices and state in WAITING_FOR_ACKNOWLEDGEMENT,
        "notice_waits": Outgoing.Progress.WAITING in notices,
        "recheck_on": handover.recheck_on,
        "timeline": _timeline(handover),
    }


def _timeline(handover: Handover) -> list[dict[str, Any]]:
    names = dict(Handover._meta.get_field("state").flatchoices)
    moves = sorted(handover.history.all(), key=lambda move: move.seq)
    return [
        {
            "at": move.moved_at,
            "title": names[move.to_state],
            "by": _("heard by phone") if move.by_phone else "",
            "kind": "now" if move is moves[-1] else "done",
        }
        for move in moves
    ]
