# SPDX-License-Identifier: EUPL-1.2
"""The commands of a developer: what they say when something is missing, and that they count right."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sluitend.web import ports
from tools import demo, machine, setup, test
from tools.test import Counts, Outcome


@pytest.mark.parametrize(("port", "words"), [("80x", "is not a port"), ("0", "is not a port")])
def test_demo_refuses_what_is_no_port_before_it_builds_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], port: str, words: str
) -> None:
    monkeypatch.setenv("PORT", port)
    monkeypatch.setattr(setup, "set_up", lambda: pytest.fail("set-up was run"))
    assert demo.main() == 1
    assert words in capsys.readouterr().err


def test_demo_refuses_a_taken_port_before_it_builds_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.setattr(ports, "taken", lambda port: True)
    monkeypatch.setattr(setup, "set_up", lambda: pytest.fail("set-up was run"))
    assert demo.main() == 1
    assert "port 8123 of 127.0.0.1 is taken" in capsys.readouterr().err


@pytest.mark.parametrize(("before", "said"), [({}, True), ({"package": "x"}, False)])
def test_the_first_start_says_how_long_it_takes_and_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], before: dict[str, str], said: bool
) -> None:
    def fails() -> None:
        raise setup.SetupFailed

    monkeypatch.setattr(ports, "taken", lambda port: False)
    monkeypatch.setattr(setup, "remembered", lambda: before)
    monkeypatch.setattr(setup, "set_up", fails)
    assert demo.main() == 1
    assert ("a minute or two and needs the internet" in capsys.readouterr().out) is said


def test_what_cannot_be_installed_fails_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "is_present", lambda program: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(machine.Missing, match=r"PostgreSQL 15 or newer.*apt-get install postgresql"):
        machine.ensure(machine.POSTGRESQL)


def test_an_install_that_brings_nothing_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def apt(command: list[str]) -> tuple[int, str]:
        asked.append(command)
        return 100, "no such package"

    monkeypatch.setattr(machine, "is_present", lambda program: False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine, "_apt", apt)
    with pytest.raises(machine.Missing, match="no such package"):
        machine.ensure(machine.CHROMIUM)
    assert [command[1] for command in asked] == ["install", "update", "install"]


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>',
        encoding="utf-8",
    )
    assert test.read_counts(report) == Counts(passed=3, failed=3, skipped=3)


@pytest.mark.parametrize("content", [None, "", "<testsuites>"])
def test_a_run_without_a_report_has_no_counts(tmp_path: Path, content: str | None) -> None:
    report = tmp_path / "report.xml"
    if content is not None:
        report.write_text(content)
    assert test.read_counts(report) is None


@pytest.mark.parametrize(
    ("outcomes", "code", "last"),
    [
        ([Outcome("a", True, 1, Counts(3)), Outcome("b", True, 1, Counts(4))], 0, "7 passed, 0 failed"),
        ([Outcome("a", False, 1, Counts(3, 1)), Outcome("b", True, 1, Counts(4))], 1, "7 passed, 1 failed"),
        (
            [Outcome("lint", False, 1, output="bad"), Outcome("b", True, 1, Counts(4))],
            1,
            "4 passed, 0 failed",
        ),
    ],
)
def test_last_line_counts_tests_over_all_runs(
    capsys: pytest.CaptureFixture[str], outcomes: list[Outcome], code: int, last: str
) -> None:
    assert test.report(outcomes, database="all", seconds=1) == code
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_half_a_proof_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    test.report([Outcome("a", True, 1, Counts(1))], database="sqlite", seconds=1)
    assert "Not proven in this run: everything on PostgreSQL" in capsys.readouterr().out


def test_steps_run_again_only_when_their_sources_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source, ran = tmp_path / "lock.txt", []
    source.write_text("one")
    step = setup.Step("step", ("lock.txt",), (), lambda: ran.append(source.read_text()))
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(setup, "installing", lambda: [step])
    monkeypatch.setattr(setup, "building", list)
    setup.set_up()
    setup.set_up()
    source.write_text("two")
    setup.set_up()
    assert ran == ["one", "two"]


def test_step_that_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tries = []

    def act() -> None:
        tries.append(1)
        if len(tries) == 1:
            message = "the first time"
            raise setup.SetupFailed(message)

    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(setup, "installing", lambda: [setup.Step("step", (), (), act)])
    monkeypatch.setattr(setup, "building", list)
    with pytest.raises(setup.SetupFailed):
        setup.set_up()
    setup.set_up()
    setup.set_up()
    assert len(tries) == 2


def test_the_two_halves_together_leave_no_test_out() -> None:
    def collected(*arguments: str) -> set[str]:
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
        result = subprocess.run(
            [*command, *arguments], cwd=setup.ROOT, capture_output=True, text=True, check=True
        )
        return {line for line in result.stdout.splitlines() if "::" in line}

    # Something of everything: pure rules, rules of the database and of any, journeys walked twice and once.
    places = (
        "sluitend/core/tests/test_walls.py",
        "sluitend/core/tests/test_clock.py",
        "sluitend/web/tests/test_headers.py",
        "tests/browser/test_frame.py",
        "tests/browser/test_sessions.py",
    )
    wide, narrow = collected(*test.WIDE, *places), collected(*test.NARROW, *places)
    assert wide | narrow == collected(*places)
    assert len(wide & narrow) < len(wide | narrow)
