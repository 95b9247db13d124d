# SPDX-License-Identifier: EUPL-1.2
"""Why somebody is involved in a dossier: a fixed list, so that everybody reads the same by it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.dossiers.access import AT_TABLE, WITH_TASK

# To choose from when one involves a colleague.
REASONS: dict[str, Promise] = {
    "address-research": _("Finds out who lives or works there"),
    "supervision": _("Inspects on the spot"),
    "care": _("Arranges care or shelter"),
    "advice": _("Gives advice"),
    "takes-over": _("Takes over work"),
}
# What the system itself, or an earlier version, writes.
OTHERS: dict[str, Promise] = {
    "escalated": _("Stands in, because the next step is too late"),
    "shared": _("The dossier was shared"),
    "asked": _("Was asked to help"),
    WITH_TASK: _("Has a task in it"),
    AT_TABLE: _("Sits at this meeting"),
}


def told(why: str) -> str:
    """Return why somebody is involved, in words; an unknown word as it is."""
    return str(REASONS.get(why) or OTHERS.get(why) or why)
