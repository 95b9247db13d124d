# SPDX-License-Identifier: EUPL-1.2
"""What a plan says: documents, forms of exploitation, facts, figures, commitments, gaps."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sluitend.policy.schema.base import (
    Detail,
    FactId,
    FigureId,
    FormId,
    Item,
    Model,
    MunicipalityId,
    Owner,
    PartnerId,
    Slug,
    Sourced,
    SourceText,
    Status,
    Text,
    ThemeId,
    WebAddress,
)
from sluitend.policy.schema.due import Due


class Document(Item):
    """A document that sources refer to; `absent` when the makers did not have it at hand."""

    title: Text
    publisher: Text | None = None
    date: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")] | None = None
    version: str | None = None
    url: WebAddress | None = None
    kind: Literal["plan", "law", "policy", "guide", "report", "website", "list", "other"] = "other"
    absent: bool = False


class Form(Sourced):
    """A form of exploitation. `in_scope: false` keeps it routable but outside the plan.

    `unknown: true` marks the one entry that stands for "not known yet".
    """

    name: Text
    description: Text | None = None
    parent: FormId | None = None
    in_scope: bool = True
    unknown: bool = False
    aliases: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = ()
    handled_by: tuple[PartnerId, ...] = ()


class FactKind(StrEnum):
    """What a fact is about; pages and the traceability table group by it."""

    AGREEMENT = "agreement"
    ASSURANCE = "assurance"
    AWARENESS = "awareness"
    BARRIER = "barrier"
    CAMPAIGN = "campaign"
    CARE = "care"
    CARE_PILLAR = "care-pillar"
    CONTEXT = "context"
    DEFINITION = "definition"
    DEPARTMENT = "department"
    ESCALATION = "escalation"
    EVALUATION = "evaluation"
    GOAL = "goal"
    HISTORY = "history"
    INSPECTION = "inspection"
    INSTRUMENT = "instrument"
    INTERVENTION = "intervention"
    KNOWLEDGE_BASE = "knowledge-base"
    LEGAL_FRAMEWORK = "legal-framework"
    MELDCODE_SECTOR = "meldcode-sector"
    MELDCODE_STEP = "meldcode-step"
    MUNICIPAL_ROLE = "municipal-role"
    POWER = "power"
    PREVENTION = "prevention"
    PRINCIPLE = "principle"
    PROGRAMME = "programme"
    PROJECT = "project"
    REGIONAL_STRUCTURE = "regional-structure"
    REPORTING_ROUTE = "reporting-route"
    REPRESSION = "repression"
    RISK_GROUP = "risk-group"
    SECTOR = "sector"
    SIGNAL_EXAMPLE = "signal-example"
    STATUTORY_TERM = "statutory-term"
    STRATEGY = "strategy"
    TASK = "task"
    THEME = "theme"
    URGENCY = "urgency"
    WORKING_AGREEMENT = "working-agreement"


class Fact(Sourced):
    """One statement of the plan that has no shape of its own.

    `parent` groups facts (the components under a strategy); `details` holds labelled parts (the
    columns of a table); `related` points at other facts.
    """

    kind: FactKind
    name: Text
    text: Text | None = None
    parent: FactId | None = None
    forms: tuple[FormId, ...] = ()
    partners: tuple[PartnerId, ...] = ()
    owners: tuple[Owner, ...] = ()
    municipalities: tuple[MunicipalityId, ...] = ()
    details: tuple[Detail, ...] = ()
    related: tuple[FactId, ...] = ()
    period: str | None = None
    due: Due | None = None
    url: WebAddress | None = None


Number = Annotated[int, Field(strict=True)] | Annotated[float, Field(allow_inf_nan=False)]


class Measured(Model):
    """A number, a range from `min` to `max`, or words where the source gives no number."""

    value: Number | None = None
    min: Number | None = None
    max: Number | None = None
    words: Text | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        ranged = self.min is not None or self.max is not None
        if sum((self.value is not None, ranged, self.words is not None)) != 1:
            message = "give exactly one of: value, a range (min and max), words"
            raise ValueError(message)
        if ranged and (self.min is None or self.max is None or self.max < self.min):
            message = "a range needs min and max, and max is not below min"
            raise ValueError(message)
        return self


class Revision(Measured):
    """The value as published on one day; several tell how a figure was corrected."""

    published: date
    source: SourceText | None = None
    note: Text | None = None


class Breakdown(Model):
    """A declared sum: the figure equals the sum of `parts`. Lint warns when it does not."""

    by: Text
    parts: Annotated[tuple[FigureId, ...], Field(min_length=2)]


class Target(Model):
    """What the figure should become; `published` tells revised targets apart."""

    value: Number
    period: str | None = None
    published: date | None = None
    note: Text | None = None


class Figure(Sourced, Measured):
    """One number of the plan (or of a later year), with unit, area and period.

    `indicator: true` makes it a KPI that returns each period. `derived_from` names the figures from
    which a derived value was calculated, `derivation` says how.
    """

    name: Text
    unit: Text
    area: Text
    period: Text
    category: Text | None = None
    indicator: bool = False
    definition: Text | None = None
    breakdowns: tuple[Breakdown, ...] = ()
    derived_from: tuple[FigureId, ...] = ()
    derivation: Text | None = None
    revisions: tuple[Revision, ...] = ()
    targets: tuple[Target, ...] = ()
    forms: tuple[FormId, ...] = ()
    municipalities: tuple[MunicipalityId, ...] = ()
    partner: PartnerId | None = None

    @property
    def latest(self) -> Measured:
        """Return the value published last, or the figure itself when it was never revised."""
        return max(self.revisions, key=lambda revision: revision.published, default=self)


class Commitment(Sourced):
    """Something the plan promises: who does what, and when (a row of the Stappenplan)."""

    theme: ThemeId
    name: Text
    text: Text | None = None
    owners: Annotated[tuple[Owner, ...], Field(min_length=1)]
    due: Due
    forms: tuple[FormId, ...] = ()
    partners: tuple[PartnerId, ...] = ()
    facts: tuple[FactId, ...] = ()


class Gap(Item):
    """What the plan leaves open or contradicts; an administrator sees it.

    `about` lists what it touches as `section:id` (for instance `partners:riec`).
    """

    section: SourceText
    kind: Literal["missing", "contradiction", "outdated", "unclear"]
    name: Text
    text: Text
    about: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z_]+:[A-Za-z0-9-]+$")], ...] = ()
    handled: Text | None = None
    status: Status = Status.PLAN
    tags: tuple[Slug, ...] = ()
