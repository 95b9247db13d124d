# SPDX-License-Identifier: EUPL-1.2
"""The sharing guard as an author writes it: what can be told, to which sort of partner, and why not.

`policy.sharing.build` turns these sections into the table by which the guard decides.
"""

from typing import Annotated

from pydantic import Field

from sluitend.policy.schema.base import Model, PartnerId, RefersTo, Slug, Sourced, Text
from sluitend.policy.schema.partners import PartnerRole
from sluitend.sharing import Base, ConsentRule, FourEyes, InformRule, Kind, Secrecy, When

SharingGroupId = Annotated[Slug, RefersTo("sharing_groups")]
SharingPurposeId = Annotated[Slug, RefersTo("sharing_purposes")]


class SharingPurpose(Sourced):
    """An aim for which something may be told. A rule names the aims that it serves."""

    name: Text


class SharingGroup(Sourced):
    """Fields that are told or kept together.

    `never` is the sentence that says why the group stays here, whatever the circumstances.
    `advice`: the group may be part of an anonymous request for advice.
    """

    name: Text
    never: Text | None = None
    advice: bool = False


class SharingField(Sourced):
    """One thing that can be told.

    `identifying`: it may point to a person, alone or with the rest. `free_text`: somebody typed it.
    """

    name: Text
    group: SharingGroupId
    identifying: bool
    free_text: bool = False


class GroundText(Model):
    """On what legal base a sharing rests, in words for people.

    `text` speaks to who shares; `partner` to who receives it, where that needs other words.
    """

    base: Base
    text: Text
    partner: Text | None = None


class SharedGroups(Model):
    """Field groups that may go under one condition."""

    groups: Annotated[tuple[SharingGroupId, ...], Field(min_length=1)]
    when: When = When.ALWAYS


class SharingRule(Sourced):
    """What may go to one sort of partner, on what ground, and what is to be done beside it.

    The rule counts for the partners named in `partners`, and for those with one of `roles` that
    no other rule names. `passes` lists the walls of secrecy behind which this partner may look.
    `recheck_days`: when informing the person is put off, after how many days to look again.
    """

    name: Text
    partners: tuple[PartnerId, ...] = ()
    roles: tuple[PartnerRole, ...] = ()
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    purposes: tuple[SharingPurposeId, ...] = ()
    ground: GroundText
    vital_ground: GroundText | None = None
    consent: ConsentRule
    shares: tuple[SharedGroups, ...] = ()
    inform: InformRule = InformRule.BEFOREHAND
    recheck_days: Annotated[int, Field(ge=1, le=365)] = 28
    four_eyes: FourEyes = FourEyes.NONE
    deconflict: bool = False
    passes: tuple[Secrecy, ...] = ()
    never_blocked: bool = False
    notes: tuple[Text, ...] = ()


class SharingText(Sourced):
    """Why something stays behind, or what to do beside a sharing; the id is the guard's own word."""

    text: Text
