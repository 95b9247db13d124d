# SPDX-License-Identifier: EUPL-1.2
"""Beginning a dossier."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sluitend.accounts.models import Person
from sluitend.core import clock, rows
from sluitend.core.actor import Actor, ActorKind
from sluitend.core.errors import BadInput, Conflict, LooseEnd, Refused
from sluitend.core.ids import new_id
from sluitend.dossiers import terms
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import write_act
from sluitend.dossiers.states import lifecycle
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import vaults


@transaction.atomic
def open_dossier(
    *,
    kind: str,
    municipality: str,
    compartment: str,
    state: str,
    owner_role: str,
    by: Actor,
    owner: Person | None = None,
    next_step: str = "",
    due: date | None = None,
    pen: vaults.Pen | None = None,
) -> Dossier:
    """Begin a dossier with its keys, its owner role, its next step and its due date.

    Next step and due date are those of the state in the pack unless given. Pass the `pen` of
    `vaults.create` to seal content without fetching the keys again; its dossier id is then used.
    """
    if by.kind is ActorKind.STAFF and not by.may(
        "dossier.register", municipality=municipality, compartment=compartment
    ):
        raise Refused(_("You may not register this here."))
    in_force = policy.current(municipality)
    step = _first_step(in_force.pack, kind, state, next_step)
    _require_role(in_force.pack, owner_role)
    today = clock.today()
    if pen is None:
        pen = vaults.create(new_id(), municipality=municipality, compartment=compartment)
    dossier = Dossier(
        id=pen.dossier_id,
        kind=kind,
        municipality=municipality,
        compartment=compartment,
        state=state,
        owner_role=owner_role,
        owner=owner,
        next_step=step,
        due=terms.checked_due(due or terms.proposed_due(in_force.pack, step, today), today),
        opened_at=clock.now(),
        opened_by_kind=by.kind,
        opened_by_id=by.id,
        pack_version_id=in_force.version_id,
    )
    try:
        rows.insert([dossier])
    except IntegrityError as error:
        message = _("The policy changed while you were working. Reload the page and try again.")
        raise Conflict(message) from error
    write_act("dossier.open", dossier, by, about=("state", state), pen=pen)
    return dossier


def _first_step(pack: Pack, kind: str, state: str, next_step: str) -> str:
    starts = {found.id: found for found in lifecycle(pack, kind).starts()}
    if state not in starts:
        message = _("The policy pack lets no dossier of kind “%(kind)s” begin in state “%(state)s”.")
        raise BadInput(message % {"kind": kind, "state": state}, field="state")
    chosen = next_step or starts[state].next_step
    if not chosen:
        raise LooseEnd(_("A dossier needs a next step from the very beginning."))
    return terms.step(pack, chosen).id


def _require_role(pack: Pack, role: str) -> None:
    if pack.find("roles", role) is None:
        raise LooseEnd(_("A dossier needs an owner role that the policy pack knows."))
