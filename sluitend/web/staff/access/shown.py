# SPDX-License-Identifier: EUPL-1.2
"""Ways of access as a reviewer reads them: who, what, since when, from whom, and is it still used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.forms import BoundField
from django.utils.translation import gettext as _

from sluitend.accounts.models import AccessVerdict
from sluitend.accounts.reviewing.selectors import KINDS, SOON, Access, Overview
from sluitend.core import clock
from sluitend.web.staff.people.shown import actors, role_name


@dataclass(frozen=True, slots=True)
class Row:
    """One way of access. `field` is where it is judged; None when it is not for this reviewer.

    `verdict` is that of the review that runs, or of the last one while none runs.
    """

    access: Access
    what: str
    granted_by: str
    verdict: AccessVerdict | None
    judged_by: str
    own: bool
    field: BoundField | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a review stands: running, due soon, due already, or far away."""

    due: date | None
    running: bool
    near: bool
    late: bool


def standing(overview: Overview) -> Standing:
    """Return how the review of a municipality stands today."""
    today, due = clock.today(), overview.due
    return Standing(
        due=due,
        running=overview.review is not None,
        near=due is not None and due - SOON <= today,
        late=due is not None and due < today,
    )


def rows(overview: Overview, reviewer: str) -> list[Row]:
    """Return the ways of access in words. One query."""
    verdicts = {access.subject: _verdict(overview, access) for access in overview.accesses}
    pairs = {(one.judged_by_kind, one.judged_by_id) for one in verdicts.values() if one}
    names = actors(pairs | {access.granted_by for access in overview.accesses if access.granted_by[0]})
    return [
        Row(
            access=access,
            what=what(access.kind, access.about, access.principal.name if access.principal else ""),
            granted_by=names.get(access.granted_by, ""),
            verdict=verdicts[access.subject],
            judged_by=_judge(verdicts[access.subject], names),
            own=str(access.person.pk) == reviewer,
        )
        for access in overview.accesses
    ]


def what(kind: str, about: str, principal: str) -> str:
    """Return a role by its name, or for whom somebody stands in."""
    if kind == KINDS.ROLE:
        return role_name(about)
    return _("Stands in for %(name)s") % {"name": principal or _("somebody")}


def day(value: date | datetime | None) -> str:
    """Return a day for a list: 2026-06-02; empty when there is none."""
    if isinstance(value, datetime):
        return clock.local_date(value).isoformat()
    return value.isoformat() if value else ""


def judges(verdicts: Iterable[AccessVerdict]) -> dict[tuple[str, str], str]:
    """Return who judged, by name."""
    return actors((one.judged_by_kind, one.judged_by_id) for one in verdicts)


def _verdict(overview: Overview, access: Access) -> AccessVerdict | None:
    return access.verdict if overview.review else access.before


def _judge(verdict: AccessVerdict | None, names: dict[tuple[str, str], str]) -> str:
    return names.get((verdict.judged_by_kind, verdict.judged_by_id), "") if verdict else ""
