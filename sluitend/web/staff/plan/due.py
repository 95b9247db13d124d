# SPDX-License-Identifier: EUPL-1.2
"""When something is to be done, in words."""

from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from sluitend.policy.schema import due as shapes
from sluitend.web.staff.plan.words import word

_SHAPES = (
    shapes.OnDate,
    shapes.InQuarter,
    shapes.InQuarters,
    shapes.InYear,
    shapes.AfterEvent,
    shapes.InPhase,
    shapes.Ongoing,
)


def is_due(value: object) -> bool:
    """Return whether this says when something is due."""
    return isinstance(value, _SHAPES)


def words(value: Any, language: str) -> str:
    """Return when it is due as a person would say it."""
    match value:
        case shapes.OnDate():
            told = _("by %(date)s") % {"date": formats.date_format(value.date, "j F Y")}
        case shapes.InQuarter():
            told = _quarter(value.quarter)
        case shapes.InQuarters():
            quarters = {"first": _quarter(value.first), "last": _quarter(value.last)}
            told = _("%(first)s up to and including %(last)s") % quarters
        case shapes.InYear():
            told = _("in %(year)s") % {"year": value.year}
        case shapes.AfterEvent():
            length = {"amount": value.amount, "unit": word("unit", value.unit)}
            told = _("%(amount)s %(unit)s after: %(event)s") % {**length, "event": value.after.text(language)}
        case shapes.InPhase():
            told = value.phase.text(language)
        case _:
            told = _ongoing(value)
    return str(told)


def _quarter(quarter: str) -> str:
    return _("quarter %(number)s of %(year)s") % {"number": quarter[-1], "year": quarter[:4]}


def _ongoing(value: shapes.Ongoing) -> str:
    parts = [_("ongoing")]
    if value.since is not None:
        parts.append(_("since %(date)s") % {"date": formats.date_format(value.since, "j F Y")})
    if value.review_months is not None:
        parts.append(_("reviewed every %(months)s months") % {"months": value.review_months})
    return ", ".join(parts)
