# SPDX-License-Identifier: EUPL-1.2
"""The guard's answer: what goes, what stays and why, on what ground, and what to do beside it."""

from dataclasses import dataclass
from typing import Any

from sluitend.sharing.table import Explanation, Ground
from sluitend.sharing.words import Kind, Moment, Reason, StepId, Text


@dataclass(frozen=True, slots=True)
class Allowed:
    """A field that may go, with its name for people."""

    field: str
    label: Text


@dataclass(frozen=True, slots=True)
class Withheld:
    """A field that stays behind, and why. It never holds the content."""

    field: str
    label: Text
    reason: Reason
    why: Explanation


@dataclass(frozen=True, slots=True)
class Step:
    """Something a person does before or after the sharing; `days` is a term where there is one."""

    id: StepId
    moment: Moment
    what: Explanation
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer. `allowed` and `withheld` together are exactly the fields that were asked."""

    kind: Kind
    partner_role: str
    purpose: str
    allowed: tuple[Allowed, ...]
    withheld: tuple[Withheld, ...]
    steps: tuple[Step, ...]
    ground: Ground | None
    notes: tuple[Text, ...] = ()

    @property
    def allowed_ids(self) -> frozenset[str]:
        """The ids of the fields that may go."""
        return frozenset(item.field for item in self.allowed)

    @property
    def withheld_ids(self) -> frozenset[str]:
        """The ids of the fields that stay behind."""
        return frozenset(item.field for item in self.withheld)

    @property
    def before(self) -> tuple[Step, ...]:
        """The steps that come first."""
        return tuple(step for step in self.steps if step.moment is Moment.BEFORE)

    def requires(self, step: StepId) -> bool:
        """Return whether the step has to be done before the data go."""
        return any(item.id is step for item in self.before)

    def as_record(self) -> dict[str, Any]:
        """Return the decision as plain data, to be kept with what was sent. No content in it."""
        return {
            "kind": str(self.kind),
            "partner_role": self.partner_role,
            "purpose": self.purpose,
            "allowed": [{"field": item.field, "label": _pair(item.label)} for item in self.allowed],
            "withheld": [
                {
                    "field": item.field,
                    "label": _pair(item.label),
                    "reason": str(item.reason),
                    "why": _pair(item.why.text),
                    "source": item.why.source,
                }
                for item in self.withheld
            ],
            "steps": [
                {
                    "id": str(step.id),
                    "moment": str(step.moment),
                    "what": _pair(step.what.text),
                    "source": step.what.source,
                    "days": step.days,
                }
                for step in self.steps
            ],
            "ground": _ground(self.ground),
            "notes": [_pair(note) for note in self.notes],
        }


def _pair(text: Text) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}


def _ground(ground: Ground | None) -> dict[str, Any] | None:
    if ground is None:
        return None
    return {
        "base": str(ground.base),
        "text": _pair(ground.text),
        "partner": _pair(ground.partner or ground.text),
        "source": ground.source,
        "status": ground.status,
    }
