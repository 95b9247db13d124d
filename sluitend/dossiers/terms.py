# SPDX-License-Identifier: EUPL-1.2
"""Due dates from the terms of the pack. Pure."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from sluitend.core.errors import BadInput
from sluitend.policy.schema.lifecycle import NextStep, Term
from sluitend.policy.schema.pack import Pack

# Who plans further ahead than this has left a loose end, not planned one.
FURTHEST_DAYS = 366


def term_ends(pack: Pack, term_id: str, start: date) -> date:
    """Return the last day of a term of the pack that runs from `start`; always a working day."""
    term: Term | None = pack.find("terms", term_id)
    if term is None:
        message = f"the pack has no term {term_id!r}"
        raise KeyError(message)
    office = pack.calendar(start.year, start.year + 1 + term.count // 50)
    if term.unit == "working-days":
        return office.add_working_days(start, term.count)
    days = term.count * (7 if term.unit == "weeks" else 1)
    return office.on_or_after(start + timedelta(days=days))


def proposed_due(pack: Pack, next_step: str, start: date) -> date:
    """Return the due date that the pack proposes for a next step that is planned on `start`."""
    return term_ends(pack, step(pack, next_step).term, start)


def step(pack: Pack, next_step: str) -> NextStep:
    """Return a next step of the pack; raise `BadInput` when it is not one that can be planned."""
    found: NextStep | None = pack.find("next_steps", next_step)
    if found is None or not pack.used(found):
        message = _("Choose a next step.")
        raise BadInput(message, field="next_step")
    return found


def checked_due(due: date, today: date) -> date:
    """Return a chosen due date, or raise `BadInput` when it is in the past or out of sight."""
    if due < today:
        message = _("This date has passed. Choose today or a later day.")
        raise BadInput(message, field="due")
    if due > today + timedelta(days=FURTHEST_DAYS):
        message = _("Choose a day within a year, so that nobody loses sight of this.")
        raise BadInput(message, field="due")
    return due
