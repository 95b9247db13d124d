# SPDX-License-Identifier: EUPL-1.2
"""A scope holds for a block or a request, in one thread, and leaves no trace after it."""

import re
import threading
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from sluitend.core import scope
from sluitend.core.middleware import NowhereAtFirst

HERE, THERE = ("GM0001", "signals"), ("GM0002", "care")
ROOMS = Path(__file__).parent.parent.parent
# Where all places are looked at, and nowhere else: each of these is a reviewed decision.
INSTANCE_WIDE = {
    "cases/calendar.py": 1,
    "cases/jobs.py": 1,
    "core/periodic.py": 1,
    "handover/doorway.py": 1,
    "handover/jobs.py": 1,
    "policy/management/commands/pack.py": 1,
    "privacy/management/commands/journal.py": 1,
    "privacy/management/commands/keys.py": 1,
    "privacy/readiness.py": 1,
    "signals/selectors.py": 2,
    "web/departing.py": 3,
    "web/management/commands/demo.py": 1,
    "web/management/commands/people.py": 1,
}


@pytest.fixture(autouse=True)
def _nowhere() -> object:
    with scope.within(()):
        yield


def test_places_are_told_with_what_lies_in_no_compartment() -> None:
    with scope.within({HERE, THERE}):
        assert scope.told() == ",GM0001/,GM0001/signals,GM0002/,GM0002/care,"
    assert scope.told() == scope.NOWHERE


def test_inner_scope_replaces_the_outer_one_until_it_ends() -> None:
    with scope.instance_wide("test"):
        with scope.within({HERE}):
            assert "GM0001/signals" in scope.told()
        assert scope.told() == scope.EVERYWHERE


def test_scope_ends_with_the_error_that_ends_its_block() -> None:
    with pytest.raises(ConnectionError), scope.within({HERE}):
        raise ConnectionError
    assert scope.told() == scope.NOWHERE


def test_all_places_need_a_reason() -> None:
    with pytest.raises(ValueError, match="why"), scope.instance_wide(""):
        pass


@pytest.mark.parametrize("word", ["*", "a,b", "a/b", "a'b", "a%b", " ", "a b", "-a"])
def test_what_could_mean_something_else_is_no_place(word: str) -> None:
    for place in ((word, "signals"), ("GM0001", word)):
        with pytest.raises(ValueError, match="cannot be"), scope.within({place}):
            pass


def test_request_begins_nowhere_and_what_it_settles_in_ends_with_it(rf: RequestFactory) -> None:
    seen = []

    def answer(_request: object) -> HttpResponse:
        seen.append(scope.told())
        scope.settle({HERE})
        seen.append(scope.told())
        return HttpResponse()

    with scope.within({THERE}):
        NowhereAtFirst(answer)(rf.get("/"))
        assert seen == [scope.NOWHERE, ",GM0001/,GM0001/signals,"]
        assert scope.told() == ",GM0002/,GM0002/care,"


def test_request_that_fails_leaves_no_scope(rf: RequestFactory) -> None:
    def fail(_request: object) -> HttpResponse:
        scope.settle({HERE})
        raise ConnectionError

    with pytest.raises(ConnectionError):
        NowhereAtFirst(fail)(rf.get("/"))
    assert scope.told() == scope.NOWHERE


def test_only_a_request_settles() -> None:
    with pytest.raises(RuntimeError, match="within"):
        scope.settle({HERE})


def test_thread_begins_nowhere_unless_the_scope_is_carried_over() -> None:
    seen: dict[str, str] = {}

    def note(name: str) -> None:
        seen[name] = scope.told()

    with scope.within({HERE}):
        for name, target in (("bare", note), ("carried", scope.carried(note))):
            thread = threading.Thread(target=target, args=(name,))
            thread.start()
            thread.join()
    assert seen == {"bare": scope.NOWHERE, "carried": ",GM0001/,GM0001/signals,"}


def test_all_places_are_looked_at_only_where_somebody_decided_so() -> None:
    found = {
        str(path.relative_to(ROOMS)): len(re.findall(r"scope\.instance_wide\(", path.read_text()))
        for path in ROOMS.rglob("*.py")
        if "tests" not in path.parts
    }
    assert {path: count for path, count in found.items() if count} == INSTANCE_WIDE
