# SPDX-License-Identifier: EUPL-1.2
"""What a report consists of, whoever brings it and by whichever way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sluitend.signals.models import Channel, SourceKind, ThreeWay


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. `submission` names the submit: the same name is the same signal.

    `route` is the walk along the route map (map id, answers, context, pack version). `identifiers`
    are (kind, text) pairs as written; `indicators` are ids of the pack. Empty texts are not stored.
    """

    submission: UUID
    channel: Channel
    reporter_group: str
    facts: str
    source_kind: SourceKind = SourceKind.UNKNOWN
    forms: tuple[str, ...] = ()
    minor: ThreeWay = ThreeWay.UNKNOWN
    acute: ThreeWay = ThreeWay.UNKNOWN
    route: Mapping[str, Any] = field(default_factory=dict)
    circumstances: str = ""
    interpretation: str = ""
    source_note: str = ""
    indicators: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    reporter_name: str = ""
    reporter_contact: str = ""
    safe_contact: str = ""
