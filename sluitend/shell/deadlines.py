# SPDX-License-Identifier: EUPL-1.2
"""How a due date is shown: late, today, soon, or just the date."""

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the chip says; `kind` is `late`, `today`, `soon` or `later`."""

    due: date
    kind: str
    text: str


def deadline(due: date, today: date) -> Deadline:
    """Return how `due` is shown on the day `today`."""
    days = (due - today).days
    if days < 0:
        text = ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
        return Deadline(due, "late", text)
    if days == 0:
        return Deadline(due, "today", _("today"))
    if days == 1:
        return Deadline(due, "soon", _("tomorrow"))
    if days <= SOON_DAYS:
        text = ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
        return Deadline(due, "soon", text)
    shape = "j N" if due.year == today.year else "j N Y"
    return Deadline(due, "later", formats.date_format(due, shape))
