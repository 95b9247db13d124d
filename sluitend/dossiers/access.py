# SPDX-License-Identifier: EUPL-1.2
"""Who may see a dossier, and do something with it.

Seeing comes first: `dossier.read` for a municipality and compartment, or `dossier.read-own` there
together with owning the dossier or being involved in it. Every other right counts only on a
dossier that one may see.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import NotFound, Refused
from sluitend.dossiers.models import Dossier, Involvement

READ, READ_OWN = "dossier.read", "dossier.read-own"
WRITE, WRITE_OWN = "dossier.write", "dossier.write-own"
_OWN = {READ: READ_OWN, WRITE: WRITE_OWN}


def may(by: Actor, permission: str, dossier: Dossier) -> bool:
    """Return whether this member of staff may do this with this dossier. At most one query."""
    if by.kind is not ActorKind.STAFF:
        return False
    widely = _holds(by, READ, dossier)
    if widely and _holds(by, permission, dossier):
        return True
    if not (widely or _holds(by, READ_OWN, dossier)):
        return False
    own_word = _OWN.get(permission)
    if not (_holds(by, permission, dossier) or (own_word and _holds(by, own_word, dossier))):
        return False
    return _concerns(by, dossier)


def require(by: Actor, permission: str, dossier: Dossier) -> None:
    """Raise `NotFound` when the dossier may not be seen, `Refused` when this may not be done with it."""
    if may(by, permission, dossier):
        return
    if permission == READ or not may(by, READ, dossier):
        raise not_found()
    raise Refused(_("You may not do this with this dossier."))


def require_write(by: Actor, dossier: Dossier) -> None:
    """Check a member of staff; jobs, reporters and partners act through rooms that checked them."""
    if by.kind is ActorKind.STAFF:
        require(by, WRITE, dossier)


def not_found() -> NotFound:
    """Return the error that is the same for a dossier that is unknown and one that is hidden."""
    return NotFound(_("This dossier does not exist, or you may not see it."))


def person_id(by: Actor) -> UUID:
    """Return the id of the member of staff who acts."""
    return UUID(by.id)


def _holds(by: Actor, permission: str, dossier: Dossier) -> bool:
    return by.may(permission, municipality=dossier.municipality, compartment=dossier.compartment)


def _concerns(by: Actor, dossier: Dossier) -> bool:
    mine = dossier.owner_id is not None and str(dossier.owner_id) == by.id
    return mine or Involvement.objects.filter(dossier=dossier.pk, person=person_id(by)).exists()
