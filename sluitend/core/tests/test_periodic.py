# SPDX-License-Identifier: EUPL-1.2
"""Periodic jobs run at their time, and a failing one harms no other."""

import logging
from datetime import timedelta

import pytest

from sluitend.core import periodic
from sluitend.core.periodic import Periodic, Schedule


class Timer:
    """A clock in seconds that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_REGISTRY", {})


def test_runs_at_start_and_then_every_so_often() -> None:
    timer, ran = Timer(), []
    job = Periodic("count", timedelta(seconds=10), lambda: ran.append(timer.now))
    schedule = Schedule((job,), timer=timer)
    for second in range(25):
        timer.now = float(second)
        schedule.run_due()
    assert ran == [0.0, 10.0, 20.0]


def test_after_a_long_sleep_it_runs_once_and_does_not_catch_up() -> None:
    timer, ran = Timer(), []
    schedule = Schedule((Periodic("count", timedelta(seconds=1), lambda: ran.append(1)),), timer=timer)
    timer.now = 1000.0
    schedule.run_due()
    schedule.run_due()
    assert len(ran) == 1


def test_failing_job_is_logged_harms_no_other_and_gets_its_next_turn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        message = "broken"
        raise RuntimeError(message)

    timer = Timer()
    every = timedelta(seconds=1)
    schedule = Schedule((Periodic("a", every, fail), Periodic("b", every, lambda: None)), timer=timer)
    with caplog.at_level(logging.ERROR):
        assert schedule.run_due() == ["b"]
        timer.now = 1.0
        assert schedule.run_due() == ["b"]
    assert caplog.text.count("The periodic job a failed") == 2


def test_registering_twice_is_harmless_and_another_under_the_same_name_is_not() -> None:
    def run() -> None:
        pass

    periodic.register("x", every=timedelta(hours=1), run=run)
    periodic.register("x", every=timedelta(hours=1), run=run)
    with pytest.raises(ValueError, match="two different periodic jobs"):
        periodic.register("x", every=timedelta(hours=2), run=run)
    assert [job.name for job in periodic.registered()] == ["x"]


def test_interval_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive interval"):
        periodic.register("x", every=timedelta(0), run=lambda: None)
