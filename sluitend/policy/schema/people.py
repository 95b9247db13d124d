# SPDX-License-Identifier: EUPL-1.2
"""Who works with the plan: municipalities, roles, reporters, training, consultations, indicators."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sluitend.policy.schema.base import (
    MUNICIPALITY,
    ConsultationId,
    DepartmentId,
    FactId,
    FormId,
    Owner,
    PartnerId,
    ReporterId,
    RoleId,
    SectorId,
    Slug,
    Sourced,
    Text,
    TrainingGroupId,
)

COMPARTMENTS = ("signals", "care", "bibob", "wpg", "wgs")
PERMISSIONS = (
    "dossier.read",
    "dossier.read-own",  # only the dossiers that one owns or is involved in
    "dossier.write",
    "dossier.write-own",
    "dossier.register",
    "dossier.hand-over",
    "dossier.break-glass",  # open a dossier one is not involved in, in an emergency, with a reason
    "dossier.inspect",  # supervision: see content with a reason, change nothing
    "reporter.read",
    "safe-contact.read",
    "journal.read",
    "pack.publish",
    "pack.read",
    "people.manage",
    "access.review",  # judge each year who keeps access, and sign that off
    "figures.read",  # the municipality's own figures; opens nothing yet
    "figures.published",  # what is made public of them; opens nothing yet
    "estimate",  # work out from a table of counts how many nobody sees; opens no record
)
PEOPLE, REVIEW, PUBLISHED = "people.manage", "access.review", "figures.published"
_GRANT = rf"^({'|'.join(word.replace('.', '[.]') for word in PERMISSIONS)})@({'|'.join(COMPARTMENTS)})$"

Grant = Annotated[str, StringConstraints(pattern=_GRANT)]


def opens_dossiers(permission: str) -> bool:
    """Return whether a permission lets somebody at what is in a dossier, or change it."""
    return permission.startswith(("dossier.", "reporter.", "safe-contact."))


def must_stay_apart(words: Collection[str]) -> bool:
    """Return whether somebody with these permissions would give access and have or judge it too."""
    return PEOPLE in words and (REVIEW in words or any(map(opens_dossiers, words)))


class Municipality(Sourced):
    """A municipality by its CBS code, with the partners that depend on where somebody lives."""

    id: Annotated[str, StringConstraints(pattern=MUNICIPALITY)]
    name: str
    aliases: tuple[str, ...] = ()
    zvh: PartnerId | None = None
    veilig_thuis: PartnerId | None = None
    region: Slug | None = None
    district: Text | None = None


class Role(Sourced):
    """A role in the organisation; `permissions` are written `permission@compartment`.

    `receives_signals`: new signals come to this role. `deputy_of`: stands in for that role.
    """

    name: Text
    description: Text | None = None
    department: DepartmentId | None = None
    permissions: tuple[Grant, ...] = ()
    receives_signals: bool = False
    deputy_of: RoleId | None = None
    organ: bool = False

    def words(self) -> frozenset[str]:
        """Return the permissions of this very role, wherever they count."""
        return frozenset(grant.partition("@")[0] for grant in self.permissions)


class Reporter(Sourced):
    """A sort of person who may bring a signal.

    `secrecy`: `none`, `professional` (always), or `client-file` (when a client file is involved).
    `meldcode`: whether the meldcode is a legal `duty`, a `choice` of the municipality, or `none`.
    """

    name: Text
    kind: Literal["internal", "external", "inhabitant", "unknown"]
    description: Text | None = None
    sector: SectorId | None = None
    secrecy: Literal["none", "professional", "client-file"] = "none"
    meldcode: Literal["duty", "choice", "none"] = "none"
    meldcode_status: Literal["confirmed", "to-confirm"] = "confirmed"
    asks_capacity: bool = False
    groups: tuple[TrainingGroupId, ...] = ()
    department: DepartmentId | None = None


class TrainingGroup(Sourced):
    """A professional group that is trained."""

    kind: Literal["group"]
    name: Text
    description: Text | None = None
    external: bool = False
    department: DepartmentId | None = None


class TrainingItem(Sourced):
    """A training, e-learning, meeting or protocol: for whom, how binding, by whom, when."""

    kind: Literal["item"]
    name: Text
    description: Text | None = None
    form: Literal["e-learning", "training", "meeting", "protocol", "workshop", "inventory", "varies"]
    groups: tuple[TrainingGroupId, ...] = ()
    audience: tuple[Literal["new-employees", "all-employees", "council", "executives", "external"], ...] = ()
    binding: Literal["mandatory", "standard", "offered", "unknown"] = "unknown"
    by: tuple[Owner, ...] = ()
    moment: Literal["onboarding", "yearly", "recurring", "once", "unknown"] = "unknown"
    repeat_months: Annotated[int, Field(ge=1, le=120)] | None = None
    measures: tuple[Text, ...] = ()


Training = Annotated[TrainingGroup | TrainingItem, Field(discriminator="kind")]


class Consultation(Sourced):
    """A table at which parties meet: level, members, rhythm, chair, who represents whom.

    `ours`: the municipality plans its meetings here. `dossiers`: signals and cases can be on its agenda.
    """

    name: Text
    level: Literal["strategic", "tactical", "operational"]
    scope: Literal["local", "district", "regional", "national"]
    description: Text | None = None
    partners: tuple[PartnerId, ...] = ()
    members: tuple[Text, ...] = ()
    attends: tuple[Owner, ...] = ()
    frequency: Text | None = None
    per_year: Annotated[int, Field(ge=1, le=366)] | None = None
    chair: Text | None = None
    representation: Text | None = None
    outcomes: tuple[Text, ...] = ()
    reports_to: ConsultationId | None = None
    ours: bool = False
    dossiers: bool = False
    facts: tuple[FactId, ...] = ()


class Indicator(Sourced):
    """A sign that somebody may see. A tick is an observation, never a score.

    No `forms` means: of all forms. `seen_by` names the reporters at whose desk it shows.
    """

    name: Text
    explanation: Text | None = None
    forms: tuple[FormId, ...] = ()
    theme: FactId | None = None
    seen_by: tuple[ReporterId, ...] = ()
    sort: Literal["sign", "vulnerability", "surroundings"] = "sign"
