# SPDX-License-Identifier: EUPL-1.2
"""Machine words of journal, route and tests as people read them."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sluitend.core.actor import ActorKind
from sluitend.dossiers.selectors import TimelineLine
from sluitend.policy.schema.pack import Pack
from sluitend.signals.models import Channel

_t = gettext_lazy
ACTS: dict[str, Promise] = {
    "dossier.open": _t("Dossier opened"),
    "dossier.move": _t("State: %(object)s"),
    "dossier.assign": _t("Assigned to %(object)s"),
    "dossier.plan": _t("Next step: %(object)s"),
    "dossier.weigh": _t("Weighed: %(object)s"),
    "dossier.close": _t("Closed: %(object)s"),
    "dossier.reopen": _t("Reopened"),
    "dossier.escalate": _t("Too late: %(object)s"),
    "dossier.release": _t("Back to its role"),
    "dossier.involve": _t("Involved: %(object)s"),
    "dossier.end-involvement": _t("No longer involved: %(object)s"),
    "signal.record": _t("Signal received: %(object)s"),
    "signal.ask-reporter": _t("Question to the reporter"),
    "signal.reporter-wrote": _t("The reporter wrote something"),
    "signal.messages-read": _t("Messages read"),
    "reporter.look": _t("Reporter's identity looked at, with a reason"),
    "safe-contact.look": _t("Safe contact looked at, with a reason"),
    "handover.prepare": _t("Handover prepared"),
    "handover.send": _t("Handed over"),
    "handover.open": _t("Opened by the partner"),
    "handover.acknowledge": _t("Acknowledged by the partner"),
    "handover.refuse": _t("Refused by the partner"),
    "handover.feed-back": _t("Feedback from the partner"),
    "handover.ask": _t("Question from the partner"),
    "handover.answer": _t("Answer to the partner"),
    "handover.withdraw": _t("Handover withdrawn"),
    "handover.renew-link": _t("Fresh link made"),
    "handover.ask-fresh-link": _t("The partner asks for a fresh link"),
    "handover.receive-advice": _t("Advice received"),
    "handover.inform-person": _t("The person concerned was informed"),
    "handover.postpone-informing": _t("Informing the person was put off, with a reason"),
    "handover.plan-call-back": _t("Planned to call the partner again"),
    "handover.recheck": _t("Look again whether the person can be informed"),
    "handover.escalate": _t("The partner did not react in time"),
}
_SECTIONS = {"state": "states", "next-step": "next_steps", "outcome": "outcomes", "role": "roles"}
TEST_QUESTIONS: dict[str, Promise] = {
    "goal": _t("For which purpose is this needed?"),
    "necessary": _t("Why is it necessary?"),
    "proportionate": _t("Why is it in proportion?"),
    "least_intrusive": _t("Why is there no less intrusive way?"),
}


def act(line: TimelineLine, pack: Pack, people: Mapping[str, str]) -> str:
    """Return what was done, in words; an unknown act shows its machine word rather than nothing."""
    words = ACTS.get(line.action)
    if words is None:
        return line.action
    return str(words) % {"object": _object(line, pack, people)}


def actor(line: TimelineLine, pack: Pack) -> str:
    """Return who did it: a name for staff, a kind for all others."""
    if line.actor_kind == ActorKind.STAFF:
        return line.who
    if line.actor_kind == ActorKind.PARTNER:
        found = pack.find("partners", line.actor_id)
        return found.name.text(get_language() or "nl") if found else _("Partner")
    return _("Reporter") if line.actor_kind == ActorKind.REPORTER else _("The system")


def test_question(name: str) -> str:
    """Return a question of the privacy test."""
    return str(TEST_QUESTIONS.get(name, name))


def walked(route: dict[str, Any], pack: Pack, language: str) -> list[dict[str, Any]]:
    """Return the walked route as questions and answers, from what was stored with the signal."""
    found = pack.find("route_maps", route.get("map", ""))
    if found is None:
        return []
    labels = {"yes": _("Yes"), "no": _("No"), "unknown": _("I don't know")}
    lines = []
    for question in found.questions:
        given = route.get("answers", {}).get(question.id)
        if given is None:
            continue
        values = [str(one) for one in given] if isinstance(given, list) else [str(given)]
        answer = ", ".join(labels.get(value) or _form(value, pack, language) for value in values)
        lines.append(
            {"question": question.text.text(language), "answer": answer, "unknown": values == ["unknown"]}
        )
    return lines


def fresh() -> uuid.UUID:
    """Return a name for one submit."""
    return uuid.uuid4()


def _form(value: str, pack: Pack, language: str) -> str:
    found = pack.find("forms", value)
    return found.name.text(language) if found else value


def _object(line: TimelineLine, pack: Pack, people: Mapping[str, str]) -> str:
    section = _SECTIONS.get(line.object_type)
    found = pack.find(section, line.object_id) if section else None
    if found is not None:
        return str(found.name.text(get_language() or "nl"))
    if line.object_type == "channel":
        return str(dict(Channel.choices).get(line.object_id, line.object_id)).lower()
    return people.get(line.object_id, line.object_id)
