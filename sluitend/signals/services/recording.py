# SPDX-License-Identifier: EUPL-1.2
"""A report becomes a signal with an owner, a next step and a due date, in one transaction."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sluitend.accounts.models import Person
from sluitend.core import clock, rows
from sluitend.core.actor import Actor
from sluitend.core.codes import read_code
from sluitend.core.errors import BadInput
from sluitend.core.ids import new_id
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import blind, codes, journal, vaults
from sluitend.signals import identifiers, receipts
from sluitend.signals.models import Identifier, Observation, Receipt, Signal, ThreeWay
from sluitend.signals.report import Report

KIND = "signal"
COMPARTMENT = "signals"
# Kind, text as written, and the form in which it is compared.
Named = tuple[str, str, str]


class AlreadySent(BadInput):
    """The same form was sent before with other words: a page that was gone back to, and changed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This form was sent before, with other words; those are kept. What you typed now stands "
                "here. Is it another signal? Then send it once more."
            )
        )


def record_signal(
    *, report: Report, municipality: str, by: Actor, receipt_code: str = "", owner: Person | None = None
) -> Signal:
    """Store a report and return its signal; a retried submit returns the signal of the first.

    `receipt_code` is the reporter's way back, made before the first submit so that a retry shows
    the same one. `owner` takes the signal on at once. Raises `BadInput` when a part cannot be
    used, `AlreadySent` when this submit brought other words before; then nothing is stored.
    """
    if not report.facts.strip():
        raise BadInput(_("Write what you saw or heard. One sentence is enough."), field="facts")
    try:
        with transaction.atomic():
            return _existing(report, municipality) or _record(report, municipality, by, receipt_code, owner)
    except IntegrityError:
        # The same submit arrived twice at the same moment: then the other one was first.
        if found := _existing(report, municipality):
            return found
        raise


def _existing(report: Report, municipality: str) -> Signal | None:
    found = rows.primary_key(Signal, "submission", report.submission)
    if found is None:
        return None
    signal = Signal.objects.select_related("dossier").get(pk=found)
    if bytes(signal.fingerprint) != _fingerprint(report, municipality):
        raise AlreadySent
    return signal


def _fingerprint(report: Report, municipality: str) -> bytes:
    """Return a keyed hash of what was reported; not of the route, because the plan may change meanwhile."""
    said = {**asdict(report), "route": None, "municipality": municipality}
    text = json.dumps(said, sort_keys=True, default=str)
    return codes.keyed_hash(text, purpose="report-fingerprint")


def _record(report: Report, municipality: str, by: Actor, receipt_code: str, owner: Person | None) -> Signal:
    pack = policy.current(municipality).pack
    _check_words(report, pack)
    named = canonical(report.identifiers, municipality)
    pen = vaults.create(new_id(), municipality=municipality, compartment=COMPARTMENT)
    dossier = _open(report, municipality, pack, by, pen, owner)
    signal = _store_signal(report, dossier, pen)
    _store_observations(report, dossier, pen)
    store_identifiers(named, dossier, pen)
    if receipt_code:
        _store_receipt(receipt_code, dossier)
    _journal_and_count(report, dossier, by, pen)
    return signal


def intake_role(pack: Pack) -> str:
    """Return the role of the pack to which new signals come.

    Raises `BadInput` when no role of the pack receives signals: then nobody would pick it up.
    """
    for role in intake_roles(pack):
        return role
    raise BadInput(_("The policy pack names no role that receives signals."))


def intake_roles(pack: Pack) -> list[str]:
    """Return the roles that receive signals themselves, not as somebody's deputy."""
    return [
        role.id for role in pack.roles if role.receives_signals and pack.used(role) and not role.deputy_of
    ]


def _check_words(report: Report, pack: Pack) -> None:
    """Refuse words that the pack does not have: what is plain must never be free text."""

    def has(section: str, item_id: str) -> bool:
        found = pack.find(section, item_id)
        return found is not None and pack.used(found)

    if not has("reporters", report.reporter_group):
        raise BadInput(_("Choose who you are."), field="reporter_group")
    if not all(has("forms", form) for form in report.forms):
        raise BadInput(_("Choose a form of exploitation from the list."), field="forms")
    if not all(has("indicators", indicator) for indicator in report.indicators):
        raise BadInput(_("Choose signs from the list."), field="indicators")


