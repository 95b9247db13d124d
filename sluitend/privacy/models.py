# SPDX-License-Identifier: EUPL-1.2
"""Wrapped keys, blind indexes, the journal, drafts and tallies. No row here holds readable personal data."""

from django.db import models

from sluitend.core import triggers, walls
from sluitend.core.ids import new_id
from sluitend.privacy.guards import TRIGGERS, WALLS


class DossierKey(models.Model):
    """The key of one vault of one dossier, wrapped by a compartment key that lies elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier_id = models.UUIDField()
    vault = models.CharField(max_length=20)
    municipality = models.CharField(max_length=10, blank=True)
    compartment = models.CharField(max_length=40)
    compartment_key_id = models.CharField(max_length=130)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier_id", "vault"], name="privacy_one_key_per_vault"),
        ]

    def __str__(self) -> str:
        return f"{self.vault} of {self.dossier_id}"


class BlindIndex(models.Model):
    """A keyed hash of a normalised value: answers "seen before?" for exact hits only."""

    dossier_id = models.UUIDField(db_index=True)
    municipality = models.CharField(max_length=10)
    compartment = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    token = models.BinaryField(max_length=32, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_id", "kind", "token"], name="privacy_blind_index_once_per_dossier"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.dossier_id}"


class JournalHead(models.Model):
    """The end of one chain: how many entries it has, and the hash of the last."""

    chain = models.UUIDField(primary_key=True)
    municipality = models.CharField(max_length=10, blank=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.chain} at {self.seq}"


class JournalEntry(models.Model):
    """One act or look. Never changed, never removed; each entry confirms the one before it.

    `chain` is the dossier, or stands for a municipality where no dossier is meant. `detail` is
    ciphertext: destroying the dossier's key leaves the chain verifiable.
    """

    class Kind(models.TextChoices):
        ACT = "act"
        LOOK = "look"

    chain = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    action = models.CharField(max_length=60)
    result = models.CharField(max_length=20)
    origin = models.CharField(max_length=60, blank=True)
    municipality = models.CharField(max_length=10, blank=True)
    compartment = models.CharField(max_length=40, blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    trace_id = models.CharField(max_length=32, blank=True)
    detail = models.BinaryField(null=True)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="privacy_journal_seq_once"),
        ]
        indexes = [
            # Two ways of reading, each in its own order: what happened at a place, and what one actor did.
            models.Index(
                fields=["municipality", "compartment", "kind", "at", "id"], name="privacy_journal_by_place"
            ),
            models.Index(
                fields=["actor_id", "municipality", "compartment", "kind", "at", "id"],
                name="privacy_journal_by_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.chain} #{self.seq})"


class Draft(models.Model):
    """A half-filled form, sealed with a key that only the visitor's cookie holds."""

    id_hash = models.BinaryField(primary_key=True, max_length=32)
    ciphertext = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft until {self.expires_at:%Y-%m-%d %H:%M}"


class Tally(models.Model):
    """Tries that were counted, for an account, a door, a device or a network; nobody can tell which.

    `until` is when the last of them is forgotten, in milliseconds since 1970.
    """

    key_hash = models.BinaryField(primary_key=True, max_length=32)
    until = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"until {self.until}"


triggers.register(*TRIGGERS)
walls.register(*WALLS)
