# SPDX-License-Identifier: EUPL-1.2
"""What a newly published pack means for dossiers: rows of allowed moves, and objections."""

from collections.abc import Iterator

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from sluitend.dossiers import states
from sluitend.dossiers.models import Dossier, StateMove
from sluitend.policy.models import PackVersion
from sluitend.policy.schema.pack import Pack

_OPEN = Q(closed_at__isnull=True)


def install_moves(version: PackVersion, pack: Pack) -> None:
    """Store the beginnings and moves of a pack version; doing so again changes nothing.

    Runs inside the transaction of the publication, which journals it.
    """
    rows = [
        StateMove(pack_version=version, kind=kind, from_state=before, to_state=after, closes=closes)
        for kind in states.kinds(pack)
        for before, after, closes in states.lifecycle(pack, kind).rows()
    ]
    StateMove.objects.bulk_create(rows, ignore_conflicts=True)


def objections(new: Pack, _in_force: Pack | None) -> Iterator[str]:
    """Yield why a pack cannot be put into force: dossiers stand where it has no place for them."""
    standing = Dossier.objects.order_by().annotate(unfinished=ExpressionWrapper(_OPEN, BooleanField()))
    for kind, state, is_open in standing.values_list("kind", "state", "unfinished").distinct():
        cycle = states.lifecycle(new, kind)
        words = {"state": state, "kind": kind}
        if state not in cycle.states:
            yield _("Dossiers stand in state “%(state)s”, which this pack no longer has.") % words
        elif cycle.is_open(state) != is_open:
            yield _("Dossiers stand in state “%(state)s”, which this pack opens or closes.") % words
        elif not cycle.can_be_closed(state):
            yield _("Dossiers stand in state “%(state)s”, from which this pack closes none.") % words
    unfinished = Dossier.objects.filter(_OPEN).order_by()
    for role in unfinished.values_list("owner_role", flat=True).distinct():
        if new.find("roles", role) is None:
            yield _("Role “%(role)s” answers for open dossiers; this pack lacks it.") % {"role": role}
    for step in unfinished.values_list("next_step", flat=True).distinct():
        if new.find("next_steps", step) is None:
            yield _("Next step “%(step)s” is still to be done; this pack lacks it.") % {"step": step}
