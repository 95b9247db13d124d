# SPDX-License-Identifier: EUPL-1.2
"""Weighing and closing: every outcome of the pack from every open state, with reason and test."""

from datetime import date
from typing import Any

import pytest

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.actor import Actor, system
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.core.ids import new_id
from sluitend.core.references import new_reference
from sluitend.dossiers import services as dossiers
from sluitend.dossiers.models import Dossier, Fact
from sluitend.dossiers.states import Lifecycle, lifecycle, outcomes
from sluitend.policy import selectors as policy
from sluitend.signals.models import Signal, Weighing
from sluitend.signals.services import triage
from sluitend.signals.services.triage import PrivacyTest
from sluitend.signals.tests.making import ANSWERS, acts, again, privacy_test, recorded

pytestmark = pytest.mark.django_db
TEST = system("test")
OUTCOMES = [
    "to-partner",
    "own-approach",
    "research-sources",
    "to-riec",
    "to-zvh",
    "care-needed",
    "other-municipality",
    "other-undermining",
    "out-of-scope",
    "no-action",
    "same-as-other",
    "advice-only",
    "to-signal-meeting",
]
STATES = [
    "received",
    "intake",
    "weighing",
    "source-check",
    "in-approach",
    "escalated",
    "handed-over",
    "fed-back",
]


def cycle() -> Lifecycle:
    return lifecycle(policy.current().pack, "signal")


def test_the_lists_above_are_those_of_the_pack(lisse: Any) -> None:
    assert [one.id for one in outcomes(policy.current().pack, "weigh")] == OUTCOMES
    assert [one.id for one in cycle().states.values() if one.open] == STATES


def way_to(state: str) -> list[str]:
    """Return the states on the shortest way from the beginning."""
    ways = [["received"]]
    for way in ways:
        if way[-1] == state:
            return way
        ways += [[*way, step.to_state] for step in cycle().moves_from(way[-1]) if step.to_state not in way]
    raise AssertionError(state)


def standing_in(state: str) -> Dossier:
    """A signal that was brought to a state with everything that the moves ask for."""
    signal = recorded()
    every_test = ["privacy-test-1", "privacy-test-2a", "privacy-test-2b"]
    for to in way_to(state)[1:]:
        dossiers.move(dossier=again(signal), to=to, by=TEST, reason="Op weg", recorded=every_test)
    return again(signal)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_can_be_chosen_in_every_open_state(lisse: Any, outcome: str, state: str) -> None:
    dossier = standing_in(state)
    needed = triage.required_test(dossier, outcome)
    if needed:
        with pytest.raises(BadInput, match="privacytoets") as told:
            triage.weigh(dossier=again(dossier), outcome=outcome, reason="Zo is het", by=TEST)
        assert told.value.field == "test"
    test = privacy_test(needed) if needed else None
    triage.weigh(
        dossier=again(dossier),
        outcome=outcome,
        reason="Zo is het",
        test=test,
        other=again(recorded()).reference,
        by=TEST,
    )
    found, leads_to = again(dossier), policy.current().pack.find("outcomes", outcome).leads_to
    if leads_to == "handed-over":
        # Only handing over itself moves a dossier there.
        assert (found.state == "handed-over") == (state == "handed-over")
        assert (found.next_step, found.due) == ("hand-over", date(2026, 6, 3))
    else:
        assert (found.state, found.outcome) == (leads_to, outcome)
    assert Weighing.objects.get().outcome == outcome


def test_a_signal_of_another_municipality_is_no_other_to_belong_to(lisse: Any) -> None:
    dossier, elsewhere = standing_in("intake"), again(recorded())
    elsewhere.pk, elsewhere.reference, elsewhere.municipality = new_id(), new_reference(), "GM0534"
    elsewhere.save(force_insert=True)
    with pytest.raises(BadInput) as told:
        triage.weigh(
            dossier=again(dossier),
            outcome="same-as-other",
            reason="Zelfde",
            other=elsewhere.reference,
            by=TEST,
        )
    assert told.value.field == "other"


