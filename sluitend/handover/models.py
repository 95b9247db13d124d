# SPDX-License-Identifier: EUPL-1.2
"""A handover to a partner: the frozen packet, its history, what was said, the link, the outbox.

Plain: to which partner, by which way, how far, by when. Everything that tells about people is
sealed in the dossier's content vault. Each row repeats municipality and compartment.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluitend.core import outbox, triggers, walls
from sluitend.core.ids import new_id
from sluitend.core.pairs import always_traced
from sluitend.dossiers.models import Dossier
from sluitend.handover.guards import TRIGGERS, WALLS
from sluitend.handover.states import WAITING_FOR_ACKNOWLEDGEMENT, WITH_PARTNER, State
from sluitend.privacy.fields import SealedField


class Kind(models.TextChoices):
    """Asking advice is not reporting; it is anonymous and counted apart."""

    REPORT = "report", _("Hand over")
    ADVICE = "advice", _("Ask for advice")


class Way(models.TextChoices):
    """By which way the packet goes."""

    PHONE = "phone", _("Phone")
    FORM = "form", _("The partner's own form")
    MAIL = "mail", _("Secure mail")
    LINK = "link", _("Link and code")
    PAPER = "paper", _("On paper")
    TABLE = "table", _("At a consultation")


class Informed(models.TextChoices):
    """Whether the person concerned knows of it."""

    YES = "yes", _("Yes, the person knows")
    NO = "no", _("No")
    POSTPONED = "postponed", _("Not yet, for a reason")


class State_(models.TextChoices):  # noqa: N801 - only names the states of `states.State` for people
    """The states with their names for people."""

    PREPARED = State.PREPARED, _("Prepared")
    SENT = State.SENT, _("Waiting for acknowledgement")
    OPENED = State.OPENED, _("Opened, not yet acknowledged")
    ACKNOWLEDGED = State.ACKNOWLEDGED, _("Acknowledged")
    REFUSED = State.REFUSED, _("Refused")
    FED_BACK = State.FED_BACK, _("Feedback received")
    WITHDRAWN = State.WITHDRAWN, _("Withdrawn")


class InDossier(models.Model):
    """Base of each row that belongs to a dossier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    municipality = models.CharField(max_length=10)
    compartment = models.CharField(max_length=40)

    class Meta:
        abstract = True


