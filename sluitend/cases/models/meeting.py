# SPDX-License-Identifier: EUPL-1.2
"""A meeting, who sits there, what is on its agenda, and what each of them may see of that.

What is said about a signal or a case is sealed with that dossier's own key, not with the meeting's: who
destroys the dossier destroys what was said of it, and who may not see it cannot read it here either.
"""

from django.db import models
from django.db.models import F, Q

from sluitend.accounts.models import Person
from sluitend.core import outbox
from sluitend.core.pairs import always_traced, traced_once_done
from sluitend.dossiers.models import Dossier
from sluitend.privacy.fields import SealedField
from sluitend.signals.models import InDossier


class Meeting(models.Model):
    """One meeting of a consultation of the pack, on a day and at a time."""

    dossier = models.OneToOneField(
        Dossier, on_delete=models.PROTECT, primary_key=True, related_name="meeting"
    )
    municipality = models.CharField(max_length=12)
    compartment = models.CharField(max_length=12)
    submission = models.UUIDField(unique=True)
    consultation = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    place = SealedField(vault="content")
    # What was said that belongs to no dossier; `version` counts its changes and those of who was there.
    general = SealedField(vault="content")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["municipality", "compartment", "consultation", "starts_at"], name="cases_meetings"
            ),
            models.Index(fields=["municipality", "compartment", "starts_at"], name="cases_meetings_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.starts_at:%Y-%m-%d}"


class Participant(InDossier):
    """Somebody who sits at a meeting, colleague or of a partner; or a partner that works on a case.

    `dossier` is the meeting or the case. `why` says what a partner does in a case. Who takes part no more
    stays on record, with `ended_at`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    partner_id = models.CharField(max_length=80, blank=True)
    # Names one submit of a guest, so that a retried submit invites nobody more.
    submission = models.UUIDField(null=True, unique=True)
    name = SealedField(vault="content")
    why = SealedField(vault="content")
    present = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by_kind = models.CharField(max_length=12)
    added_by_id = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)
    ended_by_kind = models.CharField(max_length=12, blank=True)
    ended_by_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, partner_id="") | Q(person__isnull=True, partner_id__gt=""),
                name="cases_participant_is_colleague_or_partner",
            ),
            models.UniqueConstraint(
                fields=["dossier", "person"],
                condition=Q(ended_at__isnull=True, person__isnull=False),
                name="cases_colleague_takes_part_once",
            ),
            always_traced("added", name="cases_participant_added_by_somebody"),
            traced_once_done("ended", name="cases_participant_ended_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.partner_id or str(self.person_id)


class AgendaItem(InDossier):
    """One thing to discuss at a meeting. `dossier` is what it is about: a signal, a case, or the meeting.

    `question` says in a few words what it is and what is asked, without names. `version` counts changes
    of the notes, so that two people who write at the same time lose nothing.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    submission = models.UUIDField(unique=True)
    question = SealedField(vault="content")
    notes = SealedField(vault="content")
    version = models.PositiveIntegerField(default=1)
    noted_by_kind = models.CharField(max_length=12, blank=True)
    noted_by_id = models.CharField(max_length=64, blank=True)
    noted_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by_kind = models.CharField(max_length=12)
    added_by_id = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_kind = models.CharField(max_length=12, blank=True)
    withdrawn_by_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "dossier"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(dossier=F("meeting")),
                name="cases_dossier_once_on_an_agenda",
            ),
            always_traced("added", name="cases_item_added_by_somebody"),
            traced_once_done("noted", name="cases_item_noted_by_somebody"),
            traced_once_done("withdrawn", name="cases_item_withdrawn_by_somebody"),
        ]
        indexes = [models.Index(fields=["meeting", "position"], name="cases_items_in_order")]

    def __str__(self) -> str:
        return f"item {self.position}"

    @property
    def is_general(self) -> bool:
        """Whether it is about no signal and no case, but about the meeting's own subject."""
        return bool(self.dossier_id == self.meeting_id)


class Share(InDossier):
    """What one participant may see of one item: frozen, as the sharing guard decided.

    `dossier` is that of the item. Who has none sees nothing of the item, also when invited later.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="shares")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="shares")
    rule = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80, blank=True)
    packet = SealedField(vault="content")
    decision = SealedField(vault="content")
    shared_at = models.DateTimeField()
    shared_by_kind = models.CharField(max_length=12)
    shared_by_id = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)
    ended_by_kind = models.CharField(max_length=12, blank=True)
    ended_by_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "participant"],
                condition=Q(ended_at__isnull=True),
                name="cases_shared_once_with_each",
            ),
            always_traced("shared", name="cases_shared_by_somebody"),
            traced_once_done("ended", name="cases_share_ended_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"share of {self.item_id}"


class Invitation(InDossier):
    """A door for one participant of a partner to their own agenda, for at most 72 hours.

    Neither its address nor its code is stored. `dossier` is the meeting.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="invitations")
    submission = models.UUIDField(unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    code_hash = models.BinaryField(max_length=32)
    browser_hash = models.BinaryField(max_length=32, null=True)
    made_at = models.DateTimeField()
    made_by_kind = models.CharField(max_length=10)
    made_by_id = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(revoked_at__isnull=True),
                name="cases_one_invitation_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="cases_invitation_expires_after_it_is_made"
            ),
            always_traced("made", name="cases_invitation_made_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.participant_id}"


class Notice(InDossier, outbox.Outgoing):
    """A mail without content that says that an agenda waits behind a link."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="notices")

    class Meta(outbox.Outgoing.Meta):
        pass

    def __str__(self) -> str:
        return f"notice: {self.progress}"