def _open(
    report: Report, municipality: str, pack: Pack, by: Actor, pen: vaults.Pen, owner: Person | None
) -> Dossier:
    start = next(state.id for state in pack.states if KIND in state.starts and pack.used(state))
    return dossiers.open_dossier(
        kind=KIND,
        municipality=municipality,
        compartment=COMPARTMENT,
        state=start,
        owner_role=intake_role(pack),
        owner=owner,
        # Who is in danger now cannot wait for the next working day.
        due=clock.today() if report.acute == ThreeWay.YES else None,
        by=by,
        pen=pen,
    )


def _store_signal(report: Report, dossier: Dossier, pen: vaults.Pen) -> Signal:
    signal = Signal(
        dossier=dossier,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        submission=report.submission,
        fingerprint=_fingerprint(report, dossier.municipality),
        channel=report.channel,
        source_kind=report.source_kind,
        received_at=clock.now(),
        reporter_group=report.reporter_group,
        map_id=str(report.route.get("map", "")),
        forms=list(report.forms),
        minor=report.minor,
        acute=report.acute,
    )
    pen.seal(
        signal,
        route=dict(report.route) or None,
        facts=report.facts,
        circumstances=report.circumstances or None,
        interpretation=report.interpretation or None,
        source_note=report.source_note or None,
        reporter_name=report.reporter_name or None,
        reporter_contact=report.reporter_contact or None,
        safe_contact=report.safe_contact or None,
    )
    rows.insert([signal])
    return signal


def _store_observations(report: Report, dossier: Dossier, pen: vaults.Pen) -> None:
    observations = []
    for indicator in dict.fromkeys(report.indicators):
        row = Observation(**_place(dossier))
        pen.seal(row, detail={"indicator": indicator, "source": str(report.source_kind)})
        observations.append(row)
    rows.insert(observations)


def canonical(named: Iterable[tuple[str, str]], municipality: str) -> list[Named]:
    """Return what was named with the form in which it is compared: empty for what cannot be."""
    return [
        (kind, text, identifiers.comparable(kind, text, municipality)) for kind, text in named if text.strip()
    ]


def store_identifiers(named: list[Named], dossier: Dossier, pen: vaults.Pen) -> None:
    """Seal what can be recognised exactly, and let it be found again without opening anything."""
    found = []
    for kind, text, _canonical in named:
        row = Identifier(kind=kind, **_place(dossier))
        pen.seal(row, value=text.strip())
        found.append(row)
    rows.insert(found)
    if named:
        blind.put(
            dossier.pk,
            municipality=dossier.municipality,
            compartment=dossier.compartment,
            entries=[(kind, canonical) for kind, _text, canonical in named if canonical],
        )


def _store_receipt(receipt_code: str, dossier: Dossier) -> None:
    receipt = Receipt(created_at=clock.now(), **_place(dossier))
    hashes = receipts.hashes_of(receipt.pk, dossier.pk, read_code(receipt_code))
    receipt.lookup_hash, receipt.code_hash = hashes.lookup_hash, hashes.code_hash
    rows.insert([receipt])


def _journal_and_count(report: Report, dossier: Dossier, by: Actor, pen: vaults.Pen) -> None:
    journal.act(
        by=by,
        action="signal.record",
        dossier_id=dossier.pk,
        municipality=dossier.municipality,
        compartment=dossier.compartment,
        object_type="channel",
        object_id=str(report.channel),
        pen=pen,
    )
    dossiers.count_fact(
        kind="signal-received",
        municipality=dossier.municipality,
        day=clock.today(),
        dims={
            "channel": str(report.channel),
            "forms": list(report.forms) or ["unknown"],
            "minor": str(report.minor),
            "urgent": str(report.acute),
            "reporter": report.reporter_group,
            "map": str(report.route.get("map", "")) or "none",
            "anonymous": not (report.reporter_name or report.reporter_contact),
        },
    )


def _place(dossier: Dossier) -> dict[str, object]:
    return {"dossier": dossier, "municipality": dossier.municipality, "compartment": dossier.compartment}
