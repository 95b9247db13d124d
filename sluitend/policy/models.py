# SPDX-License-Identifier: EUPL-1.2
"""Published versions of a pack."""

from django.db import models

from sluitend.core import triggers, walls
from sluitend.core.guarding import append_only
from sluitend.core.ids import new_id
from sluitend.core.pairs import always_traced


class PackVersion(models.Model):
    """A pack as it was put into force; never changed, never removed.

    `canonical` is the exact text that `sha256` was taken of. `number` counts the publications of one
    pack: the highest is in force.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack_id = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    canonical = models.TextField()
    published_at = models.DateTimeField()
    published_by_kind = models.CharField(max_length=10)
    published_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack_id", "number"], name="policy_packversion_number_once"),
            models.UniqueConstraint(fields=["pack_id", "version"], name="policy_packversion_version_once"),
            always_traced("published", name="policy_packversion_published_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.version}"


triggers.register(*append_only(PackVersion._meta.db_table, because="a published pack is immutable"))
walls.register(
    walls.without_place(
        PackVersion._meta.db_table, may="SELECT INSERT", because="a pack is no secret and read on every page"
    )
)
