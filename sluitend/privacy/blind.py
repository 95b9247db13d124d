# SPDX-License-Identifier: EUPL-1.2
"""Blind indexes: exact hits on encrypted values within one municipality and compartment.

The caller normalises (a phone number to E.164, a plate without dashes): equal means equal bytes.
"""

import hmac
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sluitend.core import rows
from sluitend.privacy import keys
from sluitend.privacy.models import BlindIndex
from sluitend.privacy.sealing import bind


def token(kind: str, value: str, *, municipality: str, compartment: str) -> bytes:
    """Return the 32 bytes that stand for a normalised value of this kind, there and only there."""
    key = derived_key("blind index", municipality, compartment, kind)
    return hmac.digest(key, value.encode(), "sha256")


def put(dossier_id: UUID, *, municipality: str, compartment: str, entries: Iterable[tuple[str, str]]) -> None:
    """Index (kind, value) pairs of a dossier; what is already there stays as it is."""
    rows.insert(
        [
            BlindIndex(
                dossier_id=dossier_id,
                municipality=municipality,
                compartment=compartment,
                kind=kind,
                token=token(kind, value, municipality=municipality, compartment=compartment),
            )
            for kind, value in dict.fromkeys(entries)
        ],
        ignore_conflicts=True,
    )


def hits(kind: str, value: str, *, municipality: str, compartment: str) -> list[UUID]:
    """Return the dossiers with exactly this value, oldest first. The caller checks who may see them."""
    wanted = token(kind, value, municipality=municipality, compartment=compartment)
    found = BlindIndex.objects.filter(token=wanted, municipality=municipality, compartment=compartment)
    return list(found.order_by("dossier_id").values_list("dossier_id", flat=True))


def forget(dossier_id: UUID) -> int:
    """Remove all blind indexes of a dossier that is being erased; return how many there were."""
    return BlindIndex.objects.filter(dossier_id=dossier_id).delete()[0]


def derived_key(*context: str) -> bytes:
    """Return a key of its own for this context, derived from the index key of this instance."""
    return _derive(keys.ring().index_secret, context)


@lru_cache(maxsize=4096)
def _derive(secret: bytes, context: tuple[str, ...]) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=bind("sluitend", *context)).derive(secret)
