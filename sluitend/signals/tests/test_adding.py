# SPDX-License-Identifier: EUPL-1.2
"""Adding to a signal what was learned later, and checking whether it is urgent."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.dossiers import services as dossiers
from sluitend.handover.models import Handover
from sluitend.policy import selectors as policy
from sluitend.privacy import erasure
from sluitend.privacy.vaults import Illegible
from sluitend.signals import added, selectors
from sluitend.signals.added import Answers
from sluitend.signals.models import Addition, Identifier, Signal
from sluitend.signals.packets import packet
from sluitend.signals.services import triage
from sluitend.signals.services.adding import add_to_signal
from sluitend.signals.tests.making import acts, again, looks, prepared, recorded, signed_in, text_of
from sluitend.signals.views.worklist import rows_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 2)
UNKNOWN = Answers("unknown", "unknown")


def add(signal: Signal, person: Person, **given: Any) -> Addition:
    values: dict[str, Any] = {"answers": UNKNOWN, "note": "De buurman zag een busje."}
    return add_to_signal(dossier=again(signal), by=actor_for(person), **(values | given))


def content(signal: Signal, person: Person) -> selectors.Content:
    return selectors.content(actor_for(person), again(signal), purpose="test")


def step(signal: Signal) -> tuple[str, date | None]:
    return again(signal).next_step, again(signal).due


def test_what_is_added_is_sealed_dated_and_keeps_its_source(officer: Person, clock: FrozenClock) -> None:
    signal = recorded()
    clock.advance(hours=3)
    row = add(signal, officer, source_kind="third", source_note="De buurman")
    assert b"busje" not in bytes(row.note or b"")
    [one] = content(signal, officer).additions
    assert (one.note, one.source_kind, one.source_note) == (
        "De buurman zag een busje.",
        "third",
        "De buurman",
    )
    assert (one.at, one.by) == (clock.now(), str(officer.pk))
    assert "signal.add" in acts(signal)


def test_what_was_reported_stays_and_the_newest_answers_count(officer: Person) -> None:
    signal = recorded(minor="no", acute="unknown")
    add(signal, officer, answers=Answers("yes", "yes"))
    add(signal, officer, answers=Answers("no", "yes"))
    assert (Signal.objects.get().minor, Signal.objects.get().acute) == ("no", "unknown")
    assert added.answers_of(signal.pk) == content(signal, officer).answers == Answers("no", "yes")
    [row] = rows_of([again(signal)], policy.current().pack, TODAY)
    assert (row.acute, row.minor) == (False, True)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_lets_no_addition_change_or_go(officer: Person, act: str) -> None:
    add(recorded(), officer)
    rows = Addition.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(acute="no") if act == "update" else rows.delete()


def test_nothing_is_added_by_nothing(officer: Person) -> None:
    signal = recorded()
    with pytest.raises(BadInput):
        add(signal, officer, note="  ")
    assert not Addition.objects.exists()
    add(signal, officer, note="", answers=Answers("unknown", "no"))


def test_who_may_not_work_on_it_adds_nothing(handler: Person) -> None:
    with pytest.raises(NotFound):
        add(recorded(), handler)


def test_nothing_is_added_to_a_closed_signal(officer: Person) -> None:
    signal = recorded()
    triage.close(dossier=again(signal), outcome="no-action", reason="Te weinig", by=actor_for(officer))
    with pytest.raises(Conflict):
        add(signal, officer)


def test_answers_of_somebody_else_are_not_undone_by_an_older_page(officer: Person) -> None:
    signal = recorded()
    old = again(signal).version
    add(signal, officer, answers=Answers("yes", "yes"))
    with pytest.raises(Conflict):
        add(signal, officer, version=old)
    assert added.answers_of(signal.pk) == Answers("yes", "yes")


def test_without_a_journal_nothing_is_added(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    signal = recorded()

    def broken(**_given: Any) -> None:
        message = "no journal"
        raise RuntimeError(message)

    monkeypatch.setattr("sluitend.signals.services.adding.journal.act", broken)
    with pytest.raises(RuntimeError):
        add(signal, officer, answers=Answers("yes", "unknown"))
    assert not Addition.objects.exists()
    assert step(signal) == ("urgency-check", TODAY)


def test_what_was_added_is_destroyed_with_the_dossier(officer: Person) -> None:
    signal = recorded()
    row = add(signal, officer)
    sealed = bytes(row.note or b"")
    erasure.erase(signal.pk, by=actor_for(officer))
    assert bytes(Addition.objects.get().note or b"") == sealed
    assert isinstance(content(signal, officer).additions[0].note, Illegible)


def test_what_can_be_recognised_is_found_from_then_on(officer: Person) -> None:
    first = recorded(identifiers=(("plate", "XX-000-X"),))
    signal = recorded()
    add(signal, officer, identifiers=[("plate", "xx000x"), ("phone", "")])
    assert Identifier.objects.filter(dossier=signal.pk).count() == 1
    by, named = actor_for(officer), content(signal, officer).identifiers
    place = {"municipality": signal.municipality, "compartment": signal.compartment}
    [hit] = selectors.seen_before(by, named, besides=signal.pk, **place)
    assert [one.pk for one in hit.visible] == [first.pk]


def test_it_goes_along_as_a_fact_with_its_day_and_sort_of_source(officer: Person) -> None:
    signal = recorded()
    add(signal, officer, source_kind="third", source_note="De buurman", answers=Answers("yes", "unknown"))
    offered = packet(content(signal, officer), again(signal), policy.current().pack)
    values = [(field.id, field.value) for field in offered.fields]
    assert ("facts", "Vier mannen slapen in een schuur.") in values
    text = "Aangevuld op 02-06-2026 (Van iemand anders gehoord): De buurman zag een busje."
    assert ("facts", text) in values
    assert ("acute", "Ja") in values
    assert ("source-note", "De buurman") in values


@pytest.mark.parametrize(
    ("acute", "next_step", "due"),
    [
        ("no", "complete-intake", date(2026, 6, 9)),
        ("yes", "complete-intake", TODAY),
        ("unknown", "urgency-check", TODAY),
    ],
)
def test_an_answer_on_danger_ends_the_check_and_sets_the_term(
    officer: Person, acute: str, next_step: str, due: date
) -> None:
    signal = recorded()
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    assert step(signal) == ("urgency-check", TODAY)
    add(signal, officer, answers=Answers(acute, "unknown"))
    assert step(signal) == (next_step, due)


def test_danger_that_turns_up_later_brings_what_is_next_to_today(officer: Person) -> None:
    signal = recorded(acute="no")
    triage.take_on(dossier=again(signal), by=actor_for(officer))
    assert step(signal) == ("complete-intake", date(2026, 6, 9))
    add(signal, officer, answers=Answers("yes", "unknown"))
    assert step(signal) == ("complete-intake", TODAY)
    add(signal, officer, answers=Answers("no", "unknown"))
    assert step(signal) == ("complete-intake", date(2026, 6, 9))


def test_the_page_of_the_check_asks_danger_age_and_a_note(client: Client, officer: Person) -> None:
    signal = recorded()
    signed_in(client, officer)
    address = f"/werk/signaal/{signal.pk}/"
    assert f"{address}aanvullen/" in text_of(client.get(address))
    assert "Nagaan of er haast bij is" in text_of(client.get(f"{address}aanvullen/"))
    given = {"version": again(signal).version, "acute": "no", "minor": "yes", "source_kind": "third"}
    given |= {"note": "De school belde terug.", "source_note": "De mentor", "plate": "XX-000-X"}
    response = client.post(f"{address}aanvullen/", given)
    assert response.headers["Location"] == address
    page = text_of(client.get(address))
    for shown in (
        "De school belde terug.",
        "De mentor",
        "XX-000-X",
        "Jonger dan 18: Ja",
        "Fenna Functionaris",
    ):
        assert shown in page, shown
    assert ("signal-page", "content") in looks(signal)
    assert "Aanvullen" in text_of(client.get(f"{address}aanvullen/"))


def test_what_was_typed_stays_when_it_is_refused(client: Client, officer: Person) -> None:
    signal = recorded()
    address = f"/werk/signaal/{signal.pk}/aanvullen/"
    given = {"version": again(signal).version, "acute": "unknown", "minor": "unknown", "source_kind": "own"}
    response = signed_in(client, officer).post(address, {**given, "source_note": "Zelf gebeld"})
    assert response.status_code == 422
    assert "Zelf gebeld" in text_of(response)
    stale = client.post(address, {**given, "version": 99, "note": "Toch iets"})
    assert stale.status_code == 409
    assert "Toch iets" in text_of(stale)


def test_a_handover_made_before_stays_as_it_was(officer: Person) -> None:
    signal = recorded()
    handover = prepared(signal, officer)
    sealed = bytes(handover.packet or b"")
    add(signal, officer)
    assert bytes(Handover.objects.get().packet or b"") == sealed


def test_a_check_that_somebody_planned_otherwise_is_not_planned_anew(officer: Person) -> None:
    signal = recorded()
    dossiers.plan_next_step(dossier=again(signal), next_step="first-reaction", by=actor_for(officer))
    add(signal, officer)
    assert step(signal) == ("first-reaction", date(2026, 6, 4))
