# SPDX-License-Identifier: EUPL-1.2
"""The dossier: who owns it, what is next, and when. What it is about lies in other rooms."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluitend.core import outbox, triggers, walls
from sluitend.core.ids import new_id
from sluitend.core.pairs import always_traced, traced_once_done
from sluitend.core.references import new_reference
from sluitend.dossiers.guards import TRIGGERS, WALLS
from sluitend.privacy.fields import SealedField

_OPEN = Q(closed_at__isnull=True)


class StateMove(models.Model):
    """A move that a published pack allows; the database lets a dossier make no other.

    An empty `from_state` means that a dossier may begin in `to_state`. `closes` says that it is
    closed after the move.
    """

    id = models.BigAutoField(primary_key=True)
    pack_version = models.ForeignKey("policy.PackVersion", on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    from_state = models.CharField(max_length=80, blank=True)
    to_state = models.CharField(max_length=80)
    closes = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack_version", "kind", "from_state", "to_state"], name="dossiers_move_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.from_state or 'start'} → {self.to_state}"


class Dossier(models.Model):
    """One matter that somebody has to bring to an end.

    Everything here is plain, so that a list decrypts nothing; content lies sealed in the rooms
    that extend a dossier. `owner_role` answers for it; `owner` is the person who has taken it on.
    `version` counts changes: who acts on an old version gets a conflict. `pack_version` is the
    version whose rules the last move followed. `outcome` is that of the last weighing or closing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    municipality = models.CharField(max_length=10)
    compartment = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=80)
    outcome = models.CharField(max_length=80, blank=True)
    owner_role = models.CharField(max_length=80)
    owner = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, db_index=False, related_name="dossiers"
    )
    next_step = models.CharField(max_length=80, blank=True)
    due = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    opened_by_kind = models.CharField(max_length=10)
    opened_by_id = models.CharField(max_length=64)
    closed_at = models.DateTimeField(null=True)
    closed_by_kind = models.CharField(max_length=10, blank=True)
    closed_by_id = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)
    pack_version = models.ForeignKey("policy.PackVersion", on_delete=models.PROTECT, db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__gt="", compartment__gt="", kind__gt="", state__gt=""),
                name="dossiers_dossier_has_a_place",
            ),
            models.CheckConstraint(condition=Q(owner_role__gt=""), name="dossiers_dossier_has_an_owner_role"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(next_step__gt="", due__isnull=False),
                name="dossiers_open_dossier_has_a_next_step_and_a_due_date",
            ),
            models.CheckConstraint(
                condition=_OPEN
                | Q(next_step="", due__isnull=True, escalated_on__isnull=True, outcome__gt=""),
                name="dossiers_closed_dossier_has_an_outcome_and_nothing_to_do",
            ),
            models.CheckConstraint(
                condition=_OPEN | Q(closed_at__gte=F("opened_at")),
                name="dossiers_dossier_closes_after_opening",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="dossiers_dossier_version_counts"),
            always_traced("opened", name="dossiers_dossier_opened_by_somebody"),
            traced_once_done("closed", name="dossiers_dossier_closed_by_somebody"),
        ]
        indexes = [
            # One per way of looking at the worklist; each ends in its order, so that no list sorts.
            models.Index(
                fields=["municipality", "compartment", "due", "id"],
                condition=_OPEN,
                name="dossiers_open_by_place",
            ),
            models.Index(
                fields=["municipality", "compartment", "owner_role", "due", "id"],
                condition=_OPEN,
                name="dossiers_open_by_role",
            ),
            models.Index(
                fields=["municipality", "compartment", "state", "due", "id"],
                condition=_OPEN,
                name="dossiers_open_by_state",
            ),
            models.Index(fields=["owner", "due", "id"], condition=_OPEN, name="dossiers_open_by_owner"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether there is still work to do."""
        return self.closed_at is None

    def is_overdue(self, today: date) -> bool:
        """Return whether the due date has passed."""
        return self.due is not None and self.due < today


class Involvement(models.Model):
    """A person who may know of this dossier without owning it; `why` is a short machine word."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, db_index=False, related_name="involvements"
    )
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    municipality = models.CharField(max_length=10)
    compartment = models.CharField(max_length=40)
    why = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    added_by_kind = models.CharField(max_length=10)
    added_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "person", "why"], name="dossiers_involved_once"),
            models.CheckConstraint(condition=Q(why__gt=""), name="dossiers_involvement_says_why"),
            always_traced("added", name="dossiers_involvement_added_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.why}"


class TimedAccess(models.Model):
    """Sight of one dossier for a time and for a reason, taken by the person who needs it.

    It ends by the clock: no job has to run. It lets somebody read, never change anything, and never
    the reporter or the safe contact. An emergency has to be judged by somebody else before
    `review_by`; an inspection says with its `purpose` which task of supervision it serves.
    """

    class Kind(models.TextChoices):
        """By which right somebody looks."""

        EMERGENCY = "emergency", _("Emergency access")
        INSPECTION = "inspection", _("Inspection")

    class Purpose(models.TextChoices):
        """For which task of the data protection officer an inspection is."""

        SUBJECT_REQUEST = "subject-request", _("Request of a person about their own data")
        SUPERVISION = "supervision", _("Supervision of how data is handled")
        COMPLAINT = "complaint", _("Complaint about how data was handled")
        BREACH = "breach", _("Possible data breach")

    class Verdict(models.TextChoices):
        """What somebody else judged of an emergency."""

        JUSTIFIED = "justified", _("Justified")
        NOT_JUSTIFIED = "not-justified", _("Not justified")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    municipality = models.CharField(max_length=10)
    compartment = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, blank=True)
    reason = SealedField(vault="content")
    opened_at = models.DateTimeField()
    opened_by_kind = models.CharField(max_length=10)
    opened_by_id = models.CharField(max_length=64)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_kind = models.CharField(max_length=10, blank=True)
    ended_by_id = models.CharField(max_length=64, blank=True)
    review_by = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_kind = models.CharField(max_length=10, blank=True)
    reviewed_by_id = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=14, choices=Verdict.choices, blank=True)
    note = SealedField(vault="content")

    class Meta:
        verbose_name_plural = "timed accesses"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="emergency", purpose="", review_by__isnull=False)
                | Q(kind="inspection", purpose__gt="", review_by__isnull=True, reviewed_at__isnull=True),
                name="dossiers_timed_access_is_reviewed_or_has_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="dossiers_timed_access_lasts_a_while"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, verdict="")
                | Q(reviewed_at__isnull=False, verdict__gt=""),
                name="dossiers_timed_access_review_says_what",
            ),
            always_traced("opened", name="dossiers_timed_access_opened_by_somebody"),
            traced_once_done("ended", name="dossiers_timed_access_ended_by_somebody"),
            traced_once_done("reviewed", name="dossiers_timed_access_reviewed_by_somebody"),
        ]
        indexes = [
            models.Index(fields=["person", "until"], name="dossiers_timed_of_person"),
            models.Index(fields=["dossier", "until"], name="dossiers_timed_of_dossier"),
            models.Index(
                fields=["municipality", "compartment", "review_by", "id"],
                condition=Q(kind="emergency", reviewed_at__isnull=True),
                name="dossiers_timed_to_review",
            ),
            models.Index(fields=["municipality", "compartment", "opened_at"], name="dossiers_timed_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} until {self.until:%Y-%m-%d %H:%M}"

    def is_running(self, now: datetime) -> bool:
        """Return whether it gives sight at this moment."""
        return self.ended_at is None and now < self.until

    def is_overdue(self, today: date) -> bool:
        """Return whether an emergency should have been judged before today."""
        return self.reviewed_at is None and self.review_by is not None and self.review_by < today


class Alert(outbox.Outgoing):
    """A mail without content that tells somebody that there is an emergency access to judge."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    access = models.ForeignKey(TimedAccess, on_delete=models.PROTECT, related_name="alerts")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    municipality = models.CharField(max_length=10)
    compartment = models.CharField(max_length=40)

    class Meta(outbox.Outgoing.Meta):
        pass

    def __str__(self) -> str:
        return f"alert: {self.progress}"


class Escalation(models.Model):
    """A day on which an open dossier was past its due date: what should have been done, and by whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, db_index=False, related_name="escalations")
    municipality = models.CharField(max_length=10)
    compartment = models.CharField(max_length=40)
    day = models.DateField()
    due = models.DateField()
    next_step = models.CharField(max_length=80)
    owner_role = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "day"], name="dossiers_escalated_once_a_day"),
            models.CheckConstraint(condition=Q(day__gt=F("due")), name="dossiers_escalation_is_past_due"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.next_step}"


class Fact(models.Model):
    """One counted event without a trace to a dossier or a person; it survives destruction.

    The id is random, not ordered in time, and only the day is kept: neither leads back to a row
    elsewhere. `number` is 1, or -1 to take back what was counted by mistake.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    municipality = models.CharField(max_length=10)
    day = models.DateField()
    dims = models.JSONField(default=dict)
    number = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__gt="", municipality__gt=""), name="dossiers_fact_counts"
            ),
            models.CheckConstraint(condition=Q(number__in=(1, -1)), name="dossiers_fact_is_one"),
        ]
        indexes = [models.Index(fields=["municipality", "kind", "day"], name="dossiers_fact_period")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"


triggers.register(*TRIGGERS)
walls.register(*WALLS)
