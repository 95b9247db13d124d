# SPDX-License-Identifier: EUPL-1.2
"""Sight of a dossier for a time and for a reason: what it gives, what it never gives, and its end."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conftest import FrozenClock
from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE
from sluitend.core.actor import Actor, ActorKind, Grant
from sluitend.core.errors import BadInput, Conflict, NotFound, Refused
from sluitend.core.ids import new_id
from sluitend.core.references import new_reference
from sluitend.core.tests.owning import become_owner
from sluitend.dossiers import access, selectors, services
from sluitend.dossiers.models import Dossier, TimedAccess
from sluitend.dossiers.services import timed
from sluitend.dossiers.tests.making import TEST, opened
from sluitend.privacy import journal, vaults
from sluitend.privacy.models import JournalEntry

pytestmark = pytest.mark.django_db
WHY = "Een meisje belt mij nu: zij zit op dit adres."


def broken(person: Person, dossier: Dossier) -> TimedAccess:
    return services.break_glass(dossier=dossier, reason=WHY, by=actor_for(person))


def elsewhere(municipality: str, compartment: str) -> Dossier:
    """A dossier of which the boa may know nothing."""
    found = opened()
    found.pk, found.reference = new_id(), new_reference()
    found.municipality, found.compartment = municipality, compartment
    found.save(force_insert=True)
    return found


def may(person: Person, permission: str, dossier: Dossier) -> bool:
    return access.may(actor_for(person), permission, dossier)


def test_an_emergency_opens_a_dossier_at_once_for_four_hours(boa: Person, clock: FrozenClock) -> None:
    dossier = opened()
    assert not may(boa, access.READ, dossier)
    broken(boa, dossier)
    assert selectors.get(actor_for(boa), dossier.pk) == dossier
    clock.advance(hours=4, seconds=-1)
    assert may(boa, access.READ, dossier)
    clock.advance(seconds=1)
    with pytest.raises(NotFound):
        selectors.get(actor_for(boa), dossier.pk)


def test_an_emergency_lets_somebody_read_and_nothing_else(boa: Person) -> None:
    dossier = opened()
    broken(boa, dossier)
    for permission in (access.WRITE, "dossier.hand-over", "reporter.read", "safe-contact.read"):
        with pytest.raises(Refused):
            access.require(actor_for(boa), permission, dossier)
    with pytest.raises(Refused):
        services.assign(dossier=dossier, to=boa, by=actor_for(boa))


def test_who_loses_the_right_loses_the_sight_on_the_next_request(boa: Person) -> None:
    dossier = opened()
    broken(boa, dossier)
    accounts.withdraw_role(assignment=boa.assignments.get(), by=TEST)
    assert not may(boa, access.READ, dossier)


def test_without_a_reason_nothing_opens(boa: Person) -> None:
    dossier = opened()
    with pytest.raises(BadInput) as told:
        services.break_glass(dossier=dossier, reason="  ", by=actor_for(boa))
    assert told.value.field == "reason"
    assert not TimedAccess.objects.exists()


def test_the_reason_is_sealed_and_stands_in_the_journal(boa: Person) -> None:
    dossier = opened()
    row = broken(boa, dossier)
    assert WHY.encode() not in bytes(row.reason or b"")
    entry = JournalEntry.objects.get(action="access.break-glass")
    assert (entry.chain, entry.actor_id) == (dossier.pk, str(boa.pk))
    assert WHY.encode() not in bytes(entry.detail or b"")
    look = vaults.look(dossier.pk, by=TEST, purpose="test")
    assert journal.reasons(dossier.pk, [entry.seq], reader=look) == {entry.seq: WHY}
    assert look.read(row, "reason") == WHY


def test_twice_while_it_runs_is_once(boa: Person, clock: FrozenClock) -> None:
    dossier = opened()
    first = broken(boa, dossier)
    assert broken(boa, dossier) == first
    clock.advance(hours=5)
    assert broken(boa, dossier) != first


@pytest.mark.parametrize("role", ["", "beheerder", "zorg", "auditor", "fg"])
def test_only_who_holds_the_right_there_breaks_the_glass(lisse: Any, role: str) -> None:
    from sluitend.accounts.tests.cast import add

    somebody, dossier = add("Sam Somebody", role), opened()
    with pytest.raises(NotFound):
        broken(somebody, dossier)
    with pytest.raises((Refused, BadInput)):
        services.find(reference=dossier.reference, kind="emergency", by=actor_for(somebody))


def test_the_right_of_another_municipality_or_part_opens_nothing_here(outsider: Person) -> None:
    dossier = opened()
    for place in (("GM0546", "signals"), (LISSE, "care")):
        grants = frozenset({Grant(access.BREAK_GLASS, *place)})
        stranger = Actor(ActorKind.STAFF, str(outsider.pk), grants)
        with pytest.raises(NotFound):
            services.break_glass(dossier=dossier, reason=WHY, by=stranger)
        with pytest.raises(BadInput):
            services.find(reference=dossier.reference, kind="emergency", by=stranger)


def test_a_reference_is_found_however_it_is_typed(boa: Person) -> None:
    dossier = opened()
    by = actor_for(boa)
    for typed in (dossier.reference, dossier.reference.lower(), f" {dossier.reference.replace('-', ' ')} "):
        assert services.find(reference=typed, kind="emergency", by=by) == dossier


def test_an_unknown_reference_and_a_foreign_one_get_the_same_answer_and_are_counted(boa: Person) -> None:
    foreign, closed_part = elsewhere("GM0546", "signals"), elsewhere(LISSE, "care")
    said = set()
    for reference in ("0000-0000", foreign.reference, closed_part.reference, "x", "\x00" * 400):
        with pytest.raises(BadInput) as told:
            services.find(reference=reference, kind="emergency", by=actor_for(boa))
        said.add((told.value.field, str(told.value)))
    assert len(said) == 1
    tries = JournalEntry.objects.filter(action=timed.MISS, actor_id=str(boa.pk))
    assert tries.count() == 5
    assert set(tries.values_list("result", "detail")) == {("not-found", None)}


def test_after_five_misses_even_a_right_reference_gets_no_answer_for_an_hour(
    boa: Person, handler: Person, clock: FrozenClock
) -> None:
    dossier, by = opened(), actor_for(boa)
    for _ in range(5):
        with pytest.raises(BadInput):
            services.find(reference="0000-0000", kind="emergency", by=by)
    with pytest.raises(Refused) as told:
        services.find(reference=dossier.reference, kind="emergency", by=by)
    assert "11:00" in str(told.value)
    assert services.find(reference=dossier.reference, kind="emergency", by=actor_for(handler)) == dossier
    clock.advance(hours=1)
    assert services.find(reference=dossier.reference, kind="emergency", by=by) == dossier


def test_an_inspection_has_a_purpose_of_the_list_and_lasts_eight_hours(
    privacy_officer: Person, clock: FrozenClock
) -> None:
    dossier, by = opened(), actor_for(privacy_officer)
    with pytest.raises(BadInput):
        services.inspect(dossier=dossier, purpose="curious", reason=WHY, by=by)
    row = services.inspect(dossier=dossier, purpose="subject-request", reason=WHY, by=by)
    assert may(privacy_officer, access.READ, dossier)
    assert not may(privacy_officer, access.WRITE, dossier)
    assert not may(privacy_officer, "reporter.read", dossier)
    assert (row.review_by, row.alerts.count()) == (None, 0)
    entry = JournalEntry.objects.get(action="access.inspect")
    assert (entry.object_type, entry.object_id) == ("purpose", "subject-request")
    clock.advance(hours=8)
    assert not may(privacy_officer, access.READ, dossier)


def test_a_hidden_hit_becomes_visible_and_hides_again(boa: Person, clock: FrozenClock) -> None:
    dossier, other = opened(), opened()
    broken(boa, dossier)
    assert selectors.visible_ids(actor_for(boa), [dossier.pk, other.pk]) == {dossier.pk}
    clock.advance(hours=4)
    assert selectors.visible_ids(actor_for(boa), [dossier.pk, other.pk]) == set()


def test_asking_whether_somebody_may_costs_one_query_at_most(
    boa: Person, django_assert_num_queries: Any
) -> None:
    dossier = opened()
    broken(boa, dossier)
    by = actor_for(boa)
    with django_assert_num_queries(1):
        assert access.may(by, access.READ, dossier)
    with django_assert_num_queries(0):
        assert not access.may(by, "reporter.read", dossier)


def test_who_took_it_or_judges_it_ends_it_before_its_time(
    boa: Person, officer: Person, handler: Person
) -> None:
    for ends in (boa, officer):
        dossier = opened()
        row = broken(boa, dossier)
        with pytest.raises(NotFound):
            services.end_access(access_id=row.pk, by=actor_for(handler))
        services.end_access(access_id=row.pk, by=actor_for(ends))
        assert not may(boa, access.READ, dossier)
        with pytest.raises(Conflict):
            services.end_access(access_id=row.pk, by=actor_for(ends))


def test_it_is_judged_by_somebody_else_within_five_working_days(
    boa: Person, officer: Person, privacy_officer: Person
) -> None:
    row = broken(boa, opened())
    assert str(row.review_by) == "2026-06-09"
    with pytest.raises(Refused):
        services.review(access_id=row.pk, verdict="justified", note="", by=actor_for(boa))
    services.review(access_id=row.pk, verdict="justified", note="", by=actor_for(officer))
    with pytest.raises(Conflict):
        services.review(access_id=row.pk, verdict="justified", note="", by=actor_for(privacy_officer))
    found = TimedAccess.objects.get()
    assert (found.verdict, found.reviewed_by_id) == ("justified", str(officer.pk))


def test_what_was_not_justified_ends_at_once_and_says_what_follows(boa: Person, officer: Person) -> None:
    dossier = opened()
    row = broken(boa, dossier)
    by = actor_for(officer)
    with pytest.raises(BadInput):
        services.review(access_id=row.pk, verdict="not-justified", note=" ", by=by)
    with pytest.raises(BadInput):
        services.review(access_id=row.pk, verdict="perhaps", note="", by=by)
    found = services.review(access_id=row.pk, verdict="not-justified", note="Besproken met Bo.", by=by)
    assert not may(boa, access.READ, dossier)
    look = vaults.look(dossier.pk, by=TEST, purpose="test")
    assert look.read(found, "note") == "Besproken met Bo."


@pytest.mark.parametrize(
    "change",
    [
        {"until": "2030-01-01T00:00Z"},
        {"kind": "inspection"},
        {"reviewed_at": "2026-06-03T00:00Z", "reviewed_by_kind": "staff", "verdict": "justified"},
    ],
)
def test_the_database_keeps_an_access_as_it_was(boa: Person, change: dict[str, Any]) -> None:
    row = broken(boa, opened())
    if "verdict" in change:
        change = {**change, "reviewed_by_id": str(boa.pk)}
    become_owner()
    with pytest.raises(IntegrityError), transaction.atomic():
        TimedAccess.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_what_was_judged_is_not_judged_otherwise(boa: Person, officer: Person) -> None:
    row = broken(boa, opened())
    services.review(access_id=row.pk, verdict="justified", note="", by=actor_for(officer))
    with pytest.raises(IntegrityError), transaction.atomic():
        TimedAccess.objects.filter(pk=row.pk).update(verdict="not-justified")


def test_no_entry_no_access(boa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = opened()

    def broken_journal(**_: object) -> None:
        raise OSError

    monkeypatch.setattr(journal, "act", broken_journal)
    with pytest.raises(OSError):  # noqa: PT011 - the error of the line above
        broken(boa, dossier)
    assert not TimedAccess.objects.exists()
