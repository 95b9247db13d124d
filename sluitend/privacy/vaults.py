# SPDX-License-Identifier: EUPL-1.2
"""Vaults of a dossier: written with a pen, read only after a look is in the journal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from sluitend.core.actor import Actor
from sluitend.privacy import journal, sealing, wrapped_keys
from sluitend.privacy.errors import VaultNotOpened
from sluitend.privacy.fields import VAULTS, SealedField, place, sealed_field

Value = str | Mapping[str, Any] | Sequence[Any] | None


class Pen:
    """Seals values of one dossier. It cannot read."""

    def __init__(self, dossier_id: UUID, ciphers: Mapping[str, sealing.Aead] | None = None) -> None:
        self.dossier_id = dossier_id
        self._ciphers = dict(ciphers or {})

    def seal(self, instance: models.Model, **values: Value) -> None:
        """Put the ciphertext of each value on the instance, which needs its primary key.

        A string is stored as it is, anything else as JSON; None empties the field.
        """
        for name, value in values.items():
            field = sealed_field(type(instance), name)
            sealed = None if value is None else self._sealed(instance, field, value)
            setattr(instance, name, sealed)

    def _sealed(self, instance: models.Model, field: SealedField, value: Value) -> bytes:
        plain = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
        )
        return sealing.seal(self._cipher(field.vault), plain.encode(), place=place(instance, field))

    def _cipher(self, vault: str) -> sealing.Aead:
        if vault not in self._ciphers:
            self._ciphers[vault] = wrapped_keys.unwrap(wrapped_keys.find(self.dossier_id, (vault,))[vault])
        return self._ciphers[vault]

    def seal_detail(self, text: str, *, place: bytes) -> bytes:
        """Seal the detail of a journal entry with the content key (used by the journal)."""
        return sealing.seal(self._cipher("content"), text.encode(), place=place)


class Reader:
    """Opens fields of the vaults that were looked at, of one dossier."""

    def __init__(self, ciphers: Mapping[str, sealing.Aead]) -> None:
        self._ciphers = dict(ciphers)

    def read(self, instance: models.Model, name: str) -> str | None:
        """Return the text of a sealed field, or None when empty.

        Raises `VaultNotOpened` when its vault was not looked at, `Tampered` when the ciphertext
        was altered or comes from elsewhere.
        """
        field = sealed_field(type(instance), name)
        if field.vault not in self._ciphers:
            message = f"The vault {field.vault} was not opened for {type(instance).__name__}.{name}."
            raise VaultNotOpened(message)
        sealed = getattr(instance, name)
        if sealed is None:
            return None
        return sealing.unseal(self._ciphers[field.vault], sealed, place=place(instance, field)).decode()

    def read_json(self, instance: models.Model, name: str) -> Any:
        """Return the value of a sealed field that was not a string, or None when empty."""
        text = self.read(instance, name)
        return None if text is None else json.loads(text)


def create(dossier_id: UUID, *, municipality: str, compartment: str) -> Pen:
    """Make the keys of a new dossier, one per vault; return a pen that needs no further query."""
    ciphers = wrapped_keys.create(dossier_id, VAULTS, municipality=municipality, compartment=compartment)
    return Pen(dossier_id, ciphers)


def pen(dossier_id: UUID) -> Pen:
    """Return a pen of an existing dossier; keys are fetched when first used."""
    return Pen(dossier_id)


def look(
    dossier_id: UUID, *, vaults: Iterable[str] = ("content",), by: Actor, purpose: str, origin: str = ""
) -> Reader:
    """Journal one look per vault, commit, and only then open the keys.

    Must not be called inside a transaction: a look that could be rolled back is no record.
    Raises `KeyDestroyed` (and journals nothing) when a vault does not exist any more.
    """
    wanted = tuple(dict.fromkeys(vaults))
    with transaction.atomic(durable=True):
        found = wrapped_keys.find(dossier_id, wanted)
        for vault in wanted:
            journal.look(by=by, key=found[vault], purpose=purpose, origin=origin)
    return Reader({vault: wrapped_keys.unwrap(found[vault]) for vault in wanted})
