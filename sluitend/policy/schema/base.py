# SPDX-License-Identifier: EUPL-1.2
"""Building blocks of the pack schema: texts, identifiers, references, sources, validity.

Everything is frozen and refuses unknown fields. The loader validates in strict JSON mode, so that
a number never passes for a text nor a text for a number.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MUNICIPALITY = r"^GM[0-9]{4}$"
WEB_ADDRESS = r"^https?://\S+$"
SOURCE = r"^[a-z0-9]+(-[a-z0-9]+)*( [^;]+)?(; [a-z0-9]+(-[a-z0-9]+)*( [^;]+)?)*$"


class Model(BaseModel):
    """Base of all parts of a pack: frozen, and an unknown field is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """A text for people in Dutch and, when there is one, in English.

    In YAML a plain string means Dutch only: `name: Politie` equals `name: {nl: Politie}`.
    """

    nl: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=20_000)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_dutch(cls, value: object) -> object:
        return {"nl": value} if isinstance(value, str) else value

    def text(self, language: str) -> str:
        """Return the text in `language` (`nl`, `en`, `en-gb`…), in Dutch when there is no other."""
        return self.en if self.en and language.startswith("en") else self.nl

    def __str__(self) -> str:
        return self.nl

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "string", "minLength": 1}, dict(whole)]}


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Marks a field whose value must be the id of an item in `section`.

    `kinds` narrows it to items whose `kind` is one of these, for sections with a kind.
    """

    section: str
    kinds: tuple[str, ...] = ()


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
# Pages show it as a link: with any scheme it could be a script.
WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS, max_length=2_000)]
FeatureId = Annotated[Slug, RefersTo("features")]
MunicipalityId = Annotated[str, StringConstraints(pattern=MUNICIPALITY), RefersTo("municipalities")]
FormId = Annotated[Slug, RefersTo("forms")]
FactId = Annotated[Slug, RefersTo("facts")]
DepartmentId = Annotated[Slug, RefersTo("facts", ("department",))]
ProjectId = Annotated[Slug, RefersTo("facts", ("project",))]
SectorId = Annotated[Slug, RefersTo("facts", ("meldcode-sector",))]
ThemeId = Annotated[Slug, RefersTo("facts", ("theme", "strategy"))]
FigureId = Annotated[Slug, RefersTo("figures")]
RoleId = Annotated[Slug, RefersTo("roles")]
ReporterId = Annotated[Slug, RefersTo("reporters")]
TrainingGroupId = Annotated[Slug, RefersTo("training", ("group",))]
ConsultationId = Annotated[Slug, RefersTo("consultations")]
PartnerId = Annotated[Slug, RefersTo("partners")]
RouteMapId = Annotated[Slug, RefersTo("route_maps")]
StateId = Annotated[Slug, RefersTo("states")]
NextStepId = Annotated[Slug, RefersTo("next_steps")]
TermId = Annotated[Slug, RefersTo("terms")]

SourceText = Annotated[str, StringConstraints(pattern=SOURCE, max_length=300)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class Status(StrEnum):
    """How firm a fact is."""

    PLAN = "plan"  # printed in the plan that the source names
    LAW = "law"  # follows from a law that the source names
    DERIVED = "derived"  # calculated or concluded from what the source says
    RECONSTRUCTED = "reconstructed"  # rebuilt because the original is not at hand
    DESIGN_CHOICE = "design-choice"  # chosen by the makers, open to change
    TO_CONFIRM = "to-confirm"  # believed to be right; somebody must still check it


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one document."""

    document: str
    section: str


def citations(source: str) -> tuple[Citation, ...]:
    """Return the places named by a source text such as `plan §6.1; wmo art. 1.2.2`."""
    parts = (part.split(" ", 1) for part in source.split("; ") if part)
    return tuple(Citation(part[0], part[1] if len(part) > 1 else "") for part in parts)


class Item(Model):
    """One thing in a section, known by its id; `feature` ties it to a part that can be off."""

    id: Slug
    note: Text | None = None
    feature: FeatureId | None = None


class Sourced(Item):
    """An item that says where it comes from and how firm it is."""

    source: SourceText
    status: Status

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return the places that this item is based on."""
        return citations(self.source)


class Validity(Model):
    """When something holds, and when somebody last looked whether it still does."""

    valid_from: date | None = None
    valid_to: date | None = None
    last_checked: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            message = "valid_to lies before valid_from"
            raise ValueError(message)
        return self

    def holds_on(self, day: date) -> bool:
        """Return whether this holds on `day`; both ends count."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Owner(Model):
    """Who answers for something: exactly one of a role, a department, a project or a partner."""

    role: RoleId | None = None
    department: DepartmentId | None = None
    project: ProjectId | None = None
    partner: PartnerId | None = None
    part: Text | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(one is not None for one in (self.role, self.department, self.project, self.partner)) != 1:
            message = "name exactly one of role, department, project, partner"
            raise ValueError(message)
        return self


class Detail(Model):
    """A labelled part of a fact, such as one column of a table in the plan."""

    label: Text
    text: Text


def plain(value: BaseModel) -> dict[str, Any]:
    """Return a model as JSON-able data without the fields that were left out."""
    return value.model_dump(mode="json", exclude_none=True)
