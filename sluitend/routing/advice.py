# SPDX-License-Identifier: EUPL-1.2
"""What the engine gives back: immutable, and writable as plain data in a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sluitend.routing.model import KIND_ORDER, Channel, StepKind, Text, say


@dataclass(frozen=True, slots=True)
class Step:
    """Go to this partner. Steps stand in the order in which to take them."""

    partner: str
    name: Text
    kind: StepKind
    order: int
    urgent: bool
    channels: tuple[Channel, ...]
    why: tuple[Text, ...]
    source: str
    status: str
    rules: tuple[str, ...]

    def as_dict(self, lang: str = "nl") -> dict[str, Any]:
        """Return the step as plain data."""
        return {
            "partner": self.partner,
            "name": say(self.name, lang),
            "kind": self.kind,
            "urgent": self.urgent,
            "channels": [{"kind": channel.kind, "value": channel.value} for channel in self.channels],
            "why": " ".join(say(text, lang) for text in self.why),
            "source": self.source,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Note:
    """A duty, something to avoid, a gap, or where a matter belongs when it is not this route."""

    id: str
    text: Text
    source: str
    status: str
    partner: str = ""
    name: Text | None = None
    channels: tuple[Channel, ...] = ()

    def as_dict(self, lang: str = "nl") -> dict[str, Any]:
        """Return the note as plain data; the partner only when there is one."""
        data: dict[str, Any] = {"id": self.id, "text": say(self.text, lang), "source": self.source}
        data["status"] = self.status
        if self.partner:
            data["partner"] = self.partner
            data["channels"] = [{"kind": channel.kind, "value": channel.value} for channel in self.channels]
        return data


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What is still to be found out: not asked (`missing`), not known (`unknown`) or `doubtful`."""

    id: str
    text: Text
    reason: Literal["missing", "unknown", "doubtful"]
    map: str
    place: str = "answers"

    def as_dict(self, lang: str = "nl") -> dict[str, Any]:
        """Return the open question as plain data."""
        return {
            "id": self.id,
            "map": self.map,
            "place": self.place,
            "reason": self.reason,
            "text": say(self.text, lang),
        }


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that gave part of the advice, and the answers on which it rests."""

    rule: str
    source: str
    status: str
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice for one case. `given` is what it rests on; `go_to` names maps to walk as well."""

    map: str
    steps: tuple[Step, ...]
    duties: tuple[Note, ...]
    avoid: tuple[Note, ...]
    elsewhere: tuple[Note, ...]
    open_questions: tuple[OpenQuestion, ...]
    gaps: tuple[Note, ...]
    go_to: tuple[str, ...]
    fired: tuple[Fired, ...]
    given: Mapping[str, Any]

    @property
    def trace(self) -> list[dict[str, Any]]:
        """Return which rules gave this advice: each with its source and the answers it rests on."""
        return [
            {
                "rule": one.rule,
                "because": [
                    {"id": name, "answer": self.given[name]} for name in one.reads if name in self.given
                ],
                "source": one.source,
                "status": one.status,
            }
            for one in self.fired
        ]

    def as_dict(self, lang: str = "nl") -> dict[str, Any]:
        """Return the whole advice as plain data in a language."""
        return {
            "map": self.map,
            "steps": [step.as_dict(lang) for step in self.steps],
            "duties": [note.as_dict(lang) for note in self.duties],
            "avoid": [note.as_dict(lang) for note in self.avoid],
            "not_this_route": [note.as_dict(lang) for note in self.elsewhere],
            "open_questions": [question.as_dict(lang) for question in self.open_questions],
            "gaps": [note.as_dict(lang) for note in self.gaps],
            "go_to": list(self.go_to),
            "trace": self.trace,
        }


def one_per_partner(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Put steps in order and join those to the same partner: the reasons of both, the strongest kind."""
    found: dict[str, Step] = {}
    for step in sorted(steps, key=_order):
        known = found.get(step.partner)
        found[step.partner] = _joined(known, step) if known else step
    return tuple(found.values())


def _order(step: Step) -> int:
    return step.order


def _joined(first: Step, second: Step) -> Step:
    return replace(
        first,
        kind=min(first.kind, second.kind, key=KIND_ORDER.__getitem__),
        urgent=first.urgent or second.urgent,
        why=first.why + tuple(text for text in second.why if text not in first.why),
        source="; ".join(dict.fromkeys([*first.source.split("; "), *second.source.split("; ")])),
        rules=(*first.rules, *second.rules),
    )
