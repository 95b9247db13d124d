# SPDX-License-Identifier: EUPL-1.2
"""Writing the journal: an act in the act's own transaction, a look before the first decryption."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from sluitend.core import clock, rows
from sluitend.core.actor import Actor
from sluitend.privacy import sealing, wrapped_keys
from sluitend.privacy.errors import KeyDestroyed
from sluitend.privacy.journal.canon import FIELDS, digest, genesis, municipality_chain
from sluitend.privacy.journal.diagnosis import Head
from sluitend.privacy.models import JournalEntry, JournalHead
from sluitend.privacy.wrapped_keys import WrappedKey

JOURNAL_VAULT = JOURNAL_COMPARTMENT = "journal"

_HEADS = JournalHead._meta.db_table
_CHAIN_FIELD = JournalHead._meta.get_field("chain")
_SELECT_HEAD = f'SELECT seq, hash FROM "{_HEADS}" WHERE chain = %s'  # noqa: S608
_NEW_HEAD = (
    f'INSERT INTO "{_HEADS}" (chain, municipality, seq, hash) '  # noqa: S608
    "VALUES (%s, %s, 0, %s) ON CONFLICT DO NOTHING"
)
_MOVE_HEAD = f'UPDATE "{_HEADS}" SET seq = %s, hash = %s WHERE chain = %s'  # noqa: S608


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
        chain,
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


def look(*, by: Actor, key: WrappedKey, purpose: str, origin: str = "", trace_id: str = "") -> JournalEntry:
    """Write one look at a vault. The caller commits before it opens the key (see `vaults.look`)."""
    head = _locked_head(key.dossier_id, key.municipality)
    return _append(
        key.dossier_id,
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


def _locked_head(chain: UUID, municipality: str) -> Head:
    """Lock the end of a chain until the transaction ends; a new chain gets its head here."""
    if not connection.in_atomic_block:
        message = "the journal is written inside the transaction of the act; none is open"
        raise transaction.TransactionManagementError(message)
    with connection.cursor() as cursor:
        key = _db_uuid(chain)
        # SQLite has no row locks: there the transaction itself holds the only write lock.
        select = _SELECT_HEAD + (" FOR UPDATE" if connection.features.has_select_for_update else "")
        cursor.execute(select, [key])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_NEW_HEAD, [key, municipality, genesis(chain)])
            cursor.execute(select, [key])
            row = cursor.fetchone()
    return Head(row[0], bytes(row[1]))


def _append(chain: UUID, head: Head, **fields: Any) -> JournalEntry:
    entry = JournalEntry(chain=chain, seq=head.seq + 1, at=clock.now(), prev_hash=head.hash, **fields)
    entry.hash = digest([getattr(entry, name) for name in FIELDS])
    rows.insert([entry])
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_HEAD, [entry.seq, entry.hash, _db_uuid(chain)])
    return entry


def _db_uuid(value: UUID) -> Any:
    return _CHAIN_FIELD.get_db_prep_value(value, connection)


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
        row = wrapped_keys.find(chain, (JOURNAL_VAULT,))[JOURNAL_VAULT]
    except KeyDestroyed:
        made = wrapped_keys.create(
            chain, (JOURNAL_VAULT,), municipality=municipality, compartment=JOURNAL_COMPARTMENT
        )
        return made[JOURNAL_VAULT]
    return wrapped_keys.unwrap(row)
