# SPDX-License-Identifier: EUPL-1.2
"""People who work with the system, their roles, when they work, who stands in, and who judged that."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from sluitend.accounts.guards import TRIGGERS, WALLS
from sluitend.core import triggers, walls
from sluitend.core.calendar import WEEKDAYS
from sluitend.core.ids import new_id
from sluitend.core.pairs import always_traced, traced_once_done

EVERY_WEEKDAY = "".join(str(day) for day in sorted(WEEKDAYS))


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person who signs in with this address."""
        return self.get(email=tidy_email(username or ""))

    def who_may_sign_in(self) -> "models.QuerySet[Person]":
        """Return everybody who has not left and is not blocked."""
        return self.filter(is_active=True, blocked_at__isnull=True)


def tidy_email(email: str) -> str:
    """Return an address in the one form in which it is stored and looked for."""
    return email.strip().lower()


class Person(AbstractBaseUser):
    """Somebody with a task in the approach. Deactivated when they leave, never deleted.

    `municipality` is where they are employed: account acts such as signing in are journalled
    there. It gives no rights; roles do. Devices that were known before `devices_from` are not any more.
    While `blocked_at` is set nobody signs in as this person, by whatever means; roles and dossiers stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    municipality = models.CharField(max_length=10)
    is_active = models.BooleanField(default=True)
    blocked_at = models.DateTimeField(null=True)
    devices_from = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by_kind = models.CharField(max_length=10)
    added_by_id = models.CharField(max_length=64)
    # Another value ends all sessions of this person at their next request.
    session_stamp = models.CharField(max_length=26, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(name__gt=""), name="accounts_person_has_a_name"),
            models.CheckConstraint(condition=Q(email__contains="@"), name="accounts_person_has_an_address"),
            models.CheckConstraint(condition=Q(municipality__gt=""), name="accounts_person_has_a_place"),
            always_traced("added", name="accounts_person_added_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_sign_in(self) -> bool:
        """Whether this person has not left and is not blocked."""
        return self.is_active and self.blocked_at is None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must carry to count: it changes with the password and with the stamp."""
        salt = "sluitend.accounts.Person.session"
        of = f"{self.password}:{self.session_stamp}"
        return salted_hmac(salt, of, secret=secret, algorithm="sha256").hexdigest()


class RoleAssignment(models.Model):
    """A person holds a role of the pack in one municipality, from one day to another.

    Withdrawn before its first day was over, it ends before it began: then it holds on no day. The
    row stays, and the database refuses to change it otherwise.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=80)
    municipality = models.CharField(max_length=10)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by_kind = models.CharField(max_length=10)
    granted_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__gt=""), name="accounts_assignment_has_a_role"),
            models.CheckConstraint(condition=Q(municipality__gt=""), name="accounts_assignment_has_a_place"),
            models.UniqueConstraint(
                fields=["person", "role", "municipality"],
                condition=Q(valid_to__isnull=True),
                name="accounts_one_open_assignment_per_role",
            ),
            always_traced("granted", name="accounts_assignment_granted_by_somebody"),
        ]
        indexes = [models.Index(fields=["municipality", "role"], name="accounts_assignment_role")]

    def __str__(self) -> str:
        return f"{self.role} in {self.municipality}"


class WorkPattern(models.Model):
    """The weekdays on which a person works, as digits (0 is Monday). No row: Monday to Friday."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="work_pattern"
    )
    weekdays = models.CharField(max_length=7)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekdays__gt=""), name="accounts_pattern_has_a_day"),
        ]

    def __str__(self) -> str:
        return self.weekdays


