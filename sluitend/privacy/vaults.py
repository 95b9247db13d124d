# SPDX-License-Identifier: EUPL-1.2
"""Vaults of a dossier: written with a pen, read only after a look is in the journal."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from sluitend.core.actor import Actor
from sluitend.privacy import journal, sealing, wrapped_keys
from sluitend.privacy.errors import KeyDestroyed, MissingKey, Tampered, Unreadable, VaultNotOpened
from sluitend.privacy.fields import VAULTS, SealedField, place, sealed_field

_log = logging.getLogger(__name__)

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


class Illegible(str):
    """The sentence that stands on a page where a part of the data cannot be read."""

    __slots__ = ()


class Reader:
    """Opens fields of the vaults that were looked at, of one dossier.

    `read` raises when a field cannot be opened, for who acts on what it says. `show` gives the
    sentence that says so, for a page: the rest of it stays readable.
    """

    def __init__(self, ciphers: Mapping[str, sealing.Aead | Unreadable]) -> None:
        self._ciphers = dict(ciphers)

    def read(self, instance: models.Model, name: str) -> str | None:
        """Return the text of a sealed field, or None when empty.

        Raises `VaultNotOpened` when its vault was not looked at, `Tampered` when the ciphertext
        was altered or comes from elsewhere, `KeyDestroyed` when a tolerant look found no key.
        """
        field = sealed_field(type(instance), name)
        if field.vault not in self._ciphers:
            message = f"The vault {field.vault} was not opened for {type(instance).__name__}.{name}."
            raise VaultNotOpened(message)
        sealed = getattr(instance, name)
        if sealed is None:
            return None
        cipher = self._ciphers[field.vault]
        if isinstance(cipher, Unreadable):
            raise type(cipher)(cipher.detail)
        return sealing.unseal(cipher, sealed, place=place(instance, field)).decode()

    def read_json(self, instance: models.Model, name: str) -> Any:
        """Return the value of a sealed field that was not a string, or None when empty."""
        text = self.read(instance, name)
        return None if text is None else json.loads(text)

    def show(self, instance: models.Model, name: str) -> str:
        """Return the text of a sealed field, empty when there is none, or `Illegible`."""
        try:
            return self.read(instance, name) or ""
        except Unreadable as fault:
            return _noted(fault, instance, name)

    def show_json(self, instance: models.Model, name: str) -> Any:
        """Return the value of a sealed field that was not a string, None when empty, or `Illegible`."""
        try:
            return self.read_json(instance, name)
        except Unreadable as fault:
            return _noted(fault, instance, name)

    def show_detail(self, sealed: bytes, *, place: bytes) -> str:
        """Return the detail of a journal entry as it was written, or `Illegible`."""
        cipher = self._ciphers.get("content")
        try:
            if cipher is None:
                message = "The vault content was not opened for the journal."
                raise VaultNotOpened(message)
            if isinstance(cipher, Unreadable):
                raise type(cipher)(cipher.detail)
            return sealing.unseal(cipher, sealed, place=place).decode()
        except Unreadable as fault:
            return Illegible(fault)


def _noted(fault: Unreadable, instance: models.Model, name: str) -> Illegible:
    """Write down which place cannot be read, without what it says, and return the sentence for the page."""
    # A destroyed key is how erasure ends; changed data is an incident.
    level = logging.WARNING if isinstance(fault, KeyDestroyed) else logging.ERROR
    kind = type(fault).__name__
    _log.log(level, "%s: %s.%s of row %s. %s", kind, instance._meta.db_table, name, instance.pk, fault.detail)
    return Illegible(fault)


def create(dossier_id: UUID, *, municipality: str, compartment: str) -> Pen:
    """Make the keys of a new dossier, one per vault; return a pen that needs no further query."""
    ciphers = wrapped_keys.create(dossier_id, VAULTS, municipality=municipality, compartment=compartment)
    return Pen(dossier_id, ciphers)


def pen(dossier_id: UUID) -> Pen:
    """Return a pen of an existing dossier; keys are fetched when first used."""
    return Pen(dossier_id)


def look(
    dossier_id: UUID,
    *,
    vaults: Iterable[str] = ("content",),
    by: Actor,
    purpose: str,
    origin: str = "",
    tolerant: bool = False,
) -> Reader:
    """Journal one look per vault, commit, and only then open the keys.

    Must not be called inside a transaction: a look that could be rolled back is no record.
    Raises `KeyDestroyed` (and journals nothing) when a vault does not exist any more, `Tampered`
    when its key does not open. A `tolerant` look, for a page, tells so field by field instead.
    """
    wanted = tuple(dict.fromkeys(vaults))
    with transaction.atomic(durable=True):
        present = wrapped_keys.present(dossier_id)
        found = {vault: present[vault] for vault in wanted if vault in present}
        if not tolerant:
            wrapped_keys.require(found, wanted)
        for key in found.values():
            journal.look(by=by, key=key, purpose=purpose, origin=origin)
    if not tolerant:
        return Reader({vault: wrapped_keys.unwrap(key) for vault, key in found.items()})
    return Reader({vault: _cipher_or_fault(found, vault) for vault in wanted})


def _cipher_or_fault(found: Mapping[str, wrapped_keys.WrappedKey], vault: str) -> sealing.Aead | Unreadable:
    try:
        wrapped_keys.require(found, (vault,))
        return wrapped_keys.unwrap(found[vault])
    except Unreadable as fault:
        return fault
    except MissingKey as absent:
        # The row names a compartment key that is not in the key folder.
        return Tampered(str(absent))
