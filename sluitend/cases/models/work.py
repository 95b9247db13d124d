# SPDX-License-Identifier: EUPL-1.2
"""What follows: decisions, and tasks with an owner and a due date."""

from datetime import date

from django.db import models
from django.db.models import Q

from sluitend.accounts.models import Person
from sluitend.cases.models.meeting import AgendaItem
from sluitend.core.pairs import always_traced, traced_once_done
from sluitend.privacy.fields import SealedField
from sluitend.signals.models import InDossier


class Decision(InDossier):
    """What was decided about a signal or a case, at a table or by who directs it; followed, never changed."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="decisions")
    submission = models.UUIDField()
    outcome = models.CharField(max_length=80)
    reason = SealedField(vault="content")
    decided_at = models.DateTimeField()
    decided_by_kind = models.CharField(max_length=12)
    decided_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "submission"], name="cases_decided_once_per_submit"),
            models.CheckConstraint(condition=Q(outcome__gt=""), name="cases_decision_says_what"),
            always_traced("decided", name="cases_decided_by_somebody"),
        ]
        indexes = [models.Index(fields=["dossier", "decided_at"], name="cases_decisions_of_dossier")]

    def __str__(self) -> str:
        return self.outcome


class Task(InDossier):
    """Something that somebody does, by a day: a colleague, or somebody of a partner.

    `component` is the component of the strategy under which it stands in a plan of approach. `result`
    says what came of it; a task that fell away ends with `dropped`.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="tasks")
    submission = models.UUIDField()
    component = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    partner_id = models.CharField(max_length=80, blank=True)
    due = models.DateField()
    dropped = models.BooleanField(default=False)
    what = SealedField(vault="content")
    result = SealedField(vault="content")
    given_at = models.DateTimeField()
    given_by_kind = models.CharField(max_length=12)
    given_by_id = models.CharField(max_length=64)
    done_at = models.DateTimeField(null=True)
    done_by_kind = models.CharField(max_length=12, blank=True)
    done_by_id = models.CharField(max_length=64, blank=True)
    escalated_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "submission"], name="cases_task_once_per_submit"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, partner_id="") | Q(person__isnull=True, partner_id__gt=""),
                name="cases_task_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(dropped=False) | Q(done_at__isnull=False), name="cases_dropped_task_is_over"
            ),
            always_traced("given", name="cases_task_given_by_somebody"),
            traced_once_done("done", name="cases_task_done_by_somebody"),
        ]
        indexes = [
            models.Index(
                fields=["person", "due", "id"], condition=Q(done_at__isnull=True), name="cases_tasks_open"
            ),
            models.Index(
                fields=["municipality", "compartment", "due", "id"],
                condition=Q(done_at__isnull=True),
                name="cases_tasks_by_place",
            ),
        ]

    def __str__(self) -> str:
        return f"task by {self.due}"

    def is_late(self, today: date) -> bool:
        """Return whether it should have been done before today."""
        return self.done_at is None and self.due < today