def test_a_step_that_the_pack_lacks_is_refused_in_dutch(lisse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = standing_in("intake")
    monkeypatch.setattr("sluitend.signals.services.triage._THROUGH", ((),))
    with pytest.raises(BadInput, match="Volgens het beleidspakket kan deze stap niet"):
        triage.weigh(dossier=again(dossier), outcome="to-riec", reason="Zo is het", by=TEST)
    assert (again(dossier).state, Weighing.objects.count()) == ("intake", 0)


def test_weighing_what_was_just_received_passes_the_intake(lisse: Any) -> None:
    dossier = standing_in("received")
    triage.weigh(dossier=dossier, outcome="to-riec", reason="Er is een bende", by=TEST)
    assert acts(dossier)[2:] == ["dossier.move", "dossier.move", "dossier.move"]
    assert again(dossier).state == "escalated"


def test_an_outcome_of_the_present_state_plans_without_moving(lisse: Any) -> None:
    dossier = standing_in("source-check")
    triage.weigh(dossier=dossier, outcome="research-sources", reason="Nog een bron", by=TEST)
    assert (again(dossier).state, again(dossier).next_step) == ("source-check", "research-sources")
    assert acts(dossier)[-1] == "dossier.weigh"


@pytest.mark.parametrize(
    "test",
    [
        None,
        PrivacyTest("privacy-test-2a", ANSWERS),
        PrivacyTest("privacy-test-1", {}),
        PrivacyTest("privacy-test-1", ANSWERS | {"goal": "  "}),
    ],
)
def test_source_research_needs_the_right_test_with_every_answer(lisse: Any, test: Any) -> None:
    dossier = standing_in("weighing")
    assert triage.required_test(dossier, "research-sources") == "privacy-test-1"
    with pytest.raises(BadInput) as told:
        triage.weigh(dossier=dossier, outcome="research-sources", reason="Wie?", test=test, by=TEST)
    assert told.value.field == "test"
    assert again(dossier).state == "weighing"


@pytest.mark.parametrize("outcome", ["", "verzonnen", "taken-over", "partner-took-up"])
def test_only_an_outcome_of_weighings_is_chosen(lisse: Any, outcome: str) -> None:
    dossier = standing_in("intake")
    with pytest.raises(BadInput) as told:
        triage.weigh(dossier=dossier, outcome=outcome, reason="Zo is het", by=TEST)
    assert told.value.field == "outcome"
    assert triage.required_test(dossier, "verzonnen") == ""


@pytest.mark.parametrize("outcome", ["to-partner", "own-approach", "no-action"])
def test_a_weighing_has_a_reason(lisse: Any, outcome: str) -> None:
    dossier = standing_in("intake")
    with pytest.raises(BadInput) as told:
        triage.weigh(dossier=dossier, outcome=outcome, reason=" \n", by=TEST)
    assert told.value.field == "reason"
    assert (again(dossier).state, again(dossier).version) == ("intake", dossier.version)


def test_who_weighs_on_an_older_version_gets_a_conflict_and_changes_nothing(lisse: Any) -> None:
    dossier = standing_in("intake")
    for outcome in ("to-partner", "to-riec", "no-action"):
        with pytest.raises(Conflict):
            triage.weigh(dossier=again(dossier), outcome=outcome, reason="Zo is het", by=TEST, version=1)
    assert (again(dossier).state, Weighing.objects.count()) == ("intake", 0)


def test_taking_on_makes_the_owner_and_begins_the_intake(officer: Person) -> None:
    signal = recorded(acute="no")
    triage.take_on(dossier=again(signal), by=actor_for(officer), version=1)
    found = again(signal)
    assert (found.owner, found.state, found.next_step) == (officer, "intake", "complete-intake")
    with pytest.raises(Conflict):
        triage.take_on(dossier=again(signal), by=actor_for(officer), version=1)


def test_taking_on_what_is_further_leaves_it_there(officer: Person) -> None:
    dossier = standing_in("in-approach")
    triage.take_on(dossier=dossier, by=actor_for(officer))
    assert (again(dossier).owner, again(dossier).state) == (officer, "in-approach")


def test_a_closed_signal_is_counted_by_outcome_and_days(lisse: Any, clock: FrozenClock) -> None:
    signal = recorded()
    clock.set_day(date(2026, 6, 12))
    triage.close(dossier=again(signal), outcome="no-action", reason="Te weinig", by=TEST)
    fact = Fact.objects.get(kind="signal-closed")
    assert (fact.day, fact.dims) == (date(2026, 6, 12), {"days": 10, "outcome": "no-action"})


def test_a_weighing_that_closes_is_counted_as_closing(lisse: Any) -> None:
    triage.weigh(dossier=standing_in("intake"), outcome="out-of-scope", reason="Burenruzie", by=TEST)
    assert Fact.objects.get(kind="signal-closed").dims == {"days": 0, "outcome": "out-of-scope"}


@pytest.mark.parametrize("state", STATES)
def test_every_open_signal_can_be_closed_at_once_or_says_why_not(lisse: Any, state: str) -> None:
    dossier = standing_in(state)
    if cycle().closing_state(state):
        triage.close(dossier=dossier, outcome="dealt-with", reason="Klaar", by=TEST)
        assert not again(dossier).is_open
    else:
        with pytest.raises(BadInput, match="niet"):
            triage.close(dossier=dossier, outcome="dealt-with", reason="Klaar", by=TEST)


def test_only_who_may_work_on_it_weighs_and_closes(lisse: Any, outsider: Person, handler: Person) -> None:
    dossier = standing_in("intake")
    for person in (outsider, handler):
        by: Actor = actor_for(person)
        with pytest.raises(NotFound):
            triage.weigh(dossier=again(dossier), outcome="to-partner", reason="Zo is het", by=by)
        with pytest.raises(NotFound):
            triage.close(dossier=again(dossier), outcome="no-action", reason="Zo is het", by=by)
        with pytest.raises(NotFound):
            triage.take_on(dossier=again(dossier), by=by)
    assert Signal.objects.count() == 1
    assert again(dossier).state == "intake"
