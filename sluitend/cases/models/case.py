# SPDX-License-Identifier: EUPL-1.2
"""A case, the signals in it, its sheets, and what partners told of a prosecution.

Plain: the sort, forms, states and dates. All that tells about people is sealed in the case's vault.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.core.pairs import always_traced
from sluitend.dossiers.models import Dossier
from sluitend.privacy.fields import SealedField
from sluitend.signals.models import InDossier


class Case(models.Model):
    """One matter that parties work on together, towards a goal.

    `sort` is one of the pack. `handover` is the handover by which it was brought to a partnership; it
    lies in another compartment, so only its id is kept and nothing in the database ties the two. Of a
    case that a partnership directs, only `their_reference`, our `contribution` and our tasks are here.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="case")
    municipality = models.CharField(max_length=12)
    compartment = models.CharField(max_length=12)
    # Names one submit, so that a retried submit finds the case that it already made.
    submission = models.UUIDField(unique=True)
    sort = models.CharField(max_length=80)
    forms = models.JSONField(default=list)
    title = SealedField(vault="content")
    goal = SealedField(vault="content")
    their_reference = SealedField(vault="content")
    contribution = SealedField(vault="content")
    evaluation = SealedField(vault="content")

    def __str__(self) -> str:
        return f"{self.sort} case {self.dossier_id}"


class CaseSignal(InDossier):
    """A signal that belongs to a case of the same compartment. `dossier` is the case."""

    signal = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="in_cases")
    added_at = models.DateTimeField()
    added_by_kind = models.CharField(max_length=12)
    added_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "signal"], name="cases_signal_once_in_a_case"),
            always_traced("added", name="cases_signal_added_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"signal in case {self.dossier_id}"


class SheetLine(InDossier):
    """One line of a sheet of a case: of the plan of approach, or of the picture of barriers.

    `word` is what the line is about: a component of the strategy, or a barrier of the pack.
    """

    class Sheet(models.TextChoices):
        """Which sheet."""

        PLAN = "plan", _("Plan of approach")
        BARRIERS = "barriers", _("Barriers")

    class State(models.TextChoices):
        """How it stands with a barrier."""

        UNKNOWN = "unknown", _("Not looked at yet")
        MISSING = "missing", _("Missing")
        ASKED = "asked", _("Asked for")
        IN_PLACE = "in-place", _("In place")
        NOT_NEEDED = "not-needed", _("Not needed here")

    sheet = models.CharField(max_length=10, choices=Sheet.choices)
    word = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNKNOWN)
    by_whom = SealedField(vault="content")
    text = SealedField(vault="content")
    written_at = models.DateTimeField()
    written_by_kind = models.CharField(max_length=12)
    written_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "sheet", "word"], name="cases_one_line_for_each_word"),
            always_traced("written", name="cases_line_written_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.word}"


class Told(InDossier):
    """What a partner told of investigation or prosecution, on which day. The municipality does none of it."""

    step = models.CharField(max_length=80)
    partner_id = models.CharField(max_length=80)
    told_on = models.DateField()
    submission = models.UUIDField()
    note = SealedField(vault="content")
    recorded_at = models.DateTimeField()
    recorded_by_kind = models.CharField(max_length=12)
    recorded_by_id = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "told"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "submission"], name="cases_told_once_per_submit"),
            always_traced("recorded", name="cases_told_recorded_by_somebody"),
        ]
        indexes = [models.Index(fields=["dossier", "told_on"], name="cases_told_of_case")]

    def __str__(self) -> str:
        return self.step
