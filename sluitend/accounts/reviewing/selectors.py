# SPDX-License-Identifier: EUPL-1.2
"""What is judged in a yearly review, and when the next one is due. All reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from sluitend.accounts import managing, rights
from sluitend.accounts.models import AccessReview, AccessVerdict, Deputy, Person, RoleAssignment
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import NotFound
from sluitend.policy import selectors as policy
from sluitend.policy.schema.people import REVIEW, opens_dossiers

EVERY = relativedelta(years=1)
# So long before it is due a review shows itself.
SOON = timedelta(days=30)
# So long after the first role those who judge access are there from the beginning.
BEGINNING = timedelta(days=7)
KINDS = AccessVerdict.Kind
Verdicts = dict[UUID, AccessVerdict]


@dataclass(frozen=True, slots=True)
class Access:
    """One way in which somebody has access, or will: a role, or standing in for somebody.

    `about` is the role, or the id of whom they stand in for; `principal` is that person. `verdict` is
    that of the review that runs, `before` that of the last one.
    """

    kind: str
    subject: UUID
    person: Person
    about: str
    principal: Person | None
    start: date | None
    end: date | None
    granted_at: datetime
    granted_by: tuple[str, str]
    dossiers: bool
    verdict: AccessVerdict | None
    before: AccessVerdict | None


@dataclass(frozen=True, slots=True)
class Given:
    """Access to dossiers that somebody was given: a role, or standing in for somebody who has one.

    `over` says that it was taken back; `last` is the last day, when there is one.
    """

    kind: str
    person: Person
    about: str
    principal: Person | None
    at: datetime
    by: tuple[str, str]
    last: date | None
    over: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that a reviewer of one municipality judges or should know."""

    municipality: str
    review: AccessReview | None
    last: AccessReview | None
    due: date | None
    accesses: tuple[Access, ...]
    without_access: tuple[Person, ...]
    new_on_dossiers: tuple[Given, ...]

    @property
    def open(self) -> tuple[Access, ...]:
        """What has not been judged yet."""
        return tuple(access for access in self.accesses if access.verdict is None)


def reviewed_places(by: Actor) -> list[str]:
    """Return the municipalities of which this actor judges the access, in order of the pack."""
    mine = managing.places(by, REVIEW)
    return [place for place in policy.current().pack.pack.serves if place in mine]


def overview(by: Actor, municipality: str) -> Overview:
    """Return who has access in a municipality; `NotFound` for who does not judge that."""
    if municipality not in managing.places(by, REVIEW):
        raise NotFound(_("There is no such review."))
    reviews = AccessReview.objects.filter(municipality=municipality)
    review = reviews.filter(signed_at__isnull=True).first()
    last = reviews.filter(signed_at__isnull=False).order_by("-signed_at").first()
    judged = _verdicts(review), _verdicts(last)
    accesses = (*_roles(municipality, *judged), *_standing_in(municipality, *judged))
    today = clock.today()
    # What was given while the last review ran was on nobody's list yet.
    since = last.begun_at if last else clock.now() - EVERY
    return Overview(
        municipality=municipality,
        review=review,
        last=last,
        due=due_dates([municipality]).get(municipality),
        accesses=tuple(sorted(accesses, key=lambda one: (one.person.name, str(one.person.pk), one.kind))),
        without_access=tuple(_without_access(municipality, today)),
        new_on_dossiers=tuple(_new_on_dossiers(municipality, since)),
    )


def due_dates(municipalities: Iterable[str]) -> dict[str, date]:
    """Return when the next review is due: a year after the last, else after the first role. One query."""
    signed = AccessReview.objects.filter(municipality=OuterRef("municipality"), signed_at__isnull=False)
    rows = (
        RoleAssignment.objects.filter(municipality__in=list(municipalities))
        .order_by()
        .values("municipality")
        .annotate(first=Min("granted_at"))
        .annotate(signed=Subquery(signed.order_by("-signed_at").values("signed_at")[:1]))
    )
    return {row["municipality"]: clock.local_date(row["signed"] or row["first"]) + EVERY for row in rows}


def verdicts_of(by: Actor, review: AccessReview) -> list[AccessVerdict]:
    """Return what a review says, in order of name."""
    if review.municipality not in managing.places(by, REVIEW):
        raise NotFound(_("There is no such review."))
    return list(review.verdicts.select_related("person").order_by("person__name", "kind", "pk"))


def other_reviewers(municipality: str, besides: Iterable[UUID]) -> list[Person]:
    """Return who else may judge access here today, by a role of their own."""
    people = Person.objects.filter(pk__in=_reviewing(municipality).values("person"), is_active=True)
    return list(people.exclude(pk__in=list(besides)).order_by("name", "pk"))


