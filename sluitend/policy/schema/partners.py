# SPDX-License-Identifier: EUPL-1.2
"""Partners and how to reach them."""

import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sluitend.policy.schema.base import (
    ConsultationId,
    FormId,
    Model,
    MunicipalityId,
    PartnerId,
    RoleId,
    Slug,
    Sourced,
    SourceText,
    Status,
    Text,
    Validity,
)

_SHAPES = {
    "phone": (re.compile(r"\+?[0-9][0-9 ()-]{1,19}"), "digits, spaces and dashes, such as 0800-0000"),
    "mail": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "an address such as meldpunt@example.invalid"),
    "web": (re.compile(r"(https?://)?[^\s/@]+\.[^\s/@]+(/\S*)?"), "an address such as www.example.invalid"),
    "form": (re.compile(r"(https?://)?[^\s/@]+\.[^\s/@]+(/\S*)?"), "an address such as www.example.invalid"),
}
Time = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class PartnerRole(StrEnum):
    """What a partner does in the approach; a partner can have several roles."""

    EMERGENCY = "emergency"
    INTAKE = "intake"
    INTERNAL = "internal"
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    CARE_COORDINATION = "care-coordination"
    SPECIALISED_CARE = "specialised-care"
    ADVICE = "advice"
    ANONYMOUS_LINE = "anonymous-line"
    CASE_CONSULTATION = "case-consultation"
    INFORMATION_CENTRE = "information-centre"
    JOINT_INTERVENTION = "joint-intervention"
    SUPERVISION = "supervision"
    REGISTRATION = "registration"
    MONITORING = "monitoring"
    COORDINATION = "coordination"
    INTEGRITY_TEST = "integrity-test"
    TRAINING = "training"


class Opening(Model):
    """Days and times on which a channel answers."""

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...]
    opens: Time
    closes: Time


class Channel(Validity):
    """One way to reach a partner. `source` and `status` count for this channel alone.

    `secure`: fit for personal data (such as secure mail). `purposes` is empty when it serves all.
    """

    kind: Literal["phone", "mail", "web", "form", "post", "visit"]
    value: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    label: Text | None = None
    hours: Text | None = None
    always: bool = False
    opening: tuple[Opening, ...] = ()
    secure: bool = False
    purposes: tuple[Literal["report", "advice", "care", "information"], ...] = ()
    source: SourceText | None = None
    status: Status | None = None

    @model_validator(mode="after")
    def _value_fits_kind(self) -> Self:
        shape = _SHAPES.get(self.kind)
        if shape and not shape[0].fullmatch(self.value):
            message = f"`{self.value}` is not a {self.kind} value: expected {shape[1]}"
            raise ValueError(message)
        return self

    @property
    def href(self) -> str:
        """Return what a browser opens: `tel:`, `mailto:` or a web address; empty for the others."""
        if self.kind == "phone":
            return "tel:" + re.sub(r"[^0-9+]", "", self.value)
        if self.kind == "mail":
            return f"mailto:{self.value}"
        if self.kind in ("web", "form"):
            return self.value if self.value.startswith(("http://", "https://")) else f"https://{self.value}"
        return ""


class AgeBand(Model):
    """Ages that a partner serves; both ends count, an open end is left out."""

    min: Annotated[int, Field(ge=0, le=130)] | None = None
    max: Annotated[int, Field(ge=0, le=130)] | None = None


class Partner(Sourced, Validity):
    """An organisation, team or internal contact to which a signal can go.

    Empty `forms` or `municipalities` mean: all. `role` ties an internal partner to a role of the
    pack, `consultation` to a consultation. `acknowledge_within` and `feedback_within` are working
    days; left out, the pack's terms count. `audience` lists to which sorts of reporters it is shown.
    """

    name: Text
    full_name: Text | None = None
    description: Text | None = None
    roles: tuple[PartnerRole, ...] = ()
    channels: tuple[Channel, ...] = ()
    forms: tuple[FormId, ...] = ()
    municipalities: tuple[MunicipalityId, ...] = ()
    regions: tuple[Slug, ...] = ()
    ages: AgeBand | None = None
    part_of: PartnerId | None = None
    role: RoleId | None = None
    consultation: ConsultationId | None = None
    audience: tuple[Literal["internal", "external", "inhabitant"], ...] = ()
    advice_anonymous: bool = False
    no_channel_reason: Text | None = None
    acknowledge_within: Annotated[int, Field(ge=0, le=365)] | None = None
    feedback_within: Annotated[int, Field(ge=0, le=365)] | None = None
