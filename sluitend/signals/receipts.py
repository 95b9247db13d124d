# SPDX-License-Identifier: EUPL-1.2
"""The code of a receipt: what is stored of it, and to what it is bound.

The row is found by a hash of the code alone; it opens by a second hash, over the dossier too. Who
can write in the database, but has no keys, can therefore not point a receipt of their own at
somebody else's dossier.
"""

import hmac
from dataclasses import dataclass
from uuid import UUID

from sluitend.privacy.codes import keyed_hash
from sluitend.signals.models import Receipt

_NOBODY = UUID(int=0)
_NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Hashes:
    """The hashes under which a receipt is stored."""

    lookup_hash: bytes
    code_hash: bytes


def hashes_of(receipt_id: UUID, dossier_id: UUID, code: str) -> Hashes:
    """Return what to store for a receipt of this dossier with this code in canonical form."""
    return Hashes(lookup_hash(code), _code_hash(receipt_id, dossier_id, code))


def lookup_hash(code: str) -> bytes:
    """Return the hash by which the row of a code is found. It proves nothing by itself."""
    return keyed_hash(code, purpose="receipt-lookup")


def fits(found: Receipt | None, code: str) -> bool:
    """Return whether the code was given out for this receipt of this dossier.

    The same work is done when there is no receipt, so that the answer takes as long.
    """
    where = (found.pk, found.dossier_id) if found is not None else (_NOBODY, _NOBODY)
    expected = bytes(found.code_hash) if found is not None else _NO_HASH
    return hmac.compare_digest(expected, _code_hash(*where, code)) and found is not None


def ticket(found: Receipt) -> str:
    """Return what a cookie says of a receipt that was opened: which one, of which dossier."""
    return f"{found.pk}:{found.dossier_id}"


def _code_hash(receipt_id: UUID, dossier_id: UUID, code: str) -> bytes:
    return keyed_hash(f"{receipt_id}:{dossier_id}:{code}", purpose="receipt")
