# SPDX-License-Identifier: EUPL-1.2
"""Vault keys in the database: made, and opened, with the compartment key that wraps them."""

from collections.abc import Iterable
from uuid import UUID

from sluitend.core import rows
from sluitend.privacy import keys, sealing
from sluitend.privacy.errors import KeyDestroyed
from sluitend.privacy.models import DossierKey


def create(
    owner: UUID, vaults: Iterable[str], *, municipality: str, compartment: str
) -> dict[str, sealing.Aead]:
    """Make and store one key per vault; return their ciphers."""
    current = keys.ring().current(municipality=municipality, compartment=compartment)
    made, ciphers = [], {}
    for vault in vaults:
        keyset = sealing.new_keyset()
        row = DossierKey(
            dossier_id=owner,
            vault=vault,
            municipality=municipality,
            compartment=compartment,
            compartment_key_id=current.id,
        )
        row.wrapped = sealing.wrap(keyset, under=current.cipher, place=_place(row))
        made.append(row)
        ciphers[vault] = sealing.primitive(keyset)
    rows.insert(made)
    return ciphers


def rows_of(owner: UUID, vaults: Iterable[str]) -> dict[str, DossierKey]:
    """Return the wrapped keys by vault; raise `KeyDestroyed` when one is gone. Opens none."""
    wanted = tuple(vaults)
    found = {row.vault: row for row in DossierKey.objects.filter(dossier_id=owner, vault__in=wanted)}
    for vault in wanted:
        if vault not in found:
            message = f"There is no key of vault {vault}: it was destroyed, or never made."
            raise KeyDestroyed(message)
    return found


def unwrap(row: DossierKey) -> sealing.Aead:
    """Return the cipher of a vault key; raise `Tampered` when the row was altered or moved."""
    under = keys.ring().compartment(row.compartment_key_id)
    return sealing.primitive(sealing.unwrap(bytes(row.wrapped), under=under, place=_place(row)))


def _place(row: DossierKey) -> bytes:
    return sealing.bind(
        "sluitend vault key",
        str(row.dossier_id),
        row.vault,
        row.municipality,
        row.compartment,
        row.compartment_key_id,
    )


def any_exist() -> bool:
    """Return whether this database holds any wrapped key."""
    return DossierKey.objects.exists()
