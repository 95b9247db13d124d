# SPDX-License-Identifier: EUPL-1.2
"""Machine words of journal, route and tests as people read them."""

import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sluitend.core.actor import ActorKind
from sluitend.dossiers.models import TimedAccess
from sluitend.dossiers.selectors import TimelineLine
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.routes import AskedSource
from sluitend.signals import identifiers
from sluitend.signals.models import Channel, SourceKind

ACTS: dict[str, Promise] = {
    "dossier.open": gettext_lazy("Dossier opened"),
    "dossier.move": gettext_lazy("State: %(object)s"),
    "dossier.assign": gettext_lazy("Assigned to %(object)s"),
    "dossier.plan": gettext_lazy("Next step: %(object)s"),
    "dossier.weigh": gettext_lazy("Weighed: %(object)s"),
    "dossier.close": gettext_lazy("Closed: %(object)s"),
    "dossier.reopen": gettext_lazy("Reopened"),
    "dossier.escalate": gettext_lazy("Too late: %(object)s"),
    "dossier.release": gettext_lazy("Back to its role"),
    "dossier.involve": gettext_lazy("Involved: %(object)s"),
    "dossier.end-involvement": gettext_lazy("No longer involved: %(object)s"),
    "access.break-glass": gettext_lazy("Opened in an emergency, with a reason"),
    "access.inspect": gettext_lazy("Inspection, with a reason: %(object)s"),
    "access.end": gettext_lazy("Access ended: %(object)s"),
    "access.review": gettext_lazy("Emergency access judged: %(object)s"),
    "access.alert-delivered": gettext_lazy("Warning mailed to %(object)s"),
    "access.alert-failed": gettext_lazy("Warning could not be mailed to %(object)s"),
    "signal.record": gettext_lazy("Signal received: %(object)s"),
    "signal.add": gettext_lazy("Signal added to"),
    "signal.ask-reporter": gettext_lazy("Question to the reporter"),
    "signal.reporter-wrote": gettext_lazy("The reporter wrote something"),
    "signal.messages-read": gettext_lazy("Messages read"),
    "reporter.look": gettext_lazy("Reporter's identity looked at, with a reason"),
    "safe-contact.look": gettext_lazy("Safe contact looked at, with a reason"),
    "handover.prepare": gettext_lazy("Handover prepared"),
    "handover.send": gettext_lazy("Handed over"),
    "handover.no-answer": gettext_lazy("Called the partner: nobody answered"),
    "handover.open": gettext_lazy("Opened by the partner"),
    "handover.acknowledge": gettext_lazy("Acknowledged by the partner"),
    "handover.refuse": gettext_lazy("Refused by the partner"),
    "handover.feed-back": gettext_lazy("Feedback from the partner"),
    "handover.ask": gettext_lazy("Question from the partner"),
    "handover.answer": gettext_lazy("Answer to the partner"),
    "handover.withdraw": gettext_lazy("Handover withdrawn"),
    "handover.renew-link": gettext_lazy("Fresh link made"),
    "handover.ask-fresh-link": gettext_lazy("The partner asks for a fresh link"),
    "handover.decline-fresh-link": gettext_lazy("No fresh link made, with a reason"),
    "handover.receive-advice": gettext_lazy("Advice received"),
    "handover.inform-person": gettext_lazy("The person concerned was informed"),
    "handover.postpone-informing": gettext_lazy("Informing the person was put off, with a reason"),
    "handover.plan-call-back": gettext_lazy("Planned to call the partner again"),
    "handover.recheck": gettext_lazy("Look again whether the person can be informed"),
    "handover.overdue": gettext_lazy("The partner did not react in time"),
    "handover.notice-delivered": gettext_lazy("Notice accepted by the mail server"),
    "handover.notice-failed": gettext_lazy("Notice could not be delivered"),
    "dossier.erase": gettext_lazy("Content destroyed"),
}
_CHOICES: dict[str, list[tuple[str, Any]]] = {
    "channel": Channel.choices,
    "purpose": TimedAccess.Purpose.choices,
    "verdict": TimedAccess.Verdict.choices,
}
SECTIONS = {"state": "states", "next-step": "next_steps", "outcome": "outcomes", "role": "roles"}
TEST_QUESTIONS: dict[str, Promise] = {
    "goal": gettext_lazy("For which purpose is this needed?"),
    "necessary": gettext_lazy("Why is it necessary?"),
    "proportionate": gettext_lazy("Why is it in proportion?"),
    "least_intrusive": gettext_lazy("Why is there no less intrusive way?"),
}


