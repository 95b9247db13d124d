# SPDX-License-Identifier: EUPL-1.2
"""Writing the journal: an act in the act's own transaction, a look before the first decryption."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.privacy import sealing, wrapped_keys
from sluitend.privacy.errors import KeyDestroyed
from sluitend.privacy.journal.canon import FIELDS, digest, genesis, municipality_chain
from sluitend.privacy.models import DossierKey, JournalEntry, JournalHead

JOURNAL_VAULT = JOURNAL_COMPARTMENT = "journal"


class DetailSealer(Protocol):
    """What seals the detail of an entry: a `vaults.Pen` at hand saves a query."""

    dossier_id: UUID

    def seal_detail(self, text: str, *, place: bytes) -> bytes:
        """Return the sealed text."""


def act(
    *,
    by: Actor,
    action: str,
    dossier_id: UUID | None,
    municipality: str,
    compartment: str = "",
    object_type: str = "",
    object_id: str = "",
    detail: Mapping[str, Any] | None = None,
    result: str = "done",
    origin: str = "",
    trace_id: str = "",
    pen: DetailSealer | None = None,
) -> JournalEntry:
    """Write one act in the transaction of the act itself, and return the entry.

    `action` is a machine word such as "signal.take-on". `detail` is sealed: with the dossier's
    content key, or with the municipality's journal key when there is no dossier. The chain stays
    locked until the transaction ends; who acts on several dossiers calls `lock` first.
    """
    chain = dossier_id or municipality_chain(municipality)
    head = _locked_head(chain, municipality)
    sealed = None
    if detail is not None:
        text = json.dumps(detail, ensure_ascii=False, cls=DjangoJSONEncoder)
        place = detail_place(chain, head.seq + 1)
        if dossier_id is None:
            sealed = sealing.seal(_municipality_cipher(chain, municipality), text.encode(), place=place)
        else:
            sealed = _content_sealer(dossier_id, pen).seal_detail(text, place=place)
    return _append(
        head,
        kind=JournalEntry.Kind.ACT,
        actor_kind=str(by.kind),
        actor_id=by.id,
        action=action,
        result=result,
        origin=origin,
        municipality=municipality,
        compartment=compartment,
        object_type=object_type,
        object_id=object_id,
        trace_id=trace_id,
        detail=sealed,
    )


def look(*, by: Actor, key: DossierKey, purpose: str, origin: str = "", trace_id: str = "") -> JournalEntry:
    """Write one look at a vault. The caller commits before it opens the key (see `vaults.look`)."""
    head = _locked_head(key.dossier_id, key.municipality)
    return _append(
        head,
        kind=JournalEntry.Kind.LOOK,
        actor_kind=str(by.kind),
        actor_id=by.id,
        action=purpose,
        result="done",
        origin=origin,
        municipality=key.municipality,
        compartment=key.compartment,
        object_type="vault",
        object_id=key.vault,
        trace_id=trace_id,
        detail=None,
    )


def lock(dossier_ids: Iterable[UUID], *, municipality: str) -> None:
    """Lock the chains of several dossiers, always in the same order: two acts never wait in a circle."""
    for dossier_id in sorted(set(dossier_ids)):
        _locked_head(dossier_id, municipality)


def detail_place(chain: UUID, seq: int) -> bytes:
    """Return the associated data of the detail of one entry."""
    return sealing.bind("sluitend journal detail", str(chain), str(seq))


def _locked_head(chain: UUID, municipality: str) -> JournalHead:
    if not connection.in_atomic_block:
        message = "the journal is written inside the transaction of the act; none is open"
        raise transaction.TransactionManagementError(message)
    head = JournalHead.objects.select_for_update().filter(chain=chain).first()
    if head is None:
        fresh = JournalHead(chain=chain, municipality=municipality, seq=0, hash=genesis(chain))
        JournalHead.objects.bulk_create([fresh], ignore_conflicts=True)
        head = JournalHead.objects.select_for_update().get(chain=chain)
    return head


def _append(head: JournalHead, **fields: Any) -> JournalEntry:
    prev_hash = bytes(head.hash)
    entry = JournalEntry(chain=head.chain, seq=head.seq + 1, at=clock.now(), prev_hash=prev_hash, **fields)
    entry.hash = digest([getattr(entry, name) for name in FIELDS])
    entry.save(force_insert=True)
    JournalHead.objects.filter(chain=head.chain).update(seq=entry.seq, hash=entry.hash)
    return entry


def _content_sealer(dossier_id: UUID, pen: DetailSealer | None) -> DetailSealer:
    # The pen lives in `vaults`, which itself needs `journal.look`: imported when first used.
    from sluitend.privacy.vaults import Pen

    if pen is None:
        return Pen(dossier_id)
    if pen.dossier_id != dossier_id:
        message = "the pen belongs to another dossier"
        raise ValueError(message)
    return pen


def _municipality_cipher(chain: UUID, municipality: str) -> sealing.Aead:
    """Return the cipher of a municipality's own chain; made at first use, under the chain's lock."""
    try:
        row = wrapped_keys.rows_of(chain, (JOURNAL_VAULT,))[JOURNAL_VAULT]
    except KeyDestroyed:
        made = wrapped_keys.create(
            chain, (JOURNAL_VAULT,), municipality=municipality, compartment=JOURNAL_COMPARTMENT
        )
        return made[JOURNAL_VAULT]
    return wrapped_keys.unwrap(row)
