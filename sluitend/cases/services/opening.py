# SPDX-License-Identifier: EUPL-1.2
"""Beginning a case, saying what it is for, and which signals are in it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.accounts.models import Person
from sluitend.accounts.rights import roles_with
from sluitend.cases.models import Case, CaseSignal
from sluitend.cases.services.common import place_of, required, save_once, short_enough, traced
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers import access
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.locking import lock_dossier, lock_dossiers
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.services.changing import change, require_open, write_act
from sluitend.dossiers.states import lifecycle
from sluitend.policy import selectors as policy
from sluitend.policy.schema.cases import CaseSort
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import vaults
from sluitend.signals.models import Signal
from sluitend.signals.services.recording import COMPARTMENT, intake_role
from sluitend.signals.services.recording import KIND as SIGNAL

KIND = "case"


@transaction.atomic
def open_case(
    *,
    sort: str,
    municipality: str,
    title: str,
    submission: UUID,
    by: Actor,
    goal: str = "",
    signals: Sequence[Dossier] = (),
    owner: Person | None = None,
    their_reference: str = "",
    contribution: str = "",
) -> Case:
    """Begin a case of a sort of the pack; a retried submit returns the case of the first.

    Signals of the same compartment can be in it from the beginning. A case that a partnership directs
    lies in a compartment of its own: it has no signals.
    """
    pack = policy.current(municipality).pack
    chosen = sort_of(pack, sort)
    if found := Case.objects.filter(submission=submission).first():
        dossier = Dossier.objects.get(pk=found.pk)
        access.require(by, access.READ, dossier)
        return found
    for one in signals:
        access.require_write(by, one)
    if signals and any(one.compartment != chosen.compartment for one in signals):
        raise BadInput(
            _("A signal and this sort of case are kept apart: hand the signal over."), field="sort"
        )
    pen = vaults.create(new_id(), municipality=municipality, compartment=chosen.compartment)
    dossier = dossiers.open_dossier(
        kind=KIND,
        municipality=municipality,
        compartment=chosen.compartment,
        state=lifecycle(pack, KIND).starts()[0].id,
        owner_role=answering_role(pack, chosen.compartment),
        owner=owner,
        by=by,
        pen=pen,
    )
    case = Case(
        dossier=dossier,
        municipality=municipality,
        compartment=chosen.compartment,
        submission=submission,
        sort=chosen.id,
        forms=forms_of(signals),
    )
    told = _told(chosen, title, goal, their_reference, contribution)
    pen.seal(case, **told)
    case.save(force_insert=True)
    write_act("case.open", dossier, by, about=("case-sort", chosen.id), pen=pen)
    for one in signals:
        _link(dossier, one, by)
    return case


@transaction.atomic
def describe_case(
    *,
    case: Case,
    title: str,
    goal: str,
    by: Actor,
    their_reference: str = "",
    contribution: str = "",
    version: int | None = None,
) -> Case:
    """Say anew what a case is called and what it is for; on the version that the user saw."""
    dossier = Dossier.objects.get(pk=case.pk)
    access.require_write(by, dossier)
    dossier = lock_dossier(case.pk)
    require_open(dossier)
    change(dossier, version)
    sort = sort_of(policy.current(dossier.municipality).pack, case.sort)
    vaults.pen(dossier.pk).seal(case, **_told(sort, title, goal, their_reference, contribution))
    case.save(update_fields=["title", "goal", "their_reference", "contribution"])
    write_act("case.describe", dossier, by)
    return case


@transaction.atomic
def add_signal(*, case: Dossier, signal: Dossier, by: Actor) -> None:
    """Let a signal belong to a case; adding it again changes nothing."""
    access.require_write(by, case)
    access.require_write(by, signal)
    locked = {one.pk: one for one in lock_dossiers(Dossier.objects.filter(pk__in=[case.pk, signal.pk]))}
    case, signal = locked[case.pk], locked[signal.pk]
    require_open(case)
    if (signal.kind, signal.municipality, signal.compartment) != (
        SIGNAL,
        case.municipality,
        case.compartment,
    ):
        raise BadInput(_("Choose a signal of the same place."), field="signal")
    _link(case, signal, by)
    _count_forms(case)


@transaction.atomic
def remove_signal(*, case: Dossier, signal: Dossier, by: Actor) -> None:
    """Take back that a signal belongs to a case."""
    access.require_write(by, case)
    case = lock_dossier(case.pk)
    require_open(case)
    if CaseSignal.objects.filter(dossier=case, signal=signal).delete()[0]:
        _count_forms(case)
        write_act("case.remove-signal", case, by, about=("dossier", str(signal.pk)))


def sort_of(pack: Pack, sort: str) -> CaseSort:
    """Return a sort of case of the pack, or raise `BadInput`."""
    found: CaseSort | None = pack.find("case_sorts", sort)
    if found is None or not pack.used(found):
        raise BadInput(_("Choose which sort of case this is."), field="sort")
    return found


def answering_role(pack: Pack, compartment: str) -> str:
    """Return the role that answers for cases of a compartment: that of signals, else who works there."""
    if compartment == COMPARTMENT:
        return intake_role(pack)
    for role in roles_with(pack, (access.WRITE,), compartment):
        return role
    raise BadInput(_("The policy pack names no role that works on this sort of case."), field="sort")


def _told(sort: CaseSort, title: str, goal: str, their_reference: str, contribution: str) -> dict[str, str]:
    """Return what is sealed of a case; what a partnership directs is the only sort with our contribution."""
    return {
        "title": required(title, "title", _("Give the case a short name, without names of people.")),
        "goal": short_enough(goal, "goal"),
        "their_reference": short_enough(their_reference, "their_reference") if sort.own_only else "",
        "contribution": short_enough(contribution, "contribution") if sort.own_only else "",
    }


def _link(case: Dossier, signal: Dossier, by: Actor) -> None:
    row, new = save_once(
        CaseSignal(**place_of(case), signal=signal, **traced("added", by)), dossier=case, signal=signal
    )
    if new:
        write_act("case.add-signal", case, by, about=("dossier", str(row.signal_id)))


def _count_forms(case: Dossier) -> None:
    """Let a case name the forms of the signals that are in it at this moment."""
    linked = CaseSignal.objects.filter(dossier=case).values("signal")
    Case.objects.filter(pk=case.pk).update(forms=forms_of(list(Dossier.objects.filter(pk__in=linked))))


def forms_of(signals: Sequence[Dossier]) -> list[str]:
    """Return the forms of exploitation that these signals name."""
    rows = Signal.objects.filter(pk__in=[one.pk for one in signals]).values_list("forms", flat=True)
    return sorted({form for forms in rows for form in forms})
