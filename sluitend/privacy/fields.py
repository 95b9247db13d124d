# SPDX-License-Identifier: EUPL-1.2
"""The field that holds ciphertext. The database, and a list, only ever see bytes."""

from typing import TYPE_CHECKING, Any

from django.db import models

from sluitend.privacy.sealing import bind

if TYPE_CHECKING:
    _Binary = models.BinaryField[bytes | None, bytes | None]
else:
    _Binary = models.BinaryField

VAULTS = ("content", "reporter", "safe_contact")


class SealedField(_Binary):
    """Ciphertext of one value, sealed with the key of one vault of the dossier.

    The attribute holds bytes (or None). Writing goes through `vaults.Pen`, reading through
    `vaults.Reader`; there is no way to read that skips the journal.
    """

    def __init__(self, *args: Any, vault: str = "content", **kwargs: Any) -> None:
        if vault not in VAULTS:
            message = f"there is no vault {vault!r}; choose from {', '.join(VAULTS)}"
            raise ValueError(message)
        self.vault = vault
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Describe the field to a migration, vault included."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["vault"] = self.vault
        return name, path, list(args), kwargs

    def from_db_value(self, value: Any, *_args: Any) -> bytes | None:
        """Give bytes on every database (a driver may hand over a memoryview).

        SQLite lets its owner put text or a number here: no ciphertext, and never read as one.
        """
        if value is None:
            return None
        return bytes(value) if isinstance(value, bytes | memoryview) else b""


def sealed_field(model: type[models.Model], name: str) -> SealedField:
    """Return the sealed field of that name; raise `TypeError` when it is not a sealed one."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField):
        message = f"{model.__name__}.{name} is not a sealed field"
        raise TypeError(message)
    return field


def place(instance: models.Model, field: SealedField) -> bytes:
    """Return the associated data of a field: table, column and row."""
    if instance.pk is None:
        message = f"{type(instance).__name__} needs its id before a field can be sealed"
        raise ValueError(message)
    return bind("sluitend field", instance._meta.db_table, str(field.column), str(instance.pk))
