# SPDX-License-Identifier: EUPL-1.2
"""Where each person can go: only what the role of this moment has a use for."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluitend.accounts import managing
from sluitend.accounts.reviewing.selectors import SOON, due_dates
from sluitend.accounts.views import actor_of
from sluitend.cases.services.common import PARTNERSHIPS
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.dossiers import access, judging, reviews
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.worklist import COUNT_LIMIT
from sluitend.handover import selectors as handovers
from sluitend.policy.schema.people import REVIEW
from sluitend.shell.navigation import Link
from sluitend.signals.services.recording import COMPARTMENT

REGISTER, HAND_OVER, READ_PACK = "dossier.register", "dossier.hand-over", "pack.read"
READ_JOURNAL, ESTIMATE = "journal.read", "estimate"
# Where there are cases: beside signals, and at the partnerships.
_WITH_CASES = {COMPARTMENT, PARTNERSHIPS}


def staff(request: HttpRequest) -> Sequence[Link]:
    """Return the main menu of who has signed in; at most four queries, bounded, besides their rights."""
    if not request.user.is_authenticated:
        return ()
    # Error pages come before a view could say who looks.
    by = actor_of(request)
    works = access.works_somewhere(by)
    links = [_worklist(by, getattr(request, "counts", None))] if works else []
    if any(compartment == COMPARTMENT for _place, compartment in by.where(REGISTER)):
        links.append(Link(_("New signal"), reverse("signals:register")))
    if by.where(HAND_OVER) & by.where(access.READ):
        links.append(_handovers(by))
    links += _together(by)
    links += _emergencies(by)
    if by.where(access.INSPECT):
        links.append(Link(_("Inspection"), reverse("web:inspection")))
    links += _figures(by)
    if managing.places(by):
        links.append(Link(_("People"), reverse("web:people")))
    if managing.places(by, REVIEW):
        links.append(_access(by))
    if by.where(READ_JOURNAL):
        links.append(Link(_("Journal"), reverse("web:journal")))
    if works:
        links.append(Link(_("Availability"), reverse("accounts:availability")))
    return links


def _together(by: Actor) -> list[Link]:
    """Return the way to cases and meetings, for who works where they are."""
    works = by.where(access.READ) | by.where(access.READ_OWN)
    there = {compartment for _place, compartment in works}
    links = [Link(_("Cases"), reverse("cases:cases"))] if there & _WITH_CASES else []
    return [*links, *([Link(_("Meetings"), reverse("cases:meetings"))] if COMPARTMENT in there else [])]


def _figures(by: Actor) -> list[Link]:
    """Return the way to the plan and to estimates, which open no record."""
    links = [Link(_("Plan"), reverse("web:plan"))] if by.where(READ_PACK) else []
    return [*links, *([Link(_("Estimate"), reverse("web:estimate"))] if by.where(ESTIMATE) else [])]


def public(_request: HttpRequest) -> Sequence[Link]:
    """Return the links at the foot of public pages."""
    return (
        Link(_("Whom can I call?"), reverse("web:contacts")),
        Link(_("Come back with your code"), reverse("signals:receipt-enter")),
    )


def _worklist(by: Actor, counted: dossiers.Counts | None) -> Link:
    counts = counted or dossiers.counts(by)
    number, late = min(counts.all, COUNT_LIMIT), min(counts.overdue, COUNT_LIMIT)
    label = ngettext("open dossier", "open dossiers", number)
    if counts.all > COUNT_LIMIT:
        label = _("or more open dossiers")
    return _with_late(_("Worklist"), reverse("signals:worklist"), number, label, late)


def _access(by: Actor) -> Link:
    places = sorted(managing.places(by, REVIEW))
    due = due_dates(places).values()
    number = sum(day - SOON <= clock.today() for day in due)
    late = sum(day < clock.today() for day in due)
    label = ngettext("review of access is due", "reviews of access are due", number)
    url = reverse("web:access-review", args=places) if len(places) == 1 else reverse("web:access")
    return _with_late(_("Access"), url, number, label, late)


def _handovers(by: Actor) -> Link:
    found = handovers.count_waiting(by, limit=COUNT_LIMIT)
    label = ngettext("handover waits for a partner", "handovers wait for a partner", found.number)
    return _with_late(_("With partners"), reverse("web:handovers"), found.number, label, found.late)


def _emergencies(by: Actor) -> list[Link]:
    """Return the way to emergency access: for who may need it and who judges."""
    found = reviews.count_waiting(by, limit=COUNT_LIMIT)
    if not (found.number or by.where(access.BREAK_GLASS) or judging.places(by)):
        return []
    label = ngettext("emergency access to judge", "emergency accesses to judge", found.number)
    return [_with_late(_("Emergency access"), reverse("web:emergency"), found.number, label, found.late)]


def _with_late(name: str, url: str, number: int, label: str, late: int) -> Link:
    """Return a link with how many there are, and apart from that how many of them are too late."""
    return Link(name, url, number, label, late, _("of them too late"))