def signers(municipality: str) -> list[Person]:
    """Return who signs a review off: who judges access here since the last one, or since the beginning.

    The list of who got access begins anew with a signature. Whoever came to judge access later is on that
    list, and does not end it. Nobody: of those there are none any more, and anybody who judges may sign.
    """
    held = _reviewing(municipality)
    last = AccessReview.objects.filter(municipality=municipality).aggregate(last=Max("signed_at"))["last"]
    ever = RoleAssignment.objects.filter(municipality=municipality, role__in=_reviewing_roles())
    begun = ever.aggregate(first=Min("granted_at"))["first"]
    until = last or (begun and begun + BEGINNING)
    known = held.filter(granted_at__lte=until) if until else held.none()
    people = Person.objects.filter(pk__in=known.values("person"), is_active=True)
    return list(people.order_by("name", "pk"))


def _reviewing_roles() -> list[str]:
    pack = policy.current().pack
    return [role.id for role in pack.roles if REVIEW in rights.words(pack, role.id)]


def _reviewing(municipality: str) -> QuerySet[RoleAssignment]:
    begun = RoleAssignment.objects.filter(managing.lasting(clock.today()), valid_from__lte=clock.today())
    return begun.filter(role__in=_reviewing_roles(), municipality=municipality)


def _roles(municipality: str, judged: Verdicts, before: Verdicts) -> list[Access]:
    pack = policy.current().pack
    rows = _lasting(municipality).select_related("person").order_by("person__name", "role", "pk")
    return [
        Access(
            kind=KINDS.ROLE,
            subject=row.pk,
            person=row.person,
            about=row.role,
            principal=None,
            start=row.valid_from,
            end=row.valid_to,
            granted_at=row.granted_at,
            granted_by=(row.granted_by_kind, row.granted_by_id),
            dossiers=any(map(opens_dossiers, rights.words(pack, row.role))),
            verdict=judged.get(row.pk),
            before=before.get(row.pk),
        )
        for row in rows
    ]


def _standing_in(municipality: str, judged: Verdicts, before: Verdicts) -> list[Access]:
    pack = policy.current().pack
    held: dict[UUID, list[str]] = {}
    for person_id, role in _lasting(municipality).values_list("person", "role"):
        held.setdefault(person_id, []).append(role)
    rows = Deputy.objects.filter(Q(end__isnull=True) | Q(end__gte=clock.today()), person__in=list(held))
    return [
        Access(
            kind=KINDS.STANDS_IN,
            subject=row.pk,
            person=row.deputy,
            about=str(row.person_id),
            principal=row.person,
            start=row.start,
            end=row.end,
            granted_at=row.arranged_at,
            granted_by=(row.arranged_by_kind, row.arranged_by_id),
            dossiers=any(
                opens_dossiers(word) for role in held[row.person_id] for word in rights.words(pack, role)
            ),
            verdict=judged.get(row.pk),
            before=before.get(row.pk),
        )
        for row in rows.select_related("person", "deputy").order_by("deputy__name", "pk")
    ]


def _verdicts(review: AccessReview | None) -> Verdicts:
    rows = review.verdicts.all() if review else ()
    return {verdict.subject: verdict for verdict in rows}


def _lasting(municipality: str) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(managing.lasting(clock.today()), municipality=municipality)


def _without_access(municipality: str, today: date) -> QuerySet[Person]:
    held = _lasting(municipality).filter(person=OuterRef("pk"))
    stands_in = Deputy.objects.filter(Q(end__isnull=True) | Q(end__gte=today), deputy=OuterRef("pk"))
    found = Person.objects.filter(~Exists(held), ~Exists(stands_in), municipality=municipality)
    return found.filter(is_active=True).order_by("name", "pk")


def _new_on_dossiers(municipality: str, since: datetime) -> list[Given]:
    """Return what opened dossiers and was given since then, ended or not, the newest first."""
    pack = policy.current().pack
    roles = [role.id for role in pack.roles if any(map(opens_dossiers, rights.words(pack, role.id)))]
    held = RoleAssignment.objects.filter(municipality=municipality, role__in=roles)
    given = [
        Given(
            kind=KINDS.ROLE,
            person=row.person,
            about=row.role,
            principal=None,
            at=row.granted_at,
            by=(row.granted_by_kind, row.granted_by_id),
            last=row.valid_to,
            over=row.valid_to is not None and row.valid_to < row.valid_from,
        )
        for row in held.filter(granted_at__gt=since).select_related("person")
    ]
    # Whoever was stood in for may have lost the role since: what they ever held here counts.
    arranged = Deputy.ended_too.filter(person__in=held.values("person"), arranged_at__gt=since)
    given += [
        Given(
            kind=KINDS.STANDS_IN,
            person=row.deputy,
            about=str(row.person_id),
            principal=row.person,
            at=row.arranged_at,
            by=(row.arranged_by_kind, row.arranged_by_id),
            last=clock.local_date(row.ended_at) if row.ended_at else row.end,
            over=row.ended_at is not None,
        )
        for row in arranged.select_related("person", "deputy")
    ]
    return sorted(given, key=lambda one: (one.at, one.kind), reverse=True)
