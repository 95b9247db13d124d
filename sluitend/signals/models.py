# SPDX-License-Identifier: EUPL-1.2
"""A signal and what belongs to it.

Plain: what worklists and figures need (forms, channel, minor, dates, outcome). Everything else
is sealed. Each row repeats municipality and compartment, for row-level security.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.core import triggers, walls
from sluitend.core.ids import new_id
from sluitend.core.pairs import always_traced
from sluitend.dossiers.models import Dossier
from sluitend.privacy.fields import SealedField
from sluitend.signals.guards import TRIGGERS, WALLS


class Channel(models.TextChoices):
    """By which way a signal came in."""

    WEB = "web", _("Report on this site")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("E-mail")
    DESK = "desk", _("Desk or conversation")
    PARTNER = "partner", _("Partner")
    EXISTING_ROUTE = "existing-route", _("Internal route for undermining crime")


class SourceKind(models.TextChoices):
    """How the reporter knows: kept apart from what is reported."""

    OWN = "own", _("Seen or heard it myself")
    VICTIM = "victim", _("The person concerned told me")
    THIRD = "third", _("Heard it from someone else")
    DOCUMENT = "document", _("From a document or a system")
    UNKNOWN = "unknown", _("Not known")


class ThreeWay(models.TextChoices):
    """Yes, no, or not known: unknown is never treated as no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I don't know")


class InDossier(models.Model):
    """Base of each row that belongs to a dossier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    municipality = models.CharField(max_length=12)
    compartment = models.CharField(max_length=12)

    class Meta:
        abstract = True


class Signal(models.Model):
    """One signal: unproven, as reported, with who may be concerned and where."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="signal")
    municipality = models.CharField(max_length=12)
    compartment = models.CharField(max_length=12)
    # Names one submit, so that a retried submit finds the signal that it already made.
    submission = models.UUIDField(unique=True)
    # A keyed hash of what was reported: the same submit with other words is not a retry.
    fingerprint = models.BinaryField(max_length=32)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    source_kind = models.CharField(max_length=12, choices=SourceKind.choices, default=SourceKind.UNKNOWN)
    received_at = models.DateTimeField()
    reporter_group = models.CharField(max_length=40)
    map_id = models.CharField(max_length=40, blank=True)
    forms = models.JSONField(default=list)
    minor = models.CharField(max_length=8, choices=ThreeWay.choices, default=ThreeWay.UNKNOWN)
    acute = models.CharField(max_length=8, choices=ThreeWay.choices, default=ThreeWay.UNKNOWN)

    route = SealedField(vault="content")
    facts = SealedField(vault="content")
    circumstances = SealedField(vault="content")
    interpretation = SealedField(vault="content")
    source_note = SealedField(vault="content")
    reporter_name = SealedField(vault="reporter")
    reporter_contact = SealedField(vault="reporter")
    safe_contact = SealedField(vault="safe_contact")

    class Meta:
        indexes = [models.Index(fields=["municipality", "received_at"], name="signals_received")]

    def __str__(self) -> str:
        return f"signal {self.dossier_id}"


class Observation(InDossier):
    """One ticked sign from the pack's list, as seen or heard by the reporter. Never a score."""

    detail = SealedField(vault="content")

    def __str__(self) -> str:
        return f"observation of {self.dossier_id}"


class Identifier(InDossier):
    """Something that can be recognised exactly: an address, phone, plate or KvK number."""

    kind = models.CharField(max_length=8)
    value = SealedField(vault="content")

    def __str__(self) -> str:
        return self.kind


class Receipt(InDossier):
    """The way back for a reporter without an account. Only keyed hashes of the code are kept.

    `lookup_hash` finds the row; `code_hash` is over the dossier too, and opens it. How long it opens
    follows from the dossier: as long as that is open, and a term after closing.
    """

    lookup_hash = models.BinaryField(max_length=32, unique=True)
    code_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"receipt of {self.dossier_id}"


class Message(InDossier):
    """One message in the talk with the reporter, either way."""

    class Direction(models.TextChoices):
        """Who wrote it."""

        TO_REPORTER = "to-reporter", _("Question to the reporter")
        FROM_REPORTER = "from-reporter", _("From the reporter")

    direction = models.CharField(max_length=16, choices=Direction.choices)
    body = SealedField(vault="content")
    written_at = models.DateTimeField()
    written_by_kind = models.CharField(max_length=12)
    written_by_id = models.CharField(max_length=64)
    # Names one submit within its dossier, so that a retried submit adds nothing.
    submission = models.UUIDField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            always_traced("written", name="signals_message_written_by_somebody"),
            models.UniqueConstraint(fields=["dossier", "submission"], name="signals_message_once_per_submit"),
        ]
        indexes = [models.Index(fields=["dossier", "written_at"], name="signals_message_of_dossier")]

    def __str__(self) -> str:
        return self.direction


class Weighing(InDossier):
    """One decision on what the signal is and what happens with it, with the reason."""

    outcome = models.CharField(max_length=80)
    test = models.CharField(max_length=40, blank=True)
    reason = SealedField(vault="content")
    privacy_test = SealedField(vault="content")
    weighed_at = models.DateTimeField()
    weighed_by_kind = models.CharField(max_length=12)
    weighed_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [always_traced("weighed", name="signals_weighing_weighed_by_somebody")]
        indexes = [models.Index(fields=["dossier", "weighed_at"], name="signals_weighing_of_dossier")]

    def __str__(self) -> str:
        return self.outcome


class Addition(InDossier):
    """What staff learned of a signal later, from whom, and how it stands since with danger and age.

    The newest answers count; the signal itself stays as it was reported.
    """

    acute = models.CharField(max_length=8, choices=ThreeWay.choices)
    minor = models.CharField(max_length=8, choices=ThreeWay.choices)
    source_kind = models.CharField(max_length=12, choices=SourceKind.choices)
    note = SealedField(vault="content")
    source_note = SealedField(vault="content")
    added_at = models.DateTimeField()
    added_by_kind = models.CharField(max_length=12)
    added_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [always_traced("added", name="signals_addition_added_by_somebody")]
        indexes = [models.Index(fields=["dossier", "added_at"], name="signals_addition_of_dossier")]

    def __str__(self) -> str:
        return f"addition to {self.dossier_id}"


triggers.register(*TRIGGERS)
walls.register(*WALLS)
