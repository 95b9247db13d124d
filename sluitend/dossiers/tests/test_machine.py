# SPDX-License-Identifier: EUPL-1.2
"""Whatever people do in whatever order: an open dossier has an owner role, a next step and a due date."""

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sluitend.accounts import services as accounts
from sluitend.accounts.models import Person
from sluitend.core.errors import SluitendError
from sluitend.dossiers import jobs, services
from sluitend.dossiers.models import Dossier
from sluitend.dossiers.states import lifecycle
from sluitend.dossiers.tests.making import TEST, again, opened
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import journal

STATES = st.sampled_from(
    ("received", "intake", "weighing", "source-check", "in-approach", "escalated", "handed-over")
) | st.sampled_from(("fed-back", "closed", "verzonnen"))
STEPS = st.sampled_from(["weigh", "hand-over", "await-feedback", "close", "verzonnen", ""])
OUTCOMES = st.sampled_from(
    ["to-partner", "own-approach", "care-needed", "no-action", "dealt-with", "to-riec", "verzonnen", ""]
)
DUES = st.none() | st.integers(-3, 400)
REASONS = st.sampled_from(["Omdat het nodig is", "", "  "])
TESTS = st.sampled_from([(), ("privacy-test-1",), ("privacy-test-1", "privacy-test-2a", "privacy-test-2b")])


class Office(RuleBasedStateMachine):
    """People at work, with good and bad input; errors of the domain are part of the day."""

    clock: ClassVar[Any]
    pack: ClassVar[Pack]
    people: ClassVar[list[Person]]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize()
    def begin(self) -> None:
        self.clock.set_day(date(2026, 6, 2))
        self.dossier = opened()
        self.acts = 1

    def attempt(self, act: Any, **values: Any) -> None:
        before = _row(self.dossier)
        try:
            act(dossier=self.dossier, by=TEST, **values)
        except SluitendError:
            assert _row(self.dossier) == before
        else:
            self.acts += 1

    def day(self, offset: int | None) -> date | None:
        return None if offset is None else self.clock.now().date() + timedelta(days=offset)

    @rule(to=STATES, step=STEPS, due=DUES, reason=REASONS, recorded=TESTS)
    def move(self, to: str, step: str, due: int | None, reason: str, recorded: tuple[str, ...]) -> None:
        self.attempt(
            services.move, to=to, next_step=step, due=self.day(due), reason=reason, recorded=recorded
        )

    @rule(outcome=OUTCOMES, step=STEPS, reason=REASONS, recorded=TESTS)
    def weigh(self, outcome: str, step: str, reason: str, recorded: tuple[str, ...]) -> None:
        self.attempt(services.weigh, outcome=outcome, next_step=step, reason=reason, recorded=recorded)

    @rule(outcome=OUTCOMES, reason=REASONS)
    def close(self, outcome: str, reason: str) -> None:
        self.attempt(services.close, outcome=outcome, reason=reason)

    @rule(reason=REASONS, step=STEPS, due=DUES)
    def reopen(self, reason: str, step: str, due: int | None) -> None:
        self.attempt(services.reopen, reason=reason, next_step=step, due=self.day(due))

    @rule(step=STEPS, due=DUES)
    def plan(self, step: str, due: int | None) -> None:
        self.attempt(services.plan_next_step, next_step=step, due=self.day(due))

    @rule(who=st.none() | st.integers(0, 3), role=st.sampled_from(["", "behandelaar", "verzonnen"]))
    def assign(self, who: int | None, role: str) -> None:
        self.attempt(services.assign, to=None if who is None else self.people[who], role=role)

    @rule(who=st.integers(0, 3))
    def leave_and_come_back(self, who: int) -> None:
        person = self.people[who]
        if services.release_person(person=person, by=TEST):
            self.dossier = again(self.dossier)
            self.acts += 1
        accounts.deactivate_person(person=person, by=TEST)
        Person.objects.filter(pk=person.pk).update(is_active=True)

    @rule(days=st.integers(1, 60))
    def time_goes_by(self, days: int) -> None:
        self.clock.advance(days=days)
        jobs.escalate_overdue()

    @invariant()
    def nothing_is_left_loose(self) -> None:
        row = again(self.dossier)
        cycle = lifecycle(self.pack, "signal")
        assert row.is_open == cycle.is_open(row.state)
        assert row.owner_role
        assert cycle.can_be_closed(row.state)
        if row.is_open:
            assert row.next_step
            assert row.due is not None
        else:
            assert (row.next_step, row.due) == ("", None)
            assert row.outcome
        assert (row.version, row.state) == (self.dossier.version, self.dossier.state)

    @invariant()
    def every_act_is_in_the_journal(self) -> None:
        lines = [line.action for line in journal.entries(self.dossier.pk)]
        beside = {"dossier.escalate", "dossier.involve"}
        assert len([action for action in lines if action not in beside]) == self.acts


def test_no_sequence_of_acts_leaves_a_loose_end(request: pytest.FixtureRequest, lisse: Any) -> None:
    Office.clock, Office.pack = request.getfixturevalue("clock"), lisse.pack
    Office.people = [request.getfixturevalue(name) for name in ("officer", "deputy", "handler", "outsider")]
    run_state_machine_as_test(
        Office, settings=hypothesis_settings(max_examples=25, stateful_step_count=15, deadline=None)
    )


def _row(dossier: Dossier) -> dict[str, Any]:
    return dict(Dossier.objects.filter(pk=dossier.pk).values().get())


def test_the_pack_of_lisse_has_a_way_to_the_end_from_everywhere(lisse: Any) -> None:
    pack: Pack = lisse.pack
    cycle = lifecycle(pack, "signal")
    assert all(cycle.can_be_closed(state) for state in cycle.states)
    assert {state.id for state in cycle.starts()} == {"received", "intake"}
