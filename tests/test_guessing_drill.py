# SPDX-License-Identifier: EUPL-1.2
"""A short day under a flood of guesses. The long one is `make drill-guessing`."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from bench import flood, guessing
from sluitend.privacy import guessing as privacy
from sluitend.privacy.guessing import RULES, Budget, Door

pytestmark = pytest.mark.django_db
TRIES, TARGETS = 1200, 5


def test_a_flood_is_slowed_and_keeps_nobody_out() -> None:
    """Accounts of all three kinds of people are guessed at, twice as often as is tested."""
    day = asdict(flood.run(TRIES, 7, targets=TARGETS))
    assert guessing.faults_of(day) == []
    assert min(day["per_subject"]["password"]) > 10
    assert day["tested"]["password"] < 0.7 * day["tried"]["password"]
    assert {who: len(found) for who, found in day["waited"].items()} == {
        flood.KNOWN: 120,
        flood.AMONG: 10,
        flood.ELSEWHERE: 10,
        flood.PARTNER: 30,
        flood.REPORTER: 100,
    }


def test_accounts_without_a_budget_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = replace(RULES[Door.PASSWORD], account=Budget(10_000, timedelta(seconds=1)))
    monkeypatch.setattr(privacy, "RULES", {**RULES, Door.PASSWORD: rules})
    [fault] = guessing.faults_of(asdict(flood.run(TRIES, 7, targets=TARGETS)))
    assert "guesses were tested at one account" in fault
