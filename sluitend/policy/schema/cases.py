# SPDX-License-Identifier: EUPL-1.2
"""Sorts of case with their check questions, the barrier model, and what is told of a prosecution."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sluitend.policy.schema.base import FactId, Model, Slug, Sourced, Text
from sluitend.policy.schema.partners import PartnerRole


class CheckQuestion(Model):
    """A question that somebody answers before a matter is escalated; it decides nothing."""

    id: Slug
    text: Text


class CaseSort(Sourced):
    """A sort of case: who directs, in which compartment it lies, on what ground.

    `partner_roles` are those of the partner to which it is escalated; a local case has none.
    `fits` lists groups of questions: with "yes" to all of one group, the criteria are met. `before` is
    what comes first, `requests` where data subjects go.
    """

    name: Text
    description: Text | None = None
    compartment: Literal["signals", "wgs"]
    partner_roles: tuple[PartnerRole, ...] = ()
    base: Text
    questions: tuple[CheckQuestion, ...] = ()
    fits: tuple[Annotated[tuple[Slug, ...], Field(min_length=1)], ...] = ()
    before: Text | None = None
    requests: Text | None = None

    @property
    def own_only(self) -> bool:
        """Whether only their reference, our contribution and our tasks are kept: a partnership directs it."""
        return bool(self.partner_roles)

    @model_validator(mode="after")
    def _apart_when_a_partnership_directs(self) -> Self:
        if (self.compartment == "wgs") != self.own_only:
            message = "a sort of case lies in compartment wgs exactly when a partner directs it"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _criteria_are_asked(self) -> Self:
        asked = {question.id for question in self.questions}
        if unknown := sorted({name for group in self.fits for name in group} - asked):
            message = f"`fits` names {', '.join(unknown)}, which no question asks"
            raise ValueError(message)
        return self

    def meets(self, yes: set[str]) -> bool:
        """Return whether these questions, answered with yes, meet the criteria; true when there are none."""
        return not self.fits or any(set(group) <= yes for group in self.fits)


class Barrier(Sourced):
    """A step of a trafficker that can be disturbed; `facts` are what the plan puts in its way."""

    name: Text
    question: Text
    facts: tuple[FactId, ...] = ()


class ProsecutionStep(Sourced):
    """Something that a partner may tell of investigation and prosecution."""

    name: Text
    explanation: Text | None = None