class Leave(models.Model):
    """Days on which a person is away; the first and the last count."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    start = models.DateField()
    end = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="accounts_leave_ends_after_start"),
        ]
        indexes = [models.Index(fields=["person", "end"], name="accounts_leave_of_person")]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"


class StandingIn(models.Manager["Deputy"]):
    """Arrangements that nobody ended."""

    def get_queryset(self) -> "models.QuerySet[Deputy]":
        """Leave out what was ended: it gives nothing any more."""
        return super().get_queryset().filter(ended_at__isnull=True)


class Deputy(models.Model):
    """`deputy` stands in for `person`. The row stays when that is ended; `objects` leaves it out then.

    With dates: during that period, whether or not the other is at work. Without dates: on every
    working day on which the other does not work. On other days a standing deputy only sees what
    was brought to them (an overdue dossier, for one).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in_for")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    arranged_at = models.DateTimeField()
    arranged_by_kind = models.CharField(max_length=10)
    arranged_by_id = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)
    ended_by_kind = models.CharField(max_length=10, blank=True)
    ended_by_id = models.CharField(max_length=64, blank=True)

    objects = StandingIn()
    ended_too = models.Manager["Deputy"]()

    class Meta:
        base_manager_name = "ended_too"
        constraints = [
            always_traced("arranged", name="accounts_deputy_arranged_by_somebody"),
            traced_once_done("ended", name="accounts_deputy_ended_by_somebody"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="accounts_deputy_is_another"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__isnull=False, end__gte=F("start")),
                name="accounts_deputy_has_both_dates_or_none",
            ),
            models.UniqueConstraint(
                fields=["person", "deputy"],
                condition=Q(start__isnull=True, ended_at__isnull=True),
                name="accounts_one_standing_deputy_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}"


class SpentCode(models.Model):
    """A code or challenge of a second factor that was used: its row keeps it from counting twice.

    Whoever puts the row there first has used the code. `token` is a keyed hash, which tells no code.
    """

    token = models.BinaryField(primary_key=True, max_length=32)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # From then on the code would not be valid anyway. None: a recovery code, spent for good.
    forget_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"a code of {self.person_id}"


class OrganisationAccount(models.Model):
    """Somebody's account at the identity provider: how it is known there that it is them.

    `token` is a keyed hash of the provider and its name for them: a copy of the database leads to no
    account there. `proof` binds it to the person: a row that was moved opens nothing. One person has
    one, so that a new owner of an old e-mail address is nobody here.
    """

    token = models.BinaryField(primary_key=True, max_length=32)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="organisation_account")
    proof = models.BinaryField(max_length=32)
    linked_at = models.DateTimeField()
    linked_by_kind = models.CharField(max_length=10)
    linked_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            always_traced("linked", name="accounts_organisation_account_linked_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"account of {self.person_id} at the organisation"


class Session(AbstractBaseSession):
    """One browser in which somebody is signed in, or a visitor's. No network address is kept.

    The key and the content are of use to who holds the cookie only (`sessions.py`). A visitor's
    session names nobody and no browser.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)

    class Meta(AbstractBaseSession.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(browser="", system=""),
                name="accounts_session_of_a_visitor_tells_nothing",
            ),
        ]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return what reads and writes these rows."""
        from sluitend.accounts.sessions import SessionStore

        return SessionStore


class AccessReview(models.Model):
    """The yearly look at who has access in one municipality: judged one by one, signed off once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    municipality = models.CharField(max_length=10)
    begun_at = models.DateTimeField()
    begun_by_kind = models.CharField(max_length=10)
    begun_by_id = models.CharField(max_length=64)
    signed_at = models.DateTimeField(null=True)
    signed_by_kind = models.CharField(max_length=10, blank=True)
    signed_by_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(municipality__gt=""), name="accounts_review_has_a_place"),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(signed_at__isnull=True),
                name="accounts_one_open_review",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(signed_at__gte=F("begun_at")),
                name="accounts_review_signed_after_it_began",
            ),
            always_traced("begun", name="accounts_review_begun_by_somebody"),
            traced_once_done("signed", name="accounts_review_signed_by_somebody"),
        ]
        indexes = [models.Index(fields=["municipality", "signed_at"], name="accounts_review_signed")]

    def __str__(self) -> str:
        return f"review of {self.municipality}"


class AccessVerdict(models.Model):
    """What a review says of one way in which somebody has access.

    `subject` is the role or the arrangement to stand in. An arrangement that ends is removed, so
    `person` and `about` (the role, or for whom they stand in) keep the verdict readable.
    """

    class Kind(models.TextChoices):
        ROLE = "role"
        STANDS_IN = "stands-in"

    class Word(models.TextChoices):
        STAYS = "stays"
        ENDS = "ends"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="verdicts")
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=80)
    word = models.CharField(max_length=5, choices=Word)
    judged_at = models.DateTimeField()
    judged_by_kind = models.CharField(max_length=10)
    judged_by_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "subject"], name="accounts_judged_once_a_review"),
            models.CheckConstraint(condition=Q(about__gt=""), name="accounts_verdict_is_about_something"),
            models.CheckConstraint(
                condition=Q(word__in=("stays", "ends"), kind__in=("role", "stands-in")),
                name="accounts_verdict_is_a_verdict",
            ),
            always_traced("judged", name="accounts_verdict_judged_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.about} of {self.person_id}: {self.word}"


def pattern_of(person: Person) -> str:
    """Return the weekdays of a person whose `work_pattern` was fetched along."""
    found: Any = getattr(person, "work_pattern", None)
    return found.weekdays if found is not None else EVERY_WEEKDAY


triggers.register(*TRIGGERS)
walls.register(*WALLS)
