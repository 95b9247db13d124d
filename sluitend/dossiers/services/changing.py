# SPDX-License-Identifier: EUPL-1.2
"""The one way in which a dossier changes: on the version that was seen, and with a journal entry."""

from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import journal
from sluitend.privacy.vaults import Pen


def change(dossier: Dossier, version: int | None, **values: Any) -> None:
    """Store the values if nobody changed the dossier since `version` (default: the one at hand).

    Raises `Conflict` when somebody did, or when the pack changed at this very moment. The object
    at hand follows the row.
    """
    seen = dossier.version if version is None else version
    try:
        changed = Dossier.objects.filter(pk=dossier.pk, version=seen).update(version=seen + 1, **values)
    except IntegrityError as error:
        message = _("The policy changed while you were working. Reload the page and try again.")
        raise Conflict(message) from error
    if not changed:
        raise somebody_was_first()
    for name, value in {**values, "version": seen + 1}.items():
        setattr(dossier, name, value)


def somebody_was_first() -> Conflict:
    """Return the error for a change that was based on an older version."""
    return Conflict(
        _("Somebody else changed this dossier just before you. Your change was not stored: look again.")
    )


def require_open(dossier: Dossier) -> None:
    """Raise `Conflict` when there is nothing left to do in this dossier."""
    if not dossier.is_open:
        raise Conflict(_("This dossier has been closed. Reopen it first."))


def require_reason(reason: str) -> str:
    """Return the reason without white space around it, or raise `BadInput` when there is none."""
    found = reason.strip()
    if not found:
        raise BadInput(_("Write down why."), field="reason")
    return found


def pack_for(dossier: Dossier) -> Pack:
    """Return the pack in force for the municipality of a dossier."""
    return policy.current(dossier.municipality).pack


def write_act(
    action: str,
    dossier: Dossier,
    by: Actor,
    *,
    about: tuple[str, str] = ("", ""),
    reason: str = "",
    pen: Pen | None = None,
) -> None:
    """Journal one act; `about` is readable (a state, a step, a person's id), the reason is sealed."""
    journal.act(
        by=by,
        action=action,
        dossier_id=dossier.pk,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        object_type=about[0],
        object_id=about[1],
        detail={"reason": reason.strip()} if reason.strip() else None,
        pen=pen,
    )