def act(line: TimelineLine, pack: Pack, people: Mapping[str, str]) -> str:
    """Return what was done, in words; an unknown act shows its machine word rather than nothing."""
    words = ACTS.get(line.action)
    if words is None:
        return line.action
    return str(words) % {"object": object_name(line, pack, people)}


def actor(kind: str, actor_id: str, who: str, pack: Pack) -> str:
    """Return who did it: the name of staff (`who`) or of a partner, a kind for all others."""
    if kind == ActorKind.STAFF:
        return who
    if kind == ActorKind.PARTNER:
        found = pack.find("partners", actor_id)
        return found.name.text(get_language() or "nl") if found else _("Partner")
    return _("Reporter") if kind == ActorKind.REPORTER else _("The system")


def test_question(name: str) -> str:
    """Return a question of the privacy test."""
    return str(TEST_QUESTIONS.get(name, name))


def walked(route: dict[str, Any], pack: Pack, language: str) -> list[dict[str, Any]]:
    """Return the walked route as questions and answers, from what was stored with the signal."""
    found = pack.find("route_maps", route.get("map", ""))
    if found is None:
        return []
    shared = [asked for one in pack.route_maps if one.shared for asked in one.inputs]
    asked_and_given = [
        *((asked, route.get("answers", {}).get(asked.id)) for asked in found.questions),
        *((asked, route.get("context", {}).get(asked.id)) for asked in (*found.inputs, *shared)),
    ]
    return [_stop(asked, given, pack, language) for asked, given in asked_and_given if given is not None]


def _stop(asked: AskedSource, given: Any, pack: Pack, language: str) -> dict[str, Any]:
    values = [_word(one) for one in given] if isinstance(given, list) else [_word(given)]
    known = _answers(asked, pack, language)
    return {
        "question": asked.text.text(language),
        "answer": ", ".join(known.get(value, value) for value in values) or known["no"],
        "unknown": values == ["unknown"],
    }


def _answers(asked: AskedSource, pack: Pack, language: str) -> dict[str, str]:
    """Return what each answer to a question is called; what the pack no longer knows stays as it was."""
    no = _("No") if asked.kind in ("yesno", "flag") else _("None of these")
    words = {"yes": _("Yes"), "true": _("Yes"), "no": no, "false": no, "unknown": _("I don't know")}
    if asked.values_from is not None:
        words |= {one.id: one.name.text(language) for one in getattr(pack, asked.values_from)}
    return words | {choice.id: choice.text.text(language) for choice in asked.values}


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def name(pack: Pack, section: str, item_id: str) -> str:
    """Return the name that the pack gives to one of its words; the word itself when it has gone."""
    found = pack.find(section, item_id)
    return str(found.name.text(get_language() or "nl")) if found else item_id


def incomparable(given: Mapping[str, Any], municipality: str) -> str:
    """Name what was filled in and cannot be compared with other signals."""
    kinds = [
        kind
        for kind in identifiers.KINDS
        if given.get(kind, "").strip() and not identifiers.comparable(kind, given[kind], municipality)
    ]
    return ", ".join(identifiers.label(kind) for kind in kinds)


def source(kind: str, note: str) -> str:
    """Return how somebody knows, with from whom or from what where that was written down."""
    label = str(SourceKind(kind).label)
    return f"{label}: {note}" if note else label


def fresh() -> uuid.UUID:
    """Return a name for one submit."""
    return uuid.uuid4()


class Named(Protocol):
    """A line of the journal that is about something."""

    @property
    def object_type(self) -> str:
        """The sort of thing."""

    @property
    def object_id(self) -> str:
        """Which one."""


def object_name(line: Named, pack: Pack, people: Mapping[str, str]) -> str:
    """Return what a line is about, in words; `people` are the names that are known, by id."""
    section = SECTIONS.get(line.object_type)
    found = pack.find(section, line.object_id) if section else None
    if found is not None:
        return str(found.name.text(get_language() or "nl"))
    choices = _CHOICES.get(line.object_type)
    if choices is not None:
        return str(dict(choices).get(line.object_id, line.object_id)).lower()
    return people.get(line.object_id, line.object_id)
