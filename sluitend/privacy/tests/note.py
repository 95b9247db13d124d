# SPDX-License-Identifier: EUPL-1.2
"""A model with sealed fields, and its table, for the tests of this room."""

from typing import ClassVar

from django.db import connection, models

from sluitend.core.ids import new_id
from sluitend.core.tests.owning import owner
from sluitend.privacy.fields import SealedField


class Note(models.Model):
    """What a room above would declare: one field per vault, and a plain one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=20, default="plain")
    facts = SealedField()
    circumstances = SealedField()
    reporter_name = SealedField(vault="reporter")
    safe_way = SealedField(vault="safe_contact")

    objects: ClassVar[models.Manager["Note"]] = models.Manager()

    class Meta:
        app_label = "privacy_tests"
        managed = False

    def __str__(self) -> str:
        return str(self.id)


def create_table() -> None:
    """Create the table inside the test's transaction; it goes with the rollback."""
    kind = "bytea" if connection.vendor == "postgresql" else "BLOB"
    key = "uuid" if connection.vendor == "postgresql" else "char(32)"
    sealed = ", ".join(f"{name} {kind}" for name in ("facts", "circumstances", "reporter_name", "safe_way"))
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {Note._meta.db_table} (id {key} PRIMARY KEY, title varchar(20), {sealed})"
        )
        if connection.vendor == "postgresql":
            cursor.execute(f"GRANT ALL ON {Note._meta.db_table} TO PUBLIC")
