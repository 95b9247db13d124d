# SPDX-License-Identifier: EUPL-1.2
"""The table that the guard decides by. It comes from the policy pack; no rule is in code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sluitend.sharing.words import (
    Base,
    ConsentRule,
    FourEyes,
    InformRule,
    Kind,
    Reason,
    Secrecy,
    StepId,
    Text,
    When,
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence that a person without a law degree understands, and where it comes from."""

    text: Text
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that are shared or kept together. `never` holds the reason why the group stays here."""

    id: str
    label: Text
    never: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be told.

    `identifying`: it may point to a person, alone or with the rest, so it never goes with a
    request for advice. `free_text`: somebody typed it, so a person reads it once more.
    """

    id: str
    label: Text
    group: str
    identifying: bool
    free_text: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """Field groups that may go under one condition."""

    groups: frozenset[str]
    when: When = When.ALWAYS


@dataclass(frozen=True, slots=True)
class Ground:
    """On what base the sharing rests, in words and with its source.

    `partner` says it to who receives it; without it both read `text`.
    """

    base: Base
    text: Text
    source: str
    status: str
    partner: Text | None = None


@dataclass(frozen=True, slots=True)
class PartnerRule:
    """What may go to partners of one role, and how.

    `passes` names the walls of secrecy behind which this role may look. `never_blocked` is for
    the emergency line: purpose, consent, secrecy and steps do not hold it up. `vital_ground`
    replaces `ground` when there is acute danger.
    """

    id: str
    label: Text
    kinds: frozenset[Kind]
    purposes: frozenset[str]
    ground: Ground
    consent: ConsentRule
    shares: tuple[Share, ...]
    vital_ground: Ground | None = None
    inform: InformRule = InformRule.BEFOREHAND
    recheck_days: int = 28
    four_eyes: FourEyes = FourEyes.NONE
    deconflict: bool = False
    passes: frozenset[Secrecy] = frozenset()
    never_blocked: bool = False
    notes: tuple[Text, ...] = ()

    def groups(self, when: When) -> frozenset[str]:
        """Return the field groups that this rule shares under the condition."""
        return frozenset().union(*(share.groups for share in self.shares if share.when is when))


_OWN_EXPLANATIONS = {
    Reason.UNKNOWN_ROLE: Text(
        "Voor dit soort partner staat geen regel in het beleid. Dan gaat er niets mee.",
        "The policy has no rule for this kind of partner. Then nothing goes.",
    ),
    Reason.UNKNOWN_FIELD: Text(
        "Voor dit gegeven staat geen regel in het beleid. Dan gaat het niet mee.",
        "The policy has no rule for this item. Then it does not go.",
    ),
}


def _with_own(given: Mapping[str, Explanation]) -> Mapping[str, Explanation]:
    own = {
        str(reason): Explanation(text, "docs/decisions (deny by default)", "design-choice")
        for reason, text in _OWN_EXPLANATIONS.items()
    }
    return MappingProxyType({**own, **given})


# Words that a pack may write beside a step: once the data have gone, and of a child.
VARIANTS = frozenset({f"{step}-later" for step in StepId} | {"inform-child", "inform-child-later"})


@dataclass(frozen=True, slots=True)
class GuardTable:
    """All that the guard knows. Refuses to exist when a rule names what is not there.

    Raises `ValueError` for a dangling group, or for a reason or step without an explanation,
    because a guard that cannot say why is no guard.
    """

    groups: Mapping[str, FieldGroup] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    rules: Mapping[str, PartnerRule] = field(default_factory=dict)
    advice_groups: frozenset[str] = frozenset()
    advice_ground: Ground | None = None
    explanations: Mapping[str, Explanation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "explanations", _with_own(self.explanations))
        faults = [*self._dangling(), *self._unexplained()]
        if faults:
            raise ValueError("; ".join(faults))

    def _dangling(self) -> list[str]:
        used = {(f"field {item.id}", item.group) for item in self.fields.values()}
        used |= {("advice", group) for group in self.advice_groups}
        for rule in self.rules.values():
            used |= {(f"rule {rule.id}", group) for share in rule.shares for group in share.groups}
        return sorted(f"{who} names unknown group {group}" for who, group in used if group not in self.groups)

    def _unexplained(self) -> list[str]:
        if not self.rules:
            return []
        needed = {str(word) for word in (*Reason, *StepId)} - {str(Reason.NEVER)}
        faults = [f"no explanation for {name}" for name in sorted(needed - set(self.explanations))]
        if self.advice_ground is None:
            faults.append("no ground for asking advice")
        return faults

    def explain(self, name: str) -> Explanation:
        """Return the explanation of a reason or step."""
        return self.explanations[name]

    def explain_step(self, step: StepId, *, later: bool, child: bool) -> Explanation:
        """Return what to do, in the words that fit best: of a child, and once the data have gone.

        A pack may write `inform-child-later`, `inform-child` or `inform-later` beside `inform`.
        """
        names = (f"{step}-child-later" if later else "", f"{step}-child") if child else ()
        wanted = (*names, f"{step}-later" if later else "", str(step))
        return next(self.explanations[name] for name in wanted if name in self.explanations)

    def label(self, field_id: str) -> Text:
        """Return the name of a field for people; an unknown field keeps its id."""
        known = self.fields.get(field_id)
        return known.label if known else Text(field_id, field_id)