class Handover(InDossier):
    """One packet to one partner.

    `partner_role` is the sharing rule that counted. `submission` names one submit, so that a
    retried submit finds the handover that it already made. `moves` counts the changes of state.
    `recheck_on` is the day on which to look again whether the person can be informed.
    `escalated_on` is the day on which it was found overdue in its present state.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, db_index=False, related_name="handovers")
    pack_version = models.ForeignKey("policy.PackVersion", on_delete=models.PROTECT, db_index=False)
    submission = models.UUIDField(unique=True)
    partner_id = models.CharField(max_length=80)
    partner_role = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    state = models.CharField(max_length=16, choices=State_.choices, default=State.PREPARED.value)
    moves = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=80, blank=True)
    urgency = models.CharField(max_length=8)
    informed = models.CharField(max_length=10, choices=Informed.choices)
    recheck_on = models.DateField(null=True)
    acknowledge_by = models.DateField(null=True)
    feedback_by = models.DateField(null=True)
    call_back_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    outcome = models.CharField(max_length=80, blank=True)
    prepared_at = models.DateTimeField()
    prepared_by_kind = models.CharField(max_length=10)
    prepared_by_id = models.CharField(max_length=64)

    packet = SealedField(vault="content")
    decision = SealedField(vault="content")
    circumstances = SealedField(vault="content")
    receipt = SealedField(vault="content")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__gt="", compartment__gt="", partner_id__gt="", partner_role__gt=""),
                name="handover_has_a_place_and_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="handover_state_is_known"
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="handover_way_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="handover_kind_is_known"),
            # No loose end: whoever has it is waited for, by a date.
            models.CheckConstraint(
                condition=~Q(state__in=sorted(state.value for state in WITH_PARTNER))
                | Q(acknowledge_by__isnull=False, feedback_by__isnull=False),
                name="handover_with_a_partner_has_terms",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FED_BACK.value, kind=Kind.REPORT.value) | Q(outcome__gt=""),
                name="handover_feedback_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(informed=Informed.POSTPONED.value) | Q(recheck_on__isnull=False),
                name="handover_postponed_informing_has_a_day",
            ),
            always_traced("prepared", name="handover_prepared_by_somebody"),
        ]
        indexes = [
            models.Index(fields=["dossier", "prepared_at"], name="handover_of_dossier"),
            models.Index(
                fields=["municipality", "compartment", "acknowledge_by", "id"],
                condition=Q(state__in=sorted(state.value for state in WAITING_FOR_ACKNOWLEDGEMENT)),
                name="handover_unacknowledged",
            ),
            models.Index(
                fields=["municipality", "compartment", "feedback_by", "id"],
                condition=Q(state=State.ACKNOWLEDGED.value),
                name="handover_without_feedback",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.state}"

    @property
    def due(self) -> date | None:
        """The day by which the partner should react next; None when nobody is waiting."""
        if self.state in WAITING_FOR_ACKNOWLEDGEMENT:
            return self.acknowledge_by
        return self.feedback_by if self.state == State.ACKNOWLEDGED else None

    def is_overdue(self, today: date) -> bool:
        """Return whether the partner should have reacted before `today`."""
        return self.due is not None and self.due < today


class Move(InDossier):
    """One change of state, never altered: together they are the history of a handover."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, db_index=False, related_name="history")
    seq = models.PositiveSmallIntegerField()
    from_state = models.CharField(max_length=16)
    to_state = models.CharField(max_length=16)
    moved_at = models.DateTimeField()
    moved_by_kind = models.CharField(max_length=10)
    moved_by_id = models.CharField(max_length=64)
    by_phone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "seq"], name="handover_moves_in_order"),
            always_traced("moved", name="handover_moved_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Line(InDossier):
    """Something said about a handover: a question, an answer, a refusal, feedback, advice.

    `heard_from` is the name of whom staff had on the phone when it was not written by the partner.
    `answered` marks a question that was answered.
    """

    class What(models.TextChoices):
        """What sort of thing was said."""

        QUESTION = "question", _("Question from the partner")
        ANSWER = "answer", _("Answer to the partner")
        REFUSAL = "refusal", _("Refusal")
        FEEDBACK = "feedback", _("Feedback")
        ADVICE = "advice", _("Advice received")
        WITHDRAWAL = "withdrawal", _("Reason for withdrawing")

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, db_index=False, related_name="lines")
    submission = models.UUIDField(unique=True)
    what = models.CharField(max_length=12, choices=What.choices)
    outcome = models.CharField(max_length=80, blank=True)
    answered = models.BooleanField(default=False)
    body = SealedField(vault="content")
    heard_from = SealedField(vault="content")
    written_at = models.DateTimeField()
    written_by_kind = models.CharField(max_length=10)
    written_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [always_traced("written", name="handover_line_written_by_somebody")]
        indexes = [models.Index(fields=["handover", "written_at"], name="handover_lines")]

    def __str__(self) -> str:
        return self.what


class Link(InDossier):
    """A door for one packet, for at most 72 hours. Neither its address nor its code is stored.

    `browser_hash` tells in which browser the code was used; from then on it opens in that one only.
    `submission` names the submit that made it, so that a retried submit makes no other.
    """

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="links")
    submission = models.UUIDField(unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    code_hash = models.BinaryField(max_length=32)
    browser_hash = models.BinaryField(max_length=32, null=True)
    made_at = models.DateTimeField()
    made_by_kind = models.CharField(max_length=10)
    made_by_id = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    fresh_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handover"], condition=Q(revoked_at__isnull=True), name="handover_one_link_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="handover_link_expires_after_it_is_made"
            ),
            always_traced("made", name="handover_link_made_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"link of {self.handover_id}"


class Outgoing(InDossier, outbox.Outgoing):
    """A notice to a partner that a packet or an answer waits behind a link."""

    class Notice(models.TextChoices):
        """What the notice is about; its text is the same for every partner."""

        LINK = "link", _("A packet is ready")
        ANSWER = "answer", _("An answer is ready")

    Progress = outbox.Progress

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="outgoing")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, db_index=False, related_name="outgoing")
    notice = models.CharField(max_length=8, choices=Notice.choices)

    class Meta(outbox.Outgoing.Meta):
        verbose_name_plural = "outgoing"

    def __str__(self) -> str:
        return f"{self.notice}: {self.progress}"


triggers.register(*TRIGGERS)
walls.register(*WALLS)
