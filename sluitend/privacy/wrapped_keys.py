# SPDX-License-Identifier: EUPL-1.2
"""Vault keys in the database: made, and opened, with the compartment key that wraps them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from sluitend.core import rows
from sluitend.privacy import keys, sealing
from sluitend.privacy.errors import KeyDestroyed
from sluitend.privacy.models import DossierKey

_OWNER = DossierKey._meta.get_field("dossier_id")
_SELECT = (
    "SELECT vault, municipality, compartment, compartment_key_id, wrapped "  # noqa: S608
    f'FROM "{DossierKey._meta.db_table}" WHERE dossier_id = %s'
)


class WrappedKey(NamedTuple):
    """The wrapped key of one vault, as the database holds it."""

    dossier_id: UUID
    vault: str
    municipality: str
    compartment: str
    compartment_key_id: str
    wrapped: bytes

    @property
    def place(self) -> bytes:
        """What the wrapping is bound to: it opens nowhere else."""
        return sealing.bind("sluitend vault key", str(self.dossier_id), *self[1:5])


def create(
    owner: UUID, vaults: Iterable[str], *, municipality: str, compartment: str
) -> dict[str, sealing.Aead]:
    """Make and store one key per vault; return their ciphers."""
    current = keys.ring().current(municipality=municipality, compartment=compartment)
    made, ciphers = [], {}
    for vault in vaults:
        keyset = sealing.new_keyset()
        key = WrappedKey(owner, vault, municipality, compartment, current.id, b"")
        wrapped = sealing.wrap(keyset, under=current.cipher, place=key.place)
        made.append(DossierKey(**key._replace(wrapped=wrapped)._asdict()))
        ciphers[vault] = sealing.primitive(keyset)
    rows.insert(made)
    return ciphers


def find(owner: UUID, vaults: Iterable[str]) -> dict[str, WrappedKey]:
    """Return the wrapped keys by vault; raise `KeyDestroyed` when one is gone. Opens none."""
    there = present(owner)
    require(there, vaults)
    return {vault: there[vault] for vault in vaults}


def require(found: Mapping[str, WrappedKey], vaults: Iterable[str]) -> None:
    """Raise `KeyDestroyed` unless there is a key of each vault."""
    for vault in vaults:
        if vault not in found:
            message = f"There is no key of vault {vault}: it was destroyed, or never made."
            raise KeyDestroyed(message)


def present(owner: UUID) -> dict[str, WrappedKey]:
    """Return the wrapped keys that there are, by vault. Opens none."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [_OWNER.get_db_prep_value(owner, connection)])
        return {
            vault: WrappedKey(owner, vault, municipality, compartment, key_id, _bytes(wrapped))
            for vault, municipality, compartment, key_id, wrapped in cursor.fetchall()
        }


def _bytes(stored: Any) -> bytes:
    """Return what a binary column holds; SQLite lets its owner put text or a number there."""
    return bytes(stored) if isinstance(stored, bytes | memoryview) else b""


def unwrap(key: WrappedKey) -> sealing.Aead:
    """Return the cipher of a vault key; raise `Tampered` when the row was altered or moved."""
    under = keys.ring().compartment(key.compartment_key_id)
    return sealing.primitive(sealing.unwrap(key.wrapped, under=under, place=key.place))


def any_exist() -> bool:
    """Return whether this database holds any wrapped key."""
    return DossierKey.objects.exists()
